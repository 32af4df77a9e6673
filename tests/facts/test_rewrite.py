"""The nightly rewrite and the vacuum: files change, answers do not, for no moment and in no session."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from daybook.facts.engine import Session, open_session, reading
from daybook.facts.lake import NOW, THEN, FilesMoved
from daybook.facts.tables import ORDERS
from tests.facts.naive import lake_answers
from tests.facts.shops import (
    ALL,
    Home,
    ads,
    answer,
    day,
    delivery,
    filled_home,
    line,
    lines,
    nine,
    order,
    orders,
    report,
    scope,
)

MOMENTS = (2, 3, 4, 5, 6, 40)


def _four_days(home: Home, last: int = 6) -> None:
    """Orders of two months that are paid, refunded and lose lines from day to day; a report corrected each day."""
    for n in range(2, last):
        some = [order(f"{k}", 1 + 17 * (k % 3), paid=1 + 17 * (k % 3) + n % 2, amount=str(10 + k),
                      refund_amount=Decimal(n if k == 2 else 0), buyer_id=f"b{k % 4}") for k in range(n + 5)]
        held = [line(f"{k}", f"l{m}", 1 + 17 * (k % 3), paid=2, sku=f"k{m}")
                for k in range(5) for m in range(1 + n % 3)]
        home.load(*(delivery(shop, f"{shop}{n}", nine(n), orders(*some), lines(*held),
                             report(ads(1, "p1", str(n)), ads(30 + n, "p1", "1"), covers=(1, 2)))
                    for shop in ("kettles", "lamps")))


def _all_answers(home: Home) -> list[dict[str, Any]]:
    return [lake_answers(home, nine(m, 12)) for m in MOMENTS]


def test_a_rewrite_and_a_vacuum_change_no_answer_for_any_moment(home: Home) -> None:
    home = filled_home(home, _four_days)
    before = _all_answers(home)
    home.compact()
    assert _all_answers(home) == before
    assert home.vacuum() > 0
    assert _all_answers(home) == before


def test_after_a_rewrite_each_month_and_bucket_is_one_file_and_one_of_history(home: Home) -> None:
    home = filled_home(home, _four_days)
    home.compact()
    published = home.books.published()
    for table, version in published.versions.items():
        held = Counter((f.month, f.bucket, f.era) for f in home.lake.files(table, version))
        assert set(held.values()) == {1}, table
    current = [f.path for f in home.lake.files("orders", published.versions["orders"]) if f.era == NOW]
    listed = [r for path in current for r in pq.ParquetFile(path).read().to_pylist()]
    assert listed
    assert len({(r["shop"], r["order_id"]) for r in listed}) == len(listed)
    assert any(f.era == THEN for f in home.lake.files("orders", published.versions["orders"]))


def test_a_second_rewrite_has_nothing_to_do(home: Home) -> None:
    home = filled_home(home, _four_days)
    first = home.compact()
    second = home.compact()
    assert sum(first.partitions.values()) > 0
    assert sum(second.partitions.values()) == 0
    assert second.published == first.published


def test_today_is_read_without_history_and_the_past_with_it(home: Home) -> None:
    home = filled_home(home, _four_days)
    home.compact()
    with open_session(home.lake, home.books, scope(), nine(9), ALL) as session:
        assert {f.era for f in session._files(ORDERS, None)} == {NOW}
    with open_session(home.lake, home.books, scope(), nine(3), ALL) as session:
        assert {f.era for f in session._files(ORDERS, None)} >= {THEN}


def test_what_arrives_late_after_a_rewrite_changes_only_its_own_moments(home: Home) -> None:
    home.load(delivery("kettles", "L2", nine(2), orders(order("1", 1))))
    home.load(delivery("kettles", "L6", nine(6), orders(order("1", 1, paid=5))))
    home.compact()
    home.load(delivery("kettles", "L4", nine(4), orders(order("1", 1, paid=3))))
    home.compact()
    home.vacuum()
    paid = "SELECT paid_on FROM {orders}"
    assert [home.ask(paid, nine(m, 12))[0]["paid_on"] for m in (2, 3, 4, 5, 6)] == [None, None, day(3), day(3), day(5)]


def test_an_order_whose_day_was_corrected_is_still_one_order(home: Home) -> None:
    """The day of an order never changes; should a platform correct it all the same, the key counts once."""
    home.load(delivery("kettles", "L2", nine(2), orders(order("1", 31))))
    home.load(delivery("kettles", "L3", nine(3), orders(order("1", 33))))
    home.compact()
    assert home.ask("SELECT ordered_on FROM {orders}", nine(2, 12)) == [{"ordered_on": day(31)}]
    assert home.ask("SELECT ordered_on FROM {orders}", nine(3, 12)) == [{"ordered_on": day(33)}]


def _bytes(session: Session) -> bytes:
    """One answer as bytes: the digest of a morning stands on them."""
    sink = pa.BufferOutputStream()
    sql = "SELECT shop, day, paid_gmv, paid_orders FROM {sales_day} ORDER BY ALL"
    rows = pa.Table.from_pylist(answer(session, sql))
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return bytes(sink.getvalue())


def test_a_replay_is_byte_identical_when_files_are_taken_away_in_the_middle(home: Home) -> None:
    """The work reads, then the house loads more, rewrites and vacuums, then the work reads on."""
    home = filled_home(home, _four_days)
    with open_session(home.lake, home.books, scope(), nine(40), ALL) as session:
        expected = _bytes(session)
    begun = []

    def work(session: Session) -> tuple[bytes, int]:
        begun.append(session.published.seq)
        first = _bytes(session)
        if len(begun) == 1:
            _four_days(home, last=8)
            home.compact()
            home.vacuum()
        lines_there = answer(session, "SELECT count(*) AS n FROM {order_lines}")[0]["n"]
        assert first == _bytes(session)
        return first, lines_there

    found, lines_there = reading(home.lake, home.books, scope(), nine(40), ALL, work)
    assert len(begun) == 2
    assert found == expected
    assert lines_there == 30


def test_a_session_on_files_that_are_gone_says_so(home: Home) -> None:
    home = filled_home(home, _four_days)
    old = home.books.published()
    with open_session(home.lake, home.books, scope(), nine(9), ALL) as session:
        view = session.use(ORDERS)
        home.compact()
        home.vacuum()
        with pytest.raises(FilesMoved):
            session.arrow(f"SELECT * FROM {view}")
    with pytest.raises(FilesMoved):
        home.ask("SELECT * FROM {orders}", nine(9), pinned=old)


@pytest.mark.long
def test_a_vacuum_keeps_the_files_of_a_state_that_somebody_asked_to_keep(home: Home) -> None:
    home = filled_home(home, _four_days)
    old = home.books.published()
    before = _all_answers(home)
    home.compact()
    home.vacuum(keep=[old])
    assert [lake_answers(home, nine(m, 12), pinned=old) for m in MOMENTS] == before


@pytest.mark.long
def test_the_log_of_a_table_stays_small(home: Home) -> None:
    """Dozens of loads, one rewrite: then opening a table reads one checkpoint and one entry."""
    for n in range(45):
        home.load(delivery("kettles", f"L{n}", nine(2, n % 24), report(ads(1, "p1", str(n)))))
    log = home.lake.path("ad_days") / "_delta_log"
    assert len(list(log.glob("*.checkpoint.parquet"))) >= 2
    home.compact()
    home.vacuum()
    assert len(list(log.glob("*.json"))) == 1
    assert len(list(log.glob("*.checkpoint.parquet"))) == 1
    assert home.ask("SELECT ad_spend FROM {ad_days}", nine(3)) == [{"ad_spend": Decimal(23)}]
