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
