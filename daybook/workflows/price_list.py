"""The list of a shop's SKUs before their days are planned: what each sold for lately, and how much holds its price.

A page shows some of them, and only those are planned (`price_plan.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from daybook.domain.given import Given
from daybook.domain.price_plan import PriceGist, Promise
from daybook.domain.shop import Shop
from daybook.domain.situation import Hold, Window
from daybook.facts.engine import Session, reading
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.price_facts import SkuPrices, signups, sku_prices
from daybook.workflows.price_others import objects_of
from daybook.workflows.price_plan import LATELY, low_on, lowest_since, pace_of
from daybook.workflows.price_promises import promises_from
from daybook.workflows.price_windows import Held, Signup, filed_here, given_out
from daybook.workflows.seeing import whose

#: Below these a price that was sold is pressing.
FLOORS = (Hold.LOCK, Hold.LEAST, Hold.PROTECT)


@dataclass(frozen=True)
class PriceList:
    """Every SKU that sold or was listed within a month, the pressing ones first, and everything that was promised."""

    skus: tuple[PriceGist, ...]
    promises: tuple[Promise, ...]
    given: Given


def price_list(house: House, shop: Shop, on: date, as_of: datetime) -> PriceList:
    """The list of a shop as known at a moment."""
    given, filed = given_known([shop], as_of)[shop.name], filed_here(given_out(shop, as_of), on)

    def read(session: Session) -> tuple[Mapping[str, Sequence[SkuPrices]], Mapping[str, Sequence[Signup]]]:
        return sku_prices(session, on - timedelta(days=LATELY), on - timedelta(days=1), sorted(given.exclusions)), \
            signups(session, on)

    prices, signed = reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES, read)
    mine = signed.get(shop.name, ())
    held = Held(mine, filed, given, on)
    skus = [gist_of(one, held.of(one.item_id, objects_of(given, one.item_id, one.sku)), on) for one in prices.get(shop.name, ())]
    skus.sort(key=lambda one: (not one.pressing, not one.held, -one.units_per_day, one.item_id, one.sku))
    return PriceList(tuple(skus), promises_from(shop, given.promises, mine, filed, on), given)


def gist_of(one: SkuPrices, windows: Sequence[Window], on: date) -> PriceGist:
    """One SKU with what holds it."""
    now = one.lowest[max(one.lowest)] if one.lowest else None
    to_come = [w for w in windows if w.last >= on]
    low = lowest_since(one, on, 15)
    floors = [w.price for w in to_come if w.hold in FLOORS and w.price is not None]
    ahead = [w.first for w in to_come if w.hold in (Hold.LOCK, Hold.WISH)]
    return PriceGist(
        one.sku, one.item_id, one.title, one.listed[max(one.listed)] if one.listed else None, now, low, lowest_since(one, on, 30),
        pace_of(one, on), len(to_come), min(ahead, default=None), bool(floors) and low is not None and low < max(floors),
        low_on(one, on, 30), *_last_step(one))


def _last_step(one: SkuPrices) -> tuple[Decimal | None, date | None]:
    """What was listed before the last change, and the day of the change; None twice where none is known."""
    days = sorted(one.listed)
    changed = [(before, day) for before, day in pairwise(days) if one.listed[before] != one.listed[day]]
    return (one.listed[changed[-1][0]], changed[-1][1]) if changed else (None, None)
