"""`daybook why`: the bridge of a number from a base to a day, exact to the cent, against any base."""

from datetime import date, time
from decimal import Decimal as D

import pytest

from daybook import desks
from daybook.domain.errors import WrongUsage
from daybook.workflows.close import closes
from daybook.workflows.measure import _see
from daybook.workflows.why import why
from tests.orders import jade, take, write_orders

#: A week apart: 14 and 21 September 2026 are Mondays without any event near.
TABLE = """
order      | created             | paid_at             | due    | paid   | buyer | address
1000000001 | 2026-09-14 09:00:00 | 2026-09-14 09:01:00 | 100.00 | 100.00 | ann   | 浙江省 杭州市
1000000002 | 2026-09-14 10:00:00 | 2026-09-14 10:01:00 | 50.00  | 50.00  | bob   | 上海 上海市
1000000003 | 2026-09-20 10:00:00 | 2026-09-20 10:01:00 | 40.00  | 40.00  | cat   | 上海 上海市
1000000004 | 2026-09-21 09:00:00 | 2026-09-21 09:01:00 | 90.00  | 90.00  | ann   | 浙江省 杭州市
1000000005 | 2026-09-21 10:00:00 | 2026-09-21 10:01:00 | 30.33  | 30.33  | dan   | 上海 上海市
1000000006 | 2026-09-21 11:00:00 | 2026-09-21 11:01:00 | 60.00  | 60.00  | eve   | 江苏省 南京市
"""
ON = date(2026, 9, 22)


@pytest.fixture
def shop(house, tmp_path):
    made = jade(house)
    take(house, "tmall", write_orders(tmp_path / "orders.csv", TABLE), "2026-09-22T00:30:00+08:00")
    return made


def test_the_paid_amount_by_its_drivers_adds_up_to_the_cent(house, shop):
    drivers = why(house, shop, "paid_gmv", ON, "week").findings[0]
    assert (drivers.base, drivers.measured) == (D("150.00"), D("180.33"))
    assert {c.scope[0][1] for c in drivers.causes} == {"paid_buyers", "orders_per_buyer", "aov"}
    assert sum((c.contribution for c in drivers.causes), drivers.remainder) == D("30.33")
    assert drivers.remainder == 0


def test_and_by_region_and_hour(house, shop):
    found = {f.scope[0][1]: f for f in why(house, shop, "paid_gmv", ON, "week").findings[1:]}
    assert found.keys() >= {"region", "hour"}
    regions = {dict(c.scope)["province"]: c.contribution for c in found["region"].causes}
    assert regions == {"江苏": D("60.00"), "上海": D("-19.67"), "浙江": D("-10.00")}
    assert all(f.adds_up() for f in found.values())


def test_what_tells_no_finding_reads_no_book_of_a_desk(house, shop, monkeypatch):
    """The why, the close and the measuring of moves rest on numbers alone: chats, cases and buyers of all shops are left alone."""
    monkeypatch.setattr(desks, "DESKS", None)
    moment = shop.moment(ON, time(22))
    assert why(house, shop, "paid_gmv", ON, "week").findings
    assert closes(house, [shop], ON, moment, store=False)
    assert set(_see(house, [shop], moment)) == {shop.name}


@pytest.mark.parametrize(("base", "amount"), [("day", "40.00"), ("week", "150.00"), ("2026-09-14", "150.00")])
def test_any_base_that_is_known(house, shop, base, amount):
    assert why(house, shop, "paid_gmv", ON, base).findings[0].base == D(amount)


@pytest.mark.parametrize(("metric", "base", "sentence"), [
    pytest.param("sales", "week", "no metric is called sales", id="no such metric"),
    pytest.param("paid_gmv", "month", "month is no base", id="no such base"),
    pytest.param("paid_gmv", "2026-09-10", "paid gmv of 2026-09-10 is not known", id="a day that is not in"),
    pytest.param("paid_gmv", "plan", "no target of paid gmv is set", id="no target"),
    pytest.param("visitors", "week", "visitors of 2026-09-21 is not known.*--as-of now", id="facts that are not in"),
])
def test_what_cannot_be_explained_says_why(house, shop, metric, base, sentence):
    with pytest.raises(WrongUsage, match=sentence):
        why(house, shop, metric, ON, base)


def test_the_command_gives_bridges_as_json(daybook, house, shop):
    found = daybook.json("why", "--shop", "tmall", "--metric", "paid_orders", "--on", ON, "--base", "week")
    assert (found[0]["base"]["value"], found[0]["measured"]) == ("2", "3")
    assert "paid_orders" not in daybook("why", "--shop", "tmall", "--metric", "paid_orders", "--on", ON).stdout


def test_a_number_that_came_in_later_is_explained_as_of_then(daybook, house, shop):
    """The file came at half past midnight: at midnight nothing was known, and the answer says how to ask."""
    asked = ("why", "--shop", "tmall", "--metric", "paid_gmv", "--on", ON, "--base", "week", "--as-of")
    early = daybook(*asked, "2026-09-22T00:00:00+08:00")
    assert early.exit_code == 2
    assert "--as-of now" in early.stderr
    assert daybook.json(*asked, "now")[0]["measured"] == "180.33"
