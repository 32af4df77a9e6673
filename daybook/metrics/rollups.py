"""The rollups of the house: which metrics are kept per shop, day and which dimension."""

from pathlib import Path

from daybook.facts.rollups import Measure, Rollup
from daybook.metrics.definitions import refunds as r
from daybook.metrics.definitions import reviews as w
from daybook.metrics.definitions import sales as s
from daybook.metrics.metric import Metric

#: The SQL of each rollup as Ibis compiles it; printed again by `make golden`, and held fresh by a test.
COMPILED = Path(__file__).parent / "compiled"


def _measures(*metrics: Metric) -> tuple[Measure, ...]:
    return tuple(Measure(m.name, m.zh, m.type, m.value) for m in metrics)


def _rollup(name: str, zh: str, dims: tuple[str, ...], *metrics: Metric,
            first_of: tuple[str, str] | None = None) -> Rollup:
    table, day, kept = metrics[0].table, metrics[0].day, COMPILED / f"{name}.sql"
    compiled = kept.read_text(encoding="utf-8") if kept.exists() else ""
    return Rollup(name, zh, table, day, dims, _measures(*metrics), first_of, compiled)


_PAID = (s.PAID_GMV, s.PAID_ORDERS, s.PAID_BUYERS, s.UNITS_SOLD, r.REFUNDED_OF_PAID, r.REFUNDED_ORDERS_OF_PAID,
         r.NET_SALES)

SALES_DAY = _rollup("sales_day", "销售日汇总", (), *_PAID, s.LARGEST_ORDER)
SALES_HOUR = _rollup("sales_hour", "分时销售", ("paid_hour",), s.PAID_GMV, s.PAID_ORDERS, s.UNITS_SOLD)
SALES_REGION = _rollup("sales_region", "分地域销售", ("country", "province"), *_PAID)
SALES_CHANNEL = _rollup("sales_channel", "分渠道销售", ("channel",), *_PAID)
PLACED_DAY = _rollup("placed_day", "下单日汇总", (), s.GMV, s.ORDERS_CREATED, s.ORDERS_PAID_OF_CREATED)
BUYERS_DAY = _rollup("buyers_day", "买家日汇总", (), s.NEW_BUYERS, s.RETURNING_BUYERS, s.RETURNING_GMV,
                     first_of=("buyer_id", "paid_on"))
SALES_PRODUCT = _rollup("sales_product", "商品销售", ("item_id", "sku"), s.LINE_GMV, s.LINE_UNITS, s.LINE_ORDERS)
REFUND_DAY = _rollup("refund_day", "退款日汇总", (), r.REFUNDED_BY_DAY, r.REFUNDS_BY_DAY)
REVIEWS_ITEM = _rollup("reviews_item", "商品评价", ("item_id",), w.REVIEWS, w.BAD_REVIEWS)

ROLLUPS: tuple[Rollup, ...] = (SALES_DAY, SALES_HOUR, SALES_REGION, SALES_CHANNEL, PLACED_DAY, BUYERS_DAY,
                               SALES_PRODUCT, REFUND_DAY, REVIEWS_ITEM)
