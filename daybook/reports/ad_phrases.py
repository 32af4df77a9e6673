"""What the ads desk advises of a word, in sentences."""

from decimal import Decimal

from daybook.domain.ad_words import AdAccount, AdAdvice, JudgedWord
from daybook.domain.said import Amount, Said


def advice(one: JudgedWord) -> str:
    """The move in a sentence; "" where the word is left as it is."""
    by = Amount(Decimal(repr(round(abs(one.step), 4))), "share")
    if one.move == "raise":
        return Said("Raise its bid by {by}: the next click costs less than a click brings.", by=by)
    if one.move == "lower":
        return Said("Lower its bid by {by}: the next click costs more than a click brings.", by=by)
    if one.move == "pause":
        return Said("Pause it: the chance that it pays is {chance}.", chance=chance(one.pays))
    if one.move in ("premium_up", "premium_down"):
        return _premium(one)
    if one.move == "drop_crowd":
        return Said("Take the crowd out: the chance that it pays is {chance}.", chance=chance(one.pays))
    if one.move == "harvest":
        return Said("Add it as an exact word: it pays with a chance of {chance}.", chance=chance(one.pays))
    if one.move == "negative":
        return Said("Exclude it: the chance that it pays is {chance}.", chance=chance(one.pays))
    return ""


def _premium(one: JudgedWord) -> str:
    points = f"{abs(one.step) * 100:.0f}"
    if one.move == "premium_up":
        return Said("Raise its premium by {n} points: the next click costs less than a click brings.", n=points)
    return Said("Lower its premium by {n} points: the next click costs more than a click brings.", n=points)


def changed(one: JudgedWord) -> str:
    """Since when a word sells or costs otherwise, and is judged by what came since; "" where it did not change."""
    if one.sells_since is not None:
        return Said("It sells otherwise since {day}: judged by what came since.", day=one.sells_since.isoformat())
    if one.costs_since is not None:
        return Said("A click costs otherwise since {day}: judged by what came since.", day=one.costs_since.isoformat())
    return ""


def waiting(one: JudgedWord | AdAdvice, currency: str) -> str:
    """How long to wait until the odds decide, in clicks, days and money; "" where there is nothing to wait for."""
    if not one.wait_clicks:
        return ""
    cost = Amount(one.wait_cost, "money", currency)
    if one.wait_days is None:
        return Said("Wait {n} more clicks, {cost}.", n=one.wait_clicks, cost=cost) if one.move == "wait" else ""
    days = f"{one.wait_days:.0f}" if one.wait_days >= 1 else "<1"
    if one.move == "wait":
        return Said("Wait {n} more clicks, about {days} days and {cost}.", n=one.wait_clicks, days=days, cost=cost)
    return Said("{n} more clicks, about {days} days and {cost}, would make it sure.", n=one.wait_clicks, days=days, cost=cost)


def account_says(one: AdAccount) -> str:
    """What one more yuan of ads came with in all sales of the shop."""
    if one.more is None:
        return one.why_not
    low, middle, high = (f"{value:.1f}" for value in one.more)
    if one.more[0] < 0 < one.more[2]:
        return Said(
            "What spending 1 more on ads brings to all sales cannot be told yet: "
            "between {low} and {high} by 8 in 10, over {n} days",
            low=low, high=high, n=one.days)
    said = Said("Spending 1 more on ads came with {middle} of the shop's sales, between {low} and {high} by 8 in 10, over {n} days",
                middle=middle, low=low, high=high, n=one.days)
    if one.pays is None:
        return said
    return Said("{first}; the chance that it is over break-even: {chance}", first=said, chance=chance(one.pays))


def waiting_test(clicks: int, cost: Decimal, currency: str) -> str:
    """How many more clicks a test needs and what they cost; "" where it needs none."""
    return Said("Wait {n} more clicks, {cost}.", n=clicks, cost=Amount(cost, "money", currency)) if clicks else ""


def chance(share: float | None) -> str:
    """A chance as people say it, never as a certainty.

    >>> chance(0.0301), chance(0.00001), chance(None)
    ('3.0%', '<0.1%', '—')
    """
    if share is None:
        return "—"
    return "<0.1%" if share < 0.001 else ">99.9%" if share > 0.999 else f"{share:.1%}"


def ratio(value: Decimal | None) -> str:
    """A return with two places, as consoles show it.

    >>> ratio(Decimal("2.5")), ratio(None)
    ('2.50', '—')
    """
    return "—" if value is None else f"{value:.2f}"
