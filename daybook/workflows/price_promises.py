"""What we promised on prices: events filed in exports and by this house, promises and wishes that people wrote down."""

from collections.abc import Sequence
from datetime import date, datetime

from daybook.domain.price_plan import Promise
from daybook.domain.promises import HOLDS, PricePromise
from daybook.domain.shop import Shop
from daybook.domain.situation import Window
from daybook.facts.engine import reading
from daybook.workflows.given import promises_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.price_facts import signups
from daybook.workflows.price_windows import Signup, filed_here, given_out
from daybook.workflows.seeing import whose


def promises_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> tuple[Promise, ...]:
    """Everything that stands on a shop's prices from a day on, as known at a moment (None: now), by its last day."""
    moment = as_of or house.now()
    signed = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, lambda session: signups(session, on))
    return promises_from(shop, promises_known(shop, moment), signed.get(shop.name, ()), filed_here(given_out(shop, moment), on), on)


def promises_from(shop: Shop, given: Sequence[PricePromise], signed: Sequence[Signup], filed: Sequence[Signup],
                  on: date) -> tuple[Promise, ...]:
    """The same of what was read already; what an export and this house both know of stands once."""
    listed = {(item, window.event) for item, window in signed}
    found = [Promise(item, window, shop.platform, window.source, window.filed_on)
             for item, window in (*signed, *(f for f in filed if (f[0], f[1].event) not in listed))]
    found += [Promise(p.object, Window(p.name, HOLDS[p.kind], p.first, p.last, p.price, None, tuple(p.asks.split()), p.source),
                      p.to, p.source, shop.day_of(p.known_at)) for p in given if p.kind in HOLDS]
    return tuple(sorted((p for p in found if p.window.last >= on), key=lambda p: (p.window.last, p.object, p.window.event)))
