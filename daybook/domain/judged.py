"""What a day's number should have been, and whether it changed: the judgement of all metrics of a shop's morning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Change:
    """A change of level that stands out of the noise: since when, seen on which day, of which kind.

    `size` is the log change against the expectation; `odds` the chance that noise alone raises such an alarm on a day.
    """

    kind: str                    # point, streak, shift, drift, slide (too slow for a step)
    since: date
    seen_on: date
    size: float
    odds: float


@dataclass(frozen=True)
class Verdict:
    """One metric on the reviewed day: what was expected, the interval of 80 % of ordinary days, the odds of noise.

    None: cannot tell, as with few days of history.  `band` is the interval of the last days for the trend.
    """

    metric: str
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None
    odds: float | None
    change: Change | None = None
    band: tuple[tuple[date, Decimal, Decimal], ...] = ()


@dataclass(frozen=True)
class SliceVerdict:
    """A change of one slice: of a traffic source, a device, an item."""

    dimension: str
    scope: tuple[tuple[str, str], ...]
    verdict: Verdict


@dataclass(frozen=True)
class Judged:
    """All verdicts of a shop's morning by metric, and the slices that changed."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    slices: tuple[SliceVerdict, ...] = ()

    def changes(self) -> tuple[Verdict, ...]:
        """Verdicts with a change that is on, the freshest and surest first."""
        on = [v for v in self.verdicts.values() if v.change is not None]
        return tuple(sorted(on, key=lambda v: (-v.change.seen_on.toordinal(), v.change.odds, v.metric)
                            if v.change else (0, 0.0, v.metric)))
