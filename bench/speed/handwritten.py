"""The numbers of a morning as an analyst would ask for them: plain DuckDB SQL over the lake's Parquet files.

No ledger, no past, no rules of whose rows these are: the facts of the bulk writer come once, so that a plain sum is
right.  What these queries answer is held against the morning's own numbers, value by value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from daybook.domain.seen import Seen


@dataclass(frozen=True)
class Asked:
    """One query: over which table, since when (the 400 days of numbers or the 63 of slices), and as which slice its
    rows stand in a `Seen`: "" for numbers by day alone.  Columns that are no dimension carry the metric's name."""

    table: str
    sliced: str
    dims: tuple[str, ...]
    sql: str


_OF_PAID = """sum(paid_amount) AS paid_gmv, count(*) AS paid_orders, count(DISTINCT buyer_id) AS paid_buyers,
    sum(units) AS units_sold, sum(refund_amount) AS refunded_of_paid,
    count(*) FILTER (refund_amount > 0) AS refunded_orders_of_paid,
    sum(paid_amount) - sum(refund_amount) AS net_sales"""
_ADS = """sum(impressions) AS {0}impressions, sum(clicks) AS {0}clicks, sum(ad_spend) AS {0}ad_spend,
    sum(ad_orders) AS {0}ad_orders, sum(ad_gmv) AS {0}ad_gmv, sum(direct_orders) AS {0}direct_ad_orders,
    sum(direct_gmv) AS {0}direct_ad_gmv, sum(cart_units) AS {0}ad_cart_units"""
_BOUGHT = "paid_buyers AS {0}paid_buyers, paid_amount AS {0}paid_gmv"

