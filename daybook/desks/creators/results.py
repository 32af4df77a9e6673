"""Each creator by what settled, not by what was booked: margin of ended orders, what pending ones will settle, fees and samples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from daybook.analysis.creators.settle import will_settle
from daybook.desks.creators.book import book_of, name_of, parts_of, rules_of, title_of
from daybook.desks.creators.terms import left_of
from daybook.domain.creator_desk import Between, ItemResult, Result
from daybook.domain.creators import AGES, Brought, Part, State
from daybook.domain.said import Said, listed
from daybook.domain.seen import Seen

CENT, PLACES = Decimal("0.01"), Decimal("0.0001")
NOUGHT = Decimal(0)
ENDS = (State.SETTLED, State.LAPSED)
#: Items that a sentence names.
NAMED = 3


def results_of(seen: Seen) -> tuple[Result, ...]:
    """Every creator who brought an order, the most settled first."""
    known = seen.reckoned.get("creators.results")
    if not isinstance(known, tuple):
        made = [_result(creator, own, seen) for creator, own in parts_of(seen).brought.items()]
        known = seen.reckoned["creators.results"] = tuple(sorted(made, key=lambda r: (-r.settled_net, -r.booked, r.creator_id)))
    return known


def _result(creator: str, own: Sequence[Brought], seen: Seen) -> Result:
    items = tuple(_item(one, seen) for one in sorted(own, key=lambda b: -b.booked))
    ended = [p for b in own for s in ENDS for p in [b.ended[s]]]
    settled = [b.ended[State.SETTLED] for b in own]
    paid, net = _sum(p.paid for p in ended), _sum(p.paid - p.refunded for p in settled)
    margins = [i.margin for i in items]
    unknown = [i for i in items if i.margin is None]
    margin = None if unknown else _sum(m for m in margins if m is not None)
    fees, samples = _fees(creator, seen), _samples(creator, seen)
    return Result(
        creator, name_of(creator, seen), sum(b.orders for b in own), _sum(b.booked for b in own), sum(p.orders for p in ended),
        paid,
        sum(p.orders for p in settled), net, _share(net, paid), _usual(creator, seen), _commission(settled), margin, fees, samples,
        None if margin is None else margin - (fees or NOUGHT) - (samples or NOUGHT),
        _sum(b.parts[State.PENDING].paid for b in own), expected_of(own, seen),
        max(b.last_on for b in own), items,
        Said("costs are not known for {things}", things=listed([i.title for i in unknown][:NAMED])) if unknown else "")


def _item(one: Brought, seen: Seen) -> ItemResult:
    """One item's ended orders and what they left."""
    costs = seen.margins.costs_by_item.get(one.item_id)
    parts = {s: one.ended[s] for s in ENDS}
    settled, orders = parts[State.SETTLED], sum(p.orders for p in parts.values())
    margin: Decimal | None = NOUGHT if not orders else None
    if costs is not None and orders:
        left = [left_of(part, state, costs) for state, part in parts.items()]
        margin = None if None in left else _sum(m for m in left if m is not None).quantize(CENT)
    return ItemResult(one.item_id, title_of(one.item_id, seen), orders, one.booked, settled.paid - settled.refunded, margin,
                      "" if margin is not None else Said("its costs, or the commission that was settled, are not known"))


def expected_of(own: Sequence[Brought], seen: Seen) -> Between | None:
    """What of a creator's pending orders will settle; None where nothing of the shop has ended, nothing waits, or is 0 long."""
    pending = [_joined([b.pending[n] for b in own]) for n in range(len(AGES))]
    if not any(p.paid for p in pending):
        return None
    ended = [(sum(b.ended[s].orders for s in ENDS), b.ended[State.SETTLED].orders) for b in own]
    found = will_settle([(float(p.paid), float(p.squares)) for p in pending], book_of(seen).alive,
                        (sum(n for n, _ in ended), sum(n for _, n in ended)), float(rules_of(seen).value("N-PRIOR", "orders")))
    if found is None:
        return None
    low, mid, high = (Decimal(str(x)).quantize(CENT) for x in (found.low, found.mid, found.high))
    return Between(low, mid, high)


def _joined(parts: Sequence[Part]) -> Part:
    return Part(sum(p.orders for p in parts), None, _sum(p.paid for p in parts), squares=_sum(p.squares for p in parts))


def _usual(creator: str, seen: Seen) -> Decimal | None:
    """Which share of ended money settled with the shop's other creators; None where there are none."""
    _, others = ended_of(creator, seen)
    return _share(others.net, others.paid)


@dataclass(frozen=True)
class Ended:
    """Ended orders, those of them that lapsed, what was paid for all of them, and what of it settled after refunds."""

    orders: int
    lapsed: int
    paid: Decimal
    net: Decimal


def ended_of(creator: str, seen: Seen) -> tuple[Ended, Ended]:
    """What ended of a creator, and of all others of the shop together."""
    known = seen.reckoned.get("creators.ended")
    if not isinstance(known, dict):
        known = seen.reckoned["creators.ended"] = {one: _ended(own) for one, own in parts_of(seen).brought.items()} | {
            None: _ended(book_of(seen).brought)}
    own, whole = known.get(creator, Ended(0, 0, NOUGHT, NOUGHT)), known[None]
    return own, Ended(whole.orders - own.orders, whole.lapsed - own.lapsed, whole.paid - own.paid, whole.net - own.net)


def _ended(brought: Sequence[Brought]) -> Ended:
    settled, lapsed = ([b.ended[s] for b in brought] for s in ENDS)
    gone = sum(p.orders for p in lapsed)
    return Ended(sum(p.orders for p in settled) + gone, gone, _sum(p.paid for p in (*settled, *lapsed)),
                 _sum(p.paid - p.refunded for p in settled))


def _commission(settled: Sequence[Part]) -> Decimal | None:
    known = [p for p in settled if p.orders]
    if not known or any(p.commission is None for p in known):
        return None
    return _sum(p.commission or NOUGHT for p in known)


def _fees(creator: str, seen: Seen) -> Decimal | None:
    """Fixed fees of cooperations that were published; None where none is written down."""
    told = [d.fixed_fee for d in parts_of(seen).deals.get(creator, ()) if d.published_on and d.fixed_fee is not None]
    return _sum(told) if told else None


def _samples(creator: str, seen: Seen) -> Decimal | None:
    """What samples cost that did not come back; None where no sample, or none with its cost, is known."""
    costs = [s.cost for s in parts_of(seen).samples.get(creator, ()) if s.cost is not None and s.returned_on is None]
    return _sum(costs) if costs else None


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part / whole).quantize(PLACES) if whole else None


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, NOUGHT)
