"""Loading: what is new is written, what is equal is not, and a moment sees what was known then."""

from decimal import Decimal

import duckdb

from daybook.facts.delivery import Change
from daybook.facts.engine import digest_of_rows
from daybook.facts.lake import REMEMBERED
from daybook.facts.tables import ORDER_LINES, ORDERS
from daybook.metrics.rollups import SALES_DAY
from tests.facts.shops import AD_DAYS, Home, ads, day, delivery, line, lines, nine, order, orders, report

PAID = "SELECT count(*) AS orders, sum(paid_amount) AS paid FROM {orders} WHERE paid_on IS NOT NULL"
SALES = "SELECT day, paid_gmv, paid_orders FROM {sales_day} ORDER BY day"


def test_an_order_imported_unpaid_and_then_paid_counts_once(home: Home) -> None:
    home.load(delivery("kettles", "monday", nine(2), orders(order("1", paid=None, amount="80"))))
    home.load(delivery("kettles", "tuesday", nine(3), orders(order("1", paid=2, amount="80"))))

    assert home.ask(PAID, nine(2, 12)) == [{"orders": 0, "paid": None}]
    assert home.ask(PAID, nine(3, 12)) == [{"orders": 1, "paid": Decimal(80)}]
    assert home.ask("SELECT count(*) AS n FROM {orders}", nine(3, 12)) == [{"n": 1}]
    assert home.ask(SALES, nine(3, 12)) == [{"day": day(2), "paid_gmv": Decimal(80), "paid_orders": 1}]
    assert home.ask(SALES, nine(2, 12)) == []


def test_an_order_that_moves_to_another_day_of_payment_leaves_the_first(home: Home) -> None:
    """Read by day of payment, files that only hold the new day must not leave the old version standing."""
    home.load(delivery("kettles", "L1", nine(2), orders(order("1", 1, paid=1))))
    home.load(delivery("kettles", "L2", nine(3), orders(order("1", 1, paid=2))))
    from daybook.facts.engine import open_session
    from tests.facts.shops import ALL, scope

    with open_session(home.lake, home.books, scope(), nine(9), ALL) as session:
        first = session.use(ORDERS, days=("paid_on", day(1), day(1)))
        paid = session.arrow(f"SELECT paid_on FROM {first}").to_pylist()
    assert paid == [{"paid_on": day(2)}]
    assert home.ask(SALES, nine(9)) == [{"day": day(2), "paid_gmv": Decimal(10), "paid_orders": 1}]


def test_a_rolling_export_of_thirty_days_writes_only_what_changed(home: Home) -> None:
    month = [order(str(n), 1 + n % 30, paid=1 + n % 30) for n in range(300)]
    home.load(delivery("kettles", "L1", nine(31), orders(*month)))
    month[7] = order("7", 8, paid=8, refund_amount=Decimal(10))
    changes = home.changes(delivery("kettles", "L2", nine(32), orders(*month, order("300", 31, paid=31))))

    assert changes == (Change("L2", "orders", delivered=301, new=1, restated=1, gone=0, restated_days=(day(8),)),)
    assert len(home.stored(ORDERS)) == 302


def test_the_same_file_twice_changes_nothing(home: Home) -> None:
    batches = (orders(order("1", paid=1)), lines(line("1", "a", paid=1)), report(ads(1, "p1", "5"), covers=(1, 2)))
    first = home.load(delivery("kettles", "L1", nine(2), *batches))
    files = home.parquet_files()
    again = home.load(delivery("kettles", "L1", nine(2), *batches), delivery("kettles", "L2", nine(4), *batches))

    assert all(c.nothing for c in again.changes)
    assert again.published == first.published
    assert home.parquet_files() == files


def test_an_order_that_still_waits_is_known_as_of_the_export_that_showed_it_again(home: Home) -> None:
    """Paid on the 1st and unchanged on the 3rd and 4th: one more row a day, counted nowhere, no rollup rebuilt; twice in a morning
    is once, and one that is done is not written again."""
    both = orders(order("1", 1, paid=1, status="paid"), order("2", 1, paid=1, status="done"))
    home.load(delivery("kettles", "L1", nine(2), both))
    assert home.ask("SELECT paid_gmv FROM {sales_day}", nine(2, 12)) == [{"paid_gmv": Decimal(20)}]
    rolled = len(home.stored(SALES_DAY.table))
    changes = home.changes(delivery("kettles", "L2", nine(3), both), delivery("kettles", "L3", nine(3, 10), both),
                           delivery("kettles", "L4", nine(4), both))

    assert all(c.nothing for c in changes)
    assert sorted((r["order_id"], r["known_at"]) for r in home.stored(ORDERS)) == [
        ("1", nine(2)), ("1", nine(3)), ("1", nine(4)), ("2", nine(2))]
    assert len(home.stored(SALES_DAY.table)) == rolled
    assert home.ask("SELECT order_id, known_at FROM {orders} ORDER BY 1", nine(3, 12)) == [
        {"order_id": "1", "known_at": nine(3)}, {"order_id": "2", "known_at": nine(2)}]
    assert home.ask("SELECT paid_gmv FROM {sales_day}", nine(4, 12)) == home.ask("SELECT paid_gmv FROM {sales_day}", nine(2, 12))
    late = home.changes(delivery("kettles", "L5", nine(2, 20), orders(order("1", 1, paid=1, status="paid", amount="7"))))
    assert late == (Change("L5", "orders", delivered=1, new=0, restated=1, gone=0, restated_days=(day(1),)),)
    assert [home.ask("SELECT paid_amount FROM {orders} WHERE order_id = '1'", nine(n, 22)) for n in (2, 3)] == [
        [{"paid_amount": Decimal(7)}], [{"paid_amount": Decimal(10)}]]
    waiting = [order("1", 1, paid=1, status="paid"), order("3", 4, paid=4, status="paid")]
    home.load(delivery("kettles", "L6", nine(5), orders(*waiting)))
    assert home.ask("SELECT day, paid_gmv FROM {sales_day} ORDER BY 1", nine(5, 12)) == [
        {"day": day(1), "paid_gmv": Decimal(20)}, {"day": day(4), "paid_gmv": Decimal(10)}]


