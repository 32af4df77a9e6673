"""The lake as a few Python dicts: every delivery kept whole, every answer worked out from the beginning."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from daybook.facts.delivery import Delivery
from daybook.facts.engine import open_session
from tests.facts.shops import ALL, Home, answer, scope

Row = dict[str, Any]


@dataclass
class Naive:
    """All deliveries in the order of loading; one delivered again counts at its known_at, as the latest there."""

    loaded: list[Delivery] = field(default_factory=list)

    def take(self, *deliveries: Delivery) -> None:
        for one in sorted(deliveries, key=lambda d: (d.known_at, d.landing)):
            self.loaded = [d for d in self.loaded if d.landing != one.landing] + [one]

    def later(self, one: Delivery) -> list[Delivery]:
        """Landings of the same shop that were known after this one: they are delivered again with it."""
        return [d for d in self.loaded
                if d.shop == one.shop and d.known_at > one.known_at and d.landing != one.landing]

    def state(self, as_of: datetime) -> dict[str, list[Row]]:
        """The rows of each table as known at a moment."""
        orders: dict[tuple[str, ...], Row] = {}
        lines: dict[tuple[str, str], dict[str, Row]] = {}
        slices: dict[tuple[Any, ...], list[Row]] = {}
        for one in sorted(self.loaded, key=lambda d: d.known_at):
            if one.known_at > as_of:
                continue
            for batch in one.batches:
                whole = [{"shop": one.shop, **r} for r in batch.rows.to_pylist()]
                if batch.table.name == "orders":
                    orders.update({(r["shop"], r["order_id"]): r for r in whole})
                elif batch.table.name == "order_lines":
                    lines.update({(r["shop"], r["order_id"]): {} for r in whole})
                    for r in whole:
                        lines[r["shop"], r["order_id"]][r["line_id"]] = r
                else:
                    slices.update({(one.shop, d, batch.part): [] for d in _days(batch.covers)})
                    slices.update({(one.shop, r["day"], batch.part): [] for r in whole})
                    for r in whole:
                        slices[one.shop, r["day"], batch.part].append(r)
        return {"orders": list(orders.values()), "order_lines": [r for o in lines.values() for r in o.values()],
                "ad_days": [r for s in slices.values() for r in s]}

    def answers(self, as_of: datetime) -> dict[str, list[Row]]:
        """The tables and the rollups, each in a fixed order."""
        state = self.state(as_of)
        found = {**state, "sales_day": _sales_day(state["orders"]), "buyers_day": _buyers_day(state["orders"]),
                 "sales_product": _sales_product(state["order_lines"])}
        return {name: _ordered(rows) for name, rows in found.items()}


def lake_answers(home: Home, as_of: datetime, pinned: Any = None) -> dict[str, list[Row]]:
    """What the lake says to the same questions."""
    found = {}
    with open_session(home.lake, home.books, scope(), as_of, ALL, pinned) as session:
        for name in ("orders", "order_lines", "ad_days", "sales_day", "buyers_day", "sales_product"):
            columns = ", ".join(f'"{c}"' for c in ("shop", *ALL[name].names))
            found[name] = _ordered(answer(session, f"SELECT {columns} FROM {{{name}}}"))
    return found


def _ordered(some: list[Row]) -> list[Row]:
    return sorted(some, key=lambda r: tuple((k, str(v)) for k, v in sorted(r.items())))


def _days(covers: tuple[Any, Any] | None) -> list[Any]:
    import datetime as dt

    if covers is None:
        return []
    return [covers[0] + dt.timedelta(days=n) for n in range((covers[1] - covers[0]).days + 1)]


def _by(some: list[Row], *names: str) -> dict[tuple[Any, ...], list[Row]]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for r in some:
        groups.setdefault(tuple(r[n] for n in names), []).append(r)
    return groups


def _buyers(some: list[Row]) -> set[str] | None:
    """Distinct buyers; None unless every order has one."""
    return None if any(r["buyer_id"] is None for r in some) else {r["buyer_id"] for r in some}


def _sales_day(orders: list[Row]) -> list[Row]:
    found = []
    for (shop, on), rows in _by([o for o in orders if o["paid_on"]], "shop", "paid_on").items():
        buyers = _buyers(rows)
        paid, back = (sum((r[c] for r in rows), Decimal(0)) for c in ("paid_amount", "refund_amount"))
        found.append({
            "shop": shop, "day": on, "paid_gmv": paid, "paid_orders": len(rows),
            "paid_buyers": None if buyers is None else len(buyers), "units_sold": sum(r["units"] for r in rows),
            "refunded_of_paid": back, "refunded_orders_of_paid": sum(r["refund_amount"] > 0 for r in rows),
            "net_sales": paid - back, "largest_order": max(r["paid_amount"] for r in rows)})
    return found


def _buyers_day(orders: list[Row]) -> list[Row]:
    paid = [o for o in orders if o["paid_on"]]
    first = {key: min(r["paid_on"] for r in rows) for key, rows in _by(paid, "shop", "buyer_id").items()}
    found = []
    for (shop, on), rows in _by(paid, "shop", "paid_on").items():
        known = _buyers(rows) is not None
        new = {r["buyer_id"] for r in rows if first[shop, r["buyer_id"]] == on}
        back = [r for r in rows if first[shop, r["buyer_id"]] < on]
        found.append({
            "shop": shop, "day": on, "new_buyers": len(new) if known else None,
            "returning_buyers": len({r["buyer_id"] for r in back}) if known else None,
            "returning_gmv": sum((r["paid_amount"] for r in back), Decimal(0)) if known else None})
    return found


def _sales_product(lines: list[Row]) -> list[Row]:
    groups = _by([r for r in lines if r["paid_on"]], "shop", "paid_on", "item_id", "sku")
    return [{"shop": shop, "day": on, "item_id": item, "sku": sku,
             "line_gmv": sum((r["paid_amount"] for r in rows), Decimal(0)),
             "line_units": sum(r["units"] for r in rows), "line_orders": len({r["order_id"] for r in rows})}
            for (shop, on, item, sku), rows in groups.items()]
