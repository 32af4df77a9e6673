"""The whole morning of 10 to 200 shops beside hand-written SQL over the same files; one shop warm and cold.

Each measurement runs in a process of its own; morning and SQL take turns, so that a noisy machine hits both.  Where
others use the processors too, seconds on the clock say little: seconds of processor are given beside them.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.bulk.agency import Agency, Size
from bench.bulk.write import write
from bench.speed.measured import Spent, apart, whole_command
from daybook.workflows.house import House, open_house

ONE = "bench.speed.one"


def main(arguments: list[str]) -> int:
    asked = _options().parse_args(arguments)
    if asked.home:
        return measure(_open(asked.home), asked.steps, asked.check, asked.last_day)
    folder = Path(tempfile.mkdtemp(prefix="daybook-bench-"))
    try:
        house = _open(folder)
        print(f"writing {asked.shops} shops over {asked.days} days to {folder}", flush=True)
        write(house, Agency(Size(asked.shops, asked.days)), lambda said: print(said, flush=True))
        return measure(house, asked.steps, asked.check, asked.last_day)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench.speed.morning", description=__doc__)
    options.add_argument("--home", type=Path, help="a folder that `python -m bench bulk` made; else one is made and removed")
    options.add_argument("--shops", type=int, default=200)
    options.add_argument("--days", type=int, default=730)
    options.add_argument("--steps", type=int, nargs="+", default=[10, 50, 100, 200])
    options.add_argument("--check", type=int, default=10, help="shops whose every number is held against the SQL's")
    options.add_argument("--last-day", type=date.fromisoformat, default=Size().last_day)
    return options


def _open(home: Path) -> House:
    return open_house(home, lambda: datetime.now(UTC))


def measure(house: House, steps: Sequence[int], check: int, day: date) -> int:
    """Prints the tables that docs/performance.md shows; 1 when the SQL does not give the morning's numbers."""
    names = [s.name for s in house.shops()]
    said = apart(ONE, "check", house.home, day, ",".join(_some(names, check)))
    print(f"hand-written SQL gives the morning's numbers: {said['values']:,} values of {check} shops alike\n")
    print("| shops | morning, s | processor, s | by hand, s | processor, s | times by hand | by processor | peak, MB |\n"
          "|---|---|---|---|---|---|---|---|")
    for many in steps:
        mine = ",".join(_some(names, many))
        runs: list[dict[str, Any]] = [apart(ONE, what, house.home, day, mine) for what in ("by-hand", "morning", "by-hand")]
        hand = Spent(*((runs[0][k] + runs[2][k]) / 2 for k in ("seconds", "cpu")))
        own = runs[1]
        print(f"| {many} | {own['seconds']:.1f} | {own['cpu']:.1f} | {hand.seconds:.1f} | {hand.cpu:.1f} | "
              f"{own['seconds'] / hand.seconds:.1f} | {own['cpu'] / hand.cpu:.1f} | {own['peak_mb']:.0f} |", flush=True)
    _one_shop(house, names, day)
    return 0


def _one_shop(house: House, names: list[str], day: date) -> None:
    name = names[len(names) // 2]
    warm = apart(ONE, "warm", house.home, day, name)
    with tempfile.TemporaryDirectory() as folder:
        cold = whole_command(sys.executable, "-m", "daybook", "--home", str(house.home), "--json", "morning", "--shop", name,
                             "--on", str(day + timedelta(days=1)), "--html", f"{folder}/brief.html")
    print(f"\none shop warm: {warm['seconds']:.2f} s ({warm['cpu']:.2f} s of processor); "
          f"cold, the whole command: {cold.seconds:.2f} s ({cold.cpu:.2f} s of processor)")


def _some(names: list[str], many: int) -> list[str]:
    """So many shops, evenly over all."""
    return [names[i * len(names) // many] for i in range(min(many, len(names)))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
