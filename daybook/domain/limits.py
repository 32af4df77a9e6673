"""What a client allows: steps, margins, budgets, quiet hours, who may agree to how much.

What a client did not set comes from the rulebook (`actions/limits.py`); a limit set is kept with the day from which it
holds and the moment at which it was known, like everything that no export has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class LimitKind(StrEnum):
    """How a limit is written."""

    SHARE = "share"      # 0..1
    MONEY = "money"      # in the shop's currency
    COUNT = "count"
    DAYS = "days"
    HOURS = "hours"
    CLOCK = "clock"      # an hour of the shop's day, 0..23


@dataclass(frozen=True)
class Limits:
    """One shop's limits on one day.  Money that is None is not limited by itself; steps and shares always are."""

    max_price_step: Decimal              # share of the price 30 days ago, either way
    min_margin: Decimal                  # share of the price that full costs must leave
    max_bid_step: Decimal                # share of the bid a day
    max_budget_step: Decimal             # share of the daily budget a day, upwards
    max_premium_step: Decimal            # points of a crowd premium a day
    max_hour_factor: Decimal             # the greatest factor of an hour
    min_cover_days: Decimal              # before more people are brought to an item
    max_moves_an_hour: int
    max_moves_a_day: int
    quiet_from: int
    quiet_to: int
    expires_hours: int
    alone_share: Decimal                 # of a day's paid GMV: what one person of the right role may agree to
    two_people_share: Decimal            # of a day's paid GMV: above it two people have to agree
    max_correction_share: Decimal        # of the units on hand, by one correction
    max_cover_days: Decimal              # that a purchase may bring the stock to
    max_ad_budget: Decimal | None = None         # a day, all plans together
    max_purchase: Decimal | None = None          # one purchase
    max_refund: Decimal | None = None            # one refund or compensation
    two_people_above: Decimal | None = None      # instead of `two_people_share`


#: Every limit that a client can set: how it is written, and its Chinese name.
LIMITS: Mapping[str, tuple[LimitKind, str]] = {
    "max_price_step": (LimitKind.SHARE, "30天内最大调价幅度"), "min_margin": (LimitKind.SHARE, "最低毛利率"),
    "max_bid_step": (LimitKind.SHARE, "单日最大调价比例(出价)"), "max_budget_step": (LimitKind.SHARE, "单日最大加预算比例"),
    "max_premium_step": (LimitKind.SHARE, "单日最大溢价调整"), "max_hour_factor": (LimitKind.COUNT, "最高分时系数"),
    "min_cover_days": (LimitKind.DAYS, "加流量最低可售天数"), "max_moves_an_hour": (LimitKind.COUNT, "每小时最多动作数"),
    "max_moves_a_day": (LimitKind.COUNT, "每日最多动作数"), "quiet_from": (LimitKind.CLOCK, "静默开始"),
    "quiet_to": (LimitKind.CLOCK, "静默结束"), "expires_hours": (LimitKind.HOURS, "审批有效小时"),
    "alone_share": (LimitKind.SHARE, "单人可批(占日支付金额)"), "two_people_share": (LimitKind.SHARE, "需两人审批(占日支付金额)"),
    "max_correction_share": (LimitKind.SHARE, "单次库存校正上限"), "max_cover_days": (LimitKind.DAYS, "采购后最大可售天数"),
    "max_ad_budget": (LimitKind.MONEY, "日推广总预算上限"), "max_purchase": (LimitKind.MONEY, "单次采购上限"),
    "max_refund": (LimitKind.MONEY, "单笔退款/补偿上限"), "two_people_above": (LimitKind.MONEY, "需两人审批金额"),
}
WHOLE = ("max_moves_an_hour", "max_moves_a_day", "quiet_from", "quiet_to", "expires_hours")
