"""Facts of one object that no export has: what a person read in a console of a plan, a word, a crowd, an item or an order.

A fact grows old: for how many days it counts is rule G-FRESH of the rulebook.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class FactKind(StrEnum):
    """How a fact is written."""

    YES_NO = "yes or no"
    MONEY = "money"
    COUNT = "count"
    SCORE = "score"
    SHARE = "share"
    MOMENT = "moment"
    WORD = "word"


@dataclass(frozen=True)
class FactName:
    """One thing that can be said of an object: its Chinese name, how it is written, of what kind of object."""

    zh: str
    kind: FactKind
    of: str


#: Everything that can be said, by name.
FACTS: Mapping[str, FactName] = {
    "learning": FactName("学习期", FactKind.YES_NO, "plan"),
    "daily_budget": FactName("日限额", FactKind.MONEY, "plan"),
    "market_bid": FactName("市场均价", FactKind.MONEY, "keyword"),
    "crowd_size": FactName("人群规模", FactKind.COUNT, "crowd"),
    "price_star": FactName("价格力星级", FactKind.SCORE, "item"),
    "price_star_days": FactName("价格力达标天数", FactKind.COUNT, "item"),
    "category": FactName("类目", FactKind.WORD, "item"),
    "category_rank": FactName("类目排名", FactKind.COUNT, "item"),
    "listed_at": FactName("上架时间", FactKind.MOMENT, "item"),
    "category_low": FactName("类目常见最低价", FactKind.MONEY, "item"),
    "search_position": FactName("搜索位置", FactKind.COUNT, "keyword"),
    "attribute": FactName("商品属性", FactKind.WORD, "item:attribute"),
    "wanted_attribute": FactName("类目要求的属性", FactKind.WORD, "category:attribute"),
    "shop_level": FactName("店铺层级", FactKind.COUNT, "shop"),
    "was_price": FactName("Was价", FactKind.MONEY, "item"),
    "promo_days_90": FactName("90天促销天数", FactKind.COUNT, "item"),
    "allocated": FactName("占用库存", FactKind.COUNT, "sku"),
    "expires_on": FactName("到期日", FactKind.MOMENT, "sku"),
    "score": FactName("店铺分", FactKind.SCORE, "shop"),
    "refund_rate": FactName("退款率", FactKind.SHARE, "shop"),
    "buyer_asked": FactName("买家要求", FactKind.YES_NO, "order"),
    "evidence": FactName("有凭证", FactKind.YES_NO, "order"),
    "same_buyer": FactName("同买家同地址", FactKind.YES_NO, "order"),
    "tracking_used": FactName("运单号已用", FactKind.YES_NO, "order"),
    "ship_by": FactName("承诺发货时间", FactKind.MOMENT, "order"),
    "in_case": FactName("售后中", FactKind.YES_NO, "case"),
    "case_until": FactName("处理截止时间", FactKind.MOMENT, "case"),
    "robot_share": FactName("机器人接待占比", FactKind.SHARE, "shop"),
}


@dataclass(frozen=True)
class ObjectFact:
    """What an object showed on a day; `value` as `text_of` writes it."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "object", "fact", "valid_from")
    shop: str
    object: str
    fact: str
    value: str
    valid_from: date
    known_at: datetime
