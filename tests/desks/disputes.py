"""Disputes of a morning for the tests of the disputes desk: a 抖店 on Tuesday 15 September 2026 at nine."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

from daybook.domain.brief import State
from daybook.domain.disputes import CaseStep, DayCounts, DisputeBook, DisputeSeen, Exported, StepKind
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform, Shop
from tests.desks.seen import ON, REVIEWED, seen

NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)              # nine in Shanghai
EXPORTED = NINE - timedelta(minutes=25)
TOLD = frozenset({"refunds", "disputes", "liable"})


def case(number: str = "7001", hours: float = 30, **more: Any) -> DisputeSeen:
    """A case over 100 for quality, opened so many hours before nine, to be answered within 48 hours, exported at 08:35."""
    opened = NINE - timedelta(hours=hours)
    facts = DisputeSeen(number, opened.date(), EXPORTED, opened, opened + timedelta(hours=48), order_id=f"o{number}", item_id="1",
                        said_reason="质量问题", status="仲裁中", amount=D(100), with_return=False, refund_known=True)
    return replace(facts, **more)


def step(kind: StepKind, number: str = "7001", piece: str = "") -> CaseStep:
    """One line that Wu added to a case the evening before."""
    at = NINE - timedelta(hours=12)
    return CaseStep(number, kind, at, at, "wu", piece)


def each_day(days: int = 40, **counts: int) -> dict[date, DayCounts]:
    """The same counts on each of the days up to the reviewed one."""
    return {REVIEWED - timedelta(days=n): DayCounts(**counts) for n in range(days)}


def morning(*cases: DisputeSeen, steps: tuple[CaseStep, ...] = (), platform: Platform = Platform.DOUYIN, orders: int = 100,
            told: frozenset[str] = TOLD, units: dict[str, int] | None = None, exports: tuple[Exported, ...] = (), not_in: int = 0,
            **book: Any) -> Seen:
    """A morning with these cases; 100 orders and 10,000 paid on each of the last forty days, and units a day of some items; of
    the first `not_in` of these no refund and no case is in."""
    shop = Shop("yunmian", "mei", platform, "Asia/Shanghai", "CNY")
    days = [REVIEWED - timedelta(days=n) for n in range(40)]
    sold = {(("item_id", item), ("sku", f"{item}-a")): {day: D(n) for day in days} for item, n in (units or {}).items()}
    states = {table: dict.fromkeys(days[:len(days) - not_in], State.IN) for table in ("refunds", "disputes")}
    found = replace(seen({"paid_orders": {day: D(orders) for day in days}, "paid_gmv": {day: D(10000) for day in days}},
                         product={"line_units": sold}), shop=shop, states=states, on=ON, as_of=NINE)
    by_case: dict[str, tuple[CaseStep, ...]] = {}
    for one in steps:
        by_case[one.case_id] = (*by_case.get(one.case_id, ()), one)
    return replace(found, read={"disputes.book": DisputeBook(cases, told=told, **book), "disputes.steps": by_case,
                                "disputes.exports": exports})
