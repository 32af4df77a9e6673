"""A live show in words: the running one with what to say now, and its review, first and when refunds are in."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from daybook.domain.brief import Unit
from daybook.domain.live import LiveNumber, LiveShow, ShowLine, Stage
from daybook.metrics.catalog import catalog
from daybook.reports.live_phrases import effect_says, host_line, measure_name, measured, odds_of
from daybook.reports.numbers import grouped, shown
from daybook.reports.report import Line, Number, Report, Section, written_at
from daybook.reports.wording import Words

#: What stands as tiles above all else.
TILES = ("live_paid_gmv", "live_views", "gpm", "live_uv_value", "item_click_rate", "live_click_to_paid_rate", "live_ad_share",
         "live_refund_rate")
#: Listings that are shown.
LISTED = 12


def live_report(show: LiveShow, w: Words) -> Report:
    """A show as known at a moment, as a report."""
    zone, today = show.zone, show.as_of.astimezone(ZoneInfo(show.zone)).date()
    title = w("{shop}: live show of {began}", shop=show.shop, began=w.moment(show.line.began_at, zone, today))
    tiles = tuple(_number(n, show, w) for n in show.line.numbers if n.metric in TILES)
    others = tuple(Line(_name(n.metric, w), value(n, show.currency, w)) for n in show.line.numbers if n.metric not in TILES)
    sections = [*([_now(show, w)] if show.line.stage is Stage.RUNNING else []), _said(show, today, w), *_rules(show, today, w),
                *([Section(w("Every step"), others)] if others else []), _items(show, w), *_together(show, w)]
    return Report(title, _lead(show, today, w), written_at(show.as_of, zone, w), _notices(show, today, w), (), tiles,
                  tuple(sections))


def none_known(w: Words) -> str:
    """What stands where no show is known."""
    return w("No live show is known.")


def stage_says(line: ShowLine, settles_on: date | None, w: Words) -> str:
    """How final a show's numbers are."""
    if line.stage is Stage.RUNNING:
        return w("running")
    if line.stage is Stage.SETTLED:
        return w("settled: refunds are in")
    if line.stage is Stage.ENDED:
        return w("just over: the first review is made a quarter of an hour after its end")
    return w("first review: refunds still come, settled on {day}", day=w.day(settles_on)) if settles_on else w("first review")


def value(number: LiveNumber, currency: str, w: Words) -> str:
    """A number of a show as a tile shows it."""
    return shown(number.value, number.unit, currency if number.unit is Unit.MONEY else "", w.language)


def curve_option(show: LiveShow, measure: str, w: Words) -> dict[str, Any] | None:
    """One curve of a show for a chart: what came over the band of what was to be expected, prompts as marks."""
    points = dict(show.curves).get(measure)
    if not points:
        return None
    zone = ZoneInfo(show.zone)
    labels = [f"{p.at.astimezone(zone):%H:%M}" for p in points]
    scale = 100 if measure == "click_to_paid_rate" else 1
    marks = []
    for one in show.said:
        place = max((n for n, p in enumerate(points) if p.at <= one.at), default=0)
        marks.append({"day": labels[place], "what": one.words})
    return {
        "kind": "days", "labels": labels, "weekends": [], "marks": marks,
        "values": [None if p.came is None else round(p.came * scale, 3) for p in points],
        "said": [w("{now}, expected {usual}", now=measured(measure, p.came, w), usual=measured(measure, p.middle, w))
                 for p in points],
        "low": [round(p.low * scale, 3) for p in points],
        "span": [round((p.high - p.low) * scale, 3) for p in points]}


def _name(metric: str, w: Words) -> str:
    return w.metric(metric, catalog()[metric].zh)


def _number(one: LiveNumber, show: LiveShow, w: Words) -> Number:
    missing = "" if one.value is not None else w("not told yet")
    return Number(_name(one.metric, w), value(one, show.currency, w), missing, "", (), "", one.metric)


