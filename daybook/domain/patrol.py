"""The patrol (巡店): a fixed list of checks, each answered by facts or by a person's tick; what nobody checked is red."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

#: Check -> its Chinese name; the rulebook says which of them a shop's platform has, and in which order.
CHECKS = {"violations": "违规", "warnings": "商品预警", "delisted": "下架", "pricerisk": "价格风险", "stock": "缺货",
          "budget": "预算撞线", "adwords": "推广异常", "events": "活动风险", "disputes": "交易纠纷"}


class CheckState(StrEnum):
    """What a check says."""

    CLEAR = "clear"
    FOUND = "found"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Ticked:
    """A person's line: checked, and how many were found (0: nothing)."""

    check: str
    found: int
    note: str
    by: str
    at: datetime
    known_at: datetime


@dataclass(frozen=True)
class Check:
    """One check of one morning.  `objects` are what facts found; `why` says why facts cannot tell; `ticked` is the last
    tick of a person."""

    check: str
    what: str
    by_facts: CheckState
    objects: tuple[str, ...] = ()
    why: str = ""
    ticked: Ticked | None = None

    @property
    def state(self) -> CheckState:
        """Found when either found something; clear when one looked and found nothing."""
        said = {self.by_facts}
        if self.ticked is not None:
            said.add(CheckState.FOUND if self.ticked.found else CheckState.CLEAR)
        return next(s for s in (CheckState.FOUND, CheckState.CLEAR, CheckState.UNCHECKED) if s in said)

    @property
    def found(self) -> int:
        """How many were found, by facts or by the person."""
        return max(len(self.objects), self.ticked.found if self.ticked else 0)

    def with_tick(self, ticked: Ticked | None) -> "Check":
        return self if ticked is None else replace(self, ticked=ticked)
