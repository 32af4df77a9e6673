"""A listing's SKU ladder: which rung buyers slid to, which is sold out, which earns nothing, and the least honest entry price."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from itertools import pairwise

from daybook.desks.gain import CENT, rule
from daybook.desks.level import level_of
from daybook.desks.listings.counted import items_of_skus
from daybook.domain.listing_advice import LadderAdvice, Rung
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen

WEEK, WEEKS = 7, 28
#: Units of a week from which shares of rungs mean something; a rung that never sold is taken to sell so little.
LEAST_UNITS, LEAST_SHARE = 8, 0.02


def ladder_of(seen: Seen, item: str, min_margin: Decimal) -> LadderAdvice | None:
    """The SKUs of a listing with what is to be said of them; None with fewer than one known SKU."""
    owners = items_of_skus(seen)
    skus = {sku for sku, of in owners.items() if of == item}
    skus |= {dict(s).get("sku", "") for s in seen.sliced.get("product", {}).get("line_units", {}) if dict(s).get("item_id") == item}
    rungs = _rungs(seen, item, sorted(skus - {""}))
    if not rungs:
        return None
    entry, why = _entry(seen, item, rungs, min_margin)
    return LadderAdvice(item, rungs, tuple(_said(seen, rungs)), entry, why)


def _rungs(seen: Seen, item: str, skus: list[str]) -> tuple[Rung, ...]:
    prices, levels = (_of_sku(seen, "stock", name) for name in ("list_price", "sellable_units"))
    units = _of_sku(seen, "product", "line_units")
    week = [seen.reviewed - timedelta(days=n) for n in range(WEEK)]
    before = [seen.reviewed - timedelta(days=n) for n in range(WEEK, WEEK + WEEKS)]
    now = {s: sum((units.get(s, {}).get(d, Decimal(0)) for d in week), Decimal(0)) for s in skus}
    then = {s: sum((units.get(s, {}).get(d, Decimal(0)) for d in before), Decimal(0)) for s in skus}
    all_now, all_then = sum(now.values(), Decimal(0)), sum(then.values(), Decimal(0))
    found = [Rung(s, _last(prices.get(s, {})), now[s] + then[s], now[s], now[s] / all_now if all_now else None,
                  then[s] / all_then if all_then else None,
                 level_of(levels.get(s, {}), seen.reviewed)[1], seen.margins.by_sku.get(s))
             for s in skus]
    return tuple(sorted(found, key=lambda r: (r.price is None, r.price or Decimal(0), r.sku)))


def _of_sku(seen: Seen, dimension: str, metric: str) -> dict[str, dict[date, Decimal]]:
    found: dict[str, dict[date, Decimal]] = {}
    for scope, days in seen.sliced.get(dimension, {}).get(metric, {}).items():
        own = found.setdefault(dict(scope).get("sku", ""), {})
        for day, value in days.items():
            own[day] = own.get(day, Decimal(0)) + value if dimension == "product" else value
    return found


def _last(days: dict[date, Decimal]) -> Decimal | None:
    return days[max(days)] if days else None


def _said(seen: Seen, rungs: tuple[Rung, ...]) -> Iterator[str]:
    """What stands out of a ladder, the dearest mistakes first."""
    cheapest, main = rungs[0], max(rungs, key=lambda r: r.units)
    moved = rule("L-LADDER", "slid")
    dearer = cheapest.price is not None and any(r.price is not None and r.price > cheapest.price for r in rungs)
    if dearer and cheapest.share is not None and cheapest.share_before is not None and \
            cheapest.share - cheapest.share_before >= moved and _beyond_chance(cheapest):
        yield Said("Buyers slid to the cheapest rung {sku}: {now} of the units this week, {before} before",
                   sku=cheapest.sku, now=_share(cheapest.share), before=_share(cheapest.share_before))
    for rung in rungs:
        gone = rung.sellable is not None and rung.sellable <= 0
        if gone and rung.share_before and rung.share_before >= rule("L-EVIDENCE", "sku_share"):
            yield Said("{sku} is sold out and brought {share} of the units", sku=rung.sku, share=_share(rung.share_before))
        if rung.margin is not None and rung.margin < 0 and rung.units:
            yield Said("{sku} loses money on every unit", sku=rung.sku)
    priced = [r.price for r in rungs if r.price]
    if len(priced) > 1 and main.price and priced[-1] and max(priced) < main.price * (1 + rule("L-LADDER", "step")):
        yield Said("No rung above {sku} lets people spend more", sku=main.sku)
    for low, high in pairwise(priced):
        if high > low * rule("L-LADDER", "gap"):
            yield Said("A hole between {low} and {high}: buyers in between find nothing", low=_money(seen, low),
                       high=_money(seen, high))
    idle = [r.sku for r in rungs if not r.units]
    if idle and len(idle) < len(rungs):
        yield Said("{n} rungs did not sell in five weeks: {skus}", n=len(idle), skus=" · ".join(idle[:4]))


def _beyond_chance(rung: Rung) -> bool:
    """Whether a rung's share of the week rose further than chance lets it, by the units that it and the others sold."""
    from daybook.analysis.odds import binomial_at_least

    if not rung.share or rung.share_before is None or not rung.units_week:
        return False
    whole = round(rung.units_week / rung.share)
    usual = max(float(rung.share_before), LEAST_SHARE)
    return whole >= LEAST_UNITS and binomial_at_least(int(rung.units_week), whole, usual) < float(rule("L-WATCH", "odds"))


def _entry(seen: Seen, item: str, rungs: tuple[Rung, ...], min_margin: Decimal) -> tuple[Decimal | None, str]:
    """The least price of an honest entry SKU by the rule of baits and by what a unit must leave; of the same goods in a smaller
    piece the cost is smaller, which the guard asks for when it is proposed."""
    main = max(rungs, key=lambda r: r.units)
    if not main.price:
        return None, Said("the price of its main SKU is not known")
    low = seen.given.fact(item, "category_low", seen.on)
    least = main.price * rule("L-ENTRY", "of_main")
    if low is not None and (seen.on - low.valid_from).days <= rule("G-FRESH", "category_low"):
        least = max(least, Decimal(low.value) * rule("L-ENTRY", "of_category_low"))
    return least.quantize(CENT, rounding=ROUND_UP), Said(
        "at least {share} of {sku} at {price}, and {margin} must be left after full costs: a trial size, a single piece, an "
        "accessory, a refill or a variant of the same product; the main SKU's price stays",
        share=_share(rule("L-ENTRY", "of_main")), sku=main.sku, price=_money(seen, main.price), margin=_share(min_margin))


def _share(value: Decimal) -> Amount:
    return Amount(value.quantize(Decimal("0.0001")), "share")


def _money(seen: Seen, value: Decimal) -> Amount:
    return Amount(value, "money", seen.shop.currency)
