"""A year of prices for 5,000 SKUs: from what is known of each to its ranges, its events and its path.

`python -m bench prices [--skus N] [--days N] [--events N]`; prints the seconds of each part and what came out.
"""

import argparse
import time
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from daybook.actions.price_plan import PricePlan, plan_prices
from daybook.domain.price_plan import PriceRow
from daybook.domain.situation import Hold, Window
from daybook.rulebook.reading import load

TODAY = date(2026, 11, 10)
KNOWN = 90


def rows_of(skus: int, days: int, events: int, seed: int) -> list[PriceRow]:
    """SKUs with 90 days of lowest prices and events all through the year, a third of them filed; no two SKUs alike."""
    chance, found = Random(seed), []
    for number in range(skus):
        usual = Decimal(chance.randint(2900, 39900)) / 100
        paid = {TODAY - timedelta(days=n): (usual * Decimal(chance.choice(("1", "1", "1", "0.95", "0.9")))).quantize(
            Decimal("0.01")) for n in range(1, KNOWN + 1) if chance.random() < 0.7}
        windows = []
        for n in range(events):
            first = TODAY + timedelta(days=4 + n * (days - 10) // events + chance.randint(0, 3))
            price = (usual * Decimal(chance.randint(75, 92)) / 100).quantize(Decimal("0.01"))
            hold = Hold.LOCK if n == 0 or n % 3 == 0 else Hold.WISH
            windows.append(Window(f"event {n}", hold, first, first + timedelta(days=chance.randint(0, 5)), price,
                                  TODAY - timedelta(days=chance.randint(1, 10)) if hold is Hold.LOCK else None))
        found.append(PriceRow(f"S{number}", f"I{number}", paid, tuple(windows), usual * Decimal("0.6"), usual * 2, None, usual))
    return found


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--skus", type=int, default=5000)
    said.add_argument("--days", type=int, default=365)
    said.add_argument("--events", type=int, default=12)
    asked = said.parse_args()
    rows = rows_of(asked.skus, asked.days, asked.events, 7)
    began, busy = time.perf_counter(), time.process_time()
    plan = plan_prices(rows, TODAY, load().for_("tmall"), "CNY", asked.days)
    solved = time.perf_counter()
    kept, lower = told(plan)
    done, worked = time.perf_counter(), time.process_time() - busy
    print(f"{asked.skus} SKUs, {asked.days} days ahead, {KNOWN} back, {asked.skus * asked.events} events")
    print(f"ranges and paths {solved - began:.1f} s, every event and today of every SKU {done - solved:.1f} s; "
          f"all {done - began:.1f} s, of which {worked:.1f} s of one processor")
    print(f"{kept} events keep a price, {lower} SKUs may sell lower today than they did at the least lately")


def told(plan: PricePlan) -> tuple[int, int]:
    """What a page of all SKUs reads: each one's events and its range today."""
    kept = sum(room.price is not None for row in range(len(plan.rows)) for room in plan.rooms(row))
    lower = 0
    for number, row in enumerate(plan.rows):
        low = plan.day(number, plan.today).low
        lower += low is None or low < min(row.paid.values(), default=Decimal(0))
    return kept, lower


if __name__ == "__main__":
    main()
