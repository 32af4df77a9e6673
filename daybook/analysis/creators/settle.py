"""What of pending orders will settle: a share learnt from orders that have ended, by the age that the pending ones have reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

#: The interval holds eight in ten, as all money of the house does.
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class WillSettle:
    """Money that will settle, and the share of one new order that does; `own` ended orders of the creator taught it."""

    low: float
    mid: float
    high: float
    share: float
    own: int


def will_settle(pending: Sequence[tuple[float, float]], alive: Sequence[tuple[int, int]], own: tuple[int, int],
                worth: float) -> WillSettle | None:
    """The sum of pending orders that settles, with an interval that holds eight in ten.

    `pending` is by age (paid, sum of squared paid amounts); `alive` by the same ages (orders that reached it without going back,
    those of them that settled) over the shop's ended orders; `own` (ended, settled) of the creator; `worth` how many orders the
    shop's share weighs beside them (a beta prior; Gelman et al., Bayesian Data Analysis, 2.4).  None: nothing has ended yet.
    The creator's share of new orders is lifted to each age as the shop's is; amounts settle one order at a time.
    """
    if not alive or not alive[0][0]:
        return None
    begun = alive[0][1] / alive[0][0]
    wins, losses = own[1] + worth * begun, own[0] - own[1] + worth * (1 - begun)
    share = wins / (wins + losses)
    doubt = share * (1 - share) / (wins + losses + 1)
    shares = [_at_age(share, begun, reached) for reached in alive]
    whole = sum(paid for paid, _ in pending)
    mean = sum(p * paid for p, (paid, _) in zip(shares, pending, strict=True))
    spread = sum(p * (1 - p) * squares for p, (_, squares) in zip(shares, pending, strict=True))
    spread += doubt * (mean / share) ** 2 if share else doubt * whole ** 2
    low, high = _between(mean, sqrt(spread), whole)
    return WillSettle(low, mean, high, share, own[0])


def _at_age(share: float, begun: float, reached: tuple[int, int]) -> float:
    """A share of new orders as that of orders that reached an age; one that nobody reached is taken as the share itself."""
    if not reached[0] or not begun:
        return share
    return min(share * (reached[1] / reached[0]) / begun, 1.0)


def _between(mean: float, sd: float, whole: float) -> tuple[float, float]:
    """The quantiles of a beta of that mean and deviation on 0..whole; the mean itself where there is nothing to doubt."""
    from scipy.special import betaincinv

    share, variance = (mean / whole, (sd / whole) ** 2) if whole else (0.0, 0.0)
    if variance <= 0 or not 0 < share < 1:
        return mean, mean
    size = max(share * (1 - share) / variance - 1, 0.05)
    low, high = betaincinv(share * size, (1 - share) * size, (LOW, HIGH))
    return float(low) * whole, float(high) * whole
