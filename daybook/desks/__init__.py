"""Desks: what is off, and what to do about it, each from one value `Seen`.  `DESKS` is the one registration."""

from daybook.desks import (
    ads,
    buyers,
    data_in,
    disputes,
    listings,
    market,
    orders,
    price,
    reputation,
    sales,
    service,
    stock,
)
from daybook.desks.desk import Desk

DESKS: tuple[Desk, ...] = (sales.DESK, stock.DESK, orders.DESK, service.DESK, disputes.DESK, price.DESK, ads.DESK,
                            listings.DESK, market.DESK, reputation.DESK, buyers.DESK, data_in.DESK)
