"""The demonstration agency's score over seeds that were never looked at while building: `python -m bench agency`.

Each seed is built, taken in and replayed in a folder of its own, which takes minutes; what was reached so far is printed
after each of them.
"""

import argparse
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from daybook.workflows.house import open_house
from daybook.workflows.score import LAST_DAY, Scored, Size, score_seed
from daybook.workflows.score_report import as_json, as_text


def main() -> None:
    """Scores the seeds asked for, and writes every outcome as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1001)
    parser.add_argument("--json", type=Path, default=None, help="a file for every outcome")
    parser.add_argument("--orders", type=int, default=2, help="incidents of orders besides")
    parser.add_argument("--small", action="store_true", help="five shops over a hundred days: all but the incidents of sales")
    parser.add_argument("--talk", action="store_true", help="six shops over a hundred days: what chats, reviews and disputes show")
    asked = parser.parse_args()
    size = Size(shops=5, days=100, mornings=40, incidents=0, orders=asked.orders) if asked.small else Size(orders=asked.orders)
    size = Size(shops=6, days=100, mornings=42, incidents=0) if asked.talk else size
    found: list[Scored] = []
    for seed in range(asked.first, asked.first + asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            found.append(score_seed(lambda home: open_house(home, lambda: datetime.now(UTC)), Path(folder) / "agency",
                                    seed, LAST_DAY, size))
        print(as_text(found), flush=True)
        if asked.json:
            asked.json.write_text(json.dumps(as_json(found), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
