"""Figures of rivals and of the market, for all shops at once: every row of some weeks, of which there are few."""

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from daybook.domain.market import Figure, MarketBook, MarketFigure
from daybook.facts.rival_tables import COMPETITOR_DAY, MARKET_DAY

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: Words and bands of one shop, day and metric that are read, the largest.
MOST = 200


def market_books(session: "Session", on: date, days: int) -> dict[str, MarketBook]:
    """shop -> what its exports tell of the `days` days before `on`; a shop without such an export has none."""
    first, last = on - timedelta(days=days), on - timedelta(days=1)
    figures: dict[str, list[Figure]] = defaultdict(list)
    market: dict[str, list[MarketFigure]] = defaultdict(list)
    view = session.use(COMPETITOR_DAY, days=(COMPETITOR_DAY.day, first, last))
    for row in session.arrow(
            f"SELECT shop, day, kind, competitor_id AS who, coalesce(competitor, competitor_id) AS name, "
            f'coalesce(own, false) AS own, metric, low, high FROM "{view}" WHERE day BETWEEN DATE \'{first}\' AND DATE \'{last}\' '
            "ORDER BY shop, day, kind, competitor_id, metric").to_pylist():
        figures[row.pop("shop")].append(Figure(**row))
    view = session.use(MARKET_DAY, days=(MARKET_DAY.day, first, last))
    for row in session.arrow(
            f'SELECT shop, day, category, cut, value, metric, low, high FROM "{view}" '
            f"WHERE day BETWEEN DATE '{first}' AND DATE '{last}' QUALIFY row_number() OVER (PARTITION BY shop, day, category, cut, "
            f"metric ORDER BY low DESC NULLS LAST, value) <= {MOST} ORDER BY shop, day, category, cut, value, metric").to_pylist():
        market[row.pop("shop")].append(MarketFigure(**row))
    return {shop: MarketBook(tuple(figures[shop]), tuple(market[shop])) for shop in sorted({*figures, *market})}
