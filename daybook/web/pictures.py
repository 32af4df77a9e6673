"""Icons of the kit, put into the page as they are: no font and no second request."""

from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = Path(__file__).resolve().parent / "static" / "vendor" / "tabler-icons"


@cache
def icon_html(name: str, says: str = "") -> SafeString:
    """An icon of the kit.  It is decoration unless `says` names what it says."""
    said = format_html('role="img" aria-label="{}"', says) if says else mark_safe('aria-hidden="true"')
    return format_html('<svg {} class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
                       'stroke-linecap="round" stroke-linejoin="round">{}</svg>', said, _paths(name))


@cache
def _paths(name: str) -> SafeString:
    """The inside of a vendored picture; a name that is not vendored is an error at once, on the page that asks."""
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return mark_safe(text[text.index(">", text.index("<svg")) + 1:text.rindex("</svg>")])
