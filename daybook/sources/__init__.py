"""Sources: an export file or an API page becomes column batches and rejected rows.

`READERS` is the one registration: a new export is one class in a platform's folder and one name here.
"""

from daybook.sources.reader import Reader
from daybook.sources.shopify.orders_export import OrdersExport as ShopifyOrders
from daybook.sources.taobao.order_lines_export import OrderLinesExport as TaobaoOrderLines
from daybook.sources.taobao.orders_export import OrdersExport as TaobaoOrders

READERS: tuple[Reader, ...] = (
    TaobaoOrders(),
    TaobaoOrderLines(),
    ShopifyOrders(),
)
