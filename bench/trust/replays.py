"""Past mornings through restatements, a rewrite, a vacuum, a backup and a restore: byte-identical, or named.

`python -m bench replays --home DIR --days 60` works on a copy of a data folder.  Every shop's mornings are made as known at
nine of each; then orders of these days are refunded by files that come later, the lake is rewritten and vacuumed, backed
up, and made again from the backup; then every morning is made again.  What the refunds changed is held against what
`restated` tells.
"""

import argparse
import hashlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from daybook.domain.shop import Shop
from daybook.facts.delivery import Batch, Delivery
from daybook.facts.engine import open_session
from daybook.facts.load import load
from daybook.facts.tables import ORDERS, TABLES
from daybook.metrics.rollups import ROLLUPS
from daybook.reports.brief_json import brief_json_text
from daybook.workflows.backup import backup
from daybook.workflows.house import ALL_TABLES, House, open_house
from daybook.workflows.morning import mornings
from daybook.workflows.restated import restated
from daybook.workflows.restore import restore
from daybook.workflows.seeing import whose
from daybook.workflows.upkeep import compact

#: (shop, morning) -> digest of its JSON.
Told = Mapping[tuple[str, date], str]
#: (shop, day, metric) -> by how much it was restated.
Changes = dict[tuple[str, str, str], Decimal]
PASSPHRASE = "only for this measurement"


@dataclass(frozen=True)
class Reconciled:
    """Restated amounts of the planted refunds: told and planted, and what was told though nobody planted it."""

    planted: Decimal
    told: Decimal
    days: int
    unexplained: int

    @property
    def whole(self) -> bool:
        return self.planted == self.told and not self.unexplained


def told(house: House, shops: Sequence[Shop], days: Sequence[date]) -> Told:
    """Every shop's morning of every day as known at nine of it; nothing is stored."""
    return {(brief.shop, day): hashlib.sha256(brief_json_text(brief).encode()).hexdigest()
            for day in days for brief in mornings(house, shops, day, store=False)}


def restate(house: House, shops: Sequence[Shop], first: date, last: date, many: int, seed: int) -> Changes:
    """Refunds half of up to `many` paid orders of each shop and of these days, by a file that is known now."""
    chance, changes, deliveries = random.Random(seed), defaultdict[tuple[str, str, str], Decimal](Decimal), []
    with open_session(house.lake, house.books, whose(shops), house.now(), ALL_TABLES) as session:
        view = session.use(ORDERS)
        for shop in shops:
            listed = ", ".join(f'"{c}"' for c in ORDERS.names)
            rows = session.arrow(f'SELECT {listed} FROM "{view}" WHERE shop = ? AND paid_on BETWEEN ? AND ? AND paid_amount > 1 '
                                 "AND refund_amount = 0 ORDER BY order_id", [shop.name, first, last]).to_pylist()
            chosen = chance.sample(rows, min(many, len(rows)))
            for row in chosen:
                back = (row["paid_amount"] / 2).quantize(Decimal("0.01"))
                row["refund_amount"] = back
                day = row["paid_on"].isoformat()
                changes[shop.name, day, "refunded_of_paid"] += back
                changes[shop.name, day, "refunded_orders_of_paid"] += 1
                changes[shop.name, day, "net_sales"] -= back
            if chosen:
                batch = Batch(ORDERS, pa.table({c.name: pa.array([r[c.name] for r in chosen], kind.type)
                                                for c, kind in zip(ORDERS.columns, _schema(), strict=True)}, schema=_schema()))
                deliveries.append(Delivery(shop.client, shop.name, f"restated-{seed}-{shop.name}", house.now(), (batch,)))
    load(house.lake, house.books, deliveries, ROLLUPS, TABLES)
    return dict(changes)


def _schema() -> pa.Schema:
    from daybook.facts.arrow import arrow_schema

    return arrow_schema(ORDERS)


def reconcile(house: House, shops: Sequence[Shop], since: datetime, changes: Changes) -> Reconciled:
    """What `restated` tells since then beside what was planted, to the cent."""
    found: Changes = {}
    for shop in shops:
        for row in restated(house, shop, since):
            found[shop.name, row["day"], row["metric"]] = Decimal(row["now"] or 0) - Decimal(row["then"])
    money = [key for key in changes if key[2] == "net_sales"]
    return Reconciled(-sum((changes[k] for k in money), Decimal(0)), -sum((found.get(k, Decimal(0)) for k in money), Decimal(0)),
                      len(money), len([k for k in found.keys() | changes.keys() if found.get(k) != changes.get(k)]))


def made_again(house: House, folder: Path) -> House:
    """The same house out of a backup, in a folder of its own."""
    from django.db import connections

    os.environ.setdefault("DAYBOOK_BACKUP_PASSPHRASE", PASSPHRASE)
    backup(house, folder / "safe", os.environ["DAYBOOK_BACKUP_PASSPHRASE"])
    connections.close_all()
    restore(folder / "safe", folder / "again", os.environ["DAYBOOK_BACKUP_PASSPHRASE"])
    return open_house(folder / "again", house.now)


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="python -m bench replays", description=__doc__)
    options.add_argument("--home", type=Path, required=True, help="a data folder; a copy of it is worked in")
    options.add_argument("--days", type=int, default=60)
    options.add_argument("--last", type=date.fromisoformat, default=date(2026, 11, 23), help="the last morning")
    options.add_argument("--orders", type=int, default=200, help="orders of each shop that are refunded later")
    options.add_argument("--shops", type=int, default=0, help="the first so many shops; 0: all")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="daybook-replays-"))
    try:
        shutil.copytree(asked.home, folder / "home")
        return measure(folder, asked.last, asked.days, asked.orders, asked.seed, asked.shops)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, last: date, many: int, orders: int, seed: int, some: int) -> int:
    """Prints each step; 1 when a morning differs or an amount is not accounted for."""
    moment = [datetime(last.year, last.month, last.day, 12, tzinfo=UTC) + timedelta(days=2)]    # past nine of all shops
    house = open_house(folder / "home", lambda: moment[0])
    shops, days = house.shops()[: some or None], [last - timedelta(days=n) for n in range(many)]
    begun = time.perf_counter()
    before = told(house, shops, days)
    print(f"{len(before)} mornings of {len(shops)} shops and {many} days: {time.perf_counter() - begun:.0f} s", flush=True)
    since = moment[0]
    moment[0] += timedelta(hours=1)
    changes = restate(house, shops, days[-1] - timedelta(days=1), last - timedelta(days=1), orders, seed)
    moment[0] += timedelta(hours=1)
    said = reconcile(house, shops, since, changes)
    print(f"restated: {said.told} of {said.planted} on {said.days} days of shops, {said.unexplained} numbers unexplained",
          flush=True)
    print(f"rewritten: {compact(house)}", flush=True)
    differ = _differing("after restatements, rewrite and vacuum", before, told(house, shops, days[:: max(many // 12, 1)]))
    again = made_again(house, folder)
    differ += _differing("after backup and restore", before, told(again, shops, days))
    print(f"reconciled after the restore: {reconcile(again, shops, since, changes) == said}")
    return int(bool(differ) or not said.whole)


def _differing(when: str, before: Told, now: Told) -> int:
    wrong = sorted(key for key, digest in now.items() if before[key] != digest)
    beside = f"; not {wrong[:3]}" if wrong else ""
    print(f"{when}: {len(now) - len(wrong)} of {len(now)} mornings are the same to the byte{beside}", flush=True)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
