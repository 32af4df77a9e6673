"""A small house for what no export has: one Tmall shop of client Mei, orders written by hand, a clock that stands."""

from datetime import UTC, date, datetime
from pathlib import Path

from daybook.domain.brief import Brief, Tile
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.morning import mornings
from tests.orders import take_all

SHOP, OTHER, CLIENT = "mei-tmall", "mei-us", "Mei"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ORDERS = ("订单编号,买家会员名,总金额,买家应付邮费,买家实际支付金额,订单状态,"
          "收货地址,订单创建时间,订单付款时间,退款金额,宝贝总数量\n")
LINES = ("子订单编号,主订单编号,订单创建时间,订单付款时间,订单状态,"
         "买家实际支付金额,退款金额,商品价格,购买数量,商家编码,商品ID\n")
#: order number, buyer, SKU, units, paid, day
SOLD = (
    (101, "沈一的小店", "KZ-041", 1, "199.00", "2026-11-21"), (102, "林二", "MUG-007", 2, "60.00", "2026-11-21"),
    (103, "沈一的小店", "KZ-041", 2, "398.00", "2026-11-22"), (104, "陶三", "MUG-007", 1, "30.00", "2026-11-22"),
    (105, "陶三", "KZ-041", 1, "199.00", "2026-11-22"), (106, "吴四", "MUG-007", 1, "30.00", "2026-11-22"),
)
ITEM = {"KZ-041": "737559603417", "MUG-007": "737559603418"}


def number(order: int) -> str:
    return f"21345678901234{order}"


def house_of(tmp_path: Path) -> House:
    """A new data folder with the shop in it; DAYBOOK_KEYS points outside it."""
    house = open_house(tmp_path / "home", lambda: NOW)
    add_shop(house, SHOP, CLIENT, "tmall", "Asia/Shanghai", "CNY")
    return house


def sell(house: House, tmp_path: Path, sold: tuple[tuple[int, str, str, int, str, str], ...] = SOLD) -> None:
    """Ingests the orders and their lines, each day known the next morning at eight."""
    files: dict[Path, datetime] = {}
    for day in sorted({s[5] for s in sold}):
        mine = [s for s in sold if s[5] == day]
        orders = ORDERS + "".join(
            f"{number(n)},{who},{paid},0.00,{paid},交易成功,江苏省 苏州市 x,{day} 10:0{i}:00,"
            f"{day} 10:0{i}:30,0.00,{units}\n"
            for i, (n, who, _, units, paid, _) in enumerate(mine))
        lines = LINES + "".join(
            f"{number(n)}9,{number(n)},{day} 10:0{i}:00,{day} 10:0{i}:30,交易成功,{paid},无退款申请,"
            f"{float(paid) / units:.2f},{units},{sku},{ITEM[sku]}\n"
            for i, (n, _, sku, units, paid, _) in enumerate(mine))
        known = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(day=int(day[-2:]) + 1)
        for name, text in (("orders", orders), ("lines", lines)):
            files[written(tmp_path, text, f"{name}-{day}.csv")] = known
    take_all(house, SHOP, files)


def written(tmp_path: Path, text: str, name: str = "given.csv") -> Path:
    """A CSV file as a person would save it."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def at(day: int, hour: int = 0) -> datetime:
    """A moment of November 2026, UTC."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def morning(house: House, on: date, as_of: datetime | None = None) -> Brief:
    return mornings(house, [house.shop(SHOP)], on, as_of)[0]


def tile(brief: Brief, metric: str) -> Tile:
    return next(t for t in brief.tiles if t.metric == metric)
