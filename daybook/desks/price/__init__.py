"""The price desk (价格台): what a price did overnight that nobody meant."""

from daybook.desks.desk import Desk
from daybook.desks.price.findings import JUMPED, find_price_jumps
from daybook.desks.price.moves import restore_price

DESK = Desk("price", "价格台", finds=(find_price_jumps,), moves={JUMPED: restore_price})
