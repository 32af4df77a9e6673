"""Late shares held against the usual one: the chance that so many late ones are noise, and slices that stand out."""

from collections.abc import Mapping
from dataclasses import dataclass

from daybook.analysis.tails import beta_binomial_least


@dataclass(frozen=True)
class Slice:
    """Late ones among all of one slice, its share beside that of all other slices, and the odds that noise does that."""

    name: str
    late: int
    all: int
    rate: float
    usual: float
    odds: float


def odds_of_late(late: int, of: int, usual_late: int, usual_of: int) -> float | None:
    """The chance of at least `late` of `of` if nothing had changed; None without any usual ones.

    Two-sample: the usual share is itself a guess, so the posterior predictive of a beta-binomial (Jeffreys prior 1/2, 1/2;
    Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6) and not a plain binomial.

    >>> odds_of_late(0, 10, 1, 100)
    1.0
    >>> odds_of_late(8, 10, 1, 100) < 1e-6
    True
    """
    if not usual_of or not of:
        return None
    if late <= 0:
        return 1.0
    return beta_binomial_least(late, of, usual_late + 0.5, usual_of - usual_late + 0.5)


def slices_that_stand_out(slices: Mapping[str, tuple[int, int]], most_odds: float, least: int) -> list[Slice]:
    """Slices (late, all) later than all others together, the surest first; at least `least` late ones each.

    The bound is shared by all slices that could have been told (Bonferroni), so that a hundred provinces ring no oftener
    than one.
    """
    late, total = (sum(one[n] for one in slices.values()) for n in (0, 1))
    tried = [name for name, (_, n) in slices.items() if n >= least]
    found: list[Slice] = []
    for name in tried:
        own, n = slices[name]
        odds = odds_of_late(own, n, late - own, total - n)
        if own < least or odds is None or odds * len(tried) > most_odds:
            continue
        found.append(Slice(name, own, n, own / n, (late - own) / (total - n), odds * len(tried)))
    return sorted(found, key=lambda one: (one.odds, one.name))