#: {rows} are the rows of the asked shops and months; $first and $last bound the days.
QUERIES: tuple[Asked, ...] = (
    Asked("orders", "", (), f"""SELECT shop, paid_on AS day, {_OF_PAID}, max(paid_amount) AS largest_order
        FROM {{rows}} WHERE paid_on BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("orders", "", (), """SELECT shop, ordered_on AS day, sum(due_amount) AS gmv, count(*) AS orders_created,
        count(paid_on) AS orders_paid_of_created FROM {rows} WHERE ordered_on BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("orders", "", (), """WITH firsts AS (SELECT shop, buyer_id, min(paid_on) AS first_on FROM {all_rows}
        WHERE paid_on IS NOT NULL GROUP BY ALL)
        SELECT o.shop, o.paid_on AS day, count(DISTINCT o.buyer_id) FILTER (f.first_on = o.paid_on) AS new_buyers,
        count(DISTINCT o.buyer_id) FILTER (f.first_on < o.paid_on) AS returning_buyers,
        coalesce(sum(o.paid_amount) FILTER (f.first_on < o.paid_on), 0) AS returning_gmv
        FROM {rows} o JOIN firsts f USING (shop, buyer_id) WHERE o.paid_on BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("refunds", "", (), """SELECT shop, refunded_on AS day, sum(amount) AS refunded_by_day,
        count(*) AS refunds_by_day FROM {rows} WHERE refunded_on BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("orders", "hour", ("paid_hour",), """SELECT shop, paid_hour, paid_on AS day, sum(paid_amount) AS paid_gmv,
        count(*) AS paid_orders, sum(units) AS units_sold FROM {rows} WHERE paid_on BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("orders", "region", ("country", "province"), f"""SELECT shop, country, province, paid_on AS day, {_OF_PAID}
        FROM {{rows}} WHERE paid_on BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("orders", "channel", ("channel",), f"""SELECT shop, channel, paid_on AS day, {_OF_PAID}
        FROM {{rows}} WHERE paid_on BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("order_lines", "product", ("item_id", "sku"), """SELECT shop, item_id, sku, paid_on AS day,
        sum(paid_amount) AS line_gmv, sum(units) AS line_units, count(DISTINCT order_id) AS line_orders
        FROM {rows} WHERE paid_on BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("shop_day", "", (), """SELECT shop, day, visitors, page_views, cart_buyers, favorite_buyers, ordered_buyers,
        paid_buyers AS platform_paid_buyers, new_buyers AS platform_new_buyers, paid_amount AS platform_paid_gmv,
        paid_orders AS platform_paid_orders, paid_units AS platform_units_sold
        FROM {rows} WHERE day BETWEEN $first AND $last"""),
    Asked("source_day", "", (), """SELECT shop, day, visitors AS search_visitors
        FROM {rows} WHERE day BETWEEN $first AND $last AND source_1 = '手淘搜索'"""),
    Asked("ad_plan_day", "", (), f"""SELECT shop, day, {_ADS.format("")}, sum(ad_gmv) - sum(direct_gmv) AS indirect_ad_gmv,
        sum(favorites) AS ad_favorites FROM {{rows}} WHERE day BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("ad_keyword_day", "", (), f"""SELECT shop, day, {_ADS.format("keyword_")}
        FROM {{rows}} WHERE day BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("stock_day", "", (), """SELECT shop, day, sum(sellable_units) AS sellable_units, count(*) AS stocked_skus,
        count(*) FILTER (sellable_units <= 0) AS stockout_skus
        FROM {rows} WHERE day BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("source_day", "source", ("source_1", "source_2", "source_3", "source_4"), f"""SELECT shop, source_1, source_2,
        source_3, source_4, day, visitors AS source_visitors, new_visitors AS source_new_visitors,
        cart_buyers AS source_cart_buyers, ordered_buyers AS source_ordered_buyers, {_BOUGHT.format("source_")},
        paid_orders AS source_paid_orders FROM {{rows}} WHERE day BETWEEN $first AND $last"""),
    Asked("product_day", "product_traffic", ("item_id",), f"""SELECT shop, item_id, day, visitors AS product_visitors,
        page_views AS product_page_views, favorite_buyers AS product_favorite_buyers, cart_buyers AS product_cart_buyers,
        ordered_buyers AS product_ordered_buyers, paid_units AS product_paid_units, {_BOUGHT.format("product_")}
        FROM {{rows}} WHERE day BETWEEN $first AND $last"""),
    Asked("ad_plan_day", "plan", ("plan_id",), f"""SELECT shop, plan_id, day, {_ADS.format("")}
        FROM {{rows}} WHERE day BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("ad_keyword_day", "keyword", ("plan_id", "item_id", "keyword"), f"""SELECT shop, plan_id, item_id, keyword, day,
        {_ADS.format("keyword_")} FROM {{rows}} WHERE day BETWEEN $first AND $last GROUP BY ALL"""),
    Asked("stock_day", "stock", ("item_id", "sku"), """SELECT shop, item_id, sku, day, sellable_units, price AS list_price
        FROM {rows} WHERE day BETWEEN $first AND $last"""),
    Asked("device_day", "device", ("device",), f"""SELECT shop, device, day, visitors AS device_visitors,
        {_BOUGHT.format("device_")} FROM {{rows}} WHERE day BETWEEN $first AND $last"""),
    Asked("product_source_day", "product_source", ("item_id", "source", "source_detail", "device"), f"""SELECT shop,
        item_id, source, source_detail, device, day, visitors AS item_source_visitors, {_BOUGHT.format("item_source_")}
        FROM {{rows}} WHERE day BETWEEN $first AND $last"""),
)


def ask(lake: Path, shops: Sequence[str], last: date, days: int, sliced_days: int) -> Iterator[tuple[Asked, pa.Table]]:
    """The answers, one after the other, for the days up to `last`."""
    from datetime import timedelta

    con = duckdb.connect()
    con.execute("SET preserve_insertion_order=false; CREATE TEMP TABLE mine (shop VARCHAR)")
    con.executemany("INSERT INTO mine VALUES (?)", [[s] for s in shops])
    for asked in QUERIES:
        first = last - timedelta(days=(sliced_days if asked.sliced else days) - 1)
        every = f"(SELECT * FROM read_parquet('{lake}/{asked.table}/*/*/*/*.parquet', hive_partitioning=true) " \
                "SEMI JOIN mine USING (shop))"
        some = f"(SELECT * FROM {every} WHERE month >= '{first:%Y-%m}')"
        yield asked, con.execute(asked.sql.format(rows=some, all_rows=every), {"first": first, "last": last}).to_arrow_table()
    con.close()


def compare(answers: Sequence[tuple[Asked, pa.Table]], seen: Mapping[str, Seen]) -> int:
    """How many values both ways give alike.  Raises AssertionError for the first one that differs."""
    alike = 0
    for asked, table in answers:
        metrics = [c for c in table.column_names if c not in ("shop", "day", *asked.dims)]
        for row in table.to_pylist():
            numbers: Any = seen[row["shop"]].daily
            if asked.sliced:
                scope = tuple((d, "" if row[d] is None else str(row[d])) for d in asked.dims)
                own = seen[row["shop"]].sliced[asked.sliced]
                numbers = {m: own.get(m, {}).get(scope, {}) for m in metrics}
            for metric in metrics:
                said = numbers.get(metric, {}).get(row["day"])
                found = None if row[metric] is None else Decimal(row[metric])
                assert said == found, f"{row['shop']} {asked.sliced} {metric} {row['day']}: {said}, by hand {found}"
                alike += 1
    return alike
