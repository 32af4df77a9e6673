"""What a buyer pays when discounts stack (到手价), and back: which posted price leaves so much.

Discounts are taken one after the other, each of what the ones before left: so much off from a threshold on, where below it
a buyer takes as many units as reach it, so that the cheapest unit counts; or a share off, which is a threshold that is never
reached.  Whole numbers of the smallest coin; what is paid rises with what is posted, so ranges stay ranges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Whole = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True)
class Step:
    """One discount on each day, shape of the prices it is taken from: `off` of every `threshold`; 0 off is none.

    `capped`: at most `off` in all; otherwise a share, as `off` in `threshold`.  `off` is less than `threshold`.
    """

    threshold: "Whole"
    off: "Whole"
    capped: bool = True


def paid(posted: "Whole", steps: Sequence[Step]) -> "Whole":
    """What the cheapest unit costs a buyer."""
    import numpy as np

    left = posted
    for step in steps:
        whole = left * (step.threshold - step.off) // step.threshold
        left = np.where(left >= step.threshold, left - step.off, whole) if step.capped else whole
    return left


def least_posted(pays: "Whole", steps: Sequence[Step]) -> "Whole":
    """The least posted price at which a buyer pays so much or more."""
    import numpy as np

    price = pays
    for step in reversed(steps):
        below = -(-price * step.threshold // (step.threshold - step.off))
        price = np.where(price + step.off >= step.threshold, price + step.off, below) if step.capped else below
    return price


def most_posted(pays: "Whole", steps: Sequence[Step]) -> "Whole":
    """The greatest posted price at which a buyer pays so much or less."""
    return least_posted(pays + 1, steps) - 1
