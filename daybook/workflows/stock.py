"""Where a shop's stock stands: every SKU with what is there, held, on its way, foretold and to be ordered, as known at a moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_UP, Decimal

from daybook.desks.stock.positions import Stocked, stock_of
from daybook.domain.errors import WrongUsage
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.domain.stock import StockLine
from daybook.facts.engine import Session, reading
from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.facts.traffic_tables import LIVE_SESSION
from daybook.rulebook.reading import load
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.seeing import see_stock, whose

#: Days of sales that a page learns from; what a morning has at hand is enough for its findings.
LEARNT = 182


@dataclass(frozen=True)
class ShopStock:
    """A shop's SKUs, those that need something first; `seen` is what they rest on, `live` whether it held a show lately (V-10)."""

    shop: Shop
    on: date
    stocked: Stocked
    seen: Seen
    live: bool = False

    def held_for_live(self, line: StockLine) -> int | None:
        """Units of a SKU to be held back from a live show against overselling (V-10); None where the shop holds none."""
        if not self.live or line.sellable is None:
            return None
        return int((max(line.sellable, Decimal(0)) * load().value("V-10", "held_back")).to_integral_value(ROUND_UP))

    @property
    def lines(self) -> tuple[StockLine, ...]:
        """The lines in the order in which a person needs them: out and running out, to be ordered, too much, the rest."""
        return tuple(sorted(self.stocked.lines, key=_first))

    def number(self, sku: str, item: str = "") -> int:
        """Place of a SKU (or of an item with one SKU).  Raises WrongUsage."""
        found = [n for n, line in enumerate(self.stocked.lines) if sku in (line.sku, line.item_id)
                 and item in ("", line.item_id)]
        if not found:
            raise WrongUsage(f"no stock is known of {sku}", where=self.shop.name, next_step="see `daybook stock --shop`")
        return found[0]


def _first(line: StockLine) -> tuple[object, ...]:
    out = line.sellable is not None and line.sellable <= 0 and bool(line.per_day)
    short = line.short is not None and line.short.chance > 0.5
    order = line.need is not None and line.need.order > 0
    return (not out, not short, not order, not line.surplus, -(line.lost_a_day or 0), -(line.tied_up or 0), line.sku, line.item_id)


def shop_stock(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> ShopStock:
    """The stock of a shop for the morning of `on`, as known at nine of it or at a moment."""
    moment = as_of or shop.moment(on, NINE)
    since = on - timedelta(days=int(load().value("CLK-WINDOW", "days")))

    def read(session: Session) -> tuple[Seen, dict[str, Decimal] | None, bool]:
        return see_stock(session, shop, on, moment, LEARNT), allocated_units(session, since, on), _held_shows(session, on)

    seen, held, live = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)
    return ShopStock(shop, on, stock_of(seen, held), seen, live)


def _held_shows(session: Session, on: date) -> bool:
    """Whether a live show of the last days is known (V-10)."""
    since = on - timedelta(days=int(load().value("V-10", "shows_within")))
    shows = session.use(LIVE_SESSION, days=(LIVE_SESSION.day, since, on))
    (found,) = session.arrow(f'SELECT count(*) AS n FROM "{shows}" WHERE "{LIVE_SESSION.day}" BETWEEN ? AND ?',
                             (since, on)).to_pylist()
    return bool(found["n"])


def allocated_units(session: Session, first: date, last: date) -> dict[str, Decimal] | None:
    """SKU -> units in paid orders, placed from `first` to `last` (both in), that have not left; None where no order says
    whether it has left.  Older orders are looked after no more (CLK-WINDOW)."""
    orders, lines = (session.use(t, days=(t.day, first, last)) for t in (ORDERS, ORDER_LINES))
    (known,) = session.arrow(f'SELECT count(*) FILTER (status IS NOT NULL) AS n FROM "{orders}" '
                             "WHERE ordered_on BETWEEN ? AND ?", (first, last)).to_pylist()
    if not known["n"]:
        return None
    rows = session.arrow(
        f'SELECT l.sku AS sku, sum(l.units) AS units FROM "{lines}" l JOIN "{orders}" o ON o.shop = l.shop AND '
        "o.order_id = l.order_id WHERE o.status = 'paid' AND o.ordered_on BETWEEN ? AND ? AND l.sku IS NOT NULL "
        "GROUP BY l.sku ORDER BY l.sku", (first, last)).to_pylist()
    return {row["sku"]: Decimal(int(row["units"])) for row in rows if row["units"] is not None}
