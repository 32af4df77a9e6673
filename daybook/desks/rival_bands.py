"""Rival shops as bands beside the shop's own numbers: the lowest and the highest end that an export gives, and its day."""

from datetime import date, timedelta

from daybook.desks.gain import rule
from daybook.domain.market import Figure, MarketBook, RivalBand

#: Where what exports tell of rivals stands in what was read.
MARKET = "market.book"
#: A figure of an export -> the number of the brief that it stands beside.
BESIDE = {"visitors": "visitors", "paid_gmv": "paid_amount", "payment_cvr": "payment_cvr", "spend_per_buyer": "spend_per_buyer",
          "paid_buyers": "paid_buyers", "units_sold": "paid_units", "search_visitors": "search_visitors", "uv_value": "uv_value"}


def newest_of_shops(book: MarketBook, metric: str, until: date) -> tuple[Figure, ...]:
    """Figures of rival shops beside a number of ours, of the newest day until one, where it is not too old; none where none is."""
    own = [f for f in book.figures if f.kind == "shop" and not f.own and f.metric == BESIDE.get(metric) and f.day <= until]
    last = max((f.day for f in own), default=None)
    if last is None or last < until - timedelta(days=7 + int(rule("K-LOOKS", "stale_days"))):
        return ()
    return tuple(f for f in own if f.day == last)


def rival_band(book: MarketBook, metric: str, until: date) -> RivalBand | None:
    """What rival shops did by the newest day that an export tells of; None where none does."""
    day = newest_of_shops(book, metric, until)
    if not day:
        return None
    lows, highs = [f.low for f in day], [f.high for f in day]
    return RivalBand(metric, day[0].day, len({f.who for f in day}), None if None in lows else min(v for v in lows if v is not None),
                     None if None in highs else max(v for v in highs if v is not None))
