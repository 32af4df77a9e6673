"""What a prompt to the host brought: the minutes after it beside what was to be expected without it.

The interval holds every change under which what came is no surprise (the negative binomial test turned around), with the
scatter that quiet moments of the account's own shows had.  A change is called one only where the interval lies on one side
of nothing; it is a comparison with what is usual, not a trial with a control group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from daybook.analysis.live.learning import HELD, Fitted, below, foretold, told_at
from daybook.analysis.live.minutes import Minutes, pair_of

#: Changes that are tried, as logs of the ratio: from a fiftieth to fifty times.
TRIED = np.linspace(-3.9, 3.9, 1561)


class Verdict(StrEnum):
    """What may be said of a prompt."""

    GAIN = "gain"
    LOSS = "loss"
    CANNOT_TELL = "cannot_tell"


class WhyNot(StrEnum):
    """Why nothing may be said; the first that holds."""

    NOT_TOLD = "not_told"           # the file ends before the minutes that are read
    OTHER_PROMPT = "other_prompt"   # something else was told to the host in those minutes
    LITTLE_KNOWN = "little_known"   # too few quiet moments of earlier shows
    TOO_EARLY = "too_early"         # the show had only begun
    TOO_FEW = "too_few"             # nobody came by whom to count
    WITHIN_NOISE = "within_noise"   # the interval holds nothing


@dataclass(frozen=True)
class Brought:
    """One prompt as read: `ratio` of what came to what was expected with its interval, all None where nothing is known.

    `came` and `expected` are events (or people-minutes of a level) in the minutes read.
    """

    verdict: Verdict
    why_not: WhyNot | None
    came: float | None = None
    expected: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    spread: float | None = None

    @property
    def extra(self) -> tuple[float, float, float] | None:
        """Events more than expected, with the interval's ends; None where nothing is known."""
        if self.came is None or self.expected is None or self.low is None or self.high is None:
            return None
        return (self.expected * (self.low - 1), self.came - self.expected, self.expected * (self.high - 1))


def read_effect(fitted: Fitted | None, minutes: Minutes, at: int, read: tuple[int, int], fewest: int) -> Brought:
    """What a prompt `at` a minute of a show brought in the minutes read after it.

    `fewest` quiet moments must be known.  A measure of which less is better is a gain where it fell.
    """
    if any(at - read[0] < p < at + read[1] and p != at for p in minutes.prompted):
        return _nothing(WhyNot.OTHER_PROMPT)
    pair = None if fitted is None else pair_of(minutes, fitted.measure)
    if fitted is None or pair is None or fitted.moments < fewest or not np.isfinite(fitted.spread):
        return _nothing(WhyNot.LITTLE_KNOWN)
    if at + read[1] > len(minutes) * minutes.step:
        return _nothing(WhyNot.NOT_TOLD)
    if at < min(read):
        return _nothing(WhyNot.TOO_EARLY)
    told = told_at(minutes, pair, fitted.course, fitted.rate, read, [at])
    if not len(told.over):
        return _nothing(WhyNot.TOO_FEW)
    came, expected = float(told.over[0]), float(foretold(told, fitted.way)[0])
    return _judged(came, expected, fitted.spread, fitted.measure.upside_down)


def pooled(readings: Sequence[Brought], upside_down: bool = False) -> Brought | None:
    """Prompts of one kind together: what came after all of them beside what was expected; None where none was read.

    Their scatter is taken as independent of each other, so several within one bad hour count for more than they should.
    """
    known = [(b.came, b.expected, b.spread) for b in readings
             if b.came is not None and b.expected is not None and b.spread is not None]
    expected = sum(e for _, e, _ in known)
    if not known or expected <= 0:
        return None
    scatter = sum((e ** 2) * (np.exp(s ** 2) - 1) for _, e, s in known) / expected ** 2
    return _judged(sum(c for c, _, _ in known), expected, float(np.sqrt(np.log1p(scatter))), upside_down)


def _judged(came: float, expected: float, spread: float, upside_down: bool) -> Brought:
    low, high = interval(came, expected, spread)
    verdict = Verdict.GAIN if low > 1 else Verdict.LOSS if high < 1 else Verdict.CANNOT_TELL
    if upside_down and verdict is not Verdict.CANNOT_TELL:
        verdict = Verdict.LOSS if verdict is Verdict.GAIN else Verdict.GAIN
    return Brought(verdict, WhyNot.WITHIN_NOISE if verdict is Verdict.CANNOT_TELL else None, came, expected,
                   came / expected, low, high, spread)


def interval(came: float, expected: float, spread: float) -> tuple[float, float]:
    """Every ratio under which so many events are no surprise at the level of `HELD`.

    >>> [round(x, 2) for x in interval(100.0, 100.0, 0.0)]
    [0.85, 1.17]
    """
    chance = below(np.full(len(TRIED), came), expected * np.exp(TRIED), spread)
    kept = TRIED[(chance > (1 - HELD) / 2) & (chance < (1 + HELD) / 2)]
    if not len(kept):
        return 0.0, float("inf")
    return (0.0 if kept[0] == TRIED[0] else float(np.exp(kept[0])),
            float("inf") if kept[-1] == TRIED[-1] else float(np.exp(kept[-1])))


def _nothing(why: WhyNot) -> Brought:
    return Brought(Verdict.CANNOT_TELL, why)