def _lead(show: LiveShow, today: date, w: Words) -> str:
    began = w.moment(show.line.began_at, show.zone, today)
    sold = value(LiveNumber("live_paid_gmv", Unit.MONEY, show.number("live_paid_gmv")), show.currency, w)
    if show.blind:
        since = w.moment(show.until, show.zone, today) if show.until else began
        return w("Blind since {clock}: nothing newer has come in, so nothing is said to the host.", clock=since)
    if show.line.stage is Stage.RUNNING and show.due:
        return host_line(show.due[0], w)
    if show.line.stage is Stage.RUNNING:
        return w("Running since {began}, sold {sold}: nothing to say to the host now.", began=began, sold=sold)
    return w("Sold {sold}; {stage}.", sold=sold, stage=stage_says(show.line, show.settles_on, w))


def _notices(show: LiveShow, today: date, w: Words) -> tuple[str, ...]:
    found = []
    if show.until is not None and show.line.stage is Stage.RUNNING:
        minutes = max(round((show.as_of - show.until).total_seconds() / 60), 0)
        found.append(w.many("newest number: {n} minute old", "newest number: {n} minutes old", minutes))
    if not show.line.minutes:
        found.append(w("No minutes of this show are in: drop or paste the minute table, and prompts and curves appear."))
    elif show.earlier < 3:
        found.append(w("Fewer than three earlier shows with minutes are known: what is usual is not told yet."))
    return tuple(found)


def _now(show: LiveShow, w: Words) -> Section:
    """The last minutes beside the usual, and what people read."""
    lines = [Line(measure_name(b.measure, w), w("{now}, usual {usual}", now=measured(b.measure, b.now, w),
                                                usual=measured(b.measure, b.usual, w)),
                  odds_of(b.chance, w) if b.chance is not None and b.chance < 0.1 else "") for b in show.last]
    zone = ZoneInfo(show.zone)
    for one in show.readings[-3:]:
        read = [(w("Viewers"), one.viewers), (w("Online"), one.online), (w("Clicks"), one.clicks), (w("Orders"), one.orders),
                (w("Comments"), one.comments)]
        said = [w("{label}: {text}", label=label, text=grouped(Decimal(n), 0)) for label, n in read if n is not None]
        if one.paid is not None:
            said.append(w("{label}: {text}", label=w("Paid amount"), text=shown(one.paid, Unit.MONEY, show.currency, w.language)))
        lines.append(Line(f"{one.at.astimezone(zone):%H:%M}", " · ".join(said), w("read from the screen")))
    return Section(w("The last ten minutes"), tuple(lines), w("Nothing of this show has come in yet."))


def _said(show: LiveShow, today: date, w: Words) -> Section:
    return Section(w("Told to the host"), tuple(
        Line(w.moment(one.at, show.zone, today), one.words, effect_says(one.effect, w)) for one in show.said),
        w("Nothing was told to the host."))


def _rules(show: LiveShow, today: date, w: Words) -> list[Section]:
    """What the rules would have said in a show that is over."""
    if show.line.stage is Stage.RUNNING:
        return []
    return [Section(w("What the rules would have said"), tuple(
        Line(w.moment(p.at, show.zone, today), host_line(p, w), odds_of(p.chance, w)) for p in show.would_have[:LISTED]),
        w("No measure fell short by more than chance."))]


def _items(show: LiveShow, w: Words) -> Section:
    def text(n: int | None) -> str:
        return "—" if n is None else grouped(Decimal(n), 0)

    return Section(w("Listings of the show"), tuple(Line(i.title, w(
        "{paid} · {orders} orders · clicked {clicks}, paid {pays} · {gpm} by a thousand impressions",
        paid=shown(i.paid, Unit.MONEY, show.currency, w.language), orders=text(i.orders),
        clicks=shown(i.click_rate, Unit.SHARE), pays=shown(i.pay_rate, Unit.SHARE),
        gpm=shown(i.gpm, Unit.MONEY, show.currency, w.language))) for i in show.items[:LISTED]),
        w("No table of its listings has come in."))


def _together(show: LiveShow, w: Words) -> list[Section]:
    """What each rule's prompts brought over the earlier shows."""
    if not show.together:
        return []
    return [Section(w("Prompts of earlier shows together"), tuple(
        Line(w.name("live_rule", rule) if rule else w("own words"), effect_says(effect, w),
             w.many("{n} prompt", "{n} prompts", n)) for rule, n, effect in show.together))]
