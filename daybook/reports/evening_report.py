"""The evening's forecast in words: what is in, what the day will come to, and the target."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.domain.brief import Unit
from daybook.domain.evening import Evening, Outlook
from daybook.reports.localise import in_language
from daybook.reports.numbers import grouped, shown
from daybook.reports.report import Line, Report, Section, written_at
from daybook.reports.wording import Words


def evening_report(one: Evening, w: Words) -> Report:
    """The evening of a shop as a report."""
    one = in_language(one, w)
    title = w("{shop}: evening at {clock}", shop=one.shop, clock=w.moment(one.as_of, one.zone, one.on))
    lead = _lead(one, one.outlook, w) if one.outlook else w("{label}: {text}", label=w("No forecast"), text=one.why_not)
    notices = (_age(one, w),) if one.newest else ()
    sections = (Section(w("The day"), _lines(one, one.outlook, w)),) if one.outlook else ()
    return Report(title, lead, written_at(one.as_of, one.zone, w), notices, (), (), sections)


def money(value: Decimal, one: Evening, w: Words) -> str:
    """An amount of the shop, without cents: nobody can foretell them."""
    return shown(value.quantize(Decimal(1)), Unit.MONEY, one.currency, w.language)


def _lead(one: Evening, outlook: Outlook, w: Words) -> str:
    said = {"middle": money(outlook.middle, one, w), "low": money(outlook.low, one, w), "high": money(outlook.high, one, w)}
    if outlook.target is None or outlook.chance is None:
        return w("The day will come to about {middle}, with 80 % between {low} and {high}.", **said)
    return w("The day will come to about {middle}, with 80 % between {low} and {high}; the target of {target} is reached with "
             "{chance}.", **said, target=money(outlook.target, one, w), chance=grouped(outlook.chance * 100, 0) + "%")


def _lines(one: Evening, outlook: Outlook, w: Words) -> tuple[Line, ...]:
    newest = one.newest
    assert newest is not None
    beside = w("usually {usual} by then, of {day} on a day like this", usual=money(outlook.by_now, one, w),
               day=money(outlook.expected, one, w))
    lines = [Line(w("{money} by {clock}", money=money(newest.paid, one, w),
                    clock=w.moment(newest.at, one.zone, one.on)), beside)]
    if outlook.gap is not None:
        lines.append(Line(w("{money} to the target are missing", money=money(outlook.gap, one, w)) if outlook.gap > 0 else
                          w("{money} above the target", money=money(-outlook.gap, one, w)), w("by the middle of the forecast")))
    return tuple(lines)


def _age(one: Evening, w: Words) -> str:
    assert one.newest is not None
    minutes = max(round((one.as_of - one.newest.at).total_seconds() / 60), 0)
    return w.many("newest number: {n} minute old", "newest number: {n} minutes old", minutes)


def curve_of(one: Evening, w: Words) -> dict[str, object] | None:
    """The day by the hour for a chart: what is usual, what the target asks, what was read, what is still to come."""
    if one.outlook is None or one.newest is None:
        return None
    hours, zone = one.outlook.hours, ZoneInfo(one.zone)
    labels = [f"{h.hour:02d}:00" for h in hours]
    read = [[_of_day(r.at.astimezone(zone).hour, r.at.astimezone(zone).minute), float(r.paid)] for r in one.read]
    last = read[-1]
    return {
        "kind": "evening", "labels": labels, "usual": [[h.hour, float(h.usual)] for h in hours],
        "target": [[h.hour, float(h.target)] for h in hours if h.target is not None], "read": [[0, 0], *read],
        "low": [last, *([h.hour, float(h.low)] for h in hours if h.low is not None)],
        "high": [last, *([h.hour, float(h.high)] for h in hours if h.high is not None)],
        "said": [_said(h.usual, h.target, h.low, h.high, one, w) for h in hours],
        "names": {"usual": w("A day like this"), "target": w("Target"), "read": w("Read"), "band": w("80 % of outcomes")}}


def _of_day(hour: int, minute: int) -> float:
    return round(hour + minute / 60, 2)


def _said(usual: Decimal, target: Decimal | None, low: Decimal | None, high: Decimal | None, one: Evening,
          w: Words) -> list[str]:
    said = [w("{label}: {text}", label=w("A day like this"), text=money(usual, one, w))]
    if target is not None:
        said.append(w("{label}: {text}", label=w("Target"), text=money(target, one, w)))
    if low is not None and high is not None:
        said.append(w("{label}: {text}", label=w("80 % of outcomes"), text=f"{money(low, one, w)} – {money(high, one, w)}"))
    return said
