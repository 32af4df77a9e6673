"""The morning brief in words: what screen, terminal and Markdown say alike, in the reader's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from daybook.domain.brief import Brief, Comparison, Readiness, State, Tile, Unit
from daybook.reports.numbers import ABSENT, change, exact, exact_change, growth, percent, shown
from daybook.reports.wording import Words

MAIN_TILES = 8          # the first row (domain section 7); the others are a click away
#: Between the sentences of a definition.
#: A sentence ends before the next one, which may be said in Chinese already.
SENTENCE_END = re.compile(r"(?<=\.)\s+(?=[A-Z])|(?<=\.)\s*(?=[\u4e00-\u9fff])")
ARROWS = {"up": "▲", "down": "▼", "flat": "＝", "": ""}
STATE_MARKS = {State.IN: "●", State.PARTIAL: "◐", State.LATE: "◔", State.NOT_IN: "○", State.DOUBTFUL: "?"}


@dataclass(frozen=True)
class Compared:
    """A tile beside one base: `text` is the difference, or a dash with its reason in `why`."""

    label: str
    arrow: str
    text: str
    tone: str                # red, green or none
    judged: str              # "worse" where less would be better
    hover: str
    why: str = ""
    caution: str = ""


@dataclass(frozen=True)
class TileWords:
    """One tile, ready to be shown."""

    label: str
    value: str
    exact: str
    why: str
    compared: tuple[Compared, ...]
    note: str
    read: str
    trend: tuple[tuple[date, Decimal | None], ...]
    trend_about: str
    streak: str = ""         # a run of days for the worse, with its odds
    metric: str = ""         # its name, by which its rows are found
    missing: str = ""        # the badge of a number that is not there: still to come, or not to be told

    @property
    def is_in(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class SourceWords:
    """One source: its mark, its state and when it was read."""

    name: str
    mark: str
    state: str
    detail: str
    key: str


@dataclass(frozen=True)
class Head:
    """The first lines: whose morning, which day, known when, and the sentence of the day."""

    title: str
    reviewed: str
    festival: str
    written: str
    lead: str
    states: tuple[str, ...]
    digest: str
    version: str


def tone(difference: Decimal | None, higher_is_better: bool, language: str) -> str:
    """Colour of a change.  Chinese screens: red is up, green is down, whatever that means.

    English screens: green is good and red is bad, so up is green unless less would be better.
    """
    if not difference:
        return ""
    up = difference > 0
    if language == "zh":
        return "red" if up else "green"
    return "green" if up == higher_is_better else "red"


def direction(difference: Decimal | None) -> str:
    """up, down, flat, or nothing when there is no difference to show."""
    if difference is None:
        return ""
    return "up" if difference > 0 else "down" if difference < 0 else "flat"


def judged(difference: Decimal | None, higher_is_better: bool, w: Words) -> str:
    """Better or worse in a word, where the arrow alone misleads because less is better."""
    if higher_is_better or not difference:
        return ""
    return w("worse") if difference > 0 else w("better")


def currency_of(unit: Unit, currency: str, brief: Brief) -> str:
    """The currency of a number: its own, or the shop's where money names none."""
    return currency or (brief.currency if unit is Unit.MONEY else "")


@cache
def definition_words(note: str, w: Words) -> str:
    """How a number is defined, sentence by sentence in the reader's language."""
    said = [w.name("definition", one) for one in SENTENCE_END.split(note.strip()) if one]
    return ("" if w.language == "zh" else " ").join(said)


