"""Several curves of days in one drawing, as SVG: ours strong, others by their own dash and name; a day not known is a hole."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape

from daybook.reports.text_columns import clean

Curve = tuple[str, Sequence[tuple[date, Decimal | None]]]
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640.0, 200.0, 62.0, 10.0, 170.0
#: Dashes of the curves after the first, so that colour alone says nothing.
DASHES = ("6 3", "2 3", "10 4", "8 3 2 3", "1 4")


def lines_chart(curves: Sequence[Curve], ref: str, title: str, about: str, labels: tuple[str, str], unit: str = "") -> str:
    """Curves over the same days, 640 x 200 and a legend of a line each; less than two days known give no picture.

    The first curve is the shop's own.  Days between two looks are joined by a thin line, since prices hold until they change.
    `labels` are the first and last day as shown, `unit` stands after the numbers of the axis.
    """
    known = [float(v) for _, rows in curves for _, v in rows if v is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    pad = (high - low or high or 1.0) * 0.08
    low, high = max(low - pad, 0.0), high + pad
    parts = [_grid(low, high, n, unit) for n in range(3)]
    for n, (name, rows) in enumerate(curves):
        step = (WIDTH - LEFT - 8) / max(len(rows) - 1, 1)
        points = [(LEFT + step * i, BOTTOM - (float(v) - low) / (high - low) * (BOTTOM - TOP))
                  for i, (_, v) in enumerate(rows) if v is not None]
        look = "own" if n == 0 else f"other o{(n - 1) % len(DASHES)}"
        dash = "" if n == 0 else f' stroke-dasharray="{DASHES[(n - 1) % len(DASHES)]}"'
        ink, wide = ("#23527c", 2.5) if n == 0 else ("#8a8f98", 1.5)     # for paper; pages have their own colours
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{ink}"/>' for x, y in points)
        at = HEIGHT + 14 + n * 16
        parts.append(f'<g class="{look}"><polyline points="{drawn}" fill="none" stroke="{ink}" stroke-width="{wide}"{dash}/>{dots}'
                     f'<path d="M{LEFT:.0f} {at - 4:.0f}h28" fill="none" stroke="{ink}" stroke-width="{wide}"{dash}/>'
                     f'<text x="{LEFT + 34:.0f}" y="{at:.0f}">{escape(clean(name))}</text></g>')
    first, last = (escape(clean(label)) for label in labels)
    parts.append(f'<text x="{LEFT:.0f}" y="{BOTTOM + 18:.0f}">{first}</text>'
                 f'<text x="{WIDTH - 8:.0f}" y="{BOTTOM + 18:.0f}" text-anchor="end">{last}</text>')
    tall = HEIGHT + 16 * len(curves) + 8
    return (f'<svg class="curves" viewBox="0 0 {WIDTH:.0f} {tall:.0f}" role="img" aria-labelledby="{ref}-t {ref}-d">'
            f'<title id="{ref}-t">{escape(clean(title))}</title><desc id="{ref}-d">{escape(clean(about))}</desc>'
            f'{"".join(parts)}</svg>')


def _grid(low: float, high: float, n: int, unit: str) -> str:
    level = low + (high - low) * n / 2
    y = BOTTOM - (BOTTOM - TOP) * n / 2
    said = f"{level:,.0f}" if high >= 20 else f"{level:.2f}"
    return (f'<path class="grid" stroke="#e2e1dc" d="M{LEFT:.0f} {y:.1f}H{WIDTH - 8:.0f}"/>'
            f'<text x="{LEFT - 6:.0f}" y="{y + 4:.1f}" text-anchor="end">{said}{escape(unit)}</text>')
