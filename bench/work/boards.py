"""A thousand shops with a stored gist and seven tasks each: how long the agency's view and the workload take."""

import argparse
import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from daybook.workflows.house import open_house

ON = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
GIST = {"at_risk": "1250.00", "findings": 3, "sources": 9, "sources_in": 8, "capacity": 240, "red": ["violations"]}
GAIN = {"low": "100", "mid": "700", "high": "1500", "currency": "CNY", "basis": "gmv", "per": "", "until": None,
        "horizon_days": 7, "spend": "0"}


def main() -> None:
    """Writes the shops into a fresh data folder and prints the best of three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=1000)
    count = parser.parse_args().shops
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DAYBOOK_KEYS"] = str(Path(folder) / "keys")
        house = open_house(Path(folder) / "home", lambda: NOW)
        _fill(count)
        from daybook.workflows.agency import shops_today, workload

        shops = house.shops()
        for name, ask in (("agency view", shops_today), ("workload", workload)):
            taken = []
            for _ in range(3):
                begun = perf_counter()
                found = ask(house, shops, ON)
                taken.append(perf_counter() - begun)
            print(f"{name}: {len(found)} lines of {count} shops in {min(taken):.2f} s")


def _fill(count: int) -> None:
    from daybook.records import models

    client = models.Client.objects.create(name="agency", created_at=NOW)
    shops = models.Shop.objects.bulk_create([models.Shop(
        name=f"shop-{n:04d}", client=client, platform="tmall", zone="Asia/Shanghai", currency="CNY", created_at=NOW)
        for n in range(count)])
    made = models.Morning.objects.bulk_create([models.Morning(
        shop=s, on=ON, as_of=NOW, digest="d", content=b"{}", content_hash=str(s.pk), code_version="c", made_at=NOW)
        for s in shops])
    models.MorningLine.objects.bulk_create([models.MorningLine(
        morning=m, shop=m.shop, on=ON, made_at=NOW, gist=GIST) for m in made])
    models.WorkItem.objects.bulk_create([models.WorkItem(
        shop=s, on=ON, line=f"restock.{k}", move="restock", object=str(k), words={}, owner="operator", slot="09:40",
        minutes=10, gain=GAIN, how="by hand", check_on=ON, made_at=NOW, holder=f"person-{s.pk % 40}")
        for s in shops for k in range(7)], batch_size=500)


if __name__ == "__main__":
    main()
