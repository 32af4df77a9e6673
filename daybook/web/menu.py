"""The menu: what there is, grouped by the clock of the day, in the order in which it is needed.

A page joins by one `Entry`.  `of` says what the page is of: a shop, a client, or the house.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from daybook.domain.rights import Right
from daybook.web.access import Seat


@dataclass(frozen=True)
class Entry:
    """One line of the menu: a URL's name, its words, its picture, and the right that its page needs."""

    url: str
    words: Promise
    icon: str
    right: Right
    of: str = "house"               # house, client, shop
    key: str = ""                   # a letter: pressed after g it leads there


@dataclass(frozen=True)
class Group:
    """Entries of one time of the day."""

    words: Promise
    entries: tuple[Entry, ...]


MENU: tuple[Group, ...] = (
    Group(_("Morning"), (
        Entry("agency", _("All shops"), "building-store", Right.SEE_NUMBERS, key="a"),
        Entry("team", _("Team and workload"), "users", Right.SEE_NUMBERS, key="l"),
        Entry("morning", _("Morning brief"), "sunrise", Right.SEE_NUMBERS, "shop", "m"),
        Entry("owner", _("Owner's view"), "device-mobile", Right.SEE_NUMBERS, key="o"),
        Entry("patrol", _("Patrol"), "shield-check", Right.SEE_WORK, "shop", "p"),
    )),
    Group(_("Day"), (
        Entry("plan", _("Plan board"), "checklist", Right.SEE_WORK, "shop", "b"),
        Entry("watch", _("Watch"), "eye", Right.SEE_NUMBERS, "shop", "h"),
        Entry("products", _("Products"), "package", Right.SEE_NUMBERS, "shop", "d"),
        Entry("ads", _("Ads"), "chart-bar", Right.SEE_NUMBERS, "shop", "z"),
        Entry("prices", _("Prices"), "discount", Right.SEE_NUMBERS, "shop", "i"),
        Entry("notes", _("Notes"), "notes", Right.SEE_WORK, "shop", "n"),
        Entry("why", _("Why"), "help", Right.SEE_NUMBERS, "shop", "w"),
        Entry("approvals", _("Approvals"), "user-check", Right.SEE_WORK, key="y"),
        Entry("propose", _("Propose a change"), "adjustments", Right.PROPOSE, "shop", "x"),
        Entry("upload", _("Files"), "upload", Right.UPLOAD, key="u"),
    )),
    Group(_("Evening"), (
        Entry("live", _("Live"), "player-play", Right.SEE_NUMBERS, "shop"),
        Entry("close", _("Close of the day"), "sunset-2", Right.SEE_NUMBERS, "shop", "e"),
    )),
    Group(_("Day, week, month"), (
        Entry("day", _("Daily report"), "file-spreadsheet", Right.SEE_NUMBERS, "shop", "v"),
        Entry("reviews", _("Weeks and months"), "report-analytics", Right.SEE_NUMBERS, "shop", "r"),
        Entry("targets", _("Targets"), "target", Right.SEE_NUMBERS, "shop", "t"),
        Entry("calendar", _("Calendar"), "calendar", Right.SEE_WORK, "shop", "c"),
        Entry("costs", _("Costs"), "coin", Right.SEE_COSTS, "shop", "k"),
    )),
    Group(_("File"), (
        Entry("effects", _("Growth ledger"), "chart-line", Right.SEE_NUMBERS, "shop", "q"),
        Entry("casefile", _("Operating file"), "history", Right.SEE_WORK, "shop", "f"),
    )),
    Group(_("Settings"), (
        Entry("limits", _("Limits"), "hand-stop", Right.SEE_NUMBERS, "shop"),
        Entry("sources", _("Sources"), "database", Right.SEE_NUMBERS, "shop", "s"),
        Entry("people", _("People"), "user", Right.MANAGE_PEOPLE),
        Entry("clients", _("Clients and shops"), "category", Right.RUN_HOUSE),
        Entry("brand", _("How reports look"), "report", Right.SET_LIMITS, "client"),
        Entry("rules", _("Rulebook"), "book", Right.SEE_RULES),
        Entry("tokens", _("My account"), "key", Right.SEE_RULES),
        Entry("messages", _("Messages"), "bell", Right.SEE_RULES),
        Entry("clock", _("The clock"), "clock", Right.SEE_NUMBERS, key="j"),
    )),
)


@dataclass(frozen=True)
class Line:
    """An entry as one person sees it now."""

    href: str
    words: Promise
    icon: str
    here: bool
    key: str


def menu_of(seat: Seat, shop_row: Any, here: str) -> list[tuple[Promise, list[Line]]]:
    """The groups with something in them for this person; pages of a shop lead to the one chosen."""
    found = []
    for group in MENU:
        lines = [line for entry in group.entries if (line := _line(entry, seat, shop_row, here)) is not None]
        if lines:
            found.append((group.words, lines))
    return found


def _line(entry: Entry, seat: Seat, shop_row: Any, here: str) -> Line | None:
    if entry.of == "house":
        if not Seat(seat.user, seat.held, seat.limited_to).may(entry.right):
            return None
        href = reverse(entry.url)
    else:
        if shop_row is None or not seat.may_for(entry.right, shop_row):
            return None
        href = reverse(entry.url, args=[shop_row.pk if entry.of == "shop" else shop_row.client_id])
    return Line(href, entry.words, entry.icon, here.removesuffix("_of") == entry.url, entry.key)
