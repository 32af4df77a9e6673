"""What every page knows: language, theme, the menu, and the shops between which its reader may switch."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from daybook import __version__
from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.records import models
from daybook.reports.brief_html import LANGUAGE_TAGS
from daybook.reports.problem_phrases import problem_words
from daybook.reports.wording import translator
from daybook.web.access import seat_of
from daybook.web.menu import menu_of

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
    shops = list(seat.shops(Right.SEE_WORK)[:SWITCHED])
    match = request.resolver_match
    here = match.url_name if match is not None else ""
    chosen = seat.shop_row or _last_chosen(request, shops)
    first = reverse("morning", args=[0])            # asked once: 200 addresses cost a tenth of a page
    return said | {"seat": seat, "menu": menu_of(seat, chosen, here), "shops": shops, "chosen": chosen,
                   "switch": [(s, first.replace("/0/", f"/{s.pk}/")) for s in shops],
                   "nobody_yet": not shops and not models.Shop.objects.exists()}


def _last_chosen(request: HttpRequest, shops: list[Any]) -> Any:
    """The shop that this browser showed last, else the first."""
    wanted = request.session.get("shop") if hasattr(request, "session") else None
    return next((s for s in shops if s.pk == wanted), shops[0] if shops else None)
