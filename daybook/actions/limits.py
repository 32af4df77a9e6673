"""A shop's limits: what its client set, else what the rulebook says."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from daybook.domain.limits import WHOLE, Limits
from daybook.rulebook.rules import Rulebook

#: Limit -> the rule and number that stands in for it.
DEFAULTS: Mapping[str, tuple[str, str]] = {
    "max_price_step": ("G-STEP", "step"), "min_margin": ("G-MARGIN", "least"),
    "max_moves_an_hour": ("G-BULK", "hour"), "max_moves_a_day": ("G-BULK", "day"),
    "quiet_from": ("G-QUIET", "from_hour"), "quiet_to": ("G-QUIET", "to_hour"), "expires_hours": ("G-EXPIRY", "hours"),
    "alone_share": ("G-WHO", "alone"), "two_people_share": ("G-TWO", "two_people"),
    "max_bid_step": ("G-BID", "step"), "max_budget_step": ("G-BUDGET", "step"),
    "max_premium_step": ("G-PREMIUM", "step"), "max_hour_factor": ("G-HOURS", "most"),
    "min_cover_days": ("G-COVER", "days"), "max_correction_share": ("G-COUNT", "share"),
    "max_cover_days": ("G-BUY", "cover_days"),
}


def limits_of(rules: Rulebook, own: Mapping[str, Decimal]) -> Limits:
    """The limits of a shop; `own` are those that its client set, by name."""
    said: dict[str, Any] = {}
    for field in fields(Limits):
        value = own.get(field.name)
        if value is None and field.name in DEFAULTS:
            value = rules.value(*DEFAULTS[field.name])
        said[field.name] = int(value) if value is not None and field.name in WHOLE else value
    return Limits(**said)
