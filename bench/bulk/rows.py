"""What the makers of rows give: columns of one fact table, and whose day each row is."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from bench.bulk.arrays import Ints
from daybook.facts.table import Table


@dataclass(frozen=True)
class Rows:
    """Rows in the order of shop, day and key.  `shop` and `day` are the agency's indices; `file` names the export.

    `part` is what of a day's slice a row belongs to, where an export holds only some of it.
    """

    table: Table
    file: str
    shop: Ints
    day: Ints
    columns: dict[str, pa.Array]
    part: pa.Array | None = None


#: Which tables come in which export.
FILES: dict[str, tuple[str, ...]] = {
    "orders": ("orders", "order_lines"), "refunds": ("refunds",), "shop": ("shop_day", "device_day"),
    "products": ("product_day",), "sources": ("source_day",), "item-sources": ("product_source_day",),
    "ads": ("ad_keyword_day", "ad_plan_day"), "stock": ("stock_day",),
}


def spread(shops: Ints, days: Ints, many: Any) -> tuple[Ints, Ints, Ints]:
    """Shop, day and running number of `many` (shops, days) rows of each shop and day."""
    flat = np.asarray(many, dtype=np.int64).ravel()
    shop = np.repeat(np.repeat(shops, len(days)), flat)
    day = np.repeat(np.tile(days, len(shops)), flat)
    starts = np.cumsum(flat) - flat
    return shop, day, np.arange(len(shop)) - np.repeat(starts, flat)
