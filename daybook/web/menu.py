"""The menu: what there is, grouped by the clock of the day, in the order in which it is needed.

A page joins by one `Entry`.  `of` says what the page is of: a shop, a client, or the house.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from daybook.domain.rights import Right
from daybook.web.access import NO_RIGHTS, Seat


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
        Entry("hand_out", _("Fair hand-out"), "arrows-sort", Right.SEE_NUMBERS),
        Entry("morning", _("Morning brief"), "sunrise", Right.SEE_NUMBERS, "shop", "m"),
        Entry("owner", _("Owner's view"), "device-mobile", Right.SEE_NUMBERS, key="o"),
        Entry("patrol", _("Patrol"), "shield-check", Right.SEE_WORK, "shop", "p"),
    )),
    Group(_("Day"), (
        Entry("plan", _("Plan board"), "checklist", Right.SEE_WORK, "shop", "b"),
        Entry("watch", _("Watch"), "eye", Right.SEE_NUMBERS, "shop", "h"),
        Entry("products", _("Products"), "package", Right.SEE_NUMBERS, "shop", "d"),
        Entry("orders", _("Orders and parcels"), "truck-delivery", Right.SEE_WORK, "shop", "7"),
        Entry("disputes", _("Disputes"), "thumb-down", Right.SEE_WORK, "shop"),
        Entry("reputation", _("Reviews and questions"), "star", Right.SEE_WORK, "shop"),
        Entry("creators", _("Creators"), "send", Right.SEE_NUMBERS, "shop"),
        Entry("buyers", _("Buyers"), "users", Right.SEE_NUMBERS, "shop"),
        Entry("service", _("Customer service"), "message", Right.SEE_WORK, "shop", "6"),
        Entry("pages", _("Tests and pages"), "ad-2", Right.SEE_WORK, "shop"),
        Entry("ads", _("Ads"), "chart-bar", Right.SEE_NUMBERS, "shop", "z"),
        Entry("activities", _("Activities"), "calendar-event", Right.SEE_NUMBERS, "shop"),
        Entry("prices", _("Prices"), "discount", Right.SEE_NUMBERS, "shop", "i"),
        Entry("stock", _("Stock"), "archive", Right.SEE_NUMBERS, "shop"),
        Entry("rivals", _("Market and rivals"), "flag", Right.SEE_NUMBERS, "shop"),
        Entry("notes", _("Notes"), "notes", Right.SEE_WORK, "shop", "n"),
        Entry("why", _("Why"), "help", Right.SEE_NUMBERS, "shop", "w"),
        Entry("approvals", _("Approvals"), "user-check", Right.SEE_WORK, key="y"),
        Entry("propose", _("Propose a change"), "adjustments", Right.PROPOSE, "shop", "x"),
        Entry("upload", _("Files"), "upload", Right.UPLOAD, key="u"),
    )),
    Group(_("Evening"), (
        Entry("live", _("Live"), "player-play", Right.SEE_NUMBERS, "shop", "8"),
        Entry("evening", _("Evening"), "moon-stars", Right.SEE_NUMBERS, "shop", "9"),
        Entry("reading", _("Read a console"), "device-mobile", Right.DO_WORK, "shop"),
        Entry("close", _("Close of the day"), "sunset-2", Right.SEE_NUMBERS, "shop", "e"),
    )),
    Group(_("Day, week, month"), (
        Entry("day", _("Daily report"), "file-spreadsheet", Right.SEE_NUMBERS, "shop", "v"),
        Entry("reviews", _("Weeks and months"), "report-analytics", Right.SEE_NUMBERS, "shop", "r"),
        Entry("client_reports", _("Client reports"), "mail", Right.SEE_NUMBERS),
        Entry("targets", _("Targets"), "target", Right.SEE_NUMBERS, "shop", "t"),
        Entry("calendar", _("Calendar"), "calendar", Right.SEE_WORK, "shop", "c"),
        Entry("costs", _("Costs"), "coin", Right.SEE_COSTS, "shop", "k"),
    )),
    Group(_("File"), (
        Entry("effects", _("Growth ledger"), "chart-line", Right.SEE_NUMBERS, "shop", "q"),
        Entry("learning", _("Learning"), "book", Right.SEE_RULES),
        Entry("rules_tried", _("Rules and this shop's data"), "target", Right.SEE_COSTS, "shop"),
        Entry("casefile", _("Operating file"), "history", Right.SEE_WORK, "shop", "f"),
        Entry("file", _("The file to read"), "report", Right.SEE_WORK, "shop"),
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
        Entry("house", _("How the house stands"), "shield-check", Right.RUN_HOUSE),
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


def shown(seat: Seat, shop_row: Any) -> tuple[str, ...]:
    """The entries that lead somewhere for this person, by their URLs' names; those of a shop where one is chosen."""
    house = seat.rights_at(None, None)
    here = seat.rights_at(shop_row.client, shop_row) if shop_row is not None else NO_RIGHTS
    return tuple(entry.url for group in MENU for entry in group.entries
                 if entry.right in (house if entry.of == "house" else here))


def lines_of(group: Group, entries: tuple[str, ...], here: str) -> list[Line]:
    """A group's lines among the entries shown; a 0 stands for the shop, or the client."""
    return [Line(reverse(e.url, args=[] if e.of == "house" else [0]), e.words, e.icon, here.removesuffix("_of") == e.url, e.key)
            for e in group.entries if e.url in entries]
