"""Measures of earlier evenings: pushes in the live room, messages to members and coupons, what they sold, and their notes.

They lie on the same days whatever is planted, so that the world with incidents and its undisturbed twin share them.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from daybook.demo.buying import DAY_SECONDS, NEVER, Orders
from daybook.demo.diary import Note
from daybook.demo.rhythm import promotion_on
from daybook.demo.shops import ShopPlan, stream

#: Shops that note their measures of the evening.
SHOPS = ("qingchuan-tmall", "yunmian-douyin")
#: Buyers whom a measure brought are none that the shop had.
BROUGHT = 30_000_000


@dataclass(frozen=True)
class Act:
    """A kind of measure: the share of the orders from its minute to midnight that come on top, its words, and how many days
    before the last one it was done."""

    kind: str
    clock: str
    share: float
    text: str
    back: tuple[int, ...]


ACTS = (
    Act("push", "20:05", 0.40, "直播间推一波：连麦加福袋", (55, 46, 38, 29, 20, 11)),
    Act("message", "19:30", 0.25, "会员群发：今晚满减提醒", (51, 41, 32, 24, 15)),
    Act("coupon", "20:30", 0.50, "限时券：今晚满199减30", (43, 34, 26, 17)),
)


def acts_of(plan: ShopPlan, days: list[date]) -> list[tuple[int, Act]]:
    """(day index, measure), by day; days of a promotion have none."""
    if plan.name not in SHOPS:
        return []
    last = len(days) - 1
    found = [(last - back, act) for act in ACTS for back in act.back if last - back >= 0]
    return sorted(((day, act) for day, act in found if not promotion_on(plan.platform, days[day])), key=lambda pair: pair[0])


def with_acts(seed: int, plan: ShopPlan, days: list[date], orders: Orders) -> Orders:
    """The orders with those that measures brought: some of the evening's come a second time, from other buyers."""
    rng, brought = stream(seed, plan.index, "evening acts"), 0
    for day, act in acts_of(plan, days):
        hours, minutes = map(int, act.clock.split(":"))
        start, end = day * DAY_SECONDS + hours * 3600 + minutes * 60, (day + 1) * DAY_SECONDS
        there = np.flatnonzero((orders.placed >= start) & (orders.placed < end) & (orders.paid < NEVER) & ~orders.presale)
        more = orders.take(there[rng.random(len(there)) < act.share])
        later = np.minimum(more.placed + rng.integers(30, 600, len(more)), end - 60) - more.placed
        moved = {name: np.where(getattr(more, name) < NEVER, getattr(more, name) + later, NEVER)
                 for name in ("placed", "paid", "shipped", "refund_applied", "refunded")}
        fresh = {"buyer": BROUGHT + brought + np.arange(len(more), dtype=np.int64)}
        orders = orders.join(Orders(**{**{f: getattr(more, f) for f in more.__dataclass_fields__}, **moved, **fresh}))
        brought += len(more)
    return orders.take(np.argsort(orders.placed, kind="stable"))


def act_notes(plan: ShopPlan, days: list[date]) -> list[Note]:
    """What the team wrote down of its measures."""
    return [Note(day, act.clock, plan.name, act.kind, "", "", act.text) for day, act in acts_of(plan, days)]