def tile_words(tile: Tile, brief: Brief, w: Words) -> TileWords:
    """A tile with its comparisons.  Without a value it says why, and never 0."""
    tile = replace(tile, currency=currency_of(tile.unit, tile.currency, brief))
    missing = tile.value is None
    why = (tile.why_not or w("not in yet")) if missing else ""
    read = "" if tile.read_at is None else w("read {at}", at=w.moment(tile.read_at, brief.zone, brief.on))
    return TileWords(
        label=w.metric(tile.metric, tile.zh),
        value=shown(tile.value, tile.unit, tile.currency, w.language),
        exact=exact(tile.value, tile.unit, tile.currency, w.language),
        why=why, metric=tile.metric, streak=_streak(tile, w), missing=w("cannot tell") if _all_in(brief) else w("not in yet"),
        compared=() if missing else _together([_compared(tile, c, w) for c in tile.comparisons], w),
        note=definition_words(tile.note, w), read=read, trend=tile.trend,
        trend_about=trend_about(tile.trend, tile.unit, tile.currency, w),
    )


def _together(comparisons: list[Compared], w: Words) -> tuple[Compared, ...]:
    """The comparisons, those first that could be made; the absent ones share a line where they share a reason."""
    absent: dict[str, list[Compared]] = {}
    for one in comparisons:
        if one.why:
            absent.setdefault(one.why, []).append(one)
    joined = [replace(same[0], label=comma([one.label for one in same], w)) for same in absent.values()]
    return (*(one for one in comparisons if not one.why), *joined)


def _streak(tile: Tile, w: Words) -> str:
    if tile.streak is None:
        return ""
    run = w.many("{n} day in a row", "{n} days in a row", tile.streak.days)
    odds = tile.streak.odds
    if odds is None:
        return w("{run}: {rule}", run=run, rule=tile.streak.rule)
    return w("{run}: {rule}; noise alone does that on {share} of days", run=run, rule=tile.streak.rule,
             share=percent(Decimal(repr(odds))))


def _all_in(brief: Brief) -> bool:
    return bool(brief.readiness) and all(line.state is State.IN for line in brief.readiness)


def distinct_cautions(tiles: Sequence[TileWords], w: Words) -> tuple[str, ...]:
    """Each caution about a base once, with the base that it is about."""
    said = {w("{label}: {text}", label=one.label, text=one.caution): None
            for tile in tiles for one in tile.compared if one.caution and not one.why}
    return tuple(said)


def _compared(tile: Tile, with_: Comparison, w: Words) -> Compared:
    label = w.name("compared", with_.with_)
    if with_.shops and tile.value is not None:
        return _beside_rivals(tile, with_, label, w)
    if with_.value is None or tile.value is None or (with_.change is None and with_.why_not):
        return Compared(label, "", ABSENT, "", "", with_.why_not, why=with_.why_not or w("not in yet"))
    difference = with_.change if with_.change is not None else tile.value - with_.value
    hover = w("{base} then; {change}", base=exact(with_.value, tile.unit, tile.currency, w.language),
              change=exact_change(difference, tile.unit, tile.currency, w.language))
    if with_.base_day:
        hover = f"{w.dated(with_.base_day)}: {hover}"
    words = _difference(tile, with_, difference, w)
    if words == growth(Decimal(0)):
        difference = Decimal(0)                # what is shown as no change is neither better nor worse
    return Compared(
        label, ARROWS[direction(difference)], words, tone(difference, tile.higher_is_better, w.language),
        judged(difference, tile.higher_is_better, w), hover, caution=with_.caution,
    )


def _beside_rivals(tile: Tile, with_: Comparison, label: str, w: Words) -> Compared:
    """A number beside the band of rival shops and its age: below it, within it or above it."""
    value = tile.value or Decimal(0)
    low, high = (None if v is None else exact(v, tile.unit, tile.currency, w.language) for v in (with_.low, with_.high))
    band = f"≥ {low}" if high is None else f"≤ {high}" if low is None else f"{low} ~ {high}"
    side = Decimal(-1 if with_.low is not None and value < with_.low else 1 if with_.high is not None and value > with_.high else 0)
    last = tile.trend[-1][0] if tile.trend else with_.base_day
    age = (last - with_.base_day).days if last is not None and with_.base_day is not None else 0
    hover = w("{n} rival shops, as an export shows them: a band, not a number", n=with_.shops)
    return Compared(label, ARROWS[direction(side)], w("{band}, {n} days old", band=band, n=age) if age else band,
                    tone(side, tile.higher_is_better, w.language), "",
                    f"{w.dated(with_.base_day)}: {hover}" if with_.base_day else hover)


