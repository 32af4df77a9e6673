"""Rival shops beside a number of a review: a band with its day, as an export of the market tells it."""

from datetime import date

from daybook.desks.rival_bands import MARKET, rival_band
from daybook.desks.sales.places import place_name
from daybook.domain.brief import Unit
from daybook.domain.market import MarketBook
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.metrics.metric import Definition, Ratio


def peers_said(seen: Seen, definition: Definition, first: date, last: date) -> str:
    """Rival shops on the newest day of a span that an export tells; "" where none does.

    Of sums and counts nothing is said: those of a day are no span's.
    """
    book = seen.read.get(MARKET)
    if not isinstance(definition, Ratio) or not isinstance(book, MarketBook):
        return ""
    band = rival_band(book, place_name(definition), last)
    if band is None or band.day < first or (band.low is None and band.high is None):
        return ""
    currency = seen.shop.currency if definition.unit is Unit.MONEY else ""
    low, high = ("…" if v is None else Amount(v, definition.unit.value, currency) for v in (band.low, band.high))
    return Said("{low} to {high} on {day}", low=low, high=high, day=band.day)
