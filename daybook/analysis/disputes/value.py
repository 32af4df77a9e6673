"""Fight or settle: what each leaves, from the odds and the money that either way costs."""

from decimal import Decimal

from daybook.analysis.disputes.odds import WinOdds
from daybook.domain.disputes import Range

CENT = Decimal("0.01")


def settle_cost(amount: Decimal, comes_back: Range, freight: Decimal) -> Range:
    """What paying back costs: the money less what comes back with the goods, and the freight of the way back.

    `comes_back` is what the returned goods are still worth, nought where nothing is returned.
    """
    return Range(*(((max(amount - worth, Decimal(0)) + freight).quantize(CENT))
                   for worth in (comes_back.high, comes_back.mid, comes_back.low)))


def lost_cost(settle: Range, penalty: Range, rate: Range) -> Range:
    """What a lost fight costs: what settling would have, the platform's penalty, and what one more lost case does to the rate."""
    return Range(*((getattr(settle, n) + getattr(penalty, n) + getattr(rate, n)).quantize(CENT) for n in ("low", "mid", "high")))


def worth_of_fighting(odds: WinOdds, settle: Range, lost: Range, effort: Decimal) -> Range:
    """What fighting leaves more than settling: p x settle - (1 - p) x (lost - settle) - effort, below 0 where settling is better.

    Low takes the low odds and the dearest loss, high the other way round, so that the range holds at least 80 %.

    >>> even = Range(Decimal(100), Decimal(100), Decimal(100))
    >>> worth_of_fighting(WinOdds(0.5, 0.5, 0.5, 0), even, Range(Decimal(140), Decimal(140), Decimal(140)), Decimal(10)).mid
    Decimal('20.00')
    """
    extra = [getattr(lost, n) - getattr(settle, n) for n in ("high", "mid", "low")]
    return Range(*((Decimal(str(p)) * one - (1 - Decimal(str(p))) * more - effort).quantize(CENT) for p, one, more in
                   ((odds.low, settle.low, extra[0]), (odds.mid, settle.mid, extra[1]), (odds.high, settle.high, extra[2]))))


def advice_of(worth: Range, least: Decimal) -> str:
    """fight or settle where the likeliest is beyond `least` and the range leans the same way, else even: look at the proof.

    >>> advice_of(Range(Decimal(-5), Decimal(30), Decimal(60)), Decimal(10))
    'fight'
    >>> advice_of(Range(Decimal(-90), Decimal(30), Decimal(60)), Decimal(10))
    'even'
    """
    if worth.mid >= least and worth.low + worth.mid > 0:
        return "fight"
    if worth.mid <= -least and worth.high + worth.mid < 0:
        return "settle"
    return "even"
