"""A marketplace's orders against their promised delivery: what the order book says beside sums of the files themselves."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from daybook.analysis.orders.bursts import Placed, bursts
from daybook.analysis.orders.late import slices_that_stand_out
from daybook.desks.orders.book import book_of
from daybook.desks.orders.findings import find_late_delivery
from daybook.desks.orders.promises import clocks_of
from daybook.domain.order_book import ClockKind, ClockState
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.products import seen_of
from tests.conftest import Clock
from tests.days import real

ON = date(2018, 3, 30)
MAPPING = """
[table]
kind = "orders"
currency = "BRL"
zone = "America/Sao_Paulo"
[columns]
order_id = "order_id"
ordered_at = "bought"
paid_at = "approved"
status = "state"
amount = "paid"
province = "customer_state"
shipped_at = "sent"
scanned_at = "sent"
delivered_at = "arrived"
promised_delivery_at = "promised"
[status]
unpaid = "unpaid"
paid = "paid"
shipped = "shipped"
done = "done"
closed = "closed"
"""
#: The file as it stood at nine of the morning in São Paulo: what came later had not happened.
AS_EXPORTED = """
COPY (SELECT order_id, strftime(order_purchase_timestamp, '%Y-%m-%d %H:%M:%S') AS bought,
  strftime(CASE WHEN order_approved_at < now THEN order_approved_at END, '%Y-%m-%d %H:%M:%S') AS approved,
  CASE WHEN order_status IN ('canceled', 'unavailable') THEN 'closed' WHEN order_delivered_customer_date < now THEN 'done'
       WHEN order_delivered_carrier_date < now THEN 'shipped' WHEN order_approved_at < now THEN 'paid' ELSE 'unpaid' END AS state,
  printf('%.2f', paid) AS paid, customer_state,
  strftime(CASE WHEN order_delivered_carrier_date < now THEN order_delivered_carrier_date END, '%Y-%m-%d %H:%M:%S') AS sent,
  strftime(CASE WHEN order_delivered_customer_date < now THEN order_delivered_customer_date END, '%Y-%m-%d %H:%M:%S') AS arrived,
  strftime(order_estimated_delivery_date, '%Y-%m-%d %H:%M:%S') AS promised
  FROM (SELECT *, TIMESTAMP '2018-03-30 09:00:00' AS now FROM {orders}) JOIN {customers} USING (customer_id)
  JOIN (SELECT order_id, sum(payment_value) AS paid FROM {payments} GROUP BY 1) USING (order_id)
  WHERE order_purchase_timestamp < now AND order_purchase_timestamp >= TIMESTAMP '2017-12-01') TO '{file}' (HEADER)
"""


def table(name: str) -> str:
    return f"read_csv('{real.OLIST}/olist_{name}_dataset.csv.gz')"


def test_late_deliveries_are_those_of_the_file_and_what_is_open_and_late_is_told(
        house: House, clock: Clock, tmp_path: Path) -> None:
    """Orders that should have come by the morning and had not, counted in the file by hand-written SQL."""
    import duckdb

    real.needed(real.OLIST / "olist_orders_dataset.csv.gz")
    file, mapping = tmp_path / "orders.csv", tmp_path / "olist.toml"
    duckdb.sql(AS_EXPORTED.format(orders=table("orders"), customers=table("customers"), payments=table("order_payments"),
                                  file=file))
    mapping.write_text(MAPPING)
    known_at = datetime(2018, 3, 30, 12, tzinfo=UTC)              # nine in São Paulo
    clock.moment = known_at
    shop = add_shop(house, "olist", "Olist", "other", "America/Sao_Paulo", "BRL")
    assert ingest(house, [Incoming("olist", file, known_at, mapping)])[0].state == "loaded"
    seen = seen_of(house, shop, ON)
    book = book_of(seen)
    read = f"(SELECT * FROM read_csv('{file}', timestampformat = '%Y-%m-%d %H:%M:%S'))"
    [(promised, late)] = duckdb.sql(
        f"SELECT count(*) FILTER (arrived IS NOT NULL OR promised < '2018-03-30 09:00'), "
        f"count(*) FILTER (coalesce(arrived, TIMESTAMP '2018-03-30 09:00') > promised) FROM {read} "
        "WHERE CAST(approved AS DATE) > DATE '2018-03-01' AND state IN ('paid', 'shipped', 'done') "
        "AND (sent IS NOT NULL OR state = 'paid')").fetchall()
    assert (sum(f.promised for f in book.fared), sum(f.late_delivered for f in book.fared)) == (promised, late)
    overdue = {o.order_id for o in book.open if clocks_of(o, book, seen).get(ClockKind.DELIVER) is not None
               and clocks_of(o, book, seen)[ClockKind.DELIVER].state is ClockState.OVERDUE}
    told = {row[0] for row in duckdb.sql(
        f"SELECT order_id FROM {read} WHERE state IN ('paid', 'shipped') AND promised <= '2018-03-30 09:00' "
        "AND approved IS NOT NULL AND CAST(bought AS DATE) > DATE '2018-02-12'").fetchall()}
    assert overdue == told
    assert len(told) > 10
    assert all(f.scope[0][0] == "province" for f in find_late_delivery(seen))


def test_the_state_that_came_late_is_told_and_no_other_in_eight_quarters() -> None:
    """Delivered orders alone, which are an even sample (one in 18.65): the first quarter of 2018 in Rio, 48 of 148 against 12 %."""
    import duckdb

    real.needed(real.OLIST / "olist_orders_dataset.csv.gz")
    rows = duckdb.sql(
        "SELECT CAST(date_trunc('quarter', order_purchase_timestamp) AS DATE), customer_state, count(*), "
        "count(*) FILTER (order_delivered_customer_date > order_estimated_delivery_date) "
        f"FROM {table('orders')} JOIN {table('customers')} USING (customer_id) WHERE order_status = 'delivered' "
        "AND order_delivered_customer_date IS NOT NULL GROUP BY ALL ORDER BY ALL").fetchall()
    quarters: dict[date, dict[str, tuple[int, int]]] = {}
    for quarter, state, n, late in rows:
        quarters.setdefault(quarter, {})[state] = late, n
    found = {(quarter, one.name, one.late, one.all) for quarter, slices in quarters.items()
             for one in slices_that_stand_out(slices, 0.001, 5) if one.rate - one.usual >= 0.1}
    assert found == {(date(2018, 1, 1), "RJ", 48, 148)}


def test_a_wholesaler_has_a_burst_a_month_and_invoices_without_a_customer_are_nobody() -> None:
    """The gift shop's 37,177 invoices of 21 months: five of one customer within an hour, 19 times."""
    import duckdb

    real.needed(real.GIFTS)
    placed = [Placed(number, at, None if who is None else str(who), None, None) for number, at, who in duckdb.sql(
        f"SELECT Invoice, min(InvoiceDate), min(CustomerID) FROM '{real.GIFTS}' WHERE NOT starts_with(Invoice, 'C') "
        "GROUP BY 1 ORDER BY 2").fetchall()]
    found = bursts(placed, timedelta(hours=1), 5)
    assert (len(placed), sum(p.buyer is None for p in placed), len(found)) == (37177, 7323, 19)
