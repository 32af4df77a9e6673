"""A house whose mornings have a plan: a kettle sold every day for three weeks has had nothing on the shelf since Friday."""

import fcntl
import os
import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from daybook.domain.effect import DoneMove, Effect, Told
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.morning import mornings
from tests.conftest import Clock
from tests.orders import take_all
from tests.workflows.given_house import CLIENT, ITEM, LINES, ORDERS, SHOP, number, written

SATURDAY, SUNDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
FIRST, EMPTY_FROM = date(2026, 10, 30), date(2026, 11, 20)
PNG = b"\x89PNG\r\n\x1a\n" + b"kettle on the shelf again"


def nine(day: date) -> datetime:
    """Nine o'clock in Shanghai."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def trade(house: House, folder: Path, shop: str = SHOP) -> None:
    """Two kettles and a mug a day, the kettle until it ran out; levels known each morning at eight."""
    days = [FIRST + timedelta(days=n) for n in range((SUNDAY - FIRST).days + 1)]
    orders, lines = ORDERS, LINES
    for n, day in enumerate(days):
        sold = [("KZ-041", 2, "398.00")] if day < EMPTY_FROM else []
        for i, (sku, units, paid) in enumerate([*sold, ("MUG-007", 1, "30.00")]):
            key = number(100 + 2 * n + i)
            at = f"{day} 10:0{i}"
            orders += f"{key},buyer{n}{i},{paid},0.00,{paid},交易成功,江苏省 苏州市 x,{at}:00,{at}:30,0.00,{units}\n"
            lines += (f"{key}9,{key},{at}:00,{at}:30,交易成功,{paid},无退款申请,{float(paid) / units:.2f},{units},"
                      f"{sku},{ITEM[sku]}\n")
    stock = "day,sku,item_id,sellable_units,in_transit_units,price\n" + "".join(
        f"{day},{sku},{ITEM[sku]},{40 if sku == 'MUG-007' or day < EMPTY_FROM else 0},0,{price}\n"
        for day in days for sku, price in (("KZ-041", "199.00"), ("MUG-007", "30.00")))
    files = [written(folder, text, f"{shop}-{name}.csv") for name, text in (("orders", orders), ("lines", lines), ("stock", stock))]
    take_all(house, shop, dict.fromkeys(files, nine(SATURDAY) - timedelta(hours=1)))


def saturday_home(folder: Path) -> Path:
    """A folder with a data folder and its keys: the shop on Saturday at nine, its brief stored.

    It is made once for all workers of a run, and copied.
    """
    root = folder.parent.parent if folder.parent.name.startswith("popen-") else folder.parent
    made = root / "saturday"
    with (root / "saturday.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not made.exists():
            making = root / "saturday-in-the-making"
            making.mkdir()
            _make_saturday(making)
            making.rename(made)
    for part in ("home", "keys"):
        shutil.copytree(made / part, folder / part)
    return folder


def _make_saturday(folder: Path) -> None:
    from django.db import connection

    before = os.environ.get("DAYBOOK_KEYS")
    os.environ["DAYBOOK_KEYS"] = str(folder / "keys")
    try:
        house = open_house(folder / "home", lambda: nine(SATURDAY))
        add_shop(house, SHOP, CLIENT, "tmall", "Asia/Shanghai", "CNY")
        trade(house, folder)
        mornings(house, house.shops(), SATURDAY)
    finally:
        os.environ.pop("DAYBOOK_KEYS") if before is None else os.environ.update(DAYBOOK_KEYS=before)
    connection.close()


def copied(made: Path, to: Path, clock: Clock) -> House:
    """The data folder of `saturday_home` again, to be worked in."""
    from django.db import connection

    connection.close()                  # so that nothing of it is still in the journal
    shutil.copytree(made / "home", to / "home")
    return open_house(to / "home", clock)


def at(clock: Clock, day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Moves the clock to a time of a day in Shanghai."""
    clock.moment = nine(day) + timedelta(hours=hour - 9, minutes=minute)
    return clock.moment


def measured(shop: str, ref: str, at: datetime, by: str = "Bo", kind: str = "price") -> Effect:
    """A measurement of a move of the kettle that was done three weeks before a moment."""
    done = (at - timedelta(days=21)).date()
    move = DoneMove(ref, shop, CLIENT, kind, "sku", "KZ-041", ITEM["KZ-041"], "Discount", "199", "180", by, at - timedelta(days=21),
                    done, at.date())
    return Effect(move, Told.GAIN, at, done, done + timedelta(days=13), "CNY", "gmv", Decimal(60), Decimal(50), Decimal(70))
