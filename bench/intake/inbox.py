"""A day's downloads of many shops through the inbox folder: six files a shop, sorted, taken in, put away.

Prints seconds, files a second, peak memory, and how many files found their shop.
"""

import argparse
import csv
import os
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ORDERS = ("订单编号", "订单创建时间", "订单付款时间", "总金额", "买家实际支付金额", "买家会员名", "退款金额")
PRODUCTS = "商品ID,商品名称,商品访客数,商品浏览量,支付件数,支付买家数,支付金额,商品收藏人数,商品加购件数"
ROWS = 30


def fill(box: Path, shops: int) -> None:
    """Three order exports and three product reports for each shop, in a folder of its name."""
    for shop in range(shops):
        folder = box / f"shop {shop:04}"
        folder.mkdir(parents=True)
        for part in range(3):
            with (folder / f"订单_2026-11-22_{part}.csv").open("w", encoding="gb18030", newline="") as out:
                csv.writer(out).writerows([ORDERS, *(
                    (f"20261122{shop:04}{part * ROWS + row:06}", "2026-11-22 09:00:00", "2026-11-22 09:01:00", "100", "100",
                     f"buyer {row}", "0.00") for row in range(ROWS))])
        for day in (20, 21, 22):
            rows = [f"61{shop:04}{row:06},灯,40,90,2,2,{day}.00,1,3" for row in range(ROWS)]
            (folder / f"商品_2026-11-{day}.csv").write_text("\n".join([PRODUCTS, *rows]) + "\n", encoding="utf-8")


def main() -> None:
    """Runs it and prints the figures."""
    from daybook.workflows.house import add_shop, open_house
    from daybook.workflows.inbox import NO_WAIT, look_into

    asked = argparse.ArgumentParser()
    asked.add_argument("--shops", type=int, default=1000)
    shops = asked.parse_args().shops
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        os.environ["DAYBOOK_KEYS"] = str(folder / "keys")
        house = open_house(folder / "home", lambda: datetime.now(UTC))
        for shop in range(shops):
            add_shop(house, f"shop {shop:04}", f"client {shop // 10}", "tmall", "Asia/Shanghai", "CNY")
        fill(folder / "box", shops)
        started = time.perf_counter()
        found = look_into(house, folder / "box", settled=NO_WAIT)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{shops} shops, {len(found.found)} files: {found.count('loaded')} loaded, {found.waiting} waiting, "
              f"{seconds:.1f} s, {len(found.found) / seconds:.0f} files a second, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
