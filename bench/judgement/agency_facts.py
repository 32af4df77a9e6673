"""The demonstration agency's score over many seeds, from facts without files: `python -m bench agency-facts`.

Two seeds are judged as one agency of a dozen shops (five as one of thirty), with the functions that every morning uses; what
was reached so far is printed after each group.  `python -m bench agency` goes the whole way over files, at four times the time.
"""

import argparse
import json
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.judgement.world_facts import WorldFacts
from daybook.demo.world import World, build
from daybook.domain.brief import Brief
from daybook.domain.judged import Judged
from daybook.domain.seen import Seen
from daybook.workflows.brief import MOST_FINDINGS, findings_of, plan
from daybook.workflows.house import open_house
from daybook.workflows.judged import judge
from daybook.workflows.score import LAST_DAY, Scored, Size, judge_briefs
from daybook.workflows.score_report import as_json, as_text

TOGETHER, SIZE = 2, Size()
Briefs = dict[str, dict[date, Brief]]


def score(seeds: Sequence[int], folder: Path, keep: Path | None = None, size: Size = SIZE,
          last_day: date = LAST_DAY) -> list[Scored]:
    """The seeds built and judged together, each held against its own answers; verdicts of earlier runs are read from
    `keep`, new ones written there."""
    worlds = build_worlds(seeds, folder, size, last_day)
    briefs: list[Briefs] = [{s.plan.name: {} for s in made.shops} for made, _ in worlds]
    for on in mornings_of(size, last_day):
        seen = _together([facts.seen(on) for _, facts in worlds])
        judged = judge(seen) if keep is None else kept_verdicts(keep / f"{seeds[0]}-{seeds[-1]}" / f"{on}.pickle", seen)
        for name, one in seen.items():
            at, shop = name.split("/", 1)
            briefs[int(at)][shop][on] = _findings_and_plan(replace(one, shop=replace(one.shop, name=shop), judged=judged[name]))
    return [judge_briefs(made, own, files=False) for (made, _), own in zip(worlds, briefs, strict=True)]


def build_worlds(seeds: Sequence[int], folder: Path, size: Size = SIZE,
                 last_day: date = LAST_DAY) -> list[tuple[World, WorldFacts]]:
    """Each seed's world and its facts, with what no export has in data folders below `folder`."""
    worlds: list[tuple[World, WorldFacts]] = []
    for seed in seeds:
        made = build(seed, size.shops, size.days, last_day, size.incidents, size.fresh)
        house = open_house(folder / str(seed) / "home", lambda: datetime.now(UTC))
        worlds.append((made, WorldFacts(made, house, folder / str(seed) / "given", size.mornings + 1)))
    return worlds


def mornings_of(size: Size, last_day: date) -> list[date]:
    """The mornings that are replayed, the oldest first."""
    return [last_day + timedelta(days=1 - back) for back in range(size.mornings - 1, -1, -1)]


def kept_verdicts(file: Path, seen: dict[str, Seen]) -> dict[str, Judged]:
    """The verdicts of a morning as an earlier run wrote them down; judged and written down where none did."""
    if file.exists():
        found: dict[str, Judged] = pickle.loads(file.read_bytes())
        return found
    file.parent.mkdir(parents=True, exist_ok=True)
    judged = judge(seen)
    part = file.with_suffix(".part")
    part.write_bytes(pickle.dumps(judged))
    part.replace(file)
    return judged


def _together(seen: Sequence[dict[str, Seen]]) -> dict[str, Seen]:
    """The shops of all worlds, which have the same names, as those of one agency: world/shop -> what is known of it."""
    return {f"{at}/{name}": replace(one, shop=replace(one.shop, name=f"{at}/{name}"))
            for at, own in enumerate(seen) for name, one in own.items()}


def _findings_and_plan(seen: Seen) -> Brief:
    """The parts of a brief that the score reads, made as every brief's are."""
    findings, shop = findings_of(seen), seen.shop
    return Brief(shop.name, shop.client, shop.platform, shop.zone, shop.currency, seen.on, seen.reviewed, seen.as_of, "", "",
                 findings=tuple(findings[:MOST_FINDINGS]), plan=plan(seen, findings).lines)


def main() -> None:
    """Scores the seeds asked for, and writes every outcome as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=2001)
    parser.add_argument("--together", type=int, default=TOGETHER, help="seeds judged as one agency")
    parser.add_argument("--keep", type=Path, default=None, help="a folder in which verdicts stay for the next run")
    parser.add_argument("--json", type=Path, default=None, help="a file for every outcome")
    asked = parser.parse_args()
    found: list[Scored] = []
    for first in range(asked.first, asked.first + asked.seeds, asked.together):
        group = range(first, min(first + asked.together, asked.first + asked.seeds))
        with tempfile.TemporaryDirectory() as folder:
            found += score(list(group), Path(folder), asked.keep)
        print(as_text(found), flush=True)
        if asked.json:
            asked.json.write_text(json.dumps(as_json(found), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
