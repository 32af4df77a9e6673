"""The table of a shop's listings: paid, visitors, rates, refunds, stock days and ad return, beside two earlier days."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from daybook.calendar.days import comparison_days
from daybook.domain.brief import State
from daybook.domain.product_table import COLUMNS, Cell, ListingLine, ListingTable
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.metrics.definitions.stock import days_of_cover, units_per_day
from daybook.workflows.house import House
from daybook.workflows.products import seen_of

#: The table that a column's facts stand in.
RESTS_ON = {"paid": "order_lines", "visitors": "product_day", "ctr": "ad_keyword_day", "cart_rate": "product_day",
            "cvr": "product_day", "spend_per_buyer": "product_day", "refund_rate": "product_day", "stock_days": "stock_day",
            "roas": "ad_keyword_day"}
Numbers = Mapping[str, Mapping[date, Decimal]]         # listing -> day -> value


def listing_table(house: House, shop: Shop, on: date) -> ListingTable:
    """Every listing that sold, was visited, stocked or advertised on the day before `on`, as known at nine."""
    return table_of(seen_of(house, shop, on, reading_for=()))


def table_of(seen: Seen) -> ListingTable:
    """The table of a morning.  A count of a day that is in is 0 where a listing has no row; a ratio over 0 is unknown."""
    columns = _columns(seen)
    day, days = seen.reviewed, comparison_days(seen.reviewed)
    ids = {i for of in _all_numbers(seen) for i, known in of.items() if i and day in known}
    lines = [ListingLine(i, seen.names.get("item_id", {}).get(i, ""), _role(seen, i), {
        name: Cell(*(ask(i, d) for d in (day, days.yesterday, days.same_weekday_last_week)))
        for name, ask in columns.items()}) for i in ids]
    lines.sort(key=lambda line: (-(line.cells["paid"].value or Decimal(0)), line.item_id))
    missing = {name: table for name, table in RESTS_ON.items() if not _in(seen, table, day)}
    return ListingTable(seen.shop.name, seen.shop.currency, day, tuple(lines), missing)


def _role(seen: Seen, item: str) -> str:
    role = seen.given.role_of(item, seen.on)
    return role.role if role else ""


def _columns(seen: Seen) -> dict[str, Callable[[str, date], Decimal | None]]:
    def count(dimension: str, metric: str, table: str) -> Callable[[str, date], Decimal | None]:
        numbers = _by_item(seen, dimension, metric)
        known = bool(numbers)
        return lambda item, day: numbers.get(item, {}).get(day, Decimal(0)) if known and _in(seen, table, day) else None

    traffic = {name: count("product_traffic", f"product_{name}", "product_day")
               for name in ("visitors", "cart_buyers", "paid_buyers", "paid_gmv", "refunded")}
    words = {name: count("keyword", f"keyword_{name}", "ad_keyword_day")
             for name in ("impressions", "clicks", "ad_spend", "ad_gmv")}
    found = {
        "paid": count("product", "line_gmv", "order_lines"), "visitors": traffic["visitors"],
        "ctr": _over(words["clicks"], words["impressions"]),
        "cart_rate": _over(traffic["cart_buyers"], traffic["visitors"]),
        "cvr": _over(traffic["paid_buyers"], traffic["visitors"]),
        "spend_per_buyer": _over(traffic["paid_gmv"], traffic["paid_buyers"]),
        "refund_rate": _over(traffic["refunded"], traffic["paid_gmv"]), "stock_days": _stock_days(seen),
        "roas": _over(words["ad_gmv"], words["ad_spend"])}
    return {name: found[name] for name in COLUMNS}


def _over(over: Callable[[str, date], Decimal | None],
          under: Callable[[str, date], Decimal | None]) -> Callable[[str, date], Decimal | None]:
    def ratio(item: str, day: date) -> Decimal | None:
        top, bottom = over(item, day), under(item, day)
        return top / bottom if top is not None and bottom else None

    return ratio


def _stock_days(seen: Seen) -> Callable[[str, date], Decimal | None]:
    """Sellable units of all SKUs of a listing over its mean units of four weeks."""
    levels, units = _by_item(seen, "stock", "sellable_units"), _by_item(seen, "product", "line_units")
    known = [d for d, state in seen.states.get("order_lines", {}).items() if state in (State.IN, State.PARTIAL)]

    def days(item: str, day: date) -> Decimal | None:
        sold = {d: units.get(item, {}).get(d, Decimal(0)) for d in known}
        return days_of_cover(levels.get(item, {}).get(day), units_per_day(sold, day))

    return days


def _by_item(seen: Seen, dimension: str, metric: str) -> dict[str, dict[date, Decimal]]:
    """A metric by listing, its SKUs, plans and words added.  People are counted once per listing by the platform."""
    found: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for scope, days in seen.sliced.get(dimension, {}).get(metric, {}).items():
        own = found[dict(scope).get("item_id", "")]
        for day, value in days.items():
            own[day] = own.get(day, Decimal(0)) + value
    return found


def _all_numbers(seen: Seen) -> list[Numbers]:
    return [_by_item(seen, dimension, metric) for dimension, metric in (
        ("product", "line_gmv"), ("product_traffic", "product_visitors"), ("stock", "sellable_units"),
        ("keyword", "keyword_ad_spend"))]


def _in(seen: Seen, table: str, day: date) -> bool:
    return seen.state(table, day) in (State.IN, State.PARTIAL)
