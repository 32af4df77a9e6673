"""The orders desk (订单台): clocks against promises, abnormal orders, and the parcels on their way."""

from daybook.desks.desk import Desk
from daybook.desks.orders.book import READ
from daybook.desks.orders.findings import (
    BURST,
    LATE,
    SLOW,
    STUCK,
    find_fraud_burst,
    find_late_delivery,
    find_late_dispatch,
    find_stuck_parcels,
    what_cannot_wait,
)
from daybook.desks.orders.moves import ask_courier, change_courier, hold_burst, send_late

DESK = Desk("orders", "订单台", finds=(find_late_dispatch, find_stuck_parcels, find_late_delivery, find_fraud_burst),
            moves={LATE: send_late, STUCK: ask_courier, SLOW: change_courier, BURST: hold_burst},
            waits=(what_cannot_wait,), reads=(READ,))
