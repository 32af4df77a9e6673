"""What is counted of each listing by day: a step's count over what it is counted of, absent where no export tells it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt

from daybook.domain.seen import Seen

By = dict[str, dict[date, float]]
#: Days over which refunds come back: what is refunded on a day is held against what was paid in so many.
REFUND_LAG = 14
#: Listings that sell every day, from which on a day's factor is their middle.
LEAST_LISTINGS = 3
#: Money per buyer scatters about so much of itself at least (variance over the square of its mean).
MONEY_SCATTER = 0.05
PEOPLE_SCATTER = 1.0


@dataclass(frozen=True)
class Counted:
    """One step of all listings: `counts` over `of` by listing and day, on the days that are in.

    `relative`: counted of the other listings' own, so that what all have in common is in it already; else it is taken out by
    how theirs moved.  `scale` turns a mean count into the number shown, by listing;
    `alike`: listings of a category can be held against each other (not in ads, whose words differ).
    """

    name: str
    days: frozenset[date]
    counts: By
    of: By
    relative: bool = False
    scatter: float = PEOPLE_SCATTER
    scale: Mapping[str, float] = field(default_factory=dict)
    alike: bool = True

    def pairs(self, item: str, days: Iterable[date]) -> list[tuple[float, float]]:
        """Count and exposure of a listing on those of the days that are in, from the first on which it was there at all."""
        counts, of = self.counts.get(item, {}), self.of.get(item, {})
        return [(counts.get(d, 0.0), of.get(d, 0.0)) for d in days if d in self.days and of.get(d, 0.0) > 0]


def counted_of(seen: Seen, whole: bool = False) -> dict[str, Counted]:
    """Every step that the shop's exports tell, by name; `whole`: buyers of visitors in one step, carts told or not, and
    those who searched."""
    visits, carts, buyers, paid, refunded = (_by_item(seen, "product_traffic", name) for name in (
        "visitors", "cart_buyers", "paid_buyers", "paid_gmv", "refunded"))
    searched = _by_item(seen, "product_traffic", "search_visitors")
    days = _days_of(visits)
    found = [_clicks(seen)]
    if whole and any(searched.values()):
        found.append(_of_others("search_visitors", days, searched))
    if not any(visits.values()):
        visits, buyers = (_by_item(seen, "product_source", name) for name in ("sessions", "paid_sessions"))
        days = _days_of(visits)
    if any(visits.values()):
        found.append(_of_others("visitors", days, visits))
        if any(carts.values()) and not whole:
            found += [Counted("cart_rate", days, carts, visits), Counted("pay_rate", days, buyers, carts)]
        elif any(buyers.values()):
            found.append(Counted("cvr", days, buyers, visits))
        found += [_spend(days, paid, buyers), _refunds(days, refunded, paid, buyers)]
    else:
        sold = _by_item(seen, "product", "line_orders", items_of_skus(seen))
        if any(sold.values()):
            found.append(_of_others("orders", frozenset(seen.daily.get("paid_orders", {})), sold))
    return {one.name: one for one in found if one is not None and one.days}


def gmv_of(seen: Seen) -> By:
    """Paid amount of each listing by day: of its order lines, else as the platform counts it."""
    lines = _by_item(seen, "product", "line_gmv", items_of_skus(seen))
    return lines if any(lines.values()) else _by_item(seen, "product_traffic", "paid_gmv")


def items_of_skus(seen: Seen) -> dict[str, str]:
    """SKU -> the listing that its level of stock stands under: orders of some platforms name the SKU alone."""
    return {named["sku"]: named["item_id"] for scope in seen.sliced.get("stock", {}).get("sellable_units", {})
            if (named := dict(scope)).get("sku") and named.get("item_id")}


def _by_item(seen: Seen, dimension: str, metric: str, owners: Mapping[str, str] | None = None) -> By:
    """A metric by listing, its slices added; of a line that names its SKU alone by the listing of the SKU, else by the SKU."""
    found: By = defaultdict(dict)
    for scope, days in seen.sliced.get(dimension, {}).get(metric, {}).items():
        named = dict(scope)
        sku = named.get("sku", "")
        if item := named.get("item_id") or (owners or {}).get(sku, sku):
            own = found[item]
            for day, value in days.items():
                own[day] = own.get(day, 0.0) + float(value)
    return dict(found)


def _days_of(counts: By) -> frozenset[date]:
    return frozenset(day for own in counts.values() for day in own)


def _of_others(name: str, days: frozenset[date], counts: By) -> Counted:
    """A listing's count beside what such a day brings the shop's listings, from the first day on which it had any.

    A day's factor is the middle over listings of what each had beside its own mean, so that one that doubles or sells out does
    not make the others look as if they moved.  With fewer than three that sell every day the sum of the others is the yardstick.
    """
    first = {item: min((d for d, v in own.items() if v), default=date.max) for item, own in counts.items()}
    steady = {item: mean for item, own in counts.items()
              if (mean := sum(own.values()) / max(1, sum(d >= first[item] for d in days))) >= 1}
    if len(steady) >= LEAST_LISTINGS:
        factors = {day: _middle([(counts[i].get(day, 0.0) / mean, sqrt(mean)) for i, mean in steady.items() if day >= first[i]])
                   for day in days}
        return Counted(name, days, counts, {i: {d: f for d, f in factors.items() if d >= first[i]} for i in counts}, relative=True)
    whole = {day: sum(own.get(day, 0.0) for own in counts.values()) for day in days}
    return Counted(name, days, counts, {
        i: {d: whole[d] - own.get(d, 0.0) if len(counts) > 1 else 1.0 for d in days if d >= first[i]}
        for i, own in counts.items()}, relative=True)


def _middle(weighted: list[tuple[float, float]]) -> float:
    """The weighted median; 0 for nothing."""
    half, so_far = sum(w for _, w in weighted) / 2, 0.0
    for value, weight in sorted(weighted):
        so_far += weight
        if so_far >= half:
            return value
    return 0.0


def _clicks(seen: Seen) -> Counted | None:
    """Clicks over impressions: of all sources where they are told, else of the listing's ads."""
    shown, came = (_by_item(seen, "product_source", name) for name in ("impressions", "visitors"))
    if any(v for own in shown.values() for v in own.values()):
        return Counted("ctr", _days_of(shown), came, shown)
    shown, came = (_by_item(seen, "keyword", name) for name in ("impressions", "clicks"))
    return Counted("ctr", _days_of(shown), came, shown, alike=False) if shown else None


