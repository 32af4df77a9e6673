"""A shop's listings one by one: each step of the funnel beside the listing's own weeks, its category and the other listings.

A step is off only beyond a bar that lets chance call so many lines a month over all listings (L-STEPS), so that a shop with a
thousand listings is told no more false ones than a shop with ten.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.listing_steps import (
    StepMove,
    Wobble,
    bar_of,
    below_peers,
    wobble_of,
)
from daybook.desks.gain import CENT, rule
from daybook.desks.listings.counted import By, Counted, counted_of, gmv_of, items_of_skus
from daybook.desks.listings.first_measure import first_measure
from daybook.desks.listings.moved import moves_of
from daybook.domain.listing_lines import LESS_IS_BETTER, STEPS, ListingLine, ListingLines, ListingStep, Standing
from daybook.domain.seen import Seen

#: Independent looks that a month of overlapping weeks amounts to: about two a week.
LOOKS = 9.0
#: Where so little of a step is left, what it would bring is told by the weeks before.
MOST_LOST = -0.8
ORDER = {Standing.OFF: 0, Standing.WEAK: 1, Standing.UP: 2, Standing.STEADY: 3, Standing.UNKNOWN: 4}


def listing_lines(seen: Seen) -> ListingLines:
    """Every listing that sold or was visited in five weeks, with the step that it comes down to and what to do first."""
    now, before = spans(seen.reviewed)
    counted, gmv = counted_of(seen), gmv_of(seen)
    items = sorted({i for one in counted.values() for i in one.counts} | {i for i, days in gmv.items() if any(days.values())})
    shared = {name: wobble_of([one.pairs(i, before) for i in one.counts], one.scatter) for name, one in counted.items()}
    moves = {(i, name): move for name, one in counted.items() for i, move in moves_of(one, shared[name], now, before).items()}
    judged = sum(move is not None for move in moves.values())
    bar = bar_of(float(rule("L-STEPS", "false_lines")), LOOKS, judged)
    peers = _peers(seen, items)
    lines = [_line(seen, item, {name: _step(seen, one, item, moves.get((item, name)), bar, gmv, peers, shared[name], now, before)
                                for name, one in counted.items()}, gmv, now) for item in items]
    lines.sort(key=lambda line: (ORDER[line.standing], -(line.money or Decimal(0)), -(line.gmv or Decimal(0)), line.item_id))
    return ListingLines(seen.shop.name, seen.shop.currency, seen.reviewed, tuple(lines), bar, rule("L-STEPS", "false_lines"),
                        judged, tuple(name for name in STEPS if name not in (*counted, "cvr", "orders", "search_visitors")))


def spans(reviewed: date) -> tuple[list[date], list[date]]:
    """The days that are judged and those before that they are held against, oldest first; whole weeks both."""
    week, weeks = int(rule("L-STEPS", "days")), int(rule("L-STEPS", "before"))
    return ([reviewed - timedelta(days=n) for n in range(week - 1, -1, -1)],
            [reviewed - timedelta(days=week + n) for n in range(weeks - 1, -1, -1)])


def _step(seen: Seen, one: Counted, item: str, move: StepMove | None, bar: float, gmv: By, peers: Mapping[str, list[str]],
          shared: Wobble, now: list[date], before: list[date]) -> ListingStep:
    """A step with its numbers as people read them: visitors and orders of a day, rates as shares, money of a buyer."""
    pairs = one.pairs(item, now)
    count, of = sum(k for k, _ in pairs), sum(n for _, n in pairs)
    days = [d for d in now if d in one.days]
    if not of or not days:
        return ListingStep(one.name, None, None)
    per = 1 / len(days) * of if one.relative else one.scale.get(item, 1.0)
    step = ListingStep(one.name, _number(count / of * per), None)
    if move is not None:
        day, usually = _mean(gmv, item, now), _mean(gmv, item, before)
        off = move.odds < bar and abs(move.change) >= float(rule("L-STEPS", "share"))
        step = replace(step, usual=_number(move.expected * per), change=(move.change, move.low, move.high), odds=move.odds, off=off,
                       money=_worth(one.name, day, usually, move))
    if one.relative or not one.alike or one.name == "spend":
        return step
    beside = below_peers((count, of), [_span_of(one, i, now) for i in peers.get(item, ()) if i in one.counts], shared)
    if beside is None:
        return step
    middle, below = beside
    below = -below if one.name in LESS_IS_BETTER else below
    if below < float(rule("L-STEPS", "peers")) or not _far(one.name, count / of, middle):
        return replace(step, peers=_number(middle * per))
    return replace(step, peers=_number(middle * per), below=True, gap=_gap(one.name, count / of, middle, _mean(gmv, item, now)))


def _span_of(one: Counted, item: str, now: list[date]) -> tuple[float, float]:
    pairs = one.pairs(item, now)
    return sum(k for k, _ in pairs), sum(n for _, n in pairs)


def _worth(name: str, gmv: float | None, usually: float | None, move: StepMove) -> Decimal | None:
    """Paid amount a day that the change costs: what the listing would bring with its usual step, less what it brings.  Of
    refunds it is what is paid back more than usual.  None where no day's amount is known."""
    if gmv is None:
        return None
    if name in LESS_IS_BETTER:
        return _money(gmv * (move.now - move.expected))
    if move.change > MOST_LOST:
        return _money(gmv * (1 / (1 + move.change) - 1))
    return None if usually is None else _money(usually - gmv)