def _difference(tile: Tile, with_: Comparison, difference: Decimal, w: Words) -> str:
    """The difference as the trade says it: shares in points, targets as reached, the rest in percent."""
    if with_.with_ == "target" and tile.value is not None and with_.value:
        return w("{share} reached", share=percent(tile.value / with_.value))
    points = change(difference, tile.unit, tile.currency, w.language)
    if tile.unit is Unit.SHARE or with_.growth is None:
        return points
    return growth(with_.growth)


def trend_about(rows: Sequence[tuple[date, Decimal | None]], unit: Unit, currency: str, w: Words) -> str:
    """What a curve shows, for those who do not see it."""
    known = [(day, value) for day, value in rows if value is not None]
    if not known:
        return ""
    least, most = (exact(pick(v for _, v in known), unit, currency, w.language) for pick in (min, max))
    holes = len(rows) - len(known)
    said = w("{first} to {last}: between {least} and {most}", first=w.day(rows[0][0]), last=w.day(rows[-1][0]),
             least=least, most=most)
    return said + (w("; {n} days not in", n=holes) if holes else "")


def source_words(source: Readiness, brief: Brief, w: Words) -> SourceWords:
    """A source as one chip of the readiness line."""
    name = source.zh if w.language == "zh" and source.zh else w.name("source", source.source)
    parts = []
    if source.read_at is not None:
        parts.append(w("read {at}", at=w.moment(source.read_at, brief.zone, brief.on)))
    if source.state is not State.IN and source.last_day is not None:
        parts.append(w("last day {day}", day=w.day(source.last_day)))
    if source.state is not State.IN and source.last_day is None and source.read_at is None:
        parts.append(w("never read"))
    if source.restated_days:
        parts.append(w.many("{n} earlier day restated", "{n} earlier days restated", source.restated_days))
    if source.note:
        parts.append(source.note)
    return SourceWords(name, STATE_MARKS[source.state], w.name("state", source.state.value),
                       " · ".join(parts), source.state.value)


def head(brief: Brief, w: Words) -> Head:
    """Who, which day, known when, and the sentence that the morning comes down to."""
    return Head(
        title=w("{shop}: morning brief", shop=brief.shop),
        reviewed=w.full_day(brief.reviewed), festival=brief.festival,
        written=_written(brief, w),
        lead=_lead(brief, w), states=tuple(_states(brief, w)),
        digest=brief.digest, version=brief.code_version,
    )


def _written(brief: Brief, w: Words) -> str:
    """As known when; a morning that is looked at with later knowledge names both days."""
    known = brief.as_of.astimezone(ZoneInfo(brief.zone)).date()
    at = w.moment(brief.as_of, brief.zone, known)
    if known == brief.on:
        return w("as known {day} {at} ({zone})", day=w.full_day(known), at=at, zone=brief.zone)
    return w("morning of {on}, as known {day} {at} ({zone})", on=w.dated(brief.on), day=w.full_day(known), at=at,
             zone=brief.zone)


def _has_gap(brief: Brief) -> bool:
    """Whether a file holds days after the reviewed one and no order of that day."""
    return any(s.source == "orders" and (s.state is State.DOUBTFUL or (
        s.state is State.NOT_IN and s.last_day is not None and s.last_day > brief.reviewed)) for s in brief.readiness)


