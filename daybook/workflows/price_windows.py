"""Which windows hold the price of an object: events filed in an export, by this house or by hand, promises, wishes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from daybook.calendar.editions import Phase
from daybook.calendar.events import SELLING, events_on
from daybook.calendar.where import country_of
from daybook.domain.given import Given
from daybook.domain.moves.move import Move
from daybook.domain.moves.price import Coupon
from daybook.domain.moves.stock import EventRegistration
from daybook.domain.promises import EVENT, HOLDS, PricePromise
from daybook.domain.proposal import Outcome, Story
from daybook.domain.shop import Shop
from daybook.domain.situation import Hold, Window
from daybook.workflows.price_facts import AFTER

#: So far ahead events are looked for: the longest freeze before one, and a week.
AHEAD = 30
#: What stands in an export goes before what this house filed, and that before what somebody wrote down.
Signup = tuple[str, Window]


@dataclass(frozen=True)
class Filed:
    """A registration or coupon that this house made, with its proposal."""

    move: Move
    proposal: str
    filed_on: date


def event_windows(shop: Shop, on: date) -> tuple[Window, ...]:
    """Big events of the platform near a day: when nothing risky is edited, and when prices are protected."""
    country = country_of(shop.platform, shop.currency)
    found: dict[tuple[str, str], Window] = {}
    for ahead in range(AHEAD + 1):
        for event in events_on(on + timedelta(days=ahead), shop.platform, country):
            if event.big and event.phase in SELLING:
                found[event.id, event.phase] = Window(event.term, Hold.FREEZE, event.first, event.last)
            elif event.phase is Phase.PRICE_PROTECTION:
                found[event.id, event.phase] = Window(event.term, Hold.PROTECT, event.first, event.last)
    return tuple(found.values())


def given_out(shop: Shop, now: datetime) -> tuple[Filed, ...]:
    """Coupons and event registrations of a shop that this house made and did not take back."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.select_related("shop__client").filter(
        shop__name=shop.name, move__in=(EventRegistration.name, Coupon.name),
        receipts__outcome=Outcome.DONE.value, receipts__at__lte=now, undo_of="").distinct()
    return tuple(Filed(s.proposal.move, s.proposal.key, shop.day_of(_done_at(s))) for s in stories(rows) if not s.undone_by)


def _done_at(story: Story) -> datetime:
    return max(r.at for r in story.receipts if r.outcome is Outcome.DONE)


def filed_here(made: Iterable[Filed], on: date) -> tuple[Signup, ...]:
    """Item and window of the registrations among them that are not long over."""
    return tuple((one.move.object_id, Window(one.move.event, Hold.LOCK, one.move.first, one.move.last, one.move.price,
                                             one.filed_on, source=f"proposal {one.proposal}"))
                 for one in made if isinstance(one.move, EventRegistration) and one.move.last >= on - timedelta(days=AFTER))


def promised(given: Given, on: date, objects: Sequence[str]) -> tuple[Window, ...]:
    """Windows of what was promised on one of these objects, or on all, and is not long over; wishes too."""
    wanted = {"", *objects}
    return tuple(Window(p.name, HOLDS[p.kind], p.first, p.last, p.price,
                        shop_day(given, p.known_at, p.first) if p.kind == EVENT else None,
                        tuple(p.asks.split()), f"promise {p.source}".strip())
                 for p in given.promises
                 if p.object in wanted and p.kind in HOLDS and p.last >= on - timedelta(days=AFTER))


def shop_day(given: Given, known_at: datetime, first: date) -> date | None:
    """Since when an event that somebody wrote down is filed: the day on which it was said, unless it had begun before."""
    said = given.shop.day_of(known_at) if given.shop else None
    return said if said is not None and said <= first else None


class Held:
    """What holds the prices of a shop, found by item and object: of thousands of SKUs each looks for its own."""

    def __init__(self, signed: Iterable[Signup], filed: Iterable[Signup], given: Given, on: date) -> None:
        self._signed, self._filed, self._given, self._on = by_item(signed), by_item(filed), given, on
        self._promises: dict[str, list[PricePromise]] = defaultdict(list)
        for one in given.promises:
            self._promises[one.object].append(one)

    def of(self, item: str, objects: Sequence[str]) -> tuple[Window, ...]:
        """Everything that holds the price of an object of an item, each event once."""
        said = [p for name in dict.fromkeys(("", item, *objects)) for p in self._promises.get(name, ())]
        return windows_of(item, objects, self._signed.get(item, ()), self._filed.get(item, ()),
                          replace(self._given, promises=said), self._on)


def windows_of(item: str, objects: Sequence[str], signed: Sequence[Signup], filed: Sequence[Signup], given: Given,
               on: date) -> tuple[Window, ...]:
    """Everything that holds the price of an object of an item, each event once.

    A registration names an item and one price; what somebody wrote down of the very SKU goes before it.
    """
    found: list[Window] = []
    own = replace(given, promises=[p for p in given.promises if p.kind == EVENT and p.object and p.object in objects])
    for window in (*promised(own, on, objects), *(w for i, w in signed if i == item), *(w for i, w in filed if i == item),
                   *promised(given, on, (item, *objects))):
        if window.hold not in (Hold.LOCK, Hold.WISH) or not any(
                w.hold is Hold.LOCK and _same(w, window) for w in found):
            found.append(window)
    return tuple(found)


def by_item(signed: Iterable[Signup]) -> Mapping[str, Sequence[Signup]]:
    """The registrations of each item."""
    found: dict[str, list[Signup]] = defaultdict(list)
    for item, window in signed:
        found[item].append((item, window))
    return dict(found)


def _same(one: Window, other: Window) -> bool:
    """Whether two windows are of one event: one name, or days that meet and names that hold each other."""
    meets = one.first <= other.last and other.first <= one.last
    return meets and (one.event in other.event or other.event in one.event)
