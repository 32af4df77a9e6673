"""The stock desk (库存台): what ran out, and what it costs a day."""

from daybook.desks.desk import Desk
from daybook.desks.stock.findings import OUT, find_out_of_stock
from daybook.desks.stock.moves import restock

DESK = Desk("stock", "库存台", finds=(find_out_of_stock,), moves={OUT: restock})
