"""The stock desk (库存台): what ran out, what will, what an event needs, what lies too long, and what expires."""

from daybook.desks.desk import Desk
from daybook.desks.stock.cover import EVENT, RUNNING_OUT, SURPLUS, find_cover
from daybook.desks.stock.expiry import EXPIRING, find_expiring, sell_in_time, what_expires
from daybook.desks.stock.findings import OUT, find_out_of_stock
from daybook.desks.stock.moves import restock
from daybook.desks.stock.orders import clear_surplus, order_in_time

DESK = Desk("stock", "库存台", finds=(find_out_of_stock, find_cover, find_expiring),
            moves={OUT: restock, RUNNING_OUT: order_in_time, EVENT: order_in_time, SURPLUS: clear_surplus,
                   EXPIRING: sell_in_time}, waits=(what_expires,))
