"""The whole life of a move in the operating file: found, proposed, refused, approved, done, undone, measured, learned."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import numpy as np
import pytest

from daybook.domain.brief import Gain
from daybook.domain.entry import Entry, EntryKind
from daybook.domain.moves.move import Way
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.proposal import Story
from daybook.reports.casefile_report import casefile_paper
from daybook.workflows.approve import approve
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.execute import carry_out, done_by_hand
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.measure import measure
from daybook.workflows.morning import mornings
from daybook.workflows.propose import Wish, propose
from daybook.workflows.undo import undo
from tests.conftest import Clock

from .acting_house import CLIENT, SHOP, TEAM, TERMS, give
from .given_house import LINES, ORDERS, number, written

FIRST, DONE, DUE = date(2026, 8, 20), date(2026, 10, 1), date(2026, 10, 15)
SKU, ITEM, WAS, NOW = "S700001", "700001", D("50.00"), D("45.50")
GONE = "700005"          # on the last day nothing of it is on the shelf
SHELF = {ITEM: (WAS, 30), "700002": (D(40), 25), "700003": (D(30), 40), "700004": (D(60), 20), "700005": (D(20), 60)}
#: The discount sells half as much again: 45 x 45.50 less 30 x 50 is 548 a day, where 1,800 were expected.
WISHED = Gain(D(900), D(1800), D(2400), "CNY")


def nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def trade(house: House, folder: Path, first: date, last: date) -> None:
    """Five products; from the day of the discount on the first sells half as much again at its new price."""
    rng = np.random.default_rng([7, first.toordinal()])
    orders, lines, key = ORDERS, LINES, 10_000 + 100 * first.toordinal()
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        for item, (usual_price, usual) in SHELF.items():
            cheap = item == ITEM and day > DONE
            price, key = NOW if cheap else usual_price, key + 1
            units = max(1, int(rng.poisson(usual * (1.5 if cheap else 1))))
            paid, at = f"{price * units:.2f}", f"{day} 10:{key % 60:02d}"
            orders += f"{number(key)},b{key},{paid},0.00,{paid},交易成功,江苏省 苏州市 x,{at}:00,{at}:30,0.00,{units}\n"
            lines += f"{number(key)}9,{number(key)},{at}:00,{at}:30,交易成功,{paid},无退款申请,{price},{units},S{item},{item}\n"
    stock = "sku,item_id,title,day,sellable_units,price\n" + "".join(
        f"S{item},{item},壶,{day},{0 if item == GONE and day == last else 900},{NOW if item == ITEM and last > DONE else price}\n"
        for day in (last - timedelta(days=1), last) for item, (price, _) in SHELF.items())
    for name, text in (("orders", orders), ("lines", lines), ("stock", stock)):
        known = nine(last + timedelta(days=1)) - timedelta(hours=1)
        (report,) = ingest(house, [Incoming(SHOP, written(folder, text, f"{name}-{last}.csv"), known)])
        assert report.state == "loaded", report.problem


def by_hand(house: House, story: Story) -> None:
    """Mei agrees, and Bo does it in the console."""
    key = story.proposal.key
    approve(house, key, story.proposal.fingerprint, "Mei", "cli")
    carry_out(house, key, "Bo")
    done_by_hand(house, key, "Bo", "saved in the console")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, tuple[Entry, ...]]:
    """A discount from the morning that found the shop's state to the day on which it is taken back."""
    folder, clock = tmp_path_factory.mktemp("life"), Clock(nine(DONE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = open_house(folder / "home", clock)
        add_shop(house, SHOP, CLIENT, "tmall", "Asia/Shanghai", "CNY")
        trade(house, folder, FIRST, DONE - timedelta(days=1))
        costs = "".join(f"S{item},{price * D('0.4')},CNY,2026-08-01\n" for item, (price, _) in SHELF.items())
        give(house, folder, "cost", f"sku,unit_cost,currency,valid_from\n{costs}")
        terms = "".join(f"{SHOP},{name},{value},2026-08-01\n" for name, value in TERMS.items())
        give(house, folder, "terms", f"shop,term,value,valid_from\n{terms}")
        give(house, folder, "team", TEAM)
        mornings(house, house.shops(), DONE)
        clock.moment = nine(DONE) + timedelta(hours=1)
        asked = [Wish(ItemDiscount(SKU, WAS, to, ITEM), "a rival is cheaper", WISHED, way=Way.HAND) for to in (D(30), NOW)]
        _, wanted = propose(house, SHOP, asked, "Bo", "cli")
        by_hand(house, wanted)
        trade(house, folder, DONE, DUE - timedelta(days=1))
        clock.moment = nine(DUE) - timedelta(minutes=15)
        measure(house, house.shops(), clock())
        clock.moment = nine(DUE) + timedelta(hours=2)
        by_hand(house, undo(house, wanted.proposal.key, "Bo", "cli", "the margin is worth more"))
        yield house, entries(house.shops(), Asked(nine(FIRST), nine(DUE) + timedelta(days=1)))


def test_each_of_the_eight_stands_in_the_file(file: tuple[House, tuple[Entry, ...]]) -> None:
    _, lines = file
    assert {e.kind for e in lines} >= {
        EntryKind.FOUND, EntryKind.PROPOSED, EntryKind.REFUSED, EntryKind.APPROVED, EntryKind.WRITTEN, EntryKind.UNDONE,
        EntryKind.MEASURED, EntryKind.LEARNED}
    told = [e.kind for e in reversed(lines) if e.kind in (EntryKind.WRITTEN, EntryKind.MEASURED, EntryKind.UNDONE)]
    assert told == [EntryKind.WRITTEN, EntryKind.MEASURED, EntryKind.UNDONE]


def test_the_learned_line_says_what_was_believed_what_is_now_and_from_which_measurement(
        file: tuple[House, tuple[Entry, ...]]) -> None:
    _, lines = file
    (learned,) = [e for e in lines if e.kind is EntryKind.LEARNED]
    (measured,) = [e for e in lines if e.kind is EntryKind.MEASURED]
    assert (learned.from_, learned.object) == ("100%", "item discount")
    assert int(learned.to.rstrip("%")) < 75
    assert f"from {measured.ref}: 1 measured here, 1 in all" in str(learned.note)


def test_a_finding_is_told_on_its_first_morning_only(file: tuple[House, tuple[Entry, ...]]) -> None:
    house, lines = file
    found = [str(e.what) for e in lines if e.kind is EntryKind.FOUND]
    assert found
    later = nine(DONE) + timedelta(hours=6)
    mornings(house, house.shops(), DONE, as_of=later)
    again = entries(house.shops(), Asked(later, later + timedelta(hours=1)))
    assert not {str(e.what) for e in again if e.kind is EntryKind.FOUND} & set(found)


def test_a_chinese_reader_reads_the_eight_in_chinese(file: tuple[House, tuple[Entry, ...]]) -> None:
    house, lines = file
    paper = casefile_paper(house.shop(SHOP), lines, "2026-08-20", "2026-10-16", "zh")
    kinds = {row[1].text for row in paper.tables[2].rows}
    assert {"发现", "提出", "撤回", "效果", "经验"} <= kinds
    (said,) = [row[8].text for row in paper.tables[2].rows if row[1].text == "经验"]
    assert said.startswith("这类动作的预期收益，原来认为能兑现 100%")
