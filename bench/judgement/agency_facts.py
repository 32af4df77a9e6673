"""The demonstration agency's score over many seeds, from facts without files: `python -m bench agency-facts`.

Two seeds are judged as one agency of a dozen shops (five as one of thirty), with the functions that every morning uses; what
was reached so far is printed after each group.  `python -m bench agency` goes the whole way over files, at four times the time.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.judgement.world_facts import WorldFacts
from daybook.demo.world import World, build
from daybook.domain.brief import Brief
from daybook.domain.seen import Seen
from daybook.workflows.brief import MOST_FINDINGS, findings_of, plan
from daybook.workflows.house import open_house
from daybook.workflows.judged import judge
from daybook.workflows.score import LAST_DAY, Scored, Size, judge_briefs
from daybook.workflows.score_report import as_json, as_text

TOGETHER, SIZE = 2, Size()
Briefs = dict[str, dict[date, Brief]]


def score(seeds: Sequence[int], folder: Path, size: Size = SIZE, last_day: date = LAST_DAY) -> list[Scored]:
    """The seeds built and judged together, each held against its own answers."""
    worlds: list[tuple[World, WorldFacts]] = []
    for seed in seeds:
        made = build(seed, size.shops, size.days, last_day, size.incidents, size.fresh)
        house = open_house(folder / str(seed) / "home", lambda: datetime.now(UTC))
        worlds.append((made, WorldFacts(made, house, folder / str(seed) / "given", size.mornings + 1)))
    briefs: list[Briefs] = [{s.plan.name: {} for s in made.shops} for made, _ in worlds]
    for back in range(size.mornings - 1, -1, -1):
        on = last_day + timedelta(days=1 - back)
        for at, name, brief in _morning([facts.seen(on) for _, facts in worlds]):
            briefs[at][name][on] = brief
    return [judge_briefs(made, own) for (made, _), own in zip(worlds, briefs, strict=True)]


def _morning(seen: Sequence[dict[str, Seen]]) -> Iterator[tuple[int, str, Brief]]:
    """(world, shop, brief) of one morning of all worlds, whose shops have the same names."""
    together = {f"{at}/{name}": replace(one, shop=replace(one.shop, name=f"{at}/{name}"))
                for at, own in enumerate(seen) for name, one in own.items()}
    judged = judge(together)
    for at, own in enumerate(seen):
        for name, one in own.items():
            yield at, name, _findings_and_plan(replace(one, judged=judged[f"{at}/{name}"]))


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
    parser.add_argument("--json", type=Path, default=None, help="a file for every outcome")
    asked = parser.parse_args()
    found: list[Scored] = []
    for first in range(asked.first, asked.first + asked.seeds, asked.together):
        group = range(first, min(first + asked.together, asked.first + asked.seeds))
        with tempfile.TemporaryDirectory() as folder:
            found += score(list(group), Path(folder))
        print(as_text(found), flush=True)
        if asked.json:
            asked.json.write_text(json.dumps(as_json(found), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
