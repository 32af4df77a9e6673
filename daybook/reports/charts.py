"""Rows to SVG: sparkline, trend with its expectation, and the bridge from base to actual.

Every chart has a title and a description, says nothing by colour alone, and leaves a gap for a missing day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from daybook.reports.text_columns import clean, clipped

Rows = Sequence[tuple[date, Decimal | None]]
Band = Sequence[tuple[date, Decimal, Decimal]]
Point = tuple[float, float]

LABEL_COLUMNS = 24          # half-width columns of a bridge's label: twelve Chinese characters
DAYS_OF_A_LINE = 2          # one day is a dot that says nothing
BREAK_AXIS_ABOVE = 1.5      # lowest level over span: beyond it an axis from 0 flattens every cause


@dataclass(frozen=True)
class BridgeStep:
    """One row of a bridge.  `total` rows stand on the axis, the others float from where the last ended."""

    label: str
    value: Decimal
    text: str                # the number as it is shown
    total: bool = False
    tone: str = ""           # red, green or none
    note: str = ""


def sparkline(rows: Rows, ref: str, title: str, about: str) -> str:
    """The last days as one small line, 120 x 32; the last day has a dot.  Less than two days give no picture."""
    known = [float(value) for _, value in rows if value is not None]
    if len(known) < DAYS_OF_A_LINE:
        return ""
    at = _scale(rows, min(known), max(known), box=(3, 4, 117, 28))
    parts = [_line(run) for run in _runs(at)] + [_last_dot(at)]
    return _svg("spark", 120, 32, ref, title, about, parts)


def trend(rows: Rows, ref: str, title: str, about: str, labels: tuple[str, str, str, str],
          band: Band = ()) -> str:
    """Days as a line over weekends in grey and the band of what was expected, 240 x 100.

    `labels` are the lowest and highest number and the first and last day, as shown.
    """
    known = [float(value) for _, value in rows if value is not None]
    if len(known) < DAYS_OF_A_LINE:
        return ""
    edges = [float(edge) for _, low, high in band for edge in (low, high)]
    low, high = min(known + edges), max(known + edges)
    box = (6.0, 20.0, 232.0, 80.0)
    at = _scale(rows, low, high, box)
    xs = {day: x for (day, _), (x, _) in zip(rows, _scale_all(rows, box), strict=True)}
    parts = _weekends(xs, box) + _band(band, xs, low, high, box)
    parts += [_line(run) for run in _runs(at)] + _gaps(rows, at, xs, box) + [_last_dot(at)]
    smallest, largest, first, last = (escape(clean(label)) for label in labels)
    parts += [
        f'<text x="6" y="12" class="axis">{largest} ↑ · {smallest} ↓</text>',
        f'<text x="6" y="96" class="axis">{first}</text>',
        f'<text x="232" y="96" class="axis" text-anchor="end">{last}</text>',
    ]
    return _svg("trend", 240, 100, ref, title, about, parts)


def waterfall(steps: Sequence[BridgeStep], ref: str, title: str, about: str) -> str:
    """The bridge from base to actual, 420 wide, 24 per step: growth is a full bar, decline a hollow one."""
    if not steps:
        return ""
    spans = _spans(steps)
    low, high, broken = _axis([end for _, end in spans])
    width = (high - low) or 1.0

    def x(level: float) -> float:
        return 160 + (level - low) / width * 162

    parts: list[str] = []
    if not broken and low < 0:
        parts.append(f'<path d="M{x(0):.1f} 0V{len(steps) * 24}" class="zero"/>')
    for row, (step, (start, end)) in enumerate(zip(steps, spans, strict=True)):
        left = low if step.total and broken else start
        parts += _bridge_row(step, row * 24, x(min(left, end)), x(max(left, end)), broken)
        if row + 1 < len(steps):
            parts.append(f'<path d="M{x(end):.1f} {row * 24 + 19}v10" class="link"/>')
    return _svg("waterfall", 420, len(steps) * 24, ref, title, about, parts)


def _spans(steps: Sequence[BridgeStep]) -> list[tuple[float, float]]:
    """Where each bar starts and ends, in the unit of the steps."""
    spans: list[tuple[float, float]] = []
    level = Decimal(0)
    for step in steps:
        start = Decimal(0) if step.total else level
        level = step.value if step.total else level + step.value
        spans.append((float(start), float(level)))
    return spans


def _axis(levels: list[float]) -> tuple[float, float, bool]:
    """First and last level shown, and whether the axis leaves out what lies between 0 and the first."""
    low, high = min(levels), max(levels)
    span = high - low
    if span > 0 and low > span * BREAK_AXIS_ABOVE:
        return low - span * 0.4, high, True
    return min(0.0, low), max(0.0, high), False


def _bridge_row(step: BridgeStep, top: int, left: float, right: float, broken: bool) -> list[str]:
    kind = "total" if step.total else "fall" if step.value < 0 else "rise"
    name, text = escape(clean(step.label)), escape(step.text)
    label = escape(clipped(clean(step.label), LABEL_COLUMNS))
    length = max(right - left, 1.5)
    said = f"{name}: {text}" + (f" ({escape(clean(step.note))})" if step.note else "")
    parts = [
        f'<g class="{kind} {step.tone}"><title>{said}</title>',
        f'<text x="0" y="{top + 16}" class="label">{label}</text>',
        f'<rect x="{left:.1f}" y="{top + 5}" width="{length:.1f}" height="14" rx="1.5" class="bar"/>',
        f'<text x="420" y="{top + 16}" class="value" text-anchor="end">{text}</text></g>',
    ]
    if step.total and broken:
        parts.insert(3, f'<path d="M{left + 8:.1f} {top + 3}l-4 18m9 -18l-4 18" class="break"/>')
    return parts


def _scale_all(rows: Rows, box: tuple[float, float, float, float]) -> list[Point]:
    step = (box[2] - box[0]) / max(len(rows) - 1, 1)
    return [(box[0] + step * i if len(rows) > 1 else box[2], box[3]) for i in range(len(rows))]


def _scale(rows: Rows, low: float, high: float, box: tuple[float, float, float, float]) -> list[Point | None]:
    return [
        None if value is None else (x, _height(float(value), low, high, box))
        for (x, _), (_, value) in zip(_scale_all(rows, box), rows, strict=True)
    ]


def _height(value: float, low: float, high: float, box: tuple[float, float, float, float]) -> float:
    if high == low:
        return (box[1] + box[3]) / 2
    return box[3] - (value - low) / (high - low) * (box[3] - box[1])


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Days that follow one another without a hole."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _line(run: list[Point]) -> str:
    if len(run) == 1:
        return f'<circle cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="1.4" class="dot"/>'
    return '<polyline points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in run) + '" class="line"/>'


def _last_dot(points: Sequence[Point | None]) -> str:
    """The reviewed day; when it is not in, no dot stands for it."""
    last = points[-1]
    return "" if last is None else f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.8" class="last"/>'


def _gaps(rows: Rows, at: Sequence[Point | None], xs: dict[date, float],
          box: tuple[float, float, float, float]) -> list[str]:
    return [f'<path d="M{xs[day]:.1f} {box[3]:.0f}v-5" class="gap"/>'
            for (day, _), point in zip(rows, at, strict=True) if point is None]


def _weekends(xs: dict[date, float], box: tuple[float, float, float, float]) -> list[str]:
    half = (box[2] - box[0]) / max(len(xs) - 1, 1) / 2
    size = f'y="{box[1]:.0f}" width="{half * 2:.1f}" height="{box[3] - box[1]:.0f}"'
    return [f'<rect x="{x - half:.1f}" {size} class="weekend"/>' for day, x in xs.items() if day.weekday() >= 5]


def _band(band: Band, xs: dict[date, float], low: float, high: float,
          box: tuple[float, float, float, float]) -> list[str]:
    rows = [(xs[day], _height(float(a), low, high, box), _height(float(b), low, high, box))
            for day, a, b in band if day in xs]
    if len(rows) == 1:
        x, bottom, top = rows[0]
        return [f'<path d="M{x - 5:.1f} {top:.1f}h10m-5 0V{bottom:.1f}m-5 0h10" class="whisker"/>']
    edge = [f"{x:.1f},{top:.1f}" for x, _, top in rows]
    edge += [f"{x:.1f},{bottom:.1f}" for x, bottom, _ in reversed(rows)]
    return [f'<polygon points="{" ".join(edge)}" class="band"/>'] if rows else []


def _svg(kind: str, width: int, height: int, ref: str, title: str, about: str, parts: list[str]) -> str:
    named = f'role="img" aria-labelledby="{ref}-t {ref}-d"'
    title, about = escape(clean(title)), escape(clean(about))
    return (f'<svg class="{kind}" viewBox="0 0 {width} {height}" {named}>'
            f'<title id="{ref}-t">{title}</title><desc id="{ref}-d">{about}</desc>{"".join(parts)}</svg>')
