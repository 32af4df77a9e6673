"""What the last exports say that the object of a move shows, of what stands in tables of listings, orders, events and ads.

Exports say that an order has left, and not under which number: a dispatch is confirmed by that alone.
"""

from datetime import datetime
from typing import Any

from daybook.domain.moves.listing import Listed, Title
from daybook.domain.moves.move import Fields, Move, text_of
from daybook.domain.moves.orders import Ship
from daybook.domain.moves.stock import EventRegistration
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.facts.report_tables import PRODUCT_DAY
from daybook.facts.rival_tables import EVENT_SIGNUPS
from daybook.facts.stock_tables import LISTING_DAY
from daybook.facts.tables import ORDERS
from daybook.workflows.exported_ads import RUNS, running

LEFT = ("shipped", "done")


def exported(session: Session, shop: Shop, move: Move, since: datetime | None = None) -> Fields | None:
    """The fields of an object; None where no export says them, or none that came after `since` for its day or a later one."""
    if isinstance(move, RUNS):
        return running(session, shop, move, since)
    if isinstance(move, Title):
        row = _listing(session, shop, move.object_id, "title", since)
        return None if row is None else {"title": row["title"]}
    if isinstance(move, Listed):
        row = _listing(session, shop, move.object_id, "state", since)
        return None if row is None else {"listed": text_of(row["state"] == "on_sale")}
    if isinstance(move, Ship):
        row = _one(session, session.use(ORDERS), "status", "order_id = ?", [move.object_id], since)
        return None if row is None else {"tracking": move.tracking if row["status"] in LEFT else ""}
    if isinstance(move, EventRegistration):
        row = _one(session, session.use(EVENT_SIGNUPS), "event_price", "item_id = ? AND event = ?",
                   [move.object_id, move.event], since)
        listed = since is None and _one(session, session.use(EVENT_SIGNUPS), "event", "TRUE", [], None) is not None
        if row is None and listed:
            return {"registered": text_of(False)}       # the shop's list of registrations came in, and it is not on it
        return None if row is None else {"registered": text_of(row["event_price"] == move.price)}
    return None


def _listing(session: Session, shop: Shop, item: str, column: str, since: datetime | None) -> Any:
    """The row of the latest day that says something of a listing: its own list, else the product report."""
    tables = (LISTING_DAY, PRODUCT_DAY) if column == "title" else (LISTING_DAY,)
    asked = "item_id = ?"
    values: list[Any] = [item]
    if since is not None:
        asked, values = asked + " AND day >= ?", [item, shop.day_of(since)]
    for table in tables:
        row = _one(session, session.use(table), column, f"{asked} AND {column} IS NOT NULL", values, since,
                   "day DESC, known_at DESC")
        if row is not None:
            return row
    return None


def _one(session: Session, view: str, column: str, asked: str, values: list[Any], since: datetime | None,
         order: str = "known_at DESC") -> Any:
    known = "" if since is None else " AND known_at > ?"
    found = session.arrow(f'SELECT shop, "{column}" FROM "{view}" WHERE {asked}{known} ORDER BY {order} LIMIT 1',
                          [*values, *([since] if since is not None else [])]).to_pylist()
    return found[0] if found else None
