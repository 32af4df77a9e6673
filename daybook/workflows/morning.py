"""The morning: every shop's brief from one look at the lake, as known at nine o'clock or at a given moment."""

import hashlib
import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from daybook import __version__
from daybook.calendar.events import events_on
from daybook.calendar.festivals import festival_zh, festivals_on
from daybook.desks.sales.findings import find_changes
from daybook.desks.sales.movements import find_movements
from daybook.desks.sales.own_events import own_events
from daybook.desks.sales.tiles import country_of, tiles
from daybook.domain.brief import Brief, State
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.reports.brief_json import brief_json_text
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.judged import judge
from daybook.workflows.profit import cost_known_share
from daybook.workflows.seeing import Looked, see, whose

NINE = time(9)
#: More findings than this are not read at nine o'clock (domain F6).
MOST_FINDINGS = 5
#: Doubtful days this far back still distort comparisons and are named.
NOTED_DAYS = 8


def mornings(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None,
             *, store: bool = True) -> tuple[Brief, ...]:
    """The brief of each shop for the morning of `on`, in the order of `shops`; computed once for all of them.

    Without `as_of` each shop is seen at nine o'clock of `on` in its own zone.  Stored briefs can be shown again.
    """
    with house.run("morning", f"{on} for {len(shops)} shops") as log:
        by_moment: dict[datetime, list[Shop]] = defaultdict(list)
        for shop in shops:
            by_moment[as_of or shop.moment(on, NINE)].append(shop)
        made: dict[str, Brief] = {}
        for moment, group in by_moment.items():
            looked = reading(house.lake, house.books, whose(group), moment, ALL_TABLES,
                             _looking(group, on, moment))
            judged = judge({name: one.seen for name, one in looked.items()})
            made |= {name: brief_of(replace(one, seen=replace(one.seen, judged=judged[name])))
                     for name, one in looked.items()}
        briefs = tuple(made[s.name] for s in shops)
        if store:
            for brief in briefs:
                _store(house, brief)
        log["rows"] = len(briefs)
        return briefs


def _looking(shops: Sequence[Shop], on: date, as_of: datetime) -> Callable[[Session], dict[str, Looked]]:
    return lambda session: see(session, shops, on, as_of)


def brief_of(looked: Looked) -> Brief:
    """What a shop's numbers come down to this morning."""
    seen = looked.seen
    shop = seen.shop
    findings = tuple(find_changes(seen))[:MOST_FINDINGS]
    return Brief(
        shop=shop.name, client=shop.client, platform=shop.platform, zone=shop.zone, currency=shop.currency,
        on=seen.on, reviewed=seen.reviewed, as_of=seen.as_of, digest=looked.digest, code_version=code_version(),
        early=any(line.state in (State.NOT_IN, State.PARTIAL, State.LATE) for line in seen.readiness),
        cost_known_share=cost_known_share(seen), capacity_minutes=seen.given.minutes_on(seen.on),
        state=_state(seen, bool(findings)), readiness=tuple(seen.readiness), tiles=tuple(tiles(seen)),
        findings=findings, movements=tuple(find_movements(seen)), notes=tuple(_notes(seen)), festival=_festival(seen))


def _state(seen: Seen, moved: bool) -> str:
    gmv = seen.value("paid_gmv", seen.reviewed)
    if gmv is None:
        return "no_data"
    if gmv == 0 and seen.value("orders_created", seen.reviewed) == 0:
        return "closed"
    if seen.first_day == seen.reviewed:
        return "first"
    return "normal" if moved else "quiet"


def _festival(seen: Seen) -> str:
    country = country_of(seen)
    names = [festival_zh(f) for f in festivals_on(seen.reviewed, country)]
    names += [e.zh for e in events_on(seen.reviewed, seen.shop.platform, country, own_events(seen))]
    return " · ".join(dict.fromkeys(names))


def _notes(seen: Seen) -> list[str]:
    """Sentences on days that are doubtful: whether no order is 0 or not in."""
    notes: list[str] = []
    for back in range(NOTED_DAYS):
        day = seen.reviewed - timedelta(days=back)
        if seen.state("orders", day) is State.DOUBTFUL:
            notes.append(Said("no order placed on {day} is in the files, though they hold days before and after: either "
                              "the export left it out or the shop took none. It is not counted as 0; export that day "
                              "again to settle it", day=day.isoformat()))
    return notes


@cache
def code_version() -> str:
    """The version, and where the code is a checkout, its commit."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return __version__
    asked = subprocess.run(["git", "-C", str(root), "rev-parse", "--short=12", "HEAD"],
                           capture_output=True, text=True, check=False)
    return f"{__version__}+{asked.stdout.strip()}" if asked.returncode == 0 else __version__


def _store(house: House, brief: Brief) -> None:
    """Keeps the brief by content; the same content again is not stored twice."""
    from daybook.records import models

    content = brief_json_text(brief).encode()
    mark = hashlib.sha256(content).hexdigest()
    shop = models.Shop.objects.get(name=brief.shop)
    if not models.Morning.objects.filter(shop=shop, on=brief.on, content_hash=mark).exists():
        models.Morning.objects.create(
            shop=shop, on=brief.on, as_of=brief.as_of, digest=brief.digest, content=content, content_hash=mark,
            code_version=brief.code_version, made_at=house.now())
