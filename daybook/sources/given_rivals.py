"""The files that say who a shop's rivals are and what was seen of them: Daybook's own sheets, with the words of other tools."""

import re
from typing import Any

from daybook.domain.rivals import NO_TAG, RIVAL_KINDS, RIVAL_STATES, Rival, RivalSighting
from daybook.sources import given_cells as cell
from daybook.sources.given_layout import ITEM, SINCE, Cell, GivenFor, Layout, Refused, maybe, utc_of
from daybook.sources.grammar import LARGEST, Band, band

LONGEST_LINK = 400
#: Where a landing of a shop and day lies; its name is a hash.
KEPT_PATH = re.compile(r"landings/[^/.][^/]*/[^/.][^/]*/\d{4}-\d{2}-\d{2}/[0-9a-f]{32}\.landing")
#: Words for "no event": what a page without a tag is written down as.
NONE_WORDS = ("没有", "无", "无活动", "no", NO_TAG)
RIVAL = Cell("rival", cell.an_id, ("竞品id", "竞品链接", "竞品商品id", "商品链接"))


def _link(text: str) -> str:
    """A plain address of a page, or nothing.  Raises ValueError."""
    if not text.startswith(("https://", "http://")) or len(text) > LONGEST_LINK or any(c.isspace() for c in text):
        raise ValueError("is no address of a page that begins with https://")
    return text


def _kept(text: str) -> str:
    """The path of a picture that the house keeps.  Raises ValueError for any other path."""
    if not KEPT_PATH.fullmatch(text):
        raise ValueError("is no picture that is kept here: send it with the form")
    return text


def _tag(text: str) -> str:
    said = cell.name(text)
    return NO_TAG if said.lower() in NONE_WORDS else said


def _sold(text: str) -> Band | None:
    """A sales band as pages show it: `500+`, `1万 ~ 2.5万`, `1000+人付款`.  Raises ValueError."""
    plain = text.replace("人付款", "").replace("人收货", "").replace("已售", "").replace(",", "").strip()
    said, more = band(plain.removesuffix("+")), plain.endswith("+")
    ends = [end for end in (said.low, said.high) if end is not None] if said else []
    if (more and said is None) or not all(0 <= end < LARGEST for end in ends):
        raise ValueError("is no number of sales that can be kept")
    return Band(said.low, None) if more and said else said


def _seen(values: dict[str, Any], context: GivenFor) -> None:
    sold = values.pop("sold")
    values["sold_low"], values["sold_high"] = (sold.low, sold.high) if sold is not None else (None, None)
    values["at"] = utc_of(values["at"], context.shops[values["shop"]])
    if values["at"] > context.known_at:
        raise Refused("at", "is still to come: say when the page was looked at")
    if values["price"] is not None and values["price"] <= 0:
        raise Refused("price", "is not above 0: a page without a price says nothing of it")
    told = [v for name, v in values.items() if name not in ("shop", "rival", "at", "source", "screenshot", "seller")]
    if all(v in (None, "") for v in told) and not values["screenshot"]:
        raise Refused("price", "is empty, and so is everything else that was seen")


def _text(name: str, *also: str) -> Cell:
    return Cell(name, cell.value_text, also, optional=True, may_be_empty=True)


RIVAL_LAYOUTS = (
    Layout("rival", "shop,item_id,rival,name,kind,seller,link,valid_from", Rival, (
        ITEM, RIVAL, Cell("name", cell.name, ("竞品名称", "竞品")),
        Cell("kind", cell.one_of(RIVAL_KINDS, "kind of rival"), ("类型", "竞品类型")),
        Cell("seller", cell.name, ("竞店", "竞店名称"), optional=True, may_be_empty=True),
        Cell("link", _link, ("链接", "网址"), optional=True, may_be_empty=True), SINCE)),
    Layout("sighting", "shop,rival,at,price,coupon,tag,state,title,image,skus,rank,sold,reviews,screenshot,source,seller",
           RivalSighting, (
        RIVAL, Cell("at", cell.moment, ("时间", "日期", "统计日期")), maybe("price", cell.amount, "到手价"),
        maybe("coupon", cell.amount, "优惠券"), Cell("tag", _tag, ("活动", "活动标"), optional=True, may_be_empty=True),
        Cell("state", cell.one_of(RIVAL_STATES, "state of a page"), ("状态",), optional=True, may_be_empty=True),
        _text("title", "标题", "竞品标题"), _text("image", "主图"), maybe("skus", cell.count, "SKU数"),
        maybe("rank", cell.count, "排名"), maybe("sold", _sold, "销量"), maybe("reviews", cell.count, "评价数"),
        Cell("screenshot", _kept, ("截图",), optional=True, may_be_empty=True),
        Cell("source", cell.name, ("来源",), optional=True, may_be_empty=True),
        Cell("seller", cell.name, ("竞店", "店名", "店铺名"), optional=True, may_be_empty=True)), _seen),
)
