"""Rows to ECharts options, as plain dicts: no arithmetic beyond scaling.  Colours are names that the theme gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.listing_page import PriceDay
from daybook.domain.price_plan import LedgerDay
from daybook.reports.charts import BridgeStep

Option = dict[str, Any]


def bridge(steps: Sequence[BridgeStep]) -> Option:
    """A waterfall from base to actual: totals stand on the axis, causes float; every bar says its number.

    An invisible bar carries each floating one.  Where a total is far above every cause the axis does not begin at 0,
    and the chart says so.
    """
    spans = _spans(steps)
    low = _floor(steps, spans)
    carried, bars = [], []
    for step, (start, end) in zip(steps, spans, strict=True):
        bottom, top = (low, end) if step.total else (min(start, end), max(start, end))
        carried.append(_plain(bottom - low))
        bars.append({"value": _plain(top - bottom), "name": step.label, "said": step.text, "note": step.note,
                     "tone": "total" if step.total else step.tone or "flat"})
    return {"kind": "bridge", "labels": [s.label for s in steps], "carried": carried, "bars": bars,
            "broken": low != 0}


def days(rows: Sequence[tuple[date, Decimal | None]], said: Sequence[str], labels: Sequence[str],
         band: Sequence[tuple[date, Decimal, Decimal]] = (), marks: Sequence[tuple[str, str]] = ()) -> Option:
    """A curve of days with what was expected behind it and events under it; a missing day is a hole.

    `said` are the numbers as shown, `labels` the days as shown, `marks` pairs of a day's label and what happened.
    """
    edges = {day: (low, high) for day, low, high in band}
    return {
        "kind": "days", "labels": list(labels), "said": list(said),
        "values": [None if v is None else _plain(v) for _, v in rows],
        "low": [_plain(edges[d][0]) if d in edges else None for d, _ in rows],
        "span": [_plain(edges[d][1] - edges[d][0]) if d in edges else None for d, _ in rows],
        "weekends": [i for i, (d, _) in enumerate(rows) if d.weekday() >= 5],
        "marks": [{"day": day, "what": what} for day, what in marks],
    }


def ledger(prices: Sequence[PriceDay], labels: Sequence[str], said: Sequence[Sequence[str]],
           events: Sequence[tuple[str, int, int, str]], names: Mapping[str, str]) -> Option:
    """Prices of days over the units that they sold, with events under the curve; a missing day is a hole.

    `said` are the lines of a day's hover, `events` a kind, the first and last day by number, and what happened; `names`
    says what the curves are called: list, deal, units.
    """
    return {
        "kind": "ledger", "labels": list(labels), "said": [list(lines) for lines in said], "names": dict(names),
        "list": [_or_none(p.list_low) for p in prices], "deal": [_or_none(p.deal) for p in prices],
        "low": [_or_none(p.paid_low) for p in prices],
        "span": [None if p.paid_low is None or p.paid_high is None else _plain(p.paid_high - p.paid_low) for p in prices],
        "units": [_or_none(p.units) for p in prices],
        "events": [{"kind": kind, "first": first, "last": last, "what": what} for kind, first, last, what in events],
    }


def growth(moves: Sequence[tuple[date, Decimal | None, Decimal | None, Decimal | None, str]],
           steps: Sequence[tuple[date, Decimal]], said: Sequence[Sequence[str]], names: Mapping[str, str], symbol: str) -> Option:
    """Measured moves, each with its range, over the steps of what the shown ones come to together.

    `moves` are day, value, low, high and the verdict; `said` are the lines of a move's hover, `names` what the marks are
    called: moves, sum; `symbol` stands before the money of the axis.
    """
    return {
        "kind": "growth", "names": dict(names), "symbol": symbol, "said": [list(lines) for lines in said],
        "moves": [[day.isoformat(), _or_none(value), _or_none(low), _or_none(high), told] for day, value, low, high, told in moves],
        "steps": [[day.isoformat(), _plain(level)] for day, level in steps],
    }


def half_hours(rows: Sequence[tuple[str, float | None, float | None, int | None, int | None, int | None]], names: Mapping[str,
    str]) -> Option:
    """Asks of each half hour over the agents needed and there: clock, asks to come and what four days in five stay below, agents
    needed and there, and asks of yesterday (None: not known).  `names` says what the curves are called."""
    clocks, asks, high, needed, there, before = (list(column) for column in zip(*rows, strict=True))
    return {"kind": "half_hours", "labels": clocks, "names": dict(names), "needed": needed, "there": there, "yesterday": before,
            "asks": [None if v is None else round(float(v), 2) for v in asks],
            "span": [None if a is None or b is None else round(float(b) - float(a), 2) for a, b in zip(asks, high, strict=True)]}


@dataclass(frozen=True)
class Band:
    """A lane of days: what kind it is, its first and last day by number, its name, and what it is in full."""

    kind: str
    first: int
    last: int
    name: str
    what: str


def prices(days: Sequence[LedgerDay], labels: Sequence[str], said: Sequence[Sequence[str]], bands: Sequence[Band], today: int,
           names: Mapping[str, str], binds: Sequence[tuple[int, int, str]], now: Decimal | None) -> Option:
    """The price ledger of days that are over and the range of those to come; under it a lane for each event and promise, and
    one of who binds.

    `today` is the number of the first day to come, `binds` first and last day by number and who sets the least price there.
    """
    ahead = [d if n >= today else None for n, d in enumerate(days)]
    top = max((v for d in days for v in (d.listed, d.paid, d.range.low, d.range.path) if v is not None), default=Decimal(0))
    bottom = min((v for d in days for v in (d.paid, d.range.low) if v is not None), default=Decimal(0))
    low = [None if d is None else _plain(d.range.low or Decimal(0)) for d in ahead]
    high = [None if d is None else _plain(d.range.high if d.range.high is not None else top * 2) for d in ahead]
    return {
        "kind": "prices", "labels": list(labels), "said": [list(lines) for lines in said], "names": dict(names), "today": today,
        "listed": [_or_none(d.listed) for d in days], "paid": [_or_none(d.paid) for d in days], "low": low, "high": high,
        "span": [None if a is None or b is None else b - a for a, b in zip(low, high, strict=True)],
        "path": [None if d is None else _or_none(d.range.path) for d in ahead], "now": _or_none(now),
        "floor": _plain(bottom * Decimal("0.85")), "top": _plain(top * Decimal("1.08")),
        "bands": [{"kind": b.kind, "first": b.first, "last": b.last, "name": b.name, "what": b.what} for b in bands],
        "binds": [{"first": first, "last": last, "who": who} for first, last, who in binds],
    }


def _or_none(value: Decimal | None) -> float | None:
    return None if value is None else _plain(value)


def _spans(steps: Sequence[BridgeStep]) -> list[tuple[Decimal, Decimal]]:
    spans, level = [], Decimal(0)
    for step in steps:
        start = Decimal(0) if step.total else level
        level = step.value if step.total else level + step.value
        spans.append((start, level))
    return spans


def _floor(steps: Sequence[BridgeStep], spans: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """Where the axis begins: at 0 unless that would flatten every cause."""
    levels = [end for _, end in spans]
    least, most = min(levels, default=Decimal(0)), max(levels, default=Decimal(0))
    if least <= 0 or (most - least) * 3 > most:
        return min(least, Decimal(0))
    return least - (most - least) / 2


def _plain(value: Decimal) -> float:
    return float(value)
