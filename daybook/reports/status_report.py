"""Readiness for a terminal: of each shop a line per source, feeds that fail, files that wait."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from daybook.domain.brief import State
from daybook.domain.readiness import ShopReadiness, SourceReadiness
from daybook.reports.problem_phrases import kept_words
from daybook.reports.text_columns import columns, padded
from daybook.reports.wording import Words, translator

#: Columns of text for a state.
STATE = 10


def status_text(found: Sequence[ShopReadiness], zones: Mapping[str, str], language: str) -> str:
    """Lines for people; times are the shop's own, by `zones`."""
    w = translator(language)
    lines = [line for one in found for line in _shop(one, ZoneInfo(zones[one.shop]), w)]
    return "\n".join(lines) or w("no shop yet; register one with `daybook shop add`")


def _shop(one: ShopReadiness, zone: ZoneInfo, w: Words) -> list[str]:
    names = [f"{s.zh} {s.source}" if w.language == "zh" else s.source for s in one.sources]
    wide = max((columns(name) for name in names), default=0)
    lines = [one.shop, *(_source(s, padded(name, wide), zone, w) for s, name in zip(one.sources, names, strict=True))]
    if not one.sources:
        lines.append("  " + w("nothing is in yet; run `daybook ingest` or `daybook pull`"))
    for feed in one.feeds:
        if feed.error:
            lines.append(f"  {feed.feed}: {kept_words(feed.error, w)}; "
                         + w("next try {at}", at=_asked(feed.next_try_at, zone) or w("after that")))
    waits = (w("waits: {file} ({state}): {problem}", file=held.file, state=w.name("landing", held.state),
               problem=kept_words(held.problem.removeprefix(f"{held.file}: "), w)) for held in one.waiting)
    return [*lines, *(f"  {line}" for line in waits)]


def _source(one: SourceReadiness, name: str, zone: ZoneInfo, w: Words) -> str:
    said = [w("{first} to {last}", first=one.first_day, last=one.last_day),
            w("read {at}", at=_at(one.read_at, zone)), w("{n} files", n=one.files)]
    if one.expected_at is not None and one.state is not State.IN:
        said.append(w("usually in by {at}", at=_at(one.expected_at, zone)))
    if one.restated_days:
        said.append(w("{n} days restated", n=one.restated_days))
    line = f"  {name}  {padded(w.name('state', one.state.value), STATE)}  " + w(", ").join(said)
    if one.missing:
        runs = (str(a) if a == b else w("{first} to {last}", first=a, last=b) for a, b in one.missing)
        line += "\n    " + w("missing: {days}", days=w(", ").join(runs))
    return line


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _asked(said: str, zone: ZoneInfo) -> str:
    return _at(datetime.fromisoformat(said), zone) if said else ""
