"""One measurement of the morning bench, in its own process: `morning`, `by-hand`, `warm` or `check`; prints JSON."""

import json
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.speed.handwritten import ask, compare
from bench.speed.measured import timed
from daybook.domain.shop import Shop
from daybook.workflows.house import House, open_house


def main(what: str, home: Path, day: date, names: list[str]) -> int:
    house = open_house(home, lambda: datetime.now(UTC))
    mine = set(names)
    shops = [s for s in house.shops() if s.name in mine]
    found = {"morning": whole_morning, "by-hand": by_hand, "warm": warm, "check": check}[what](house, shops, day)
    print(json.dumps(found))
    return 0


def whole_morning(house: House, shops: list[Shop], day: date) -> dict[str, Any]:
    """Every brief with its page and its JSON, written to files."""
    spent, sizes = timed(lambda: _written(house, shops, day))
    return {**asdict(spent), "bytes": sizes}


def _written(house: House, shops: list[Shop], day: date) -> int:
    from daybook.workflows.morning import written_mornings

    written = 0
    with tempfile.TemporaryDirectory() as folder:
        for made in written_mornings(house, shops, day + timedelta(days=1), store=False, content=True, page="zh"):
            for name, text in ((f"{made.brief.shop}.html", made.page), (f"{made.brief.shop}.json", made.content)):
                written += (Path(folder) / name).write_text(text, encoding="utf-8")
    return written


def by_hand(house: House, shops: list[Shop], day: date) -> dict[str, Any]:
    """The hand-written queries, their answers fetched."""
    from daybook.workflows.seeing import SLICED_DAYS, WINDOW_DAYS

    spent, rows = timed(lambda: sum(t.num_rows for _, t in ask(
        house.lake.folder, [s.name for s in shops], day, WINDOW_DAYS, SLICED_DAYS)))
    return {**asdict(spent), "rows": rows}


def warm(house: House, shops: list[Shop], day: date) -> dict[str, Any]:
    """The first shop's morning in a process that made one before."""
    _written(house, shops[:1], day - timedelta(days=1))
    spent, _ = timed(lambda: _written(house, shops[:1], day))
    return asdict(spent)


def check(house: House, shops: list[Shop], day: date) -> dict[str, Any]:
    """Holds the hand-written answers against the morning's own numbers."""
    from datetime import time

    from daybook.facts.engine import reading
    from daybook.workflows.house import ALL_TABLES
    from daybook.workflows.seeing import SLICED_DAYS, WINDOW_DAYS, see, whose

    on = day + timedelta(days=1)
    seen = {}
    for moment in sorted({s.moment(on, time(9)) for s in shops}):
        group = [s for s in shops if s.moment(on, time(9)) == moment]
        looked = reading(house.lake, house.books, whose(group), moment, ALL_TABLES,
                         lambda session, group=group, moment=moment: see(session, group, on, moment))
        seen |= {name: one.seen for name, one in looked.items()}
    answers = list(ask(house.lake.folder, [s.name for s in shops], day, WINDOW_DAYS, SLICED_DAYS))
    return {"values": compare(answers, seen)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), date.fromisoformat(sys.argv[3]), sys.argv[4].split(",")))