def _lead(brief: Brief, w: Words) -> str:
    sentences = {
        "quiet": w("A quiet day: nothing moved beyond the usual."),
        "young": w("Too few days are in to say what is usual: the movements below stand without odds."),
        "first": w("The first morning of this shop: "
                   "yesterday's numbers, with nothing yet to compare them with."),
        "closed": w("The shop was closed: no sale is no fall."),
        "no_data": _nothing_is_in(brief, w),
    }
    said = sentences.get(brief.state) or _what_moved(brief, w)
    return w("{a} {b}", a=said, b=_what_to_do(brief, w)) if brief.state != "no_data" else said


def _nothing_is_in(brief: Brief, w: Words) -> str:
    """Why there is nothing to review: a gap, files that end before the day, or no file at all."""
    ends = max((s.last_day for s in brief.readiness if s.source == "orders" and s.last_day is not None), default=None)
    if _has_gap(brief):
        return w("No order of that day is in the files, though they hold days after it.")
    if ends is not None:
        return w("Nothing of that day is in yet: the orders end on {day}.", day=w.full_day(ends))
    return w("Nothing is in yet, so there is nothing to review.")


def _what_moved(brief: Brief, w: Words) -> str:
    if not brief.findings:
        return w("Nothing moved beyond the usual.")
    return w.many("{n} thing moved beyond the usual.", "{n} things moved beyond the usual.", len(brief.findings))


def _what_to_do(brief: Brief, w: Words) -> str:
    if not brief.plan:
        return w("No new task for today.") if not brief.must else w("Only the deadlines below for today.")
    minutes = sum(line.minutes for line in brief.plan)
    tasks = w.many("{n} task for today", "{n} tasks for today", len(brief.plan))
    if brief.capacity_minutes is None:
        return w("{tasks}, {minutes} minutes.", tasks=tasks, minutes=minutes)
    return w("{tasks}, {minutes} of {capacity} minutes.", tasks=tasks, minutes=minutes,
             capacity=brief.capacity_minutes)


def _states(brief: Brief, w: Words) -> list[str]:
    """Sentences about the morning itself: what is still to come, and what follows from that."""
    said = {
        "quiet": w("All numbers stayed within what their weekday and season lead one to expect. "
                   "The curves below show it; work that was begun goes on."),
        "young": w("From three weeks of days on, changes are told apart from noise: take in older exports to have that now."),
        "first": w("Comparisons, odds and causes appear as days come in: "
                   "upload older exports to have them at once."),
        "closed": w("Comparisons with that day say nothing, "
                    "and it is left out of what is expected of the next days."),
        "no_data": w("Absent numbers are shown as a dash and are not 0.") if _has_gap(brief) else w(
                     "Drop the exports into the house, or run: daybook ingest --shop NAME FILE. "
                     "Absent numbers are shown as a dash and are not 0."),
    }
    sentences = [said[brief.state]] if brief.state in said else []
    waiting = [source_words(s, brief, w).name for s in brief.readiness if _is_awaited(s, brief)]
    if brief.early and waiting:
        sentences.append(w("Early: {sources} still to come. What rests on them is left open and not guessed.",
                           sources=comma(waiting, w)))
    elif brief.early:
        sentences.append(w("Early: some numbers may still change before nine."))
    return sentences


def _is_awaited(source: Readiness, brief: Brief) -> bool:
    """Whether rows of the reviewed day are still to come; what came late has come, and what comes now and then is not awaited."""
    if not source.expected:
        return False
    if source.state is State.LATE:
        return source.last_day is None or source.last_day < brief.reviewed
    return source.state in (State.NOT_IN, State.PARTIAL)


def comma(items: Sequence[str], w: Words) -> str:
    """A list in a sentence."""
    return ("、" if w.language == "zh" else ", ").join(items)


def cost_note(brief: Brief, w: Words) -> str:
    """How much of the money rests on known costs; empty when nobody asked."""
    if brief.cost_known_share is None:
        return ""
    if brief.cost_known_share >= 1:
        return w("Unit cost is known for all of GMV.")
    return w("Unit cost is known for {share} of GMV; the rest is counted as GMV and says so.",
             share=percent(brief.cost_known_share))
