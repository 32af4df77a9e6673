"""Whether a share fell beyond noise: days or groups scatter more than coins, and the scatter is taken from the past itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Fall:
    """`now` and `usual` are shares; `odds` that so large a change, in its direction, is noise; `scatter` is how much more than
    coins the past scattered (1: not more)."""

    now: float
    usual: float
    odds: float
    scatter: float


def change_of(now: tuple[int, int], past: Sequence[tuple[int, int]], least: int = 3) -> Fall | None:
    """A share now, (count, of), against the same of past days or groups; None for fewer than `least` of them or none of nought.

    Two shares compared with their pooled past's error, widened by Pearson's dispersion of the past (McCullagh and Nelder 1989,
    Generalized Linear Models, 4.5): never narrower than coins.

    >>> change_of((10, 100), [(30, 100)] * 6)
    Fall(now=0.1, usual=0.3, odds=2.7e-05, scatter=1.0)
    """
    from scipy.special import ndtr

    used = [(k, n) for k, n in past if n > 0]
    over = sum(n for _, n in used)
    if len(used) < least or now[1] <= 0:
        return None
    usual = sum(k for k, _ in used) / over
    if not 0 < usual < 1:
        return None
    one = usual * (1 - usual)
    scatter = max(1.0, sum((k - n * usual) ** 2 / (n * one) for k, n in used) / (len(used) - 1))
    share = now[0] / now[1]
    z = (share - usual) / sqrt(one * scatter * (1 / now[1] + 1 / over))
    return Fall(round(share, 6), round(usual, 6), float(f"{ndtr(-abs(z)):.2g}"), round(scatter, 3))
