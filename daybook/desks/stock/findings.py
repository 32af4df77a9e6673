"""What ran out: SKUs that sold and have nothing left to sell."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import lost_sales, rule
from daybook.desks.worth import beside
from daybook.domain.brief import BriefFinding, Cause, Unit
from daybook.domain.said import Said
from daybook.domain.seen import Scope, Seen

OUT = "stock.out"


def find_out_of_stock(seen: Seen) -> Iterator[BriefFinding]:
    """SKUs with nothing sellable at the end of the reviewed day that had some within the last week.

    At stake: what they usually sell a day, at their usual price, and what buyers take along with it.
    """
    levels = seen.sliced.get("stock", {}).get("sellable_units", {})
    found = []
    for scope, days in levels.items():
        level = days.get(seen.reviewed)
        since = _empty_since(days, seen.reviewed)
        if level is None or level > 0 or since is None:
            continue
        sold, price = usual(seen, scope, since)
        if sold >= rule("I-OUT", "least") and price > 0:
            found.append(_finding(seen, scope, level, since, sold, price))
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found


def _empty_since(days: dict[date, Decimal] | object, reviewed: date) -> date | None:
    """First of the empty days that end with the reviewed one; None when it has been empty for longer than a week."""
    assert hasattr(days, "get")
    for back in range(int(rule("I-OUT", "recent")) + 1):
        level = days.get(reviewed - timedelta(days=back))
        if level is None:
            return None
        if level > 0:
            return reviewed - timedelta(days=back - 1) if back else None
    return None


def usual(seen: Seen, scope: Scope, since: date) -> tuple[Decimal, Decimal]:
    """Units a day and price per unit of a SKU in the four weeks before it ran out."""
    wanted, window = dict(scope), int(rule("I-OUT", "window"))
    units = gmv = Decimal(0)
    for metric in ("line_units", "line_gmv"):
        for sold, days in seen.sliced.get("product", {}).get(metric, {}).items():
            if not same_sku(dict(sold), wanted):
                continue
            amount = sum((v for d, v in days.items() if since - timedelta(days=window) <= d < since), Decimal(0))
            units, gmv = (units + amount, gmv) if metric == "line_units" else (units, gmv + amount)
    known = sum(1 for n in range(1, window + 1) if seen.value("paid_orders", since - timedelta(days=n)) is not None)
    return (units / known if known else Decimal(0)), (gmv / units if units else Decimal(0))


def same_sku(sold: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether an order line's product is this SKU: by its code where both have one, else by the item."""
    if sold.get("sku") and wanted.get("sku"):
        return sold["sku"] == wanted["sku"]
    return bool(sold.get("item_id")) and sold.get("item_id") == wanted.get("item_id")


def _finding(seen: Seen, scope: Scope, level: Decimal, since: date, sold: Decimal, price: Decimal) -> BriefFinding:
    named = tuple((k, v) for k, v in scope if v)
    sku = dict(scope).get("sku") or dict(scope).get("item_id", "")
    days = seen.sliced["stock"]["sellable_units"][scope]
    before = days.get(since - timedelta(days=1), level)
    return BriefFinding(
        id=f"{OUT}.{sku}", kind=OUT, metric="sellable_units", zh="可售库存", unit=Unit.UNITS, scope=named,
        direction="down", measured=level, base_kind="before", base=before,
        at_stake=lost_sales(seen, sold, price + beside(seen, Decimal(1))),
        odds_noise=0.0, since=since, causes=(Cause("event", named, level - before),), sources=("stock",),
        urgency="today", words=Said("{sku} has nothing left to sell; it sold {units} a day", sku=sku,
                                    units=sold.quantize(Decimal("0.1"))),
        trend=tuple((d, days.get(d)) for d in (seen.reviewed - timedelta(days=n)
                                               for n in range(int(rule("I-OUT", "window")) - 1, -1, -1))))
