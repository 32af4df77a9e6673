"""Daybook's own layouts for chats, reviews and disputes, as CSV or JSON lines: for consoles that export none.

Names in English or Chinese, in any order.  A `shop` column, where there is one, must name this shop.
"""

from typing import TYPE_CHECKING

from daybook.facts.review_tables import REVIEWS
from daybook.facts.talk_tables import CHAT_MESSAGES, DISPUTES
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.made_ids import buyers, made_ids
from daybook.sources.report import Layout
from daybook.sources.untrusted import safe

if TYPE_CHECKING:
    import pyarrow as pa

SENT, SAID, DIRECTION = ("time", "时间", "发送时间"), ("text", "内容", "消息内容"), ("direction", "方向", "发送方")
AGENT, BUYER, CHAT = ("agent", "客服"), ("buyer", "买家"), ("chat_id", "会话ID")
ORDER, ITEM, SHOP = ("order_id", "订单编号"), ("item_id", "商品ID"), ("shop", "店铺")
DIRECTIONS = {"in": "in", "buyer": "in", "customer": "in", "买家": "in", "客户": "in", "接收": "in",
              "out": "out", "agent": "out", "seller": "out", "客服": "out", "卖家": "out", "发送": "out",
              "robot": "robot", "bot": "robot", "机器人": "robot", "system": "system", "系统": "system"}
RATED, WRITTEN, REVIEW = ("stars", "星级"), ("written_at", "评价时间"), ("review_text", "评价")
OPENED, DISPUTE = ("opened_at", "发起时间"), ("dispute_id", "纠纷编号")

CHAT_LAYOUT = Layout(
    CHAT_MESSAGES,
    {"sent_at": SENT, "agent": AGENT, "order_id": ORDER, "item_id": ITEM, "text": SAID},
    needed=(SENT, DIRECTION, SAID, (*BUYER, *CHAT)),
)
REVIEW_LAYOUT = Layout(
    REVIEWS,
    {"written_at": WRITTEN, "item_id": ITEM, "sku_id": ("sku_id",), "variant": ("variant", "规格"), "stars": RATED,
     "text": REVIEW, "follow_up": ("follow_up", "追评"), "followed_up_on": ("followed_up_on", "追评日期"),
     "reply": ("reply", "商家回复")},
    needed=(WRITTEN, ITEM, REVIEW, RATED),
)
DISPUTE_LAYOUT = Layout(
    DISPUTES,
    {"dispute_id": DISPUTE, "opened_at": OPENED, "answer_by": ("answer_by", "举证截止时间"),
     "closed_on": ("closed_on", "完结日期"), "order_id": ORDER, "line_id": ("line_id", "子订单编号"), "item_id": ITEM,
     "kind": ("kind", "类型"), "reason": ("reason", "原因"), "status": ("status", "状态"), "liable": ("liable", "责任方"),
     "amount": ("amount", "金额"), "currency": ("currency", "币种")},
    needed=(DISPUTE, OPENED, ("status", "状态"), ("amount", "金额")),
)


def take_messages(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Who spoke to whom: a message without a chat belongs to its buyer's, with that agent on that day."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = columns.text(*DIRECTION).dictionary_encode()
    words = [DIRECTIONS.get(word.lower()) for word in coded.dictionary.to_pylist()]
    rows["direction"] = pa.array(words, pa.string()).take(coded.indices)
    columns.reject(pc.is_null(rows["direction"]), "is neither in, out, robot nor system", *DIRECTION)
    sent = columns.moments(*SENT)
    rows["sent_hour"], rows["text"], rows["buyer_id"] = sent.hour, safe(rows["text"]), buyers(columns, *BUYER)
    who = [repr(key) for key in zip(columns.text(*BUYER).to_pylist(), rows["agent"].to_pylist(),
                                    rows["sent_on"].to_pylist(), strict=True)]
    made = ["~" + columns.context.buyer_hash(key) for key in who]
    rows["chat_id"] = pc.coalesce(columns.ids(*CHAT), pa.array(made, pa.string()))
    rows["message_id"] = pc.coalesce(
        columns.ids("message_id", "消息ID"), made_ids(columns, rows, "chat_id", "sent_at", "sent_on", "direction", "text"))


def take_review(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Texts without long numbers; a review without an id is told by what it says of which listing, and when."""
    import pyarrow.compute as pc

    for name in ("text", "follow_up", "reply"):
        rows[name] = safe(rows[name])
    columns.reject(pc.fill_null(pc.or_(pc.less(rows["stars"], 1), pc.greater(rows["stars"], 5)), False),
                   "is not 1 to 5", *RATED)
    rows["review_id"] = pc.coalesce(
        columns.ids("review_id", "评价ID"), made_ids(columns, rows, "item_id", "variant", "written_at", "written_on", "text"))


CHATS = EventReader("own.chats", (), CHAT_LAYOUT, SENT, take_messages, shop=SHOP)
OWN_REVIEWS = EventReader("own.reviews", (), REVIEW_LAYOUT, WRITTEN, take_review, shop=SHOP)
OWN_DISPUTES = EventReader("own.disputes", (), DISPUTE_LAYOUT, OPENED, compared=("amount",), shop=SHOP)
TALK = (CHATS, OWN_REVIEWS, OWN_DISPUTES)
