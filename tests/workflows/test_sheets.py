"""Upload sheets of Douyin and Amazon: in the layout of the platform's batch tool, and done when the next export shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.moves.move import Move, Way
from daybook.domain.moves.orders import Ship
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.moves.stock import StockCorrection
from daybook.domain.proposal import Outcome
from daybook.domain.verdict import Refuse
from daybook.workflows.approve import approve
from daybook.workflows.execute import carry_out, confirm_by_export
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.propose import Wish, propose

from ..conftest import Clock

DOUYIN, AMAZON = "mei-douyin", "mei-amazon"
SKU, ITEM, ASIN = "KZ-041", "3610300400008", "B0NORTH301"
FIRST, LAST = date(2026, 9, 25), date(2026, 11, 22)
MORNING = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DOUYIN_ORDERS = ("主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,省,市,订单提交时间,"
                 "支付完成时间,订单状态,发货时间\n")
AMAZON_ORDERS = "\t".join((
    "amazon-order-id", "purchase-date", "last-updated-date", "order-status", "sales-channel", "product-name", "sku", "asin",
    "item-status", "quantity", "currency", "item-price", "shipping-price", "gift-wrap-price",
    "item-promotion-discount", "ship-promotion-discount", "ship-country")) + "\n"
TERMS = ("fee_rate", "tax_rate", "ship_cost", "ship_back_cost", "resaleable_share", "handling", "insurance", "gift_cost")


def douyin_order(number: int, day: date, price: str, status: str = "已完成") -> str:
    shipped = f"{day} 18:00:00" if status in ("已完成", "已发货") else "-"
    return (f"\t69179{number:014},\t69179{number:014},壶,1只,1,\t{ITEM},{SKU},{price},{price},0.00,浙江省,杭州市,{day} 10:00:00,"
            f"{day} 10:01:00,{status},{shipped}\n")


def amazon_order(number: int, day: date, price: str) -> str:
    at = f"{day}T18:00:00+00:00"
    return "\t".join((f"701-{number:07}-0000001", at, at, "Shipped", "Amazon.com", "Kettle", SKU, ASIN, "Shipped", "1", "USD",
                      price, "0.00", "", "", "", "US")) + "\n"


@dataclass(frozen=True)
class Sheets:
    house: House
    clock: Clock
    folder: Path

    def take(self, shop: str, name: str, text: str) -> None:
        """An export that comes in an hour before now."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        (report,) = ingest(self.house, [Incoming(shop, file, self.clock.moment - timedelta(hours=1))])
        assert report.state == "loaded", report.problem

    def stock(self, shop: str, day: date, units: int, price: str) -> None:
        if shop == DOUYIN:
            row = f"{SKU},{ITEM},壶,{day},{units},{price}\n"
            self.take(shop, f"stock-{day}.csv", "sku,item_id,title,day,sellable_units,price\n" + row)
        else:
            names = ("sku", "fnsku", "asin", "product-name", "your-price", "afn-fulfillable-quantity")
            self.take(shop, f"inventory-{day}.txt", "\t".join(names) + f"\n{SKU}\tX1\t{ASIN}\tKettle\t{price}\t{units}\n")

    def made(self, shop: str, move: Move) -> tuple[str, str]:
        """A sheet of a move that was agreed to: the proposal's key, and the sheet's text."""
        (story,) = propose(self.house, shop, [Wish(move, "118 days of cover", way=Way.SHEET)], "Bo", "cli")
        assert [v.reason for v in story.proposal.verdicts if isinstance(v, Refuse)] == []
        approve(self.house, story.proposal.key, story.proposal.fingerprint, "Mei", "cli")
        receipt = carry_out(self.house, story.proposal.key, "Bo")
        assert receipt.outcome is Outcome.WAITING_EXPORT, receipt.note
        assert confirm_by_export(self.house, shop, "clock") == (), "nothing shows it yet"
        return story.proposal.key, Path(receipt.file).read_text(encoding="utf-8-sig")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sheets]:
    folder: Path = tmp_path_factory.mktemp("sheets")
    clock = Clock(MORNING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = open_house(folder / "home", clock)
        add_shop(house, DOUYIN, "Mei", "douyin", "Asia/Shanghai", "CNY")
        add_shop(house, AMAZON, "Mei", "amazon", "America/Los_Angeles", "USD")
        made = Sheets(house, clock, folder)
        days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
        made.take(DOUYIN, "orders.csv", DOUYIN_ORDERS + "".join(douyin_order(n, d, "199.00") for n, d in enumerate(days))
                  + douyin_order(900, LAST, "199.00", "待发货"))
        made.take(AMAZON, "orders.txt", AMAZON_ORDERS + "".join(amazon_order(n, d, "59.90") for n, d in enumerate(days)))
        made.stock(DOUYIN, LAST, 400, "199.00")
        made.stock(AMAZON, LAST, 400, "59.90")
        given = {"cost": f"sku,unit_cost,currency,valid_from\n{SKU},82,CNY,\n{SKU},20,USD,\n",
                 "terms": "shop,term,value,valid_from\n" + "".join(
                     f"{shop},{t},{'1' if t == 'resaleable_share' else '0'},\n" for shop in (DOUYIN, AMAZON) for t in TERMS),
                 "fact": "shop,object,fact,value,seen_on\n" + "".join(
                     f"{shop},shop,refund_rate,5%,2026-11-20\n" for shop in (DOUYIN, AMAZON)),
                 "team": "person,role,shop,minutes\n" + "".join(
                     f"{p},{r},{s},300\n" for s in (DOUYIN, AMAZON) for p, r in (("Mei", "account_manager"), ("Bo", "operator")))}
        for kind, text in given.items():
            (folder / f"{kind}.csv").write_text(text, encoding="utf-8")
            assert not set_from_csv(house, kind, folder / f"{kind}.csv", client="Mei",
                                    known_at=datetime(2026, 9, 1, tzinfo=UTC)).rejected
        yield made


def test_douyin_sheets_are_done_when_orders_and_stock_show_them(sheets: Sheets):
    order = f"69179{900:014}"
    discount, text = sheets.made(DOUYIN, ItemDiscount(SKU, D("199"), D("185"), ITEM, MORNING.date(), date(2026, 11, 30)))
    assert text.splitlines() == ["商品ID,商家编码,活动价,开始时间,结束时间", f"{ITEM},{SKU},185.00,2026-11-23,2026-11-30"]
    parcel, text = sheets.made(DOUYIN, Ship(order, "顺丰速运", "SF1234567890"))
    assert text.splitlines() == ["订单编号,快递公司,快递单号", f"{order},顺丰速运,SF1234567890"]
    count, text = sheets.made(DOUYIN, StockCorrection(SKU, 400, 392, ITEM))
    assert text.splitlines() == ["商品ID,商家编码,库存", f"{ITEM},{SKU},392"]

    sheets.clock.moment = MORNING + timedelta(days=1)
    day = LAST + timedelta(days=1)
    new, gone = douyin_order(901, day, "185.00"), douyin_order(900, LAST, "199.00", "已发货")
    sheets.take(DOUYIN, "orders-23.csv", DOUYIN_ORDERS + new + gone)
    assert {r.proposal: r.outcome for r in confirm_by_export(sheets.house, DOUYIN, "clock")} == {
        discount: Outcome.DONE, parcel: Outcome.DONE}
    sheets.stock(DOUYIN, day, 391, "199.00")
    assert confirm_by_export(sheets.house, DOUYIN, "clock") == (), "another count is no receipt"
    sheets.stock(DOUYIN, day, 392, "199.00")
    assert [r.proposal for r in confirm_by_export(sheets.house, DOUYIN, "clock")] == [count]


def test_amazon_s_sheet_is_tab_separated_and_done_when_its_reports_show_it(sheets: Sheets):
    sheets.clock.moment = MORNING + timedelta(hours=16)          # eleven in the morning in California
    discount, text = sheets.made(AMAZON, ItemDiscount(SKU, D("59.9"), D("55.90"), ASIN, date(2026, 11, 23), date(2026, 11, 30)))
    assert text.splitlines() == ["sku\tprice\tsale-price\tsale-start-date\tsale-end-date\tupdate-delete",
                                 f"{SKU}\t\t55.90\t2026-11-23\t2026-11-30\tPartialUpdate"]
    count, text = sheets.made(AMAZON, StockCorrection(SKU, 400, 395, ASIN))
    assert text.splitlines() == ["sku\tquantity\tupdate-delete", f"{SKU}\t395\tPartialUpdate"]

    sheets.clock.moment += timedelta(days=1)
    day = LAST + timedelta(days=1)
    sheets.take(AMAZON, "orders-23.txt", AMAZON_ORDERS + amazon_order(901, day, "55.90"))
    sheets.stock(AMAZON, day, 395, "59.90")
    assert {r.proposal: r.outcome for r in confirm_by_export(sheets.house, AMAZON, "clock")} == {
        discount: Outcome.DONE, count: Outcome.DONE}
