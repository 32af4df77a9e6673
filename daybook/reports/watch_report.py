"""The hourly watch in words."""

from daybook.domain.watch import Alert, Watch
from daybook.reports.localise import in_language
from daybook.reports.report import Days, Line, Report, number_of, written_at
from daybook.reports.wording import Words


def watch_report(one: Watch, w: Words) -> Report:
    """The watch of a shop as a report: how old what is known is, the numbers of today, and what cannot wait."""
    one = in_language(one, w)
    lead = (w("Nothing that cannot wait.") if not one.alerts else
            w.many("{n} thing cannot wait.", "{n} things cannot wait.", len(one.alerts)))
    return Report(
        w("{shop}: watch at {clock}", shop=one.shop, clock=w.moment(one.as_of, one.zone, one.on)), lead,
        written_at(one.as_of, one.zone, w), tuple(n for n in (_age(one, w),) if n),
        tuple(Line(a.what, " · ".join(x for x in (a.object, a.why) if x and x != one.shop)) for a in one.alerts),
        tuple(number_of(f, w, one.zone, one.on) for f in one.figures), (), Days(one.on, one.on, one.as_of))


def _age(one: Watch, w: Words) -> str:
    """Until when anything of today is known, and why not longer."""
    if one.newest_at is None:
        return one.blind
    clock = w.moment(one.newest_at, one.zone, one.on)
    if one.blind:
        return w("{label}: {text}", label=w("nothing newer since {clock}", clock=clock), text=one.blind)
    minutes = max(round((one.as_of - one.newest_at).total_seconds() / 60), 0)
    return w.many("newest number: {n} minute old", "newest number: {n} minutes old", minutes)


def alert_letter(alert: Alert, one: Watch, w: Words) -> tuple[str, str]:
    """One thing that cannot wait as a message."""
    alert = in_language(alert, w)
    return (w("{label}: {text}", label=one.shop, text=w("Cannot wait")),
            "\n".join(part for part in (alert.what, alert.object, alert.why) if part))