def _far(name: str, own: float, peers: float) -> bool:
    """Whether a step stands worse than the peers' middle by a share that matters."""
    share = float(rule("L-STEPS", "share"))
    return own > peers * (1 + share) if name in LESS_IS_BETTER else own <= peers * (1 - share)


def _gap(name: str, own: float, peers: float, gmv: float | None) -> Decimal | None:
    """What half of the way to the peers' middle would bring a day; None where nothing tells it: no amount is known, or nothing
    came of the step at all."""
    if gmv is None:
        return None
    if name in LESS_IS_BETTER:
        return _money(gmv * (own - peers) / 2)
    if own <= 0:
        return None
    return _money(gmv * (min(peers / own, 3.0) - 1) / 2)


def _line(seen: Seen, item: str, steps: Mapping[str, ListingStep], gmv: By, now: list[date]) -> ListingLine:
    ordered = tuple(steps[name] for name in STEPS if name in steps)
    standing, step = _standing(ordered)
    role = seen.given.role_of(item, seen.on)
    paid = _mean(gmv, item, now)
    line = ListingLine(item, _name(seen, item), role.role if role else "", seen.categories.get(item, ""),
                       None if paid is None else _money(paid), standing, ordered, step)
    return replace(line, first=first_measure(seen, line))


def _name(seen: Seen, item: str) -> str:
    """What a listing is called, else what its SKUs are."""
    names = seen.names.get("sku", {})
    return seen.names.get("item_id", {}).get(item, "") or names.get(item, "") or next(
        (names[sku] for sku, of in sorted(items_of_skus(seen).items()) if of == item and names.get(sku)), "")


def _standing(steps: tuple[ListingStep, ...]) -> tuple[Standing, ListingStep | None]:
    """The first step whose fall explains the others: clicks before visitors, else the dearest."""
    worse = [s for s in steps if s.worse]
    if worse:
        clicks = next((s for s in worse if s.name == "ctr" and any(o.name == "visitors" for o in worse)), None)
        return Standing.OFF, clicks or max(worse, key=lambda s: (s.money or Decimal(0)))
    weak = [s for s in steps if s.below]
    if weak:
        return Standing.WEAK, max(weak, key=lambda s: s.gap or Decimal(0))
    better = [s for s in steps if s.off]
    if better:
        return Standing.UP, min(better, key=lambda s: (s.money or Decimal(0)))
    return (Standing.STEADY if any(s.odds is not None for s in steps) else Standing.UNKNOWN), None


def _peers(seen: Seen, items: list[str]) -> dict[str, list[str]]:
    """The other listings of a listing's category; of the shop where nobody named categories."""
    by_category: dict[str, list[str]] = {}
    for item in items:
        by_category.setdefault(seen.categories.get(item, ""), []).append(item)
    return {i: [o for o in own if o != i] for own in by_category.values() for i in own}


def _mean(gmv: By, item: str, span: list[date]) -> float | None:
    """Paid amount of a listing on a day on the mean, over the days of which any listing's is known; None where there is none."""
    known = {d for own in gmv.values() for d in own}
    days = [d for d in span if d in known]
    return sum(gmv.get(item, {}).get(d, 0.0) for d in days) / len(days) if days else None


def _money(value: float) -> Decimal:
    return Decimal(str(round(value, 2))).quantize(CENT)


def _number(value: float) -> Decimal:
    return Decimal(str(round(value, 6)))
