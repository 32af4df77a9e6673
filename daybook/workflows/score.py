"""The score of the demonstration agency: are the briefs right about what was planted, and quiet where nothing was?

Each seed is a world of its own: written as exports, taken in as known then, and replayed morning by morning from one
data folder.  The answers are read only when all briefs are made.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from daybook.domain.brief import Brief
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.workflows.buyer_books import keep_books
from daybook.workflows.demonstrate import take_in
from daybook.workflows.house import House, add_shop
from daybook.workflows.morning import mornings
from daybook.workflows.score_harm import harmful
from daybook.workflows.score_match import Outcome, compare

if TYPE_CHECKING:
    from daybook.demo.world import World

Progress = Callable[[str], None]
#: The last day of sales unless another is asked for: fixed, so that a seed's score can be had again.
LAST_DAY = date(2026, 9, 27)
#: Days between two books of buyers, as the clock makes them.
BOOKS_EVERY = 7
#: Parts of the answers that only exports tell.
FILES_ALONE = ("disputes", "talk", "service", "creators", "pages", "market", "activities", "buyers")


@dataclass(frozen=True)
class Size:
    """How large one seed's agency is.  Mornings are replayed for the newest `mornings` days, each with files of its
    own; incidents are planted within the last sixty, and where `fresh` some begin on the last day, of which there is
    one brief only.  `orders` are so many more incidents of orders, which change no sale."""

    shops: int = 6
    days: int = 150
    mornings: int = 61
    incidents: int = 25
    fresh: bool = False
    orders: int = 0


@dataclass(frozen=True)
class Quiet:
    """Days on which nothing was planted, and what the briefs told of them: shop, day first told, finding."""

    days: int
    told: tuple[tuple[str, date, str], ...]


@dataclass(frozen=True)
class Scored:
    """One seed's outcomes, its quiet days, and moves that would have done harm."""

    seed: int
    outcomes: tuple[Outcome, ...]
    quiet: Quiet
    harm: tuple[str, ...]


def score_seed(opened: Callable[[Path], House], folder: Path, seed: int, last_day: date, size: Size = Size(),
               progress: Progress = lambda said: None) -> Scored:
    """Builds, takes in and replays one seed in `folder`, which is made anew, and compares with its answers.

    `opened` opens a data folder; each seed has its own.
    """
    from daybook.demo import exports, world

    if folder.exists():
        shutil.rmtree(folder)
    progress(Said("seed {seed}: {shops} shops over {days} days", seed=seed, shops=size.shops, days=size.days))
    made = world.build(seed=seed, shops=size.shops, days=size.days, last_day=last_day, incidents=size.incidents,
                       fresh=size.fresh, orders=size.orders)
    exports.write(made, folder / "exports", daily=size.mornings + 1)
    house = opened(folder / "home")
    shops = [add_shop(house, s.plan.name, s.plan.client, s.plan.platform, s.plan.zone, s.plan.currency)
             for s in made.shops]
    for _ in take_in(house, folder / "exports", progress):
        pass
    return judge_briefs(made, replayed(house, shops, last_day, size.mornings, progress))


def replayed(house: House, shops: Sequence[Shop], last_day: date, count: int,
             progress: Progress = lambda said: None) -> dict[str, dict[date, Brief]]:
    """shop -> morning -> brief of the newest `count` mornings, each with what was known by then; nothing is stored."""
    found: dict[str, dict[date, Brief]] = {shop.name: {} for shop in shops}
    for back in range(count - 1, -1, -1):
        on = last_day + timedelta(days=1 - back)
        if back % 10 == 0:
            progress(Said("the morning of {day}", day=f"{on}"))
        if (count - 1 - back) % BOOKS_EVERY == 0:
            keep_books(house, shops, on)
        for brief in mornings(house, shops, on, store=False):
            found[brief.shop][on] = brief
    return found


def judge_briefs(made: "World", briefs: Mapping[str, Mapping[date, Brief]], files: bool = True) -> Scored:
    """All briefs of a seed held against what was planted.  An incident whose mornings were not replayed is left out.

    Without `files` the briefs were made of facts that hold no disputes and no talk: what was planted there is not asked for.
    """
    from daybook.demo.answers import answers

    known = answers(made)
    parts = [known[name] for name in ("incidents", *(FILES_ALONE if files else ()))]
    planted = [one for part in parts if isinstance(part, list) for one in part]
    quiet = known["quiet"]
    assert isinstance(quiet, list)
    outcomes = [compare(made.seed, one, briefs[one["shop"]], _titles(made, one["shop"])) for one in planted
                if date.fromisoformat(one["first_day"]) + timedelta(days=1) in briefs[one["shop"]]]
    harm = [said for shop in made.shops for brief in briefs[shop.plan.name].values() for said in harmful(shop, brief)]
    return Scored(made.seed, tuple(outcomes), _quiet(quiet, briefs), tuple(harm))


def _titles(made: "World", shop: str) -> dict[str, frozenset[str]]:
    """Plans and words of one shop by their other names: ids, and the materials that play their part."""
    found: dict[str, frozenset[str]] = {}
    for word in next(s for s in made.shops if s.plan.name == shop).plan.keywords:
        material = f"{word.plan}_{word.word}.mp4"
        found[word.plan] = found.get(word.plan, frozenset()) | {word.plan_id, material}
        found[word.word] = frozenset({word.word_id, material})
    return found


def _quiet(stretches: Sequence[Mapping[str, str]], briefs: Mapping[str, Mapping[date, Brief]]) -> Quiet:
    """Findings of quiet days; one that is told again on the next mornings counts once."""
    days, told = 0, []
    for one in stretches:
        first, last = date.fromisoformat(one["first_day"]), date.fromisoformat(one["last_day"])
        own = [b for b in _reviewing(briefs[one["shop"]].values()) if first <= b.reviewed <= last]
        days += len(own)
        before: set[str] = set()
        for brief in own:
            fresh = {f.id for f in brief.findings} - before
            told += [(brief.shop, brief.reviewed, f.id) for f in brief.findings if f.id in fresh]
            before = {f.id for f in brief.findings}
    return Quiet(days, tuple(told))


def _reviewing(briefs: Iterable[Brief]) -> list[Brief]:
    return sorted(briefs, key=lambda b: b.on)

