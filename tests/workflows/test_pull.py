"""A shop read over its API: past every page limit, through every fault, killed and resumed, and no secret kept."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

import daybook.sources.read
import daybook.workflows.reading
import daybook.workflows.upkeep
from daybook.domain.errors import AccessRefused, BusyPlatform
from daybook.sources.api.vendure_rows import VENDURE_PAGES, order_rows
from daybook.workflows.house import House
from daybook.workflows.pull import Wanted
from daybook.workflows.status import status
from daybook.workflows.upkeep import rebuild
from tests.cli.test_commands import keeps_to
from tests.conftest import Clock, CommandLine
from tests.sources.shop_server import PASSWORD, ShopServer, order, orders, paid, written
from tests.workflows.pulling import ORDERS, SHOP, read, registered, rows, total, variables


@pytest.fixture
def server(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[ShopServer]:
    registered(house)
    with ShopServer() as running:
        for name, value in variables(running).items():
            monkeypatch.setenv(name, value)
        yield running


def cursor(house: House, feed: str = "vendure.orders") -> datetime | None:
    from daybook.records import models

    row = models.Pull.objects.filter(feed=feed, span="").first()
    return row.cursor if row else None


def test_orders_past_the_page_limit_are_all_in_and_add_up(house: House, server: ShopServer) -> None:
    server.rows["orders"] = orders(231)
    report, = read(house)
    assert (report.problem, report.rejected) == (None, 0)
    found = rows(house, "orders")
    assert len(found) == 231
    assert total(found) == paid(server.rows["orders"])
    assert total(rows(house, "order_lines")) == paid(server.rows["orders"]) - 231 * 5
    assert report.cursor == datetime.fromisoformat(server.rows["orders"][-1]["updatedAt"])


def test_three_hundred_orders_changed_in_one_second_are_all_in(house: House, server: ShopServer) -> None:
    server.rows["orders"] = orders(310, at_once=300)
    read(house)
    assert len(rows(house, "orders")) == 310


def test_an_order_that_changes_while_pages_are_turned_is_not_skipped(house: House, server: ShopServer) -> None:
    """A changed order moves to the end of the list, and all behind it move up by one."""
    server.rows["orders"] = orders(230)

    def change(pages: int) -> None:
        if pages == 2:
            server.rows["orders"][3]["updatedAt"] = written(datetime(2026, 11, 21, tzinfo=UTC))

    server.at_page = change
    read(house)
    assert {r["order_id"] for r in rows(house, "orders")} == {o["code"] for o in server.rows["orders"]}


@pytest.mark.parametrize("fault", ["429", "500", "hang", "cut", "expired"])
def test_a_passing_fault_in_the_middle_loses_and_doubles_nothing(house: House, server: ShopServer, fault: str) -> None:
    server.rows["orders"] = orders(230)
    server.faults = ["", fault]
    waits: list[float] = []
    report, = read(house, waits=waits, timeout=2 if fault == "hang" else 60)
    assert report.problem is None
    assert total(rows(house, "orders")) == paid(server.rows["orders"])
    assert server.logins == (2 if fault == "expired" else 1)
    if fault == "hang":         # a busy machine may be too slow for a second answer
        assert waits[0] == 1.0
    else:
        assert waits == {"429": [3.0], "expired": []}.get(fault, [1.0])


@pytest.mark.parametrize(("faults", "kind"), [(["", *["500"] * 9], BusyPlatform), (["", "half"], None),
                                              (["", *["forbidden"] * 9], AccessRefused)])
def test_a_lasting_fault_loads_nothing_and_moves_no_cursor(
        house: House, server: ShopServer, faults: list[str], kind: type[Exception] | None) -> None:
    server.rows["orders"] = orders(230)
    server.faults = faults
    report, = read(house)
    assert report.problem is not None
    assert kind is None or isinstance(report.problem, kind)
    assert report.problem.where.startswith("127.0.0.1")
    assert report.problem.next_step
    assert rows(house, "orders") == []
    assert cursor(house) is None
    said = status(house, [house.shop(SHOP)], house.now())[0].feeds[0]
    assert said.error == str(report.problem)
    assert bool(said.next_try_at) == (kind is not AccessRefused)
    server.faults = []
    assert read(house)[0].problem is None
    assert total(rows(house, "orders")) == paid(server.rows["orders"])
    assert status(house, [house.shop(SHOP)], house.now())[0].feeds[0].error == ""


def test_one_forbidden_list_does_not_keep_the_others_out(daybook: CommandLine, house: House, server: ShopServer) -> None:
    server.rows["orders"] = orders(3)
    server.forbidden = {"promotions"}
    assert [bool(r.problem) for r in read(house, Wanted())] == [False, False, False, False, False, True]
    result = daybook("pull", "--shop", SHOP)
    assert result.exit_code == 3
    assert "vendure.promotions: not read" in result.output
    assert "grant this right" in result.stderr
    keeps_to("pull", daybook.json("pull", "--shop", SHOP, code=3))
    keeps_to("status", daybook.json("status", "--shop", SHOP))
    keeps_to("credential", daybook.json("credential", "check", "--shop", SHOP))
    assert len(rows(house, "orders")) == 3


def test_the_next_pull_reads_what_changed_with_an_overlap(house: House, server: ShopServer) -> None:
    """Order 2 was written late, with a moment five minutes before the last one seen."""
    server.rows["orders"] = [order(1, datetime(2026, 11, 22, 9, 0, tzinfo=UTC))]
    read(house)
    server.rows["orders"] += [order(2, datetime(2026, 11, 22, 8, 55, tzinfo=UTC)),
                              order(3, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))]
    report, = read(house)
    assert (report.new, report.restated) == (4, 0)      # two orders, two lines
    assert {r["order_id"] for r in rows(house, "orders")} == {"O00001", "O00002", "O00003"}
    assert server.asked[-1][1]["filter"]["_and"][0]["updatedAt"]["after"] == "2026-11-22T08:49:59.999Z"


def test_an_order_dated_in_the_future_hides_nothing_that_comes_before_it(house: House, server: ShopServer) -> None:
    server.rows["orders"] = [order(1, datetime(2027, 1, 1, tzinfo=UTC))]
    read(house)
    server.rows["orders"].append(order(2, datetime(2026, 11, 23, 1, 30, tzinfo=UTC)))
    read(house)
    assert {r["order_id"] for r in rows(house, "orders")} == {"O00001", "O00002"}


def test_recorded_pages_are_read_again_by_a_mended_reader(house: House, server: ShopServer,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    """The mended reader calls the channel by another name; the shop is not asked again."""
    server.rows["orders"] = orders(130)
    read(house)
    asked = len(server.asked)
    mended = replace(next(r for r in VENDURE_PAGES if r.name == "vendure.orders"), version=99, make=lambda one, told: {
        table: [{**row, "channel": "own site"} if table == "orders" else row for row in made]
        for table, made in order_rows(one, told).items()})
    for place in (daybook.sources.read, daybook.workflows.reading, daybook.workflows.upkeep):
        monkeypatch.setattr(place, "READERS", (mended,))
    assert rebuild(house, house.shops())["landings"] == 1
    found = rows(house, "orders")
    assert (len(found), {r["channel"] for r in found}, total(found)) == (130, {"own site"}, paid(server.rows["orders"]))
    assert len(server.asked) == asked


@pytest.mark.parametrize(("state", "left"), [("Shipped", True), ("Delivered", True), ("Pending", False), ("Cancelled", False)])
def test_a_fulfilment_that_was_only_made_or_was_cancelled_has_not_left(house: House, server: ShopServer, state: str,
                                                                       left: bool) -> None:
    moment = "2026-11-21T09:00:00.000Z"
    server.rows["orders"] = [order(1, datetime(2026, 11, 20, 9, 0, tzinfo=UTC), fulfillments=[
        {"createdAt": moment, "updatedAt": moment, "state": state}])]
    read(house)
    assert (rows(house, "orders")[0]["shipped_at"] is not None) is left


def test_a_second_pull_without_news_adds_no_row(house: House, server: ShopServer) -> None:
    server.rows["orders"] = orders(20)
    read(house)
    assert (read(house)[0].new, read(house)[0].restated) == (0, 0)


def test_a_late_refund_is_found_though_its_order_did_not_change(house: House, server: ShopServer, clock: Clock) -> None:
    """Vendure leaves an order's time of change alone when a refund is made: the daily sweep finds it."""
    server.rows["orders"] = [order(1, datetime(2026, 11, 2, 9, 0, tzinfo=UTC), 4200),
                             order(2, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))]
    read(house, Wanted())
    assert rows(house, "refunds") == []
    made = written(datetime(2026, 11, 23, 3, 0, tzinfo=UTC))
    server.rows["orders"][0]["payments"][0]["refunds"] = [
        {"id": "9", "createdAt": made, "updatedAt": made, "state": "Settled", "total": 1234, "reason": "late",
         "lines": []}]
    read(house, Wanted())
    assert rows(house, "refunds") == []                 # the sweep was done today
    clock.moment += timedelta(days=1)
    read(house, Wanted())
    assert [(r["amount"], r["refunded_on"], r["order_id"]) for r in rows(house, "refunds")] == [
        (D("12.34"), date(2026, 11, 23), "O00001")]
    assert [r["refund_amount"] for r in rows(house, "orders") if r["order_id"] == "O00001"] == [
        D("12.34")]


