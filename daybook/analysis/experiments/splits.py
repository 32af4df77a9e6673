"""Whether a test split people as it was meant to: the chi-square test of sample-ratio mismatch (Fabijan et al. 2019)."""

from collections.abc import Sequence

from daybook.analysis.tails import chi_square_over


def mismatch_p(people: Sequence[int], shares: Sequence[float]) -> float | None:
    """Chance that an honest split by `shares` comes out at least so uneven; None without people.

    >>> round(mismatch_p([1000, 1200], [0.5, 0.5]), 9)
    2.0079e-05
    """

    whole, sum_of = sum(people), sum(shares)
    if not whole:
        return None
    expected = [whole * share / sum_of for share in shares]
    odd = sum((seen - due) ** 2 / due for seen, due in zip(people, expected, strict=True))
    return chi_square_over(odd, len(people) - 1)
