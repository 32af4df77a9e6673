"""The interval of a test over its days as points of a picture: a band, its middle, the line of no lift, the lift worth having."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daybook.domain.page_tests import Told

WIDTH, HEIGHT, EDGE = 320, 110, 8
#: The first days of an interval are so wide that nothing else is seen: the picture ends at so many times the last one.
FURTHEST = 3.0


@dataclass(frozen=True)
class Picture:
    """Points in a box of `width` by `height`, and what stands at its sides; `says` is the same in one sentence."""

    width: int
    height: int
    band: str
    middle: str
    zero: str
    worth: str
    first: str
    last: str
    top: str
    bottom: str


def picture(curve: Sequence[tuple[date, Told]], labels: Sequence[str], smallest: float) -> Picture:
    """Days from left to right, the lift from bottom to top; ends that nothing bounds lie at the edge."""
    last = curve[-1][1]
    reach = max(abs(v) for v in (last.low or 0, last.high or 0, last.value, smallest)) * FURTHEST or 0.1
    low = max(min([0.0, *(t.low if t.low is not None else -reach for _, t in curve)]), -reach)
    high = min(max([0.0, smallest, *(t.high if t.high is not None else reach for _, t in curve)]), reach)
    step = (WIDTH - 2 * EDGE) / max(len(curve) - 1, 1)

    def y(value: float) -> float:
        return round(EDGE + (high - min(max(value, low), high)) / (high - low) * (HEIGHT - 2 * EDGE), 1)

    def line(values: Sequence[float]) -> str:
        return " ".join(f"{EDGE + n * step:.1f},{y(v)}" for n, v in enumerate(values))

    tops, lows = ([getattr(t, end) if getattr(t, end) is not None else side * reach for _, t in curve]
                  for end, side in (("high", 1), ("low", -1)))
    back = " ".join(f"{EDGE + n * step:.1f},{y(v)}" for n, v in reversed(list(enumerate(lows))))
    return Picture(WIDTH, HEIGHT, f"{line(tops)} {back}", line([t.value for _, t in curve]), str(y(0.0)),
                   str(y(smallest)) if low < smallest < high else "", labels[0], labels[-1], f"{high:+.0%}",
                   f"{low:+.0%}".replace("-", "−"))
