"""Upload sheets of titles and of events: done when the platform's next report says so, and not before."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.activities import EntryState
from daybook.domain.moves.listing import Title
from daybook.domain.moves.move import Move, Way
from daybook.domain.moves.stock import EventRegistration
from daybook.domain.proposal import Outcome
from daybook.domain.verdict import Refuse
from daybook.workflows.activity_sheet import file_entry, sheet_lines
from daybook.workflows.approve import approve
from daybook.workflows.event_entries import move_entry
from daybook.workflows.execute import carry_out, confirm_by_export
from daybook.workflows.house import House
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.propose import Wish, propose
from tests.conftest import Clock

from .acting_house import KETTLE, MORNING, SHOP, acting_house, give
from .given_house import ITEM

PRODUCTS = "商品ID,商品名称,商品访客数,商品浏览量,支付件数,支付买家数,支付金额,商品收藏人数,商品加购件数\n"
SIGNUPS = ("活动名称,预热时间,活动时间,商品名称,商品id,营销id,商品状态,一口价,活动价格,库存,销量,报名时间,预计普惠成交价,"
           "最低成交价,商品价格力,活动状态\n")
EVENT, NAME = "聚划算家居专场", "手冲壶"


@pytest.fixture(scope="module")
def acting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Clock]]:
    folder: Path = tmp_path_factory.mktemp("listings")
    clock = Clock(MORNING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = acting_house(folder, clock)
        give(house, folder, "fact", f"shop,object,fact,value,seen_on\n{SHOP},shop,refund_rate,5%,2026-11-20\n"
             f"{SHOP},shop,score,4.8,2026-11-24\n{SHOP},{ITEM[KETTLE]},price_star,4,2026-11-26\n"
             f"{SHOP},{ITEM[KETTLE]},price_star_days,15,2026-11-26\n")
        report(house, folder, "2026-11-22", NAME, MORNING - timedelta(hours=2))
        yield house, clock


def report(house: House, folder: Path, day: str, title: str, known_at: datetime) -> None:
    """The product report of a day."""
    take(house, folder / f"【生意参谋平台】商品_全部_{day}_{day}.csv",
         PRODUCTS + f"{ITEM[KETTLE]},{title},100,200,4,4,796.00,1,2\n", known_at)


def take(house: House, file: Path, text: str, known_at: datetime) -> None:
    file.write_text(text, encoding="utf-8")
    (done,) = ingest(house, [Incoming(SHOP, file, known_at)])
    assert done.state == "loaded", done.problem


def sheet_of(house: House, move: Move) -> tuple[str, list[str]]:
    """An agreed move's sheet: the proposal's key, and the sheet's lines."""
    (story,) = propose(house, SHOP, [Wish(move, "few searches find it", way=Way.SHEET)], "Bo", "cli")
    assert [(v.guard, v.reason, v.instead) for v in story.proposal.verdicts if isinstance(v, Refuse)] == []
    approve(house, story.proposal.key, story.proposal.fingerprint, "Mei", "cli")
    receipt = carry_out(house, story.proposal.key, "Bo")
    assert receipt.outcome is Outcome.WAITING_EXPORT, receipt.note
    return story.proposal.key, Path(receipt.file).read_text(encoding="utf-8-sig").splitlines()


def test_a_title_is_done_when_the_next_product_report_names_it(acting: tuple[House, Clock], tmp_path: Path) -> None:
    house, clock = acting
    key, lines = sheet_of(house, Title(ITEM[KETTLE], NAME, "手冲壶 不锈钢 家用"))
    assert lines[1].startswith(f"{ITEM[KETTLE]},手冲壶 不锈钢 家用")
    clock.moment = MORNING + timedelta(days=1)
    report(house, tmp_path, "2026-11-23", NAME, clock.moment - timedelta(hours=2))
    assert confirm_by_export(house, SHOP, "clock") == (), "the old title is no receipt"
    report(house, tmp_path, "2026-11-24", "手冲壶 不锈钢 家用", clock.moment - timedelta(hours=1))
    assert [(r.proposal, r.outcome) for r in confirm_by_export(house, SHOP, "clock")] == [(key, Outcome.DONE)]


def test_a_draft_that_no_guard_refuses_goes_into_the_sheet(acting: tuple[House, Clock]) -> None:
    """Whether the console shows the product already is seen by whoever files it there: an export need not tell."""
    house, clock = acting
    clock.moment = MORNING + timedelta(days=3)
    shop = house.shop(SHOP)
    move_entry(house, shop, "double12-2026", ITEM[KETTLE], "", "draft", "Lin", price=D("180"), units=200)
    [line] = sheet_lines(house, shop, "double12-2026")
    assert line.refused == ()
    assert file_entry(house, shop, "double12-2026", ITEM[KETTLE], "", "filed", "Lin").state is EntryState.FILED


def test_a_registration_is_done_when_the_platform_lists_it_at_that_price(acting: tuple[House, Clock], tmp_path: Path) -> None:
    house, clock = acting
    clock.moment = MORNING + timedelta(days=3)
    row = ("{},待定,2026-12-02 00:00:00 至 2026-12-03 23:59:59,手冲壶,{},990001,审核通过,199.00,{},200,0,"
           "2026-11-26 10:20:30,-,-,三星,未开始\n")
    take(house, tmp_path / "营销活动_另一场.csv", SIGNUPS + row.format("聚划算另一场", "737559609999", "99.00"),
         clock.moment - timedelta(hours=1))
    key, lines = sheet_of(house, EventRegistration(ITEM[KETTLE], EVENT, D("180"), 200, date(2026, 12, 2), date(2026, 12, 3)))
    assert EVENT in lines[1]
    clock.moment += timedelta(days=1)
    for price, done in (("185.00", []), ("180.00", [(key, Outcome.DONE)])):
        take(house, tmp_path / f"营销活动_{price}.csv", SIGNUPS + row.format(EVENT, ITEM[KETTLE], price),
             clock.moment - timedelta(hours=1))
        assert [(r.proposal, r.outcome) for r in confirm_by_export(house, SHOP, "clock")] == done
