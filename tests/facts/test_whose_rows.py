"""Whose rows a session may see, and a client who is forgotten: nobody sees the other's, and nothing stays on disk."""

from collections.abc import Iterator

import pyarrow.parquet as pq
import pytest

from daybook.domain.errors import LakeError
from daybook.facts.delivery import Delivery
from daybook.facts.engine import filled, open_session
from daybook.facts.forget import forget_rows
from daybook.facts.lake import bucket_of
from daybook.facts.tables import ORDERS
from tests.facts.naive import Naive, lake_answers
from tests.facts.shops import (
    ALL,
    CLIENT,
    Home,
    ads,
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


def _told() -> Naive:
    naive = Naive()
    for one in _deliveries():
        naive.take(one)
    return naive


def _three_clients(home: Home) -> None:
    for one in _deliveries():
        home.load(one)


def _deliveries() -> Iterator[Delivery]:
    for n, shop in enumerate(("kettles", "lamps", "rugs")):
        for moment in (2, 3):
            yield delivery(shop, f"{shop}{moment}", nine(moment),
                           orders(order(f"{shop}-1", 1, paid=moment - 1), order(f"{shop}-2", 31 + n, paid=33)),
                           lines(line(f"{shop}-1", "a", 1, moment - 1)), report(ads(1, f"{shop}-p", str(moment))))


def test_a_query_that_forgets_the_filter_shows_only_the_session_s_own_shops(home: Home) -> None:
    home = filled_home(home, _three_clients)
    with open_session(home.lake, home.books, scope("kettles"), nine(9), ALL) as session:
        for table in ("orders", "order_lines", "ad_days", "sales_day", "buyers_day"):
            session.use(ALL[table])
            assert {r["shop"] for r in session.arrow(f"SELECT * FROM {table}").to_pylist()} == {"kettles"}
        session.history(ORDERS)
        assert {r["shop"] for r in session.arrow("SELECT * FROM orders_history").to_pylist()} == {"kettles"}
        assert {r["shop"] for r in session.arrow(f"SELECT * FROM {session.use_picks()}").to_pylist()} == {"kettles"}


def test_one_shop_of_a_client_does_not_show_the_client_s_other_shop(home: Home) -> None:
    home.load(delivery("kettles", "L1", nine(2), orders(order("1"))),
              delivery("teapots", "L2", nine(2), orders(order("2"))))
    assert home.ask("SELECT order_id FROM {orders}", nine(3), "teapots") == [{"order_id": "2"}]


def test_the_second_check_stops_rows_that_came_past_the_views(home: Home) -> None:
    """Raw SQL over the files themselves: clients share buckets, and the answer is looked at once more."""
    home = filled_home(home, _three_clients)
    files = [f.path for f in home.lake.files("orders", home.books.published().versions["orders"])]
    with open_session(home.lake, home.books, scope("kettles"), nine(9), ALL) as session:
        with pytest.raises(LakeError, match="another client"):
            session.arrow(f"SELECT client, order_id FROM read_parquet({files})")
        with pytest.raises(LakeError, match="another shop"):
            session.arrow(f"SELECT shop, order_id FROM read_parquet({files})")


def test_a_session_without_shops_sees_nothing(home: Home) -> None:
    home = filled_home(home, _three_clients)
    from daybook.facts.engine import Scope

    with open_session(home.lake, home.books, Scope({}), nine(9), ALL) as session:
        assert session.arrow(f"SELECT * FROM {session.use(ORDERS)}").num_rows == 0


def _texts_on_disk(home: Home) -> str:
    """Everything that any file of the lake says: rows, file statistics and the Delta log."""
    said = []
    for path in sorted(home.lake.folder.rglob("*")):
        if path.suffix == ".parquet":
            file = pq.ParquetFile(path)
            said += [str(file.read().to_pylist()), str([
                file.metadata.row_group(g).column(c).statistics for g in range(file.metadata.num_row_groups)
                for c in range(file.metadata.num_columns)])]
        elif path.is_file():
            said.append(path.read_text())
    return "\n".join(said)


def test_a_forgotten_client_is_in_no_file_on_disk(home: Home) -> None:
    home, naive = filled_home(home, _three_clients), _told()
    home.compact()
    home.load(delivery("lamps", "lamps9", nine(9), orders(order("lamps-3", 1, paid=2))))
    assert "Onyx" in _texts_on_disk(home)
    assert "lamps-1" in _texts_on_disk(home)
    found = forget_rows(home.lake, home.books, "Onyx")

    said = _texts_on_disk(home)
    assert "Onyx" not in said
    assert "lamps" not in said
    assert found.rows["orders"] == 4
    assert found.rows["slices"] > 0
    naive.loaded = [d for d in naive.loaded if d.shop != "lamps"]
    for moment in (2, 3, 12):
        assert lake_answers(home, nine(moment, 12)) == naive.answers(nine(moment, 12))


def test_clients_who_share_a_bucket_with_a_forgotten_one_keep_their_rows(
        home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    neighbour = next(f"client {n}" for n in range(1000) if bucket_of(f"client {n}") == bucket_of("Onyx"))
    monkeypatch.setitem(CLIENT, "neighbour", neighbour)
    home, naive = filled_home(home, _three_clients), _told()
    one = delivery("neighbour", "N", nine(2), orders(order("n-1", 1, paid=1)), report(ads(1, "p", "4")))
    home.load(one)
    naive.take(one)
    forget_rows(home.lake, home.books, "Onyx")
    naive.loaded = [d for d in naive.loaded if d.shop != "lamps"]
    assert lake_answers(home, nine(12)) == naive.answers(nine(12))
    home.compact()
    assert lake_answers(home, nine(12)) == naive.answers(nine(12))


def test_forgetting_a_client_whom_nobody_knows_changes_nothing(home: Home) -> None:
    home = filled_home(home, _three_clients)
    before = home.books.published()
    assert forget_rows(home.lake, home.books, "nobody").rows == {}
    assert home.books.published() == before


def test_a_column_that_came_later_is_null_in_older_files(home: Home) -> None:
    """A table grows a column; months whose files were written before it are read with it as not known."""
    from dataclasses import replace

    from daybook.facts.delivery import Batch
    from daybook.facts.load import load

    short = replace(ORDERS, columns=tuple(c for c in ORDERS.columns if c.name != "city"))
    rows = orders(order("1", 1)).rows.drop_columns(["city"])
    load(home.lake, home.books, [delivery("kettles", "L1", nine(2), Batch(short, rows))], (), {"orders": short})
    assert home.ask("SELECT order_id, city FROM {orders}", nine(9)) == [{"order_id": "1", "city": None}]
    home.load(delivery("kettles", "L2", nine(3), orders(order("2", 33, city="杭州"))))
    home.compact()
    forget_rows(home.lake, home.books, "nobody")
    found = home.ask("SELECT order_id, city FROM {orders} ORDER BY 1", nine(9))
    assert found == [{"order_id": "1", "city": None}, {"order_id": "2", "city": "杭州"}]


@pytest.mark.parametrize("text", ["it's", "'; DROP TABLE scope; --", "\\' OR 1=1 --", "''", "?", "a\0' OR 1=1", "店铺“名”’"])
def test_a_text_in_a_query_is_that_text_and_nothing_else(home: Home, text: str) -> None:
    with open_session(home.lake, home.books, scope("kettles"), nine(9), ALL) as session:
        assert session.arrow("SELECT ? AS said, ? AS again", [text, text]).to_pylist() == [{"said": text, "again": text}]
        session.write_down("names", ("one",), [(text,)])
        assert session.arrow("SELECT one FROM names WHERE one = ?", [text]).to_pylist() == [{"one": text}]
        assert session.arrow("SELECT count(*) AS n FROM scope").to_pylist() == [{"n": 1}]


def test_a_query_with_more_places_than_values_is_not_asked() -> None:
    with pytest.raises(ValueError, match="1 values for 2 places"):
        filled("SELECT ?, ?", ["a"])
