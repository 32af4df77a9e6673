"""A reader that is mended reads its landings again; stored mornings say why they differ."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

import daybook.sources.read
import daybook.workflows.reading
import daybook.workflows.upkeep
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.taobao.orders_export import OrdersExport
from daybook.workflows.house import House
from daybook.workflows.morning import mornings
from daybook.workflows.replay import replay
from daybook.workflows.upkeep import rebuild
from tests.orders import jade, known, landings, take, write_orders

ORDERS = """
order | created             | paid_at             | due | paid
1     | 2026-11-22 09:00:00 | 2026-11-22 09:01:00 | 100 | 100
2     | 2026-11-22 10:00:00 | 2026-11-22 10:01:00 | 50  | 50
"""


class MendedOrders(OrdersExport):
    """Leaves out orders of less than 60, as a mended reader might leave out what is no order."""

    version = OrdersExport.version + 1

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        import pyarrow.compute as pc

        parsed = super().read(sheet, context)
        batch = parsed.batches[0]
        kept = batch.rows.filter(pc.greater(batch.rows["paid_amount"], 60))
        return replace(parsed, batches=(replace(batch, rows=kept),))


@pytest.fixture
def loaded(house: House, tmp_path: Path) -> House:
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "orders.csv", ORDERS), "2026-11-23T08:00:00+08:00")
    return house


def mend(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (daybook.sources.read, daybook.workflows.reading, daybook.workflows.upkeep):
        monkeypatch.setattr(place, "READERS", (MendedOrders(),))


def test_without_a_mended_reader_nothing_is_read_again(loaded: House) -> None:
    state = loaded.books.published()
    assert rebuild(loaded, loaded.shops()) == {"landings": 0, "rows": 0}
    assert loaded.books.published() == state


def test_a_mended_reader_reads_its_landings_again(loaded: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert known(loaded, "tmall")["paid_gmv"] == {"2026-11-22": D(150)}
    mend(monkeypatch)
    assert rebuild(loaded, loaded.shops()) == {"landings": 1, "rows": 1}
    assert known(loaded, "tmall")["paid_gmv"] == {"2026-11-22": D(100)}
    assert known(loaded, "tmall")["orders_created"] == {"2026-11-22": D(1)}
    assert landings(loaded)[0].reader_version == OrdersExport.version + 1
    assert rebuild(loaded, loaded.shops()) == {"landings": 0, "rows": 0}


def test_a_stored_morning_names_the_difference_after_a_mended_reader(
        loaded: House, monkeypatch: pytest.MonkeyPatch) -> None:
    shop, day = loaded.shop("tmall"), date(2026, 11, 23)
    mornings(loaded, [shop], day)
    assert [r.stored for r in replay(loaded, shop, [day])] == ["same"]
    mend(monkeypatch)
    rebuild(loaded, loaded.shops())
    shown = replay(loaded, shop, [day])[0]
    assert shown.brief.tiles[0].value == D("100.00")
    assert (shown.stored, shown.difference) == (
        "differs", "facts known by then were loaded after it was made, such as a backfill")


def test_a_morning_shown_by_other_code_names_both_versions(loaded: House, monkeypatch: pytest.MonkeyPatch) -> None:
    import daybook.workflows.morning

    shop, day = loaded.shop("tmall"), date(2026, 11, 23)
    mornings(loaded, [shop], day)
    monkeypatch.setattr(daybook.workflows.morning, "code_version", lambda: "9.9.9")
    shown = replay(loaded, shop, [day])[0]
    assert shown.stored == "differs"
    assert "now shown by 9.9.9" in shown.difference


def test_a_landing_that_cannot_be_read_again_keeps_its_numbers_and_says_so(
        loaded: House, monkeypatch: pytest.MonkeyPatch) -> None:
    path = loaded.home / landings(loaded)[0].path
    path.write_bytes(path.read_bytes()[:-1])
    mend(monkeypatch)
    assert rebuild(loaded, loaded.shops()) == {"landings": 0, "rows": 0}
    assert known(loaded, "tmall")["paid_gmv"] == {"2026-11-22": D(150)}
    assert "could not be read again" in landings(loaded)[0].problem
