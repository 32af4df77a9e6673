"""What every page knows: language, theme, the menu, and the shops between which its reader may switch."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from daybook import __version__
from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.reports.brief_html import LANGUAGE_TAGS
from daybook.reports.problem_phrases import problem_words
from daybook.reports.wording import translator
from daybook.web.access import seat_of
from daybook.web.frame import ShopLine, keys_html, menu_html, switch_html
from daybook.web.menu import shown

THEMES = ("light", "dark")
#: A switcher with more shops than this is searched and not scrolled.
SWITCHED = 200


def language_of(request: HttpRequest | None = None) -> str:
    """The language of the page as reports name it: zh or en."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def told(problem: DaybookError) -> str:
    """What went wrong and what to do next, in the language of the page."""
    return str(problem_words(problem, translator(language_of())))


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs.  A page without a person has no menu."""
    language = language_of()
    theme = request.COOKIES.get("daybook_theme", "")
    said: dict[str, Any] = {
        "language": language, "tag": LANGUAGE_TAGS[language], "theme": theme if theme in THEMES else "",
        "languages": settings.LANGUAGES, "version": __version__}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return said
    seat = getattr(request, "seat", None) or seat_of(request)
    shops = tuple(seat.shops(Right.SEE_WORK).values_list("pk", "name", "client_id", "client__name")[:SWITCHED])
    match = request.resolver_match
    here = match.url_name if match is not None else ""
    chosen = seat.shop_row or _last_chosen(request, shops)
    return said | {"seat": seat, "menu": menu_html(seat, chosen, here or "", language),
                   "keys": keys_html(shown(seat, chosen), language), "shops": shops, "chosen": chosen,
                   "switch": switch_html(shops, chosen) if chosen is not None else ""}


@dataclass(frozen=True)
class Chosen:
    """The shop, or a client, that the menu leads to, where the page is of none."""

    pk: int
    name: str
    client: Any = None

    @property
    def client_id(self) -> int:
        return int(self.client.pk)


def _last_chosen(request: HttpRequest, shops: tuple[ShopLine, ...]) -> Chosen | None:
    """The shop that this browser showed last, else the first."""
    wanted = request.session.get("shop") if hasattr(request, "session") else None
    line = next((line for line in shops if line[0] == wanted), shops[0] if shops else None)
    return Chosen(line[0], line[1], Chosen(line[2], line[3])) if line is not None else None