def test_a_backfill_reads_the_days_asked_for_and_leaves_the_cursor(house: House, server: ShopServer) -> None:
    """Midnight is Stockholm's: 23:30 UTC of the 9th is the 10th there."""
    moments = [datetime(2026, 9, 9, 21, 30, tzinfo=UTC), datetime(2026, 9, 9, 22, 30, tzinfo=UTC),
               datetime(2026, 9, 10, 21, 30, tzinfo=UTC), datetime(2026, 9, 10, 22, 30, tzinfo=UTC)]
    server.rows["orders"] = [order(n, moment) for n, moment in enumerate(moments, 1)]
    read(house, Wanted(days=(date(2026, 9, 10), date(2026, 9, 10)), feeds=("vendure.orders",)))
    assert {r["order_id"]: r["ordered_on"] for r in rows(house, "orders")} == {
        "O00002": date(2026, 9, 10), "O00003": date(2026, 9, 10)}
    assert cursor(house) is None


@pytest.mark.parametrize("page", [5, 22, 26])
def test_a_killed_pull_goes_on_and_nothing_is_lost_or_doubled(
        house: House, server: ShopServer, page: int, tmp_path: Path) -> None:
    """2,530 orders are 26 pages; 20 pages are kept as one landing, so a kill on page 22 reads only the rest again."""
    server.rows["orders"] = orders(2530, every=60)
    running = subprocess.Popen([sys.executable, "-m", "tests.workflows.pulling", str(house.home)],
                               env={**os.environ, **variables(server)})

    def kill(pages: int) -> None:
        if pages == page:
            running.send_signal(signal.SIGKILL)
            running.wait()

    server.at_page = kill
    assert running.wait(60) == -signal.SIGKILL
    server.at_page = None
    assert rows(house, "orders") == []
    before = len(server.asked)
    assert read(house)[0].problem is None
    assert (len(server.asked) - before < 20) == (page > 20)
    found = rows(house, "orders")
    assert len(found) == 2530
    assert total(found) == paid(server.rows["orders"])


