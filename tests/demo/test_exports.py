"""The files are what the platforms would have written: same seed same bytes, sums that agree, no foresight."""

import csv
import hashlib
import io
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from daybook.demo.exports import write
from daybook.demo.world import build
from tests.demo.conftest import LAST_DAY, Agency


def _digest(folder: Path) -> str:
    parts = [f"{p.relative_to(folder)} {hashlib.sha256(p.read_bytes()).hexdigest()}"
             for p in sorted(folder.rglob("*")) if p.is_file()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _table(content: bytes, encoding: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline="")))


def _sheet(content: bytes, header_row: int) -> list[dict[str, object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python()
    header = [str(c) for c in rows[header_row - 1]]
    return [dict(zip(header, row, strict=True)) for row in rows[header_row:]]


def _money(text: object) -> Decimal:
    return Decimal(str(text).replace(",", ""))


@pytest.mark.long
def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    """Shops, days, names, money and time stamps all come from the seed; the clock of the machine leaves no trace."""
    digests = []
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        write(build(seed, shops=3, days=90, last_day=LAST_DAY), tmp_path / name, daily=3)
        digests.append(_digest(tmp_path / name))
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_tmall_order_lines_paid_on_a_day_add_up_to_the_shops_own_paid_amount(agency: Agency) -> None:
    """Each line in its newest version; a presale counts on the day of its balance, refunds stay in."""
    shop = agency.shop("tmall")
    lines = {}
    for _, content in agency.files(shop, "order_lines"):
        lines.update({r["子订单编号"]: r for r in _table(content, "gb18030")})
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in lines.values():
        paid[row["订单付款时间"][:10]] += Decimal(row["买家实际支付金额"])
    days = 0
    for _, content in agency.files(shop, "traffic_shop"):
        for row in _sheet(content, 5):
            assert paid[str(row["统计日期"])] == _money(row["支付金额"])
            days += 1
    assert days == 130


def test_tmall_orders_and_their_lines_say_the_same(agency: Agency) -> None:
    """An order's paid amount is the sum of its lines, in every version that is exported."""
    shop = agency.shop("tmall")
    whole = [(entry, content) for entry, content in agency.files(shop, "orders") if not entry.path.endswith("w.csv")]
    pairs = zip(whole, agency.files(shop, "order_lines"), strict=True)
    for (_, orders), (_, lines) in pairs:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in _table(lines, "gb18030"):
            sums[row["主订单编号"]] += Decimal(row["买家实际支付金额"])
        assert sums == {r["订单编号"]: Decimal(r["买家实际支付金额"]) for r in _table(orders, "gb18030")}


def test_douyin_order_lines_paid_on_a_day_add_up_to_the_compass(agency: Agency) -> None:
    """成交金额 of 核心数据 against 订单应付金额 of paid sub-orders."""
    shop = agency.shop("douyin")
    lines = {}
    for _, content in agency.files(shop, "orders"):
        lines.update({r["子订单编号"]: r for r in _table(content, "utf-8-sig")})
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in lines.values():
        paid[row["支付完成时间"][:10]] += Decimal(row["订单应付金额"])
    for _, content in agency.files(shop, "traffic_shop"):
        for row in _sheet(content, 1):
            assert paid[str(row["日期"])] == round(Decimal(str(row["成交金额"])), 2)


def test_shopify_writes_order_level_cells_once_and_counts_each_paid_order(agency: Agency) -> None:
    """Completed checkouts of the sessions report are the orders paid on that day; later lines leave Total empty."""
    shop = agency.shop("shopify")
    heads, later = {}, 0
    for _, content in agency.files(shop, "orders"):
        for row in _table(content, "utf-8"):
            if row["Id"]:
                heads[row["Id"]] = row
            else:
                later += 1
                assert row["Total"] == row["Paid at"] == ""
    paid: dict[str, int] = defaultdict(int)
    for row in heads.values():
        paid[row["Paid at"][:10]] += 1
    assert later > 0
    for _, content in agency.files(shop, "traffic_shop"):
        for row in _table(content, "utf-8"):
            assert paid[row["Day"]] == int(row["Sessions that completed checkout"])


def test_visitors_of_products_exceed_the_visitors_of_the_shop(agency: Agency) -> None:
    """People who look at two products are one visitor of the shop (and two sources see the same person)."""
    shop = agency.shop("tmall")
    products: dict[str, int] = defaultdict(int)
    for _, content in agency.files(shop, "traffic_product"):
        for row in _sheet(content, 5):
            products[str(row["统计日期"])] += int(_money(row["商品访客数"]))
    for _, content in agency.files(shop, "traffic_shop"):
        for row in _sheet(content, 5):
            assert products[str(row["统计日期"]).replace("-", "")] > int(_money(row["商品访客数"]))


def test_an_ad_report_taken_later_credits_more_sales_to_the_same_clicks(agency: Agency) -> None:
    """The day's keyword report again three days later: clicks and spend stand, sales have grown."""
    shop = agency.shop("tmall")
    seen: dict[str, list[tuple[int, Decimal, Decimal]]] = defaultdict(list)
    for _, content in agency.files(shop, "ads_keyword"):
        rows = _table(content, "gb18030")
        if len({r["日期"] for r in rows}) == 1:
            seen[rows[0]["日期"]].append((
                sum(int(r["点击量"]) for r in rows), sum((Decimal(r["花费"]) for r in rows), Decimal(0)),
                sum((Decimal(r["总成交金额"]) for r in rows), Decimal(0))))
    again = [v for v in seen.values() if len(v) == 2]
    assert len(again) == 27
    for first, second in again:
        assert first[:2] == second[:2]
        assert first[2] <= second[2]
    assert sum(b[2] for _, b in again) > sum(a[2] for a, _ in again) * Decimal("1.15")


def test_an_export_never_knows_what_happened_after_it_was_taken(agency: Agency) -> None:
    """Stamps of Tmall orders lie before the file's known_at, told in Beijing time."""
    shop = agency.shop("tmall")
    for entry, content in agency.files(shop, "orders"):
        local = date.fromisoformat(entry.known_at[:10]).isoformat() + " 08:46:00"
        rows = _table(content, "gb18030")
        newest = max(max(r["订单创建时间"], r["订单付款时间 "], r["发货时间"], r["确认收货时间"]) for r in rows)
        assert newest <= local


def test_refunds_come_late_and_are_told_again_when_they_are_done(agency: Agency) -> None:
    """Some refunds are in process in the first file that has them, and successful in a later one."""
    shop = agency.shop("tmall")
    states: dict[str, list[str]] = defaultdict(list)
    for _, content in agency.files(shop, "refunds"):
        for row in _sheet(content, 1):
            states[str(row["退款编号"])].append(str(row["退款状态"]))
    turned = [s for s in states.values() if s[0] == "退款处理中" and s[-1] == "退款成功"]
    assert len(turned) > 10
    assert not [s for s in states.values() if s[0] == "退款成功" and s[-1] != "退款成功"]


def test_presale_orders_are_placed_days_before_their_balance_is_paid(agency: Agency) -> None:
    """订金 before 31 October, 尾款 on that day."""
    shop = agency.shop("tmall")
    newest = {}
    for _, content in agency.files(shop, "orders"):
        newest.update({r["订单编号"]: r for r in _table(content, "gb18030") if r["预售订单"] == "是"})
    assert len(newest) > 20
    for row in newest.values():
        assert row["订单付款时间 "][:10] == "2026-10-31"
        assert row["订单创建时间"][:10] < "2026-10-29"
        assert "阶段2：已付款" in row["分阶段订单信息"]
