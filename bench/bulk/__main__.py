"""`python -m bench bulk --to DIR`: a data folder of a large agency, ready for mornings."""

import argparse
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.bulk.agency import Agency, Size
from bench.bulk.write import write
from daybook.workflows.house import House, open_house


def main(arguments: list[str]) -> int:
    asked = _options().parse_args(arguments)
    size = Size(asked.shops, asked.days or asked.months * 365 // 12, asked.products, asked.seed, asked.last_day,
                asked.lines_a_day, asked.daily_files, asked.stock_days)
    if (asked.to / "lake").exists():
        print(f"{asked.to} holds a lake already; name a new folder", file=sys.stderr)
        return 2
    house = open_house(asked.to, lambda: datetime.now(UTC))
    began = time.perf_counter()
    rows = write(house, Agency(size), _say(began))
    _say(began)(", ".join(f"{name} {many:,}" for name, many in sorted(rows.items(), key=lambda pair: -pair[1])))
    for back in range(asked.mornings - 1, -1, -1):
        _morning(house, size.last_day + timedelta(days=1 - back), _say(began))
    return 0


def _morning(house: House, on: date, say: "Say") -> None:
    from daybook.workflows.morning import mornings

    say(f"morning of {on}: {len(mornings(house, house.shops(), on))} briefs stored")


class Say:
    """Prints a line with the seconds since the beginning."""

    def __init__(self, began: float) -> None:
        self._began = began

    def __call__(self, said: str) -> None:
        print(f"{time.perf_counter() - self._began:7.1f} s  {said}", flush=True)


def _say(began: float) -> Say:
    return Say(began)


def _options() -> argparse.ArgumentParser:
    usual = Size()
    options = argparse.ArgumentParser(prog="python -m bench bulk", description=__doc__)
    options.add_argument("--to", type=Path, required=True, help="a new data folder (what commands call --home)")
    options.add_argument("--shops", type=int, default=usual.shops)
    options.add_argument("--months", type=int, default=24)
    options.add_argument("--days", type=int, default=0, help="instead of --months")
    options.add_argument("--products", type=int, default=0, help="of each shop; 0: few in small shops, many in large ones")
    options.add_argument("--seed", type=int, default=usual.seed)
    options.add_argument("--last-day", type=date.fromisoformat, default=usual.last_day)
    options.add_argument("--lines-a-day", type=float, default=usual.lines_a_day, help="mean of order lines per shop and day")
    options.add_argument("--daily-files", type=int, default=usual.daily_files, help="newest days that came as files of their own")
    options.add_argument("--stock-days", type=int, default=usual.stock_days)
    options.add_argument("--mornings", type=int, default=0, help="how many mornings are made and stored, the newest last")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
