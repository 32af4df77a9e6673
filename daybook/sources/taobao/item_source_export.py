"""无线商品二级流量来源 of 生意参谋: the sources of one listing, which the file itself does not name.

The day and the listing's id are taken from the file name; without the id it is asked for.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson
from daybook.sources.columns import Columns
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader, drop_parents
from daybook.sources.taobao.sycm_cuts import DAY, HOUR, PLATFORMS, PRODUCT_SOURCE

if TYPE_CHECKING:
    import pyarrow as pa

#: A listing's id within a file name: longer than a day, shorter than an order.
_ID = re.compile(r"(?<!\d)\d{10,13}(?!\d)")
_FIELDS = {name: cells for name, cells in PRODUCT_SOURCE.fields.items() if name != "item_id"}
LAYOUT: Layout = replace(
    PRODUCT_SOURCE, fields=_FIELDS, needed=(("流量来源",), ("来源明细",), ("访客数",), ("支付买家数",), ("支付金额",)),
    never=("商品ID", "宝贝ID", "流量载体", "一级来源", "搜索词", "终端", "活动ID", *HOUR),
)


def take_listing(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """The listing, and its finest sources alone."""
    rows["item_id"] = columns.constant(listing(columns))
    rows.setdefault("device", columns.constant(""))
    drop_parents(columns, rows)


def listing(columns: Columns) -> str:
    """The listing's id in the file name; it also tells several such files of a day apart.

    Raises NeedsPerson without an id, or with several.
    """
    found: set[str] = set(_ID.findall(columns.sheet.file))
    if len(found) != 1:
        raise NeedsPerson("the file does not say of which listing these sources are", where=columns.sheet.file,
                          next_step="put the listing's id (商品ID) into the file name, such as "
                          "流量来源_737559603417_2026-08-11.xls")
    return found.pop()


ITEM_SOURCES = ReportReader("taobao.item_source_export", PLATFORMS, LAYOUT, DAY, take_listing, part=listing)
