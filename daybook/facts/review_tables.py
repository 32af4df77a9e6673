"""Reviews (评价) and questions (问大家): what buyers wrote about a listing, as untrusted text; who wrote it is not kept."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

REVIEWS = Table(
    "reviews", "评价", Kind.EVENT, "one row per review", day="written_on", key=("review_id",),
    columns=(
        C("review_id", T.TEXT, "评价ID", required=True, note="the platform's, else a hash of listing, SKU, time, text"),
        C("written_on", T.DAY, "评价日期", required=True),
        C("written_at", T.MOMENT, "评价时间"),
        C("item_id", T.TEXT, "商品ID"),
        C("sku_id", T.TEXT, "skuid", note="the platform's own, not 商家编码"),
        C("variant", T.TEXT, "颜色分类"),
        C("rating", T.TEXT, "评价分类", note="good, fair or bad; null: not said"),
        C("stars", T.COUNT, "星级", note="1..5 where the platform has stars"),
        C("text", T.TEXT, "评论", note="untrusted; long numbers and addresses of mail are masked"),
        C("follow_up", T.TEXT, "追评内容", note="untrusted"),
        C("followed_up_on", T.DAY, "追评日期"),
        C("reply", T.TEXT, "商家回复", note="null: none, or not in the export"),
    ),
)

BUYER_QUESTIONS = Table(
    "buyer_questions", "问大家", Kind.EVENT, "one row per question asked on a listing's page", day="asked_on",
    key=("question_id",),
    columns=(
        C("question_id", T.TEXT, "问题ID", required=True, note="the platform's, else a hash of listing, day and text"),
        C("asked_on", T.DAY, "提问日期", required=True),
        C("item_id", T.TEXT, "商品ID"),
        C("text", T.TEXT, "问题", note="untrusted; long numbers and addresses of mail are masked"),
        C("answer", T.TEXT, "回答", note="untrusted; the first or the shop's own; null: none, or not in the export"),
        C("answers", T.COUNT, "回答数"),
    ),
)
