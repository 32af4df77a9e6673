"""What stands around a page and is the same for many: the menu, its keys and the shops to choose from, said once each.

They hang on nothing but what is given.  Which entries and shops a person has is asked for every request (`context`).
"""

import secrets
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from daybook.web.access import Seat
from daybook.web.menu import MENU, lines_of, shown

#: Stands in what stays said where a form has its reader's token; no text of anybody can hold it.
TOKEN = secrets.token_hex(16)
#: Menus that stay said: one for each page, kind of person and language.
MENUS = 600
#: Lists of shops that stay said: one for each group of people who see the same.
LISTS = 200
#: pk, name, client's pk, client's name.
ShopLine = tuple[int, str, int, str]


def menu_html(seat: Seat, shop_row: Any, here: str, language: str) -> SafeString:
    """The menu as this person has it; pages of a shop lead to the one chosen."""
    said = _menu(shown(seat, shop_row), here, language)
    if shop_row is None:
        return said
    return mark_safe(said.replace("/shop/0/", f"/shop/{shop_row.pk}/").replace("/client/0/", f"/client/{shop_row.client_id}/"))


@lru_cache(maxsize=MENUS)
def _menu(entries: tuple[str, ...], here: str, language: str) -> SafeString:
    """With a 0 in the place of the shop and of its client."""
    groups = [(group.words, lines_of(group, entries, here)) for group in MENU]
    return mark_safe(render_to_string("web/parts/menu_lines.html", {"menu": [g for g in groups if g[1]]}))


@lru_cache(maxsize=MENUS)
def keys_html(entries: tuple[str, ...], language: str) -> SafeString:
    """The keys that lead to this person's pages, with the others."""
    return mark_safe(render_to_string("web/parts/keys.html", {"menu": [(g.words, lines_of(g, entries, "")) for g in MENU]}))


def switch_html(shops: tuple[ShopLine, ...], chosen: Any) -> SafeString:
    """The shops between which a person may switch, the chosen one marked."""
    said, to = _switch(shops), f'href="{reverse("morning", args=[chosen.pk])}"'
    return mark_safe(said.replace(to, f'{to} aria-current="true"', 1))


@lru_cache(maxsize=LISTS)
def _switch(shops: tuple[ShopLine, ...]) -> SafeString:
    first = reverse("morning", args=[0])            # asked once: 200 addresses cost a tenth of a page
    return mark_safe(render_to_string("web/parts/switch.html", {
        "switch": [(name, of, first.replace("/0/", f"/{pk}/")) for pk, name, _, of in shops]}))


def with_token(said: str, request: HttpRequest) -> SafeString:
    """What stays said, with its reader's own token in its forms."""
    return mark_safe(said.replace(TOKEN, get_token(request)) if TOKEN in said else said)
