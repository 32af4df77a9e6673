"""A shop's limits as people read them: what holds today, who said so, and who may agree to a change of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.actions.guards.agreeing import FITTING
from daybook.actions.limits import DEFAULTS, limits_of
from daybook.domain.given import Given, LimitSet
from daybook.domain.limits import LIMITS, LimitKind, Limits
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.rulebook.reading import load

#: Limits in the order in which they are read, by what they guard.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "agreeing": ("alone_share", "two_people_share", "two_people_above", "expires_hours"),
    "price": ("max_price_step", "min_margin"),
    "ads": ("max_ad_budget", "max_budget_step", "max_bid_step", "max_premium_step", "max_hour_factor", "min_cover_days"),
    "stock": ("max_purchase", "max_cover_days", "max_correction_share", "max_refund"),
    "pace": ("max_moves_an_hour", "max_moves_a_day", "quiet_from", "quiet_to"),
}


@dataclass(frozen=True)
class LimitLine:
    """One limit as it holds.  `rule` is where it comes from when nobody set it, else ""; `value` None: not limited.

    `said` is what the client set and holds; `coming` what was set for later days, the next first.
    """

    name: str
    zh: str
    kind: LimitKind
    value: Decimal | None
    rule: str
    said: LimitSet | None
    coming: tuple[LimitSet, ...]


def limits_shown(shop: Shop, given: Given, on: date) -> dict[str, tuple[LimitLine, ...]]:
    """The limits of a shop on a day, by group."""
    set_by_client = given.limits_on(on)
    now = limits_of(load().for_(shop.platform), given.limits(on))
    return {group: tuple(_line(name, now, set_by_client.get(name), given, on) for name in names)
            for group, names in GROUPS.items()}


def _line(name: str, now: Limits, said: LimitSet | None, given: Given, on: date) -> LimitLine:
    kind, zh = LIMITS[name]
    value = getattr(now, name)
    coming = sorted((v for v in given.limits_set if v.limit == name and v.valid_from is not None and v.valid_from > on),
                    key=lambda v: v.valid_from or on)
    return LimitLine(name, zh, kind, None if value is None else Decimal(value),
                     "" if said or name not in DEFAULTS else DEFAULTS[name][0], said, tuple(coming))


def who_agrees() -> tuple[tuple[str, tuple[Role, ...]], ...]:
    """Kind of change -> who may agree to it alone while little money hangs on it; none: an account manager only."""
    return tuple((group.value, roles) for group, roles in FITTING.items())
