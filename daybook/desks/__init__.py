"""Desks: what is off, and what to do about it, each from one value `Seen`.  `DESKS` is the one registration."""

from daybook.desks import (
    activities,
    ads,
    buyers,
    creators,
    data_in,
    disputes,
    listings,
    market,
    orders,
    pages,
    price,
    reputation,
    sales,
    service,
    stock,
)
from daybook.desks.desk import Desk

DESKS: tuple[Desk, ...] = (sales.DESK, stock.DESK, orders.DESK, service.DESK, disputes.DESK, price.DESK, activities.DESK,
                           ads.DESK, listings.DESK, pages.DESK, market.DESK, reputation.DESK, buyers.DESK, creators.DESK,
                           data_in.DESK)
