"""The activities desk (活动台): events with their windows, who is filed, prices that hold, stock, and the way back."""

from daybook.desks.activities.book import READ
from daybook.desks.activities.findings import (
    BREAKS,
    NOT_BACK,
    NOT_FILED,
    STOCK,
    find_not_back,
    find_not_filed,
    find_price_breaks,
    find_stock_low,
    what_cannot_wait,
)
from daybook.desks.activities.moves import bring_event_stock, file_product, mend_event_price, put_prices_back
from daybook.desks.desk import Desk

DESK = Desk("activities", "活动台", finds=(find_not_filed, find_price_breaks, find_stock_low, find_not_back),
            moves={NOT_FILED: file_product, BREAKS: mend_event_price, STOCK: bring_event_stock, NOT_BACK: put_prices_back},
            waits=(what_cannot_wait,), reads=(READ,))
