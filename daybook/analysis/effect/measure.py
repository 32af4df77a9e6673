"""All moves of a run measured together: sizes of the scatter and of effects are learnt over them, then each is read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daybook.analysis.effect.estimate import Estimate, Sizes, estimate, learn
from daybook.analysis.effect.panel import Case, Logs, logs_of
from daybook.analysis.effect.pooling import Mixture, learn_mixture, posterior
from daybook.analysis.effect.scatter import first_belief, pooled

#: More than this share of the error comes from other moves on the same object: they cannot be told apart.
NOT_SEPARABLE = 0.75
#: So many cases, spread over the run, teach what the scatter of the others is like; more of them teach little.
TAUGHT_BY = 48


@dataclass(frozen=True)
class Measured:
    """One move's effect: per applied day in the units of the treated series, and as a share of the level without it.

    low..high holds 90% of what is believed.  alone is the estimate before strength was borrowed.
    """

    value: float
    low: float
    high: float
    share: float
    share_low: float
    share_high: float
    level: float
    alone: Estimate
    separable: bool

    @property
    def shown(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.separable and (self.low > 0 or self.high < 0)


def measure(cases: Sequence[Case], mixture: Mixture | None = None) -> list[Measured]:
    """The effects of all cases, in their order.  A given mixture is used as it is instead of learning one here."""
    logs = [logs_of(c) for c in cases]
    sizes = learn_together(cases, logs)
    alone = [estimate(c, one, s) for c, one, s in zip(cases, logs, sizes, strict=True)]
    if mixture is None:
        mixture = learn_mixture([a.value for a in alone], [a.error for a in alone])
    return [measured(a, mixture) for a in alone]


def learn_together(cases: Sequence[Case], logs: Sequence[Logs]) -> list[Sizes]:
    """Sizes of the scatter of each case, twice: under the first guess, then under what all cases taught."""
    first = first_belief()
    step = -(-len(cases) // TAUGHT_BY) or 1
    found = [learn(c, one, first, first) for c, one in list(zip(cases, logs, strict=True))[::step]]
    if len(cases) < 2:
        return found
    own = pooled(np.array([f.own for f in found]), np.array([f.own_errors for f in found]), first)
    common = pooled(np.array([f.common for f in found]), np.array([f.common_errors for f in found]), first)
    return [learn(c, one, own, common) for c, one in zip(cases, logs, strict=True)]


def measured(alone: Estimate, mixture: Mixture) -> Measured:
    """One estimate with strength borrowed."""
    found = posterior(alone.value, alone.error, mixture)
    middle, low, high = (float(np.expm1(x)) for x in (found.middle, found.low, found.high))
    level = alone.level
    return Measured(middle * level, low * level, high * level, middle, low, high, level, alone,
                    alone.shared_with_others <= NOT_SEPARABLE)
