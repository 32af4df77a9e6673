"""What a move may bring: a share of the daily loss that it mends, over the days until it is looked at again."""

from decimal import Decimal

from daybook.domain.brief import Gain
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load

CENT = Decimal("0.01")


def rule(rule_id: str, name: str | None = None) -> Decimal:
    """A number of the rulebook."""
    value = load().value(rule_id, name)
    return Decimal(str(value))


def minutes(kind: str) -> int:
    """Minutes that a kind of task takes, by the rulebook."""
    return int(rule("W-MINUTES", kind))


def recovered(seen: Seen, stake: Gain | None) -> Gain | None:
    """The part of a daily stake that the right move brings back over the horizon; None when nothing is at stake."""
    if stake is None:
        return None
    days = int(rule("W-HORIZON"))
    low, mid, high = (rule("W-RECOVER", n) for n in ("low", "mid", "high"))
    least, middle, most = sorted((amount * share * days).quantize(CENT)
                                 for amount, share in ((stake.low, low), (stake.mid, mid), (stake.high, high)))
    return Gain(least, middle, most, stake.currency, stake.basis, per="", horizon_days=days)


def kept_once(stake: Gain | None, shares: str = "W-RECOVER") -> Gain | None:
    """The part of a stake that the right move keeps or brings back, once, by the shares low, mid and high of a rule; None when
    nothing is at stake."""
    if stake is None:
        return None
    low, mid, high = sorted((amount * rule(shares, name)).quantize(CENT)
                            for amount, name in ((stake.low, "low"), (stake.mid, "mid"), (stake.high, "high")))
    return Gain(low, mid, high, stake.currency, stake.basis, per="")


def lost_sales(seen: Seen, units_a_day: Decimal, price: Decimal) -> Gain:
    """Paid amount a day that is lost while something cannot be bought: usual units at its price, within the thirds of rule
    I-LOST, since some buyers take another one and some days sell more."""
    mid = units_a_day * price
    low, high = ((mid * rule("I-LOST", name) / 3).quantize(CENT) for name in ("thirds_low", "thirds_high"))
    return Gain(low, mid.quantize(CENT), high, seen.shop.currency)
