"""Guards before an entry is filed, and the drafts of an event beside them: what may go into its sheet, and what not and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from daybook.actions.guards import ask
from daybook.domain.activities import NEXT, OPEN, Entry, EntryState
from daybook.domain.activity_pages import SheetLine
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.move import Way
from daybook.domain.moves.stock import EventRegistration
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.verdict import Refuse
from daybook.workflows.event_entries import activity_for, check_offer, entry_of, kept_known, move_entry
from daybook.workflows.house import House
from daybook.workflows.situation import Sight, look_at


@dataclass(frozen=True)
class OfOneSku(EventRegistration):
    """A registration of one SKU, whose own prices its windows are held against."""

    item_id: str = ""

    object_kind: ClassVar[str] = "sku"


def refusals(sight: Sight, move: EventRegistration) -> tuple[Refuse, ...]:
    """What the guards of registrations have against one; the same guards as of a proposal.

    It is filed by hand in the console, where whoever does it sees whether it stands there already.
    """
    return tuple(v for v in ask(move, sight.of(move, Way.HAND, None), sight.rules) if isinstance(v, Refuse))


def move_of(shop: Shop, entry: Entry) -> EventRegistration:
    """The registration that an entry stands for.  Raises WrongUsage without price and units."""
    activity = activity_for(shop, entry.activity)
    if activity is None or entry.price is None or entry.units is None:
        raise WrongUsage("filing needs a price and units", where=entry.sku or entry.item_id, next_step="give both")
    name = activity.zh if shop.currency == "CNY" else activity.name
    if entry.sku:
        return OfOneSku(entry.sku, name, entry.price, entry.units, activity.first, activity.last, item_id=entry.item_id)
    return EventRegistration(entry.item_id, name, entry.price, entry.units, activity.first, activity.last)


def may_file(house: House, shop: Shop, entry: Entry, price: Decimal | None, units: int | None) -> tuple[Refuse, ...]:
    """What the guards have against filing an entry at a price now; none: it may be filed."""
    step = replace(entry.steps[-1], price=price or entry.price, units=units or entry.units)
    return refusals(look_at(house, shop), move_of(shop, Entry((*entry.steps[:-1], step))))


def file_entry(house: House, shop: Shop, key: str, item_id: str, sku: str, state: str, by: str, price: Decimal | None = None,
               units: int | None = None, reason: str = "") -> Entry:
    """Takes an entry one step on, as `move_entry` does; filing asks the guards first.  Raises WrongUsage with what they say, unless
    a reason says why it was filed all the same."""
    check_offer(price, units)
    before = entry_of(shop, key, item_id.strip(), sku.strip())
    if state == EntryState.FILED and before is not None and not reason.strip() and EntryState.FILED in NEXT[before.state]:
        against = may_file(house, shop, before, price, units)
        if against:
            raise why_not(against)
    return move_entry(house, shop, key, item_id, sku, state, by, price=price, units=units, reason=reason)


def sheet_lines(house: House, shop: Shop, key: str) -> tuple[SheetLine, ...]:
    """The drafts of an event with price and units, each asked of the guards now.  Raises WrongUsage where there is none."""
    kept = kept_known([shop], house.now()).get(shop.name)
    drafts = [e for e in (kept.entries if kept else ()) if e.activity == key and e.state in OPEN and e.price and e.units]
    if not drafts:
        raise WrongUsage("no product of this event is a draft with price and units", where=shop.name,
                         next_step="draft the products first")
    sight, found = look_at(house, shop), []
    titles = sight.seen.names.get("item_id", {})
    for entry in drafts:
        move = move_of(shop, entry)
        found.append(SheetLine(entry, titles.get(entry.item_id, ""), move, tuple(
            (r.reason, r.instead) for r in refusals(sight, move))))
    return tuple(found)


def why_not(found: Sequence[Refuse]) -> WrongUsage:
    """The refusals as one error that says what to do."""
    return WrongUsage(Said("the guards are against it: {why}", why=found[0].reason), next_step=Said(
        "{instead}; or file it in the console and say with a reason why", instead=found[0].instead))
