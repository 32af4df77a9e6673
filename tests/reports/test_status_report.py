"""Readiness as a terminal shows it: in the reader's language and the shop's own time, with what is missing and what waits."""

from datetime import UTC, date, datetime

from daybook.domain.brief import State
from daybook.domain.readiness import Feed, HeldFile, ShopReadiness, SourceReadiness
from daybook.reports.status_report import status_text

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
MISSING = ((date(2026, 11, 3), date(2026, 11, 5)), (date(2026, 11, 9), date(2026, 11, 9)))
ORDERS = SourceReadiness(
    "orders", "订单", State.LATE, date(2026, 10, 1), date(2026, 11, 21), datetime(2026, 11, 22, 0, 30, tzinfo=UTC), 3,
    datetime(2026, 11, 23, 0, 15, tzinfo=UTC), 2, MISSING)
SHOP = ShopReadiness("mei-tmall", NINE, (ORDERS,), (HeldFile("a.csv", "unknown", "a.csv: the table is empty", NINE),),
                     (Feed("refunds", "", "", "", "", "no answer", "2026-11-23T02:00:00+00:00"),))


def test_a_source_stands_in_the_readers_language_and_the_shops_own_time() -> None:
    zh = status_text([SHOP], {"mei-tmall": "Asia/Shanghai"}, "zh").splitlines()
    assert zh[0] == "mei-tmall"
    assert zh[1].split(maxsplit=3)[:3] == ["订单", "orders", "迟到"]
    assert zh[1].endswith("2026-10-01 到 2026-11-21，2026-11-22 08:30 读取，3 个文件，通常 2026-11-23 08:15 前到，2 天有修正")
    assert zh[2].strip() == "缺：2026-11-03 到 2026-11-05，2026-11-09"
    assert "下次重试：2026-11-23 10:00" in zh[3]
    assert zh[4].strip().startswith("等待处理：a.csv（认不出表头）：")
    assert zh[4].count("a.csv") == 1
    en = status_text([SHOP], {"mei-tmall": "America/New_York"}, "en").splitlines()
    assert en[1].endswith(
        "2026-10-01 to 2026-11-21, read 2026-11-21 19:30, 3 files, usually in by 2026-11-22 19:15, 2 days restated")


def test_a_house_without_a_shop_and_a_shop_without_a_source_are_told_what_to_do() -> None:
    assert status_text([], {}, "zh") == "还没有店铺；用 `daybook shop add` 登记"
    assert "daybook ingest" in status_text([ShopReadiness("a", NINE, (), (), ())], {"a": "Asia/Shanghai"}, "en")
