"""Moves of ads: bids, budgets, targets, hours, words, match types, crowds."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from daybook.domain.moves.move import Group, Move
from daybook.domain.said import Said


@dataclass(frozen=True)
class Bid(Move):
    """出价 of a keyword."""

    was: Decimal
    to: Decimal
    plan: str = ""
    item_id: str = ""

    name: ClassVar[str] = "bid"
    zh: ClassVar[str] = "改出价"
    object_kind: ClassVar[str] = "keyword"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "bid"
    stays: ClassVar[str] = Said("what was spent meanwhile")


@dataclass(frozen=True)
class Budget(Move):
    """日限额 of a plan."""

    was: Decimal
    to: Decimal
    item_id: str = ""

    name: ClassVar[str] = "budget"
    zh: ClassVar[str] = "改日限额"
    object_kind: ClassVar[str] = "plan"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "daily_budget"
    stays: ClassVar[str] = Said("what was spent meanwhile; a plan that bids by itself learns anew")


@dataclass(frozen=True)
class TargetRoi(Move):
    """目标投产比 of a plan that bids by itself (千川, 全站推广)."""

    was: Decimal
    to: Decimal
    item_id: str = ""

    name: ClassVar[str] = "target_roi"
    zh: ClassVar[str] = "改目标投产比"
    object_kind: ClassVar[str] = "plan"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "target_roi"
    stays: ClassVar[str] = Said("the plan learns anew")


@dataclass(frozen=True)
class HourDiscount(Move):
    """分时折扣 of a plan: 24 factors on the bid, of midnight first; 1 is the bid itself."""

    was: tuple[Decimal, ...]
    to: tuple[Decimal, ...]
    item_id: str = ""

    name: ClassVar[str] = "hour_discount"
    zh: ClassVar[str] = "改分时折扣"
    object_kind: ClassVar[str] = "plan"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "hour_factors"
    stays: ClassVar[str] = Said("what was spent meanwhile")


@dataclass(frozen=True)
class MatchType(Move):
    """匹配方式 of a keyword: exact, phrase or broad."""

    was: str
    to: str
    plan: str = ""
    item_id: str = ""

    name: ClassVar[str] = "match_type"
    zh: ClassVar[str] = "改匹配方式"
    object_kind: ClassVar[str] = "keyword"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "match"
    stays: ClassVar[str] = Said("what was spent meanwhile")


@dataclass(frozen=True)
class KeywordAdd(Move):
    """加词: a word of a plan; taken back it is paused, not deleted, so that its record stays."""

    word: str
    match: str
    bid: Decimal
    item_id: str = ""
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "keyword_add"
    zh: ClassVar[str] = "加词"
    object_kind: ClassVar[str] = "plan"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "running"
    stays: ClassVar[str] = Said("the word is there, paused")


@dataclass(frozen=True)
class KeywordPause(Move):
    """停词 or start again: whether a keyword runs."""

    was: bool
    to: bool
    plan: str = ""
    item_id: str = ""

    name: ClassVar[str] = "keyword_pause"
    zh: ClassVar[str] = "启停关键词"
    object_kind: ClassVar[str] = "keyword"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "running"
    stays: ClassVar[str] = Said("the rank that the word had")


@dataclass(frozen=True)
class KeywordNegative(Move):
    """否词: searches for which a plan is no longer shown."""

    word: str
    match: str
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "keyword_negative"
    zh: ClassVar[str] = "加否词"
    object_kind: ClassVar[str] = "plan"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "excluded"
    stays: ClassVar[str] = Said("the searches that were missed meanwhile")


@dataclass(frozen=True)
class CrowdPremium(Move):
    """人群溢价: what is bid for a crowd over the bid, 0.30 for 30 %."""

    was: Decimal
    to: Decimal
    plan: str = ""
    item_id: str = ""

    name: ClassVar[str] = "crowd_premium"
    zh: ClassVar[str] = "改人群溢价"
    object_kind: ClassVar[str] = "crowd"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "premium"
    stays: ClassVar[str] = Said("what was spent meanwhile")


@dataclass(frozen=True)
class PlanPause(Move):
    """启停计划: whether a plan runs."""

    was: bool
    to: bool
    item_id: str = ""

    name: ClassVar[str] = "plan_pause"
    zh: ClassVar[str] = "启停计划"
    object_kind: ClassVar[str] = "plan"
    group: ClassVar[Group] = Group.ADS
    field: ClassVar[str] = "running"
    stays: ClassVar[str] = Said("the rank that its words had")
