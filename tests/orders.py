"""Small order exports written as tables in tests, and what the house then knows of a shop."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics import compute
from daybook.workflows.house import ALL_TABLES, House, add_shop
from daybook.workflows.ingest import FileReport, Incoming, ingest
from daybook.workflows.seeing import DAILY, whose

#: A test's short word -> the column of the platform's order export (订单报表).
COLUMNS = {
    "order": "订单编号", "created": "订单创建时间", "paid_at": "订单付款时间", "due": "总金额",
    "paid": "买家实际支付金额", "refund": "退款金额", "buyer": "买家会员名", "units": "宝贝总数量",
    "address": "收货地址", "shop": "店铺名称", "receiver": "收货人姓名", "phone": "联系手机",
}
EVER = (date(2000, 1, 1), date(2100, 1, 1))


def write_orders(file: Path, table: str) -> Path:
    """Writes a table with `|` between its columns as a Taobao order export in the platform's encoding."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if "|" in line]
    titles = [COLUMNS[word] for word in rows[0]]
    if "退款金额" not in titles:
        titles.append("退款金额")
        rows = [rows[0], *([*row, "0.00"] for row in rows[1:])]
    with file.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows([titles, *rows[1:]])
    return file


def jade(house: House, name: str = "tmall", client: str = "Jade") -> Shop:
    """A Tmall shop of a client, registered."""
    return add_shop(house, name, client, "tmall", "Asia/Shanghai", "CNY")


def take(house: House, shop: str, file: Path, known_at: str | None = None,
         mapping: Path | None = None) -> FileReport:
    """Ingests one file, known at a moment written with its offset."""
    moment = datetime.fromisoformat(known_at) if known_at else None
    return ingest(house, [Incoming(shop, file, moment, mapping)])[0]


def take_all(house: House, shop: str, files: Mapping[Path, datetime]) -> None:
    """Ingests files in one load, each known at its moment; what is loaded one by one is the same, and slower."""
    for report in ingest(house, [Incoming(shop, file, moment) for file, moment in files.items()]):
        assert report.state in ("loaded", "unchanged"), report.problem


def known(house: House, shop: str, as_of: str | None = None) -> dict[str, dict[str, Decimal]]:
    """metric -> day -> value, as known at a moment (default: now)."""
    moment = datetime.fromisoformat(as_of) if as_of else house.now()

    def numbers(session: Session) -> dict[str, dict[date, Decimal]]:
        return compute.daily(session, DAILY, *EVER).get(shop, {})

    found = reading(house.lake, house.books, whose([house.shop(shop)]), moment, ALL_TABLES, numbers)
    return {m: {d.isoformat(): v for d, v in sorted(days.items())} for m, days in found.items()}


def changes(report: FileReport, table: str = "orders") -> tuple[int, int, int, list[str]]:
    """What a file changed in one table: new, restated, gone, and the restated days."""
    change = next(c for c in report.changes if c.table == table)
    return change.new, change.restated, change.gone, [d.isoformat() for d in change.restated_days]


def landings(house: House) -> list[Any]:
    """All landings in the order in which they came."""
    from daybook.records import models

    return list(models.Landing.objects.order_by("id"))
