"""A small house to act from: Mei's Tmall shop with two months of kettles, costs, terms and a roster."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House, add_shop, open_house
from tests.orders import take_all

from .given_house import ITEM, LINES, ORDERS, number, written

SHOP, CLIENT, KETTLE = "mei-tmall", "Mei", "KZ-041"
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)          # ten o'clock in Shanghai
A_DAY, PRICE = 4, "199.00"
FIRST, LAST = date(2026, 9, 15), date(2026, 11, 22)
TEAM = "person,role,shop,minutes\n" + "".join(
    f"{person},{role},{SHOP},300\n" for person, role in (
        ("Mei", "account_manager"), ("Ann", "account_manager"), ("Bo", "operator"), ("Lin", "ads"), ("Su", "service")))
TERMS = {"fee_rate": "0.05", "tax_rate": "0", "ship_cost": "5", "resaleable_share": "1", "ship_back_cost": "5",
         "handling": "0", "insurance": "0", "gift_cost": "0"}


def acting_house(folder: Path, now: Callable[[], datetime]) -> House:
    """The house; DAYBOOK_KEYS points outside it."""
    folder.mkdir(parents=True, exist_ok=True)
    house = open_house(folder / "home", now)
    add_shop(house, SHOP, CLIENT, "tmall", "Asia/Shanghai", "CNY")
    stock = written(folder, f"sku,item_id,title,day,sellable_units,price\n{KETTLE},{ITEM[KETTLE]},壶,{LAST},1420,{PRICE}\n",
                    "stock.csv")
    take_all(house, SHOP, dict.fromkeys([*_sold(folder), stock], datetime(2026, 11, 23, 0, tzinfo=UTC)))
    give(house, folder, "cost", f"sku,unit_cost,currency,valid_from\n{KETTLE},82,CNY,\n")
    give(house, folder, "terms", "shop,term,value,valid_from\n" + "".join(f"{SHOP},{n},{v},\n" for n, v in TERMS.items()))
    give(house, folder, "team", TEAM)
    return house


def give(house: House, folder: Path, kind: str, text: str) -> None:
    """Sets what no export has, known since September."""
    report = set_from_csv(house, kind, written(folder, text, f"{kind}.csv"), client=CLIENT,
                          known_at=datetime(2026, 9, 1, tzinfo=UTC))
    assert not report.rejected, report.rejected


def sell_one(house: House, folder: Path, day: str, price: str, known_at: datetime, order: int = 999) -> None:
    """One kettle paid on a day; the same `order` again is the same order, restated."""
    at = f"{day} 20:00:00,{day} 20:00:30"
    orders = ORDERS + f"{number(order)},陶三,{price},0.00,{price},交易成功,江苏省 苏州市 x,{at},0.00,1\n"
    lines = LINES + f"{number(order)}9,{number(order)},{at},交易成功,{price},无退款申请,{price},1,{KETTLE},{ITEM[KETTLE]}\n"
    stock = f"sku,item_id,title,day,sellable_units,price\n{KETTLE},{ITEM[KETTLE]},壶,{day},1419,{PRICE}\n"
    files = [written(folder, text, f"{name}-{day}.csv") for name, text in (("orders", orders), ("lines", lines), ("stock", stock))]
    take_all(house, SHOP, dict.fromkeys(files, known_at))


def _sold(folder: Path) -> list[Path]:
    """The exports of the shop's orders and of their lines."""
    orders, lines = ORDERS, LINES
    n = 100
    for ahead in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=ahead)
        for k in range(A_DAY):
            n += 1
            at = f"{day} 1{k}:00:00,{day} 1{k}:00:30"
            orders += f"{number(n)},陶三,{PRICE},0.00,{PRICE},交易成功,江苏省 苏州市 x,{at},0.00,1\n"
            lines += f"{number(n)}9,{number(n)},{at},交易成功,{PRICE},无退款申请,{PRICE},1,{KETTLE},{ITEM[KETTLE]}\n"
    return [written(folder, text, f"{name}.csv") for name, text in (("orders", orders), ("lines", lines))]
