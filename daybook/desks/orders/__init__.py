"""The orders desk (订单台): clocks against promises, abnormal orders, and the parcels on their way."""

from daybook.desks.desk import Desk
from daybook.desks.orders.book import READ
from daybook.desks.orders.findings import (
    BURST,
    LATE,
    SLOW,
    STUCK,
    UNPAID,
    find_fraud_burst,
    find_late_delivery,
    find_late_dispatch,
    find_stuck_parcels,
    find_unpaid_wave,
    what_cannot_wait,
)
from daybook.desks.orders.moves import ask_courier, change_courier, hold_burst, remind_unpaid, send_late

DESK = Desk("orders", "订单台", finds=(find_late_dispatch, find_stuck_parcels, find_late_delivery, find_unpaid_wave,
                                     find_fraud_burst),
            moves={LATE: send_late, STUCK: ask_courier, SLOW: change_courier, UNPAID: remind_unpaid, BURST: hold_burst},
            waits=(what_cannot_wait,), reads=(READ,))
