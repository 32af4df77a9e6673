"""问大家 as collected in a table: one row per question; who asked and who answered is left behind."""

import hashlib
from typing import TYPE_CHECKING

from daybook.facts.review_tables import BUYER_QUESTIONS
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.report import Layout
from daybook.sources.untrusted import safe

if TYPE_CHECKING:
    import pyarrow as pa

ASKED, ITEM, TEXT, ID = ("提问时间", "提问日期"), ("商品id", "宝贝id"), ("问题", "提问内容"), ("问题id",)


def make_safe(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Texts without long numbers; a question without an id is told by its listing, day and text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns.require(rows["text"], *TEXT)
    rows["text"], rows["answer"] = safe(rows["text"]), safe(rows["answer"])
    parts = [rows[name].to_pylist() for name in ("item_id", "asked_on", "text")]
    made = ["~" + hashlib.sha256(repr(key).encode()).hexdigest()[:24] for key in zip(*parts, strict=True)]
    rows["question_id"] = pc.coalesce(columns.ids(*ID), pa.array(made, pa.string()))


QUESTIONS = EventReader(
    "taobao.questions_export", ("taobao", "tmall"),
    Layout(BUYER_QUESTIONS, {"item_id": ITEM, "text": TEXT, "answer": ("回答", "回答内容"), "answers": ("回答数", "回答人数")},
           needed=(ASKED, TEXT, ITEM)),
    ASKED, make_safe,
)
