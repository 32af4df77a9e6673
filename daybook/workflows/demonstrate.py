"""The demonstration agency: its exports are written, taken in like any others, and its morning is shown.

The demonstration world knows nothing of readers or judgement; this workflow only wires.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.domain.brief import Brief
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.workflows.buyer_books import keep_books
from daybook.workflows.creator_steps import take_steps
from daybook.workflows.demo_hands import Ended, act
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import FileReport, Incoming, ingest
from daybook.workflows.live_log import take_said
from daybook.workflows.measure import measure
from daybook.workflows.morning import mornings
from daybook.workflows.page_tests import take_page_tests

if TYPE_CHECKING:
    from daybook.demo.world import World

#: Files taken in together: bounds memory, and makes few large commits of many small exports.
TOGETHER = 400
#: Newest days whose exports come as files of their own; what is older comes month by month.
DAILY_FILES = 10
#: When the clock measures what is due.
MEASURED_AT = time(8, 45)
#: Edits of so many days are measured at once, since nobody was there to do it on their days.
MEASURED_DAYS = 60
Progress = Callable[[str], None]
#: Files of what hosts of live shows were told.
SAID = "said"
#: Lists of steps with creators.
STEPS = "creatorsteps"
#: A list of tests of pages as people planned and decided them.
PAGE_TESTS = "page-tests"


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration made: its shops, their briefs, and what became of its files."""

    shops: tuple[Shop, ...]
    briefs: tuple[Brief, ...]
    reports: tuple[FileReport, ...]
    on: date


def demonstrate(house: House, folder: Path, *, shops: int, days: int, seed: int, last_day: date,
                progress: Progress = lambda said: None) -> Demonstration:
    """Writes the agency's exports to `folder`, ingests them as known at their own times, and makes the morning.

    The exports are written anew; a data folder that already holds them is left as it is.
    """
    from daybook.demo import evening, exports, world

    progress(Said("writing the exports of {shops} shops over {days} days", shops=shops, days=days))
    made = world.build(seed=seed, shops=shops, days=days, last_day=last_day)
    if folder.exists():
        shutil.rmtree(folder)
    exports.write(made, folder, progress, DAILY_FILES)
    evening.write_evening(made, folder / evening.FOLDER)
    registered = tuple(add_shop(house, one.plan.name, one.plan.client, one.plan.platform, one.plan.zone,
                                one.plan.currency) for one in made.shops)
    reports = tuple(take_in(house, folder, progress))
    on = last_day + timedelta(days=1)
    progress(Said("the days on which people ended what was wrong"))
    measured_at = registered[0].moment(on, MEASURED_AT)
    act(house, _ended(made, registered), measured_at)
    progress(Said("measuring what the agency's own moves brought"))
    measure(house, registered, measured_at, too_old=MEASURED_DAYS)
    progress(Said("the books of buyers"))
    keep_books(house, registered, on)
    progress(Said("the morning of {day}", day=f"{on}"))
    briefs = mornings(house, registered, on)
    play(house, folder / evening.FOLDER, registered[0].moment(on, time(0)), house.now())
    return Demonstration(registered, briefs, reports, on)


def _ended(made: "World", shops: Sequence[Shop]) -> Iterator[Ended]:
    """Planted incidents that ended before the last day, earliest first; `shops` in the order of the world's."""
    from daybook.demo.answers import right_move

    for i in sorted(made.incidents, key=lambda i: (i.last, i.shop)):
        if i.last + 1 < len(made.days):
            seen = sorted({i.first + 1, min(i.first + 2, i.last + 1), max(i.last, i.first + 1), i.last + 1})
            yield Ended(shops[i.shop], tuple(made.days[n] for n in seen), made.days[i.last + 1], right_move(i.kind))


def play(house: House, folder: Path, after: datetime, until: datetime) -> tuple[FileReport, ...]:
    """Takes in what the consoles of the running day told after a moment and up to another, as known then."""
    told = [(e, datetime.fromisoformat(e["known_at"])) for e in _entries(folder)]
    return tuple(ingest(house, [Incoming(e["shop"], folder / e["path"], known) for e, known in told if after < known <= until]))


def take_in(house: House, folder: Path, progress: Progress = lambda said: None) -> Iterator[FileReport]:
    """Ingests a folder with a manifest.json of path, shop and known_at, oldest first."""
    take_in_given(house, folder, progress)
    files = [e for e in _entries(folder) if not _is_list(e)]
    for start in range(0, len(files), TOGETHER):
        part = files[start:start + TOGETHER]
        progress(Said("taking in files {first} to {last} of {all}", first=start + 1, last=start + len(part), all=len(files)))
        yield from ingest(house, [Incoming(e["shop"], folder / e["path"], datetime.fromisoformat(e["known_at"]))
                                  for e in part])


def _order(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["known_at"], entry["path"]


def take_in_given(house: House, folder: Path, progress: Progress = lambda said: None) -> None:
    """Costs, targets, team and the other values that no export has."""
    entries = [e for e in _entries(folder) if _is_list(e)]
    progress(Said("taking in {n} lists of costs, targets, teams and notes", n=len(entries)))
    for entry in entries:
        kind = Path(entry["path"]).stem.split("_")[0]
        known_at = datetime.fromisoformat(entry["known_at"])
        if kind == PAGE_TESTS:
            take_page_tests(house, house.shop(entry["shop"]), (folder / entry["path"]).read_text(encoding="utf-8"), known_at)
        elif kind == SAID:
            take_said(house, house.shop(entry["shop"]), (folder / entry["path"]).read_text(encoding="utf-8"), known_at)
        elif kind == STEPS:
            take_steps(house, house.shop(entry["shop"]), folder / entry["path"], written_at_once=True)
        else:
            set_from_csv(house, kind, folder / entry["path"], shop=entry["shop"], known_at=known_at)


def _entries(folder: Path) -> list[dict[str, Any]]:
    """The files of a manifest, oldest first."""
    return sorted(json.loads((folder / "manifest.json").read_text(encoding="utf-8")), key=_order)


def _is_list(entry: dict[str, Any]) -> bool:
    """Whether a file is a list for `daybook set`; stock levels, given too, are read like an export."""
    return entry["kind"] == "given" and Path(entry["path"]).stem.split("_")[0] != "stock"