def test_a_kill_after_publishing_doubles_nothing(house: House, server: ShopServer) -> None:
    """The rows are in, the cursor has not moved yet: what was kept is loaded again and changes nothing."""
    from daybook.records import models

    server.rows["orders"] = orders(40)
    read(house)
    row = models.Pull.objects.get(feed="vendure.orders")
    landing = models.Landing.objects.get()
    row.asked = {"until": house.now().isoformat(), "since": "2026-09-01T00:00:00+00:00"}
    row.pieces = [{"path": landing.path, "suffix": ".json", "known_at": landing.known_at.isoformat()}]
    row.resume, row.whole, row.cursor = '["2026-11-20T08:00:05.000Z", 0]', True, None
    row.reached = datetime(2026, 11, 20, 8, 0, 5, tzinfo=UTC)
    row.save()
    report, = read(house)
    assert (report.new, report.restated) == (0, 0)
    assert len(rows(house, "orders")) == 40
    assert cursor(house) == datetime(2026, 11, 20, 8, 0, 5, tzinfo=UTC)


def test_no_secret_and_no_buyer_is_found_in_the_data_folder_the_log_or_an_error(
        daybook: CommandLine, house: House, server: ShopServer, caplog: pytest.LogCaptureFixture) -> None:
    server.rows["orders"] = orders(5)
    with caplog.at_level(logging.DEBUG):
        said = [daybook("pull", "--shop", SHOP).output]
        for faults in (["500"] * 9, ["forbidden"] * 9, ["half"]):
            server.faults = faults
            said += [str(r.problem) for r in read(house)]
        server.password = "another now"
        server.token = "gone"
        said += [str(r.problem) for r in read(house)]
        said.append(daybook("credential", "check", "--shop", SHOP).output)
    assert "not accepted" in said[-2]
    places = {"log": caplog.text, "said": "\n".join(said)}
    places |= {str(f): f.read_bytes().decode("latin-1") for f in house.home.rglob("*") if f.is_file()}
    for secret in (PASSWORD, "token-1", "buyer3@example.com"):
        assert not [place for place, text in places.items() if secret in text], secret