def test_an_order_that_loses_a_line_takes_it_back(home: Home) -> None:
    home.load(delivery("kettles", "L1", nine(2), lines(line("1", "a", paid=1), line("1", "b", paid=1))))
    changes = home.changes(delivery("kettles", "L2", nine(3), lines(line("1", "a", paid=1))))

    assert (changes[0].new, changes[0].restated, changes[0].gone) == (0, 0, 1)
    assert home.ask("SELECT line_id FROM {order_lines} ORDER BY 1", nine(2, 12)) == [{"line_id": "a"}, {"line_id": "b"}]
    assert home.ask("SELECT line_id FROM {order_lines}", nine(3, 12)) == [{"line_id": "a"}]
    assert home.ask("SELECT line_gmv FROM {sales_product}", nine(3, 12)) == [{"line_gmv": Decimal(10)}]
    home.load(delivery("kettles", "L3", nine(4), lines(line("1", "a", paid=1), line("1", "b", paid=1))))
    assert len(home.ask("SELECT line_id FROM {order_lines}", nine(4, 12))) == 2
    assert len(home.stored(ORDER_LINES)) == 4


def test_a_corrected_day_of_a_report_takes_the_place_of_the_whole_day(home: Home) -> None:
    home.load(delivery("kettles", "L1", nine(4), report(ads(1, "p1", "5"), ads(1, "p2", "6"), ads(2, "p1", "7"))))
    changes = home.changes(delivery("kettles", "L2", nine(5), report(ads(1, "p1", "5.5"), ads(2, "p1", "7"))))

    spend = "SELECT day, ad_plan, ad_spend FROM {ad_days} ORDER BY ALL"
    assert home.ask(spend, nine(5, 12)) == [{"day": day(1), "ad_plan": "p1", "ad_spend": Decimal("5.5")},
                                            {"day": day(2), "ad_plan": "p1", "ad_spend": Decimal(7)}]
    assert len(home.ask(spend, nine(4, 12))) == 3
    assert changes == (Change("L2", "ad_days", delivered=2, new=0, restated=1, gone=0, restated_days=(day(1),)),)
    assert len(home.stored(AD_DAYS)) == 4


def test_a_covered_day_without_rows_is_known_to_be_empty(home: Home) -> None:
    home.load(delivery("kettles", "L1", nine(4), report(ads(2, "p1", "5"), covers=(1, 3))))
    slices = "SELECT day, rows FROM {picks} WHERE \"table\" = 'ad_days' ORDER BY day"
    assert _picks(home, slices, 4) == [(1, 0), (2, 1), (3, 0)]

    home.load(delivery("kettles", "L2", nine(5), report(ads(3, "p1", "8"), covers=(3, 3))))
    home.load(delivery("kettles", "L3", nine(6), report(covers=(2, 2))))
    assert _picks(home, slices, 5) == [(1, 0), (2, 1), (3, 1)]
    assert _picks(home, slices, 6) == [(1, 0), (2, 0), (3, 1)]
    assert [r["day"] for r in home.ask("SELECT day FROM {ad_days} ORDER BY 1", nine(5, 12))] == [day(2), day(3)]
    assert [r["day"] for r in home.ask("SELECT day FROM {ad_days}", nine(6, 12))] == [day(3)]


def _picks(home: Home, sql: str, moment: int) -> list[tuple[int, int]]:
    from daybook.facts.engine import open_session
    from tests.facts.shops import ALL, scope

    with open_session(home.lake, home.books, scope(), nine(moment, 12), ALL) as session:
        return [(r["day"].day, r["rows"]) for r in session.arrow(sql.format(picks=session.use_picks())).to_pylist()]


