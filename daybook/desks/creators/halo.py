"""Halo (光环): what days around a creator's posts brought beside his own orders, by the house's measure of effects."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.creators.lift import lift_of_days
from daybook.desks.creators.book import parts_of, rules_of
from daybook.domain.creator_desk import Halo
from daybook.domain.effect import Told
from daybook.domain.said import Said
from daybook.domain.seen import Seen

#: Days without a post that a measure needs, before the first one and in all.
LEAST_BEFORE = 14
#: Items beside which the promoted ones are held, at most.
CONTROLS = 8
Sold = Mapping[str, Mapping[date, Decimal]]
Row = list[float]


def halo_of(seen: Seen, creator_id: str, theirs: Sold) -> tuple[Halo, ...]:
    """What a creator's posts did to own channels of the items shown, to other items, and to search visitors.

    `theirs` is what creators' orders of each item paid, by day: it is taken off.  A measure that noise hides says so.
    """
    rules = rules_of(seen)
    days = _sold_days(seen, [seen.reviewed - timedelta(days=n) for n in range(int(rules.value("N-HALO", "before")) - 1, -1, -1)])
    posts = [p for p in parts_of(seen).posts.get(creator_id, ()) if days and days[0] <= p.published_on <= days[-1]]
    worked = {p.published_on + timedelta(days=n) for p in posts for n in range(int(rules.value("N-HALO", "days")) + 1)}
    applied, count = [d in worked for d in days], len({p.post_id for p in posts})
    if not count:
        return ()
    items = _own_sales(seen, days, theirs)
    shown = sorted({p.item_id for p in posts if p.item_id} & set(items))
    rest = sorted((row for i, row in items.items() if i not in shown and i not in theirs), key=sum, reverse=True)
    measures: tuple[tuple[str, Row | None, Sequence[Row]], ...] = (
        ("own_channels", _added([items[i] for i in shown]), rest[:CONTROLS]), ("other_items", _added(rest), ()),
        ("search_visitors", _search(seen, days), ()))
    return tuple(_measured(what, row, controls, applied, days, count) for what, row, controls in measures)


def _sold_days(seen: Seen, days: Sequence[date]) -> Sequence[date]:
    """Days from the first to the last on which anything sold; what lies outside is not in, or was before the shop sold."""
    sold = {d for values in seen.sliced.get("product", {}).get("line_gmv", {}).values() for d in values}
    known = [n for n, d in enumerate(days) if d in sold]
    return days[known[0]:known[-1] + 1] if known else ()


def _own_sales(seen: Seen, days: Sequence[date], theirs: Sold) -> dict[str, Row]:
    """Money by item and day without creators' orders; never below 0 where they are told on another day."""
    found: dict[str, Row] = {}
    for scope, values in seen.sliced.get("product", {}).get("line_gmv", {}).items():
        item = dict(scope).get("item_id", "")
        if item:
            row = found.setdefault(item, [0.0] * len(days))
            found[item] = [sold + float(values.get(d, 0)) for sold, d in zip(row, days, strict=True)]
    return {item: [max(sold - float(theirs.get(item, {}).get(d, 0)), 0.0) for sold, d in zip(row, days, strict=True)]
            for item, row in found.items() if sum(row) > 0}


def _added(rows: Sequence[Row]) -> Row | None:
    """Rows added up by day; None of none."""
    return [sum(values) for values in zip(*rows, strict=True)] if rows else None


def _search(seen: Seen, days: Sequence[date]) -> Row | None:
    values = [seen.value("search_visitors", d) for d in days]
    return None if None in values else [float(v or 0) for v in values]


def _measured(what: str, row: Row | None, controls: Sequence[Row], applied: Sequence[bool], days: Sequence[date],
              posts: int) -> Halo:
    """One measure, or why there is none."""
    if row is None or sum(row) <= 0:
        return Halo(what, Told.NO_FACTS.value, posts, why=Said("creators sell every product of the shop") if what == "other_items"
                    else Said("the numbers of these days are not in"))
    found = lift_of_days(row, controls, applied, [d.weekday() for d in days], LEAST_BEFORE)
    if found is None:
        return Halo(what, Told.CANNOT_TELL.value, posts, why=Said("too few days without a post to hold it against"))
    told = Told.CANNOT_TELL if not found.shown else Told.GAIN if found.value > 0 else Told.LOSS
    value, low, high = (Decimal(str(round(x, 2))) for x in (found.value, found.low, found.high))
    return Halo(what, told.value, posts, value, low, high, "" if told is not Told.CANNOT_TELL else
                Said("the days differ by as much without a post"))