def _spend(days: frozenset[date], paid: By, buyers: By) -> Counted | None:
    """Money per buyer, counted in buyers who spend what is usual for the listing."""
    usual = {item: sum(own.values()) / n for item, own in paid.items() if (n := sum(buyers.get(item, {}).values()))}
    if not usual:
        return None
    counts = {item: {d: v / usual[item] for d, v in paid[item].items()} for item in usual if usual[item] > 0}
    return Counted("spend", days, counts, buyers, scatter=MONEY_SCATTER, scale=usual)


def _refunds(days: frozenset[date], refunded: By, paid: By, buyers: By) -> Counted | None:
    """Refunded over what was paid in the days out of which refunds come, both in buyers who spend what is usual."""
    usual = {item: sum(own.values()) / n for item, own in paid.items() if (n := sum(buyers.get(item, {}).values()))}
    if not any(v for own in refunded.values() for v in own.values()):
        return None
    counts = {i: {d: v / usual[i] for d, v in own.items()} for i, own in refunded.items() if usual.get(i, 0) > 0}
    of = {i: {d: sum(paid[i].get(d - timedelta(days=n), 0.0) for n in range(REFUND_LAG)) / REFUND_LAG / usual[i]
              for d in days} for i in counts}
    return Counted("refund_rate", days, counts, of)