def test_slices_of_a_window_are_picked_once_and_a_wider_window_misses_none(home: Home) -> None:
    """Three days of a report; picked are the second alone, then within it again, then all."""
    from daybook.facts.engine import open_session
    from tests.facts.shops import ALL, scope

    home.load(delivery("kettles", "ads", nine(4), report(ads(1, "p", "1"), ads(2, "p", "2"), ads(3, "p", "3"))))

    with open_session(home.lake, home.books, scope(), nine(5), ALL) as session:
        second = session.use_picks((day(2), day(2)))
        assert session.use_picks((day(2), day(2))) == second
        every = session.use_picks()
        assert session.use_picks((day(1), day(3))) == every
        days = {name: session.arrow(f"SELECT DISTINCT day FROM {name} ORDER BY day")["day"].to_pylist() for name in (second, every)}
    assert days == {second: [day(2)], every: [day(1), day(2), day(3)]}


def test_two_parts_of_one_day_are_restated_one_by_one(home: Home) -> None:
    """One export may hold several kinds of plan; the next corrects only one of them."""
    both = (report(ads(1, "p1", "5"), part="search"), report(ads(1, "p2", "6"), part="feed"))
    home.load(delivery("kettles", "L1", nine(2), *both))
    home.load(delivery("kettles", "L2", nine(3), report(ads(1, "p1", "9"), part="search")))
    spend = "SELECT sum(ad_spend) AS s FROM {ad_days}"
    assert home.ask(spend, nine(2, 12)) == [{"s": Decimal(11)}]
    assert home.ask(spend, nine(3, 12)) == [{"s": Decimal(15)}]


def test_a_mended_reader_takes_back_what_only_its_older_reading_held(home: Home) -> None:
    from daybook.facts.load import load
    from tests.facts.shops import FACTS, ROLLUPS

    home.load(delivery("kettles", "L1", nine(2), orders(order("1", paid=1), order("total", paid=1)),
                       report(ads(1, "p1", "5"), ads(2, "p1", "5"))))
    again = delivery("kettles", "L1", nine(2), orders(order("1", paid=1)), report(ads(1, "p1", "5")))
    load(home.lake, home.books, [again], ROLLUPS, FACTS, reread=frozenset({"L1"}))
    assert home.ask("SELECT order_id FROM {orders}", nine(2, 12)) == [{"order_id": "1"}]
    assert home.ask("SELECT day FROM {ad_days}", nine(2, 12)) == [{"day": day(1)}]
    assert home.ask("SELECT paid_orders FROM {sales_day}", nine(2, 12)) == [{"paid_orders": 1}]


def test_a_rollup_equals_a_sum_by_hand(home: Home) -> None:
    """Two paid orders of 30 and 12.50 on the 3rd by two buyers, 2.50 refunded; one of 5 on the 4th; one unpaid."""
    home.load(delivery(
        "kettles", "L1", nine(5),
        orders(order("1", 2, paid=3, amount="30"), order("3", 4, paid=4, amount="5"), order("4", 4, amount="99"),
               order("2", 3, paid=3, amount="12.50", buyer_id="b2", units=2, refund_amount=Decimal("2.50")))))
    columns = "paid_gmv, paid_orders, paid_buyers, units_sold, refunded_of_paid, net_sales"
    found = home.ask(f"SELECT {columns} FROM {{sales_day}} ORDER BY day", nine(5, 12))
    assert [tuple(r.values()) for r in found] == [
        (Decimal("42.50"), 2, 2, 3, Decimal("2.50"), Decimal(40)), (Decimal(5), 1, 1, 1, Decimal(0), Decimal(5))]
    buyers = home.ask("SELECT new_buyers, returning_buyers FROM {buyers_day} ORDER BY day", nine(5, 12))
    assert [tuple(r.values()) for r in buyers] == [(2, 0), (0, 1)]


def test_the_digest_of_rows_is_made_of_both_halves_of_each_md5() -> None:
    """What the engine's own functions for the halves give, over rows in any order; ledgers hold such digests."""
    con = duckdb.connect()
    rows = "(SELECT 'row ' || i AS said, md5_number('row ' || i) AS number FROM range(1000) r(i))"
    [(ours,)] = con.execute(f"SELECT {digest_of_rows('number')} FROM {rows}").fetchall()
    [(theirs,)] = con.execute("SELECT concat_ws('-', count(*), sum(md5_number_lower(said)), sum(md5_number_upper(said))) "
                              f"FROM {rows}").fetchall()
    assert ours == theirs
    assert con.execute(f"SELECT {digest_of_rows('number')} FROM {rows} WHERE false").fetchall() == [("0-0-0",)]


def test_a_process_that_loads_for_months_remembers_the_files_of_few_versions(home: Home) -> None:
    """Every load makes a version; reading each newest one holds no more than the last few, and an older one is read again."""
    for n in range(1, 10):
        home.load(delivery("kettles", f"L{n}", nine(n + 1), orders(order(str(n), n, paid=n))))
        home.ask(PAID, nine(n + 1, 12))
    remembered = [version for table, version in vars(home.lake)["_files"] if table == "orders"]
    assert len(remembered) == REMEMBERED
    assert home.ask(PAID, nine(2, 12)) == [{"orders": 1, "paid": Decimal(10)}]
    first = min(remembered) - 3
    assert len(home.lake.files("orders", first)) < len(home.lake.files("orders", max(remembered)))
