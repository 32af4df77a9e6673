"""Chats with buyers, disputes and goods that came back: things that happened, one row each.  Texts are untrusted."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

CHAT_MESSAGES = Table(
    "chat_messages", "客服聊天", Kind.EVENT, "one row per message between a buyer and the shop", day="sent_on",
    key=("message_id",),
    columns=(
        C("message_id", T.TEXT, "消息ID", required=True, note="the file's, else a hash of chat, moment, direction and text"),
        C("chat_id", T.TEXT, "会话ID", required=True, note="the file's, else one per buyer, agent and day"),
        C("sent_on", T.DAY, "日期", required=True),
        C("sent_at", T.MOMENT, "时间", note="null: only the day is known, and no time to reply can be told"),
        C("sent_hour", T.COUNT, "小时", note="0..23 in the shop's zone"),
        C("direction", T.TEXT, "方向", required=True, note="in (buyer), out (a person of the shop), robot or system"),
        C("agent", T.TEXT, "客服", note="the account of the shop's own staff"),
        C("buyer_id", T.TEXT, "买家", note="keyed hash of a stable buyer id; null when masked or absent"),
        C("order_id", T.TEXT, "订单编号"),
        C("item_id", T.TEXT, "商品ID"),
        C("text", T.TEXT, "内容", note="untrusted; long numbers and addresses of mail are masked"),
    ),
)

DISPUTES = Table(
    "disputes", "纠纷", Kind.EVENT, "one row per case that the platform or a bank was asked to judge", day="opened_on",
    key=("dispute_id",),
    columns=(
        C("dispute_id", T.TEXT, "纠纷编号", required=True, note="that of the after-sale case where it has none of its own"),
        C("opened_on", T.DAY, "发起日期", required=True, note="that of the application where no other is known; never changes"),
        C("opened_at", T.MOMENT, "发起时间"),
        C("answer_by", T.MOMENT, "举证截止时间", note="null: no deadline is stated"),
        C("closed_on", T.DAY, "完结日期", note="null: still open, or not in the export"),
        C("order_id", T.TEXT, "订单编号"),
        C("line_id", T.TEXT, "子订单编号"),
        C("item_id", T.TEXT, "商品ID"),
        C("kind", T.TEXT, "类型", note="as printed: 售后 kinds, chargeback, ..."),
        C("reason", T.TEXT, "原因", note="as printed"),
        C("status", T.TEXT, "状态", note="as printed"),
        C("liable", T.TEXT, "责任方", note="as printed; null: not judged"),
        C("amount", T.MONEY, "涉及金额"),
        C("currency", T.TEXT, "币种", required=True),
    ),
)

RETURNS = Table(
    "returns", "退货", Kind.EVENT, "one row per item that came back to a warehouse", day="returned_on", key=("return_id",),
    columns=(
        C("return_id", T.TEXT, "退货编号", required=True, note="the plate of the unit, else made of the row"),
        C("returned_on", T.DAY, "退货日期", required=True),
        C("returned_at", T.MOMENT, "退货时间"),
        C("order_id", T.TEXT, "订单编号"),
        C("item_id", T.TEXT, "商品ID"),
        C("sku", T.TEXT, "商家编码"),
        C("title", T.TEXT, "商品名称"),
        C("units", T.COUNT, "件数"),
        C("warehouse", T.TEXT, "仓库"),
        C("condition", T.TEXT, "货物状态", note="as printed: SELLABLE, DAMAGED, ..."),
        C("reason", T.TEXT, "原因", note="as printed"),
        C("comment", T.TEXT, "买家留言", note="untrusted; long numbers and addresses of mail are masked"),
    ),
)