def test_a_rotated_credential_is_used_by_the_next_request(
        house: House, server: ShopServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password changes while pages are read and the session ends: the new one signs in, without a restart."""
    server.rows["orders"] = orders(230)

    def rotate(pages: int) -> None:
        if pages == 1:
            server.password, server.token = "fresh", "gone"
            monkeypatch.setenv("DAYBOOK_API_LUND_VENDURE_PASSWORD", "fresh")

    server.at_page = rotate
    assert read(house)[0].problem is None
    assert len(rows(house, "orders")) == 230


def test_a_shop_without_a_credential_says_how_to_set_one(
        daybook: CommandLine, server: ShopServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAYBOOK_API_LUND_VENDURE_PASSWORD")
    result = daybook("pull", "--shop", SHOP)
    assert result.exit_code == 3
    assert "has no password" in result.stderr
    assert "DAYBOOK_API_LUND_VENDURE_PASSWORD" in result.stderr


def test_an_order_that_is_not_as_documented_is_left_out_and_named(house: House, server: ShopServer) -> None:
    broken = order(2, datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    del broken["payments"]
    server.rows["orders"] = [order(1, datetime(2026, 11, 22, 8, 0, tzinfo=UTC)), broken]
    report, = read(house)
    assert report.rejected == 1
    assert [r["order_id"] for r in rows(house, "orders")] == ["O00001"]


def test_a_cancelled_order_keeps_what_was_paid_and_its_lines_share_it(house: House, server: ShopServer) -> None:
    """As Vendure gives it: total, freight and line prices are 0, the payment and the prices per unit stay."""
    gone = order(1, datetime(2026, 11, 22, 8, 0, tzinfo=UTC), 2779, state="Cancelled", totalWithTax=0, shippingWithTax=0)
    gone["lines"][0] |= {"quantity": 0, "proratedLinePriceWithTax": 0}
    server.rows["orders"] = [gone]
    read(house, ORDERS)
    kept, = rows(house, "orders")
    assert (kept["status"], kept["due_amount"], kept["paid_amount"], kept["freight_amount"]) == (
        "closed", D("27.79"), D("27.79"), D("5.00"))
    assert total(rows(house, "order_lines")) == D("22.79")


def test_a_backfill_is_asked_for_by_its_first_and_last_day(daybook: CommandLine, house: House, server: ShopServer) -> None:
    server.rows["orders"] = [order(n, datetime(2026, 9, day, 9, 0, tzinfo=UTC)) for n, day in enumerate((9, 10, 11, 12), 1)]
    two = {r["feed"]: (r["span"], r["rows"]) for r in daybook.json("pull", "--shop", SHOP, "--from", "2026-09-10", "--to",
                                                                   "2026-09-11")}
    assert two["vendure.orders"] == ("2026-09-10..2026-09-11", 4)       # two orders with a line each
    assert set(two) == {"vendure.orders", "vendure.buyers"}             # what shows only now is no part of a backfill
    one = {r["feed"]: r["rows"] for r in daybook.json("pull", "--shop", SHOP, "--from", "2026-09-12")}
    assert one["vendure.orders"] == 2
    for wrong in (("--to", "2026-09-11"), ("--from", "2026-09-11", "--to", "2026-09-10"),
                  ("--from", "2026-09-11", "--since", "2026-09-11T00:00:00Z")):
        assert daybook("pull", "--shop", SHOP, *wrong).exit_code == 2
