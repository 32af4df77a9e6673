"""Which number stands where on the first row, and by which definition: the trade's order of 生意参谋 and 罗盘."""

from daybook.domain.seen import Seen
from daybook.facts.table import Kind
from daybook.metrics.compute import value_of
from daybook.metrics.definitions import ads, live, stock
from daybook.metrics.definitions import refunds as r
from daybook.metrics.definitions import sales as s
from daybook.metrics.definitions import traffic as t
from daybook.metrics.metric import Definition, parts

#: One place of the row: definitions of the same number, the first that is known is shown.
Place = tuple[Definition, ...]
PAID: Place = (s.PAID_GMV, t.PLATFORM_PAID_GMV)
#: Paid amount, visitors, conversion, spend per buyer, ad spend and return, refunds: what is read at nine o'clock.
FIRST: tuple[Place, ...] = (
    PAID, (t.VISITORS,), (t.PAYMENT_CVR,), (t.SESSION_CVR,), (s.SPEND_PER_BUYER, t.PLATFORM_SPEND_PER_BUYER),
    (ads.AD_SPEND, ads.MATERIAL_AD_SPEND, ads.KEYWORD_AD_SPEND), (ads.ROAS, ads.MATERIAL_ROAS, ads.KEYWORD_ROAS),
    (r.REFUND_RATE,),
)
SALES: tuple[Place, ...] = (
    (s.PAID_ORDERS, t.PLATFORM_PAID_ORDERS), (s.PAID_BUYERS, t.PLATFORM_PAID_BUYERS), (s.AOV, t.PLATFORM_AOV),
    (s.UNITS_SOLD, t.PLATFORM_UNITS_SOLD), (r.REFUND_RATE_BY_DAY, t.PLATFORM_REFUND_RATE), (r.NET_SALES,),
    (s.ORDERS_CREATED,), (s.ORDER_TO_PAYMENT_RATE,), (s.NEW_BUYERS, t.PLATFORM_NEW_BUYERS), (s.RETURNING_SHARE,),
)
TRAFFIC: tuple[Place, ...] = (
    (t.UV_VALUE, t.UV_VALUE_OF_ORDERS), (t.SEARCH_VISITORS,), (t.SESSIONS,), (t.PAGE_VIEWS,), (t.VIEWS_PER_VISITOR,),
    (t.ADD_TO_CART_RATE,), (t.FAVORITE_RATE,), (t.ORDER_CVR,), (t.CART_SESSION_RATE,), (t.CHECKOUT_SESSION_RATE,),
    (t.BOUNCE_RATE,), (t.DWELL_SECONDS,),
)
ADS: tuple[Place, ...] = (
    (ads.TACOS, ads.TACOS_OF_PLATFORM, ads.MATERIAL_TACOS), (ads.AD_GMV, ads.MATERIAL_AD_GMV, ads.KEYWORD_AD_GMV),
    (ads.DIRECT_AD_GMV,), (ads.INDIRECT_AD_GMV,), (ads.CLICKS, ads.MATERIAL_CLICKS, ads.KEYWORD_CLICKS),
    (ads.CTR, ads.MATERIAL_CTR, ads.KEYWORD_CTR), (ads.CPC, ads.MATERIAL_CPC, ads.KEYWORD_CPC),
    (ads.CLICK_CVR, ads.KEYWORD_CLICK_CVR), (ads.AD_CART_COST, ads.KEYWORD_AD_CART_COST),
)
LIVE: tuple[Place, ...] = ((live.LIVE_PAID_GMV,), (live.GPM,))
STOCK: tuple[Place, ...] = ((stock.SELLABLE_UNITS,), (stock.DAYS_OF_COVER,), (stock.STOCKOUT_RATE,))
ORDER: tuple[Place, ...] = (*FIRST, *SALES, *TRAFFIC, *ADS, *LIVE, *STOCK)


def shown_at(seen: Seen, place: Place) -> Definition | None:
    """The definition that a place shows: the first known on the reviewed day, else the first that ever was.

    None when the shop's exports never gave it; the paid amount always has its place.
    """
    for definition in place:
        if value_of(definition, seen.daily, [seen.reviewed]) is not None:
            return definition
    whole = (d for d in place if all(seen.daily.get(m.name) for m in parts(d)))
    given = (d for d in place if is_given(seen, d))
    return next(whole, next(given, place[0] if place is PAID else None))


def is_given(seen: Seen, definition: Definition) -> bool:
    """Whether the shop's exports ever gave what a definition is made of.

    Of orders the first part says so: buyers without an id are said to be unknown, not left out.
    """
    made_of = parts(definition)
    if all(m.table.kind is Kind.EVENT for m in made_of):
        return bool(seen.daily.get(made_of[0].name))
    return all(seen.daily.get(m.name) for m in made_of)


def place_name(definition: Definition) -> str:
    """The trade's name of the number, whichever source it comes from."""
    return definition.stands_in_for or definition.name
