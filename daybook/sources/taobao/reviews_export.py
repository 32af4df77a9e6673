"""商品评价 of 生意参谋, and reviews as the seller's API and add-ons name them: one row each; nicks are left behind.

The text is untrusted.  A review without an id is told by its listing, SKU, time and text.
"""

import hashlib
from typing import TYPE_CHECKING

from daybook.facts.review_tables import REVIEWS
from daybook.sources.cells import names
from daybook.sources.columns import Columns, missing
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.untrusted import safe

if TYPE_CHECKING:
    import pyarrow as pa

TEXT, WRITTEN = ("评论", "评价内容", "初评内容", "content"), ("评价时间", "评论时间", "created")
ITEM = ("商品id", "宝贝id", "num_iid")
SKU, RATING, ID = ("skuid", "sku_id"), ("评价分类", "评价类型", "result"), ("评价id", "评论id")
FOLLOW_UP, FOLLOWED, REPLY = ("追评内容",), ("追评时间",), ("商家回复", "卖家回复", "回复内容", "reply")
VARIANT, STARS = ("颜色分类", "商品规格", "sku"), ("星级", "评分")
RATINGS = {"好评": "good", "中评": "fair", "差评": "bad", "good": "good", "neutral": "fair", "bad": "bad"}


class ReviewsExport:
    """Reader of 商品评价; a table without listings needs the reviews' own ids."""

    name = "taobao.reviews_export"
    version = 1
    platforms: tuple[str, ...] = ("taobao", "tmall")
    columns = names(*TEXT, *WRITTEN, *ITEM, *SKU, *RATING, *ID, *FOLLOW_UP, *FOLLOWED, *REPLY, *VARIANT, *STARS, "昵称")

    def recognises(self, sheet: Sheet) -> bool:
        return not self.missing(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return missing(sheet, TEXT, WRITTEN, (*ITEM, *ID), (*RATING, *FOLLOW_UP, *STARS))

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        written = columns.moments(*WRITTEN, required=True)
        rows = {
            "written_on": written.day, "written_at": written.at, "item_id": columns.ids(*ITEM, required=columns.has(*ITEM)),
            "sku_id": columns.ids(*SKU), "variant": columns.text(*VARIANT), "rating": _ratings(columns.text(*RATING)),
            "stars": columns.count(*STARS), "text": safe(columns.text(*TEXT)),
            "follow_up": safe(columns.text(*FOLLOW_UP)), "followed_up_on": columns.moments(*FOLLOWED).day,
            "reply": safe(columns.text(*REPLY)),
        }
        rows["review_id"] = _ids(columns, rows)
        leave_out_repeated(columns, rows, REVIEWS.key, *TEXT)
        batch = columns.batch(REVIEWS, rows)
        return Parsed(self.name, self.version, (batch,), columns.rejected, tuple(columns.warnings))


def _ratings(text: "pa.Array") -> "pa.Array":
    import pyarrow as pa

    return pa.array([RATINGS.get(word) if word else None for word in text.to_pylist()], pa.string())


def _ids(columns: Columns, rows: "dict[str, pa.Array]") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = [rows[n].to_pylist() for n in ("item_id", "sku_id", "variant", "written_at", "written_on", "text")]
    made = ["~" + hashlib.sha256(repr(key).encode()).hexdigest()[:24] for key in zip(*parts, strict=True)]
    return pc.coalesce(columns.ids(*ID), pa.array(made, pa.string()))
