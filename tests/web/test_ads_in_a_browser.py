"""The ads page walked in a real browser: advice, the change and its guards, a yes, the sheet, and the next export that confirms it;
and a bid, which no export tells, by hand."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from daybook.domain.proposal import Outcome
from daybook.domain.work import Role
from daybook.workflows.execute import confirm_by_export
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.proposals import list_proposals
from tests.web.ad_console import CHEAP_WORD, KETTLE_WORD, WORD_HEAD, console_bench, day_by_day
from tests.web.browsing import CHROMIUM, Visit, served, visiting
from tests.web.conftest import PASSWORD, Workbench
from tests.web.test_a_day_in_a_browser import apart
from tests.workflows.given_house import written
from tests.workflows.worked_house import MONDAY, nine

pytestmark = [pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed"), pytest.mark.long]


@pytest.fixture
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with console_bench(tmp_path_factory) as made:
        made.person("bo@x.example", (Role.OPERATOR, made.mine.client))
        made.person("mei@x.example", (Role.ACCOUNT_MANAGER, made.mine.client))
        yield made


def propose(visit: Visit, shop: int, word: str, **said: str) -> None:
    """Opens the form of a word's advice from the ads page, fills in what only a person knows, and asks the guards."""
    visit.open(f"/shop/{shop}/ads/{MONDAY}/")
    row = visit.page.locator("tr", has_text=word).first
    row.get_by_role("link", name="提交").or_(row.locator("a.btn")).first.click()
    for name, value in said.items():
        visit.page.fill(f"[name={name}]", value)
    visit.page.locator("main form button.btn-primary").click()
    visit.page.wait_for_load_state()


def agree(address: str) -> None:
    """Mei reads what waits and says yes to it."""
    with visiting(address) as mei:
        mei.sign_in("mei@x.example", PASSWORD)
        mei.open("/approvals/")
        mei.page.locator("button[name=answer][value=yes]").first.click()
        mei.page.wait_for_load_state()


def latest(bench: Workbench) -> Any:
    return max(apart(list_proposals, bench.house, [bench.mine.name]), key=lambda story: story.proposal.key)


def test_a_word_is_paused_by_a_sheet_and_the_next_export_confirms_it(bench: Workbench, tmp_path: Path) -> None:
    house, shop = bench.house, bench.mine
    with served() as address:
        with visiting(address) as bo:
            bo.sign_in("bo@x.example", PASSWORD)
            propose(bo, shop.pk, "便宜水壶")
            page = bo.page.url
        agree(address)
        with visiting(address) as bo:
            bo.sign_in("bo@x.example", PASSWORD)
            bo.page.goto(page)
            bo.page.get_by_role("button", name="执行").click()
            with bo.page.expect_download() as loaded:
                bo.page.locator("a[href$='/sheet/']").click()
            sheet = Path(loaded.value.path()).read_text(encoding="utf-8-sig")
            assert "便宜水壶" in sheet
            assert "暂停" in sheet
            assert apart(confirm_by_export, house, shop.name, "the clock") == ()
            house.now.moment = nine(MONDAY + timedelta(days=2))        # type: ignore[attr-defined]
            text = day_by_day(WORD_HEAD, KETTLE_WORD, days=[MONDAY + timedelta(days=1)])
            assert CHEAP_WORD.split(",")[6] not in text
            file = written(tmp_path, text, "next.csv")
            apart(ingest, house, [Incoming(shop.name, file, house.now() - timedelta(hours=1))])
            [receipt] = apart(confirm_by_export, house, shop.name, "the clock")
            assert receipt.outcome is Outcome.DONE
            bo.page.reload()
            told = bo.page.locator("ol.receipts").inner_text()
            assert "11月24日 的导出已显示该改动" in told
            assert "投放中: 否" in told
            assert (bo.said, bo.outside) == ([], [])


def test_a_bid_is_changed_by_hand_and_a_persons_word_is_its_receipt(bench: Workbench) -> None:
    shop = bench.mine
    with served() as address:
        with visiting(address) as bo:
            bo.sign_in("bo@x.example", PASSWORD)
            propose(bo, shop.pk, "烧水壶", was="1.00", to="0.93")
            page = bo.page.url
        agree(address)
        with visiting(address) as bo:
            bo.sign_in("bo@x.example", PASSWORD)
            bo.page.goto(page)
            bo.page.get_by_role("button", name="执行").click()
            bo.page.fill("#hand-note", "0.93 in the console, seen at 10:05")
            bo.page.locator("form[action$='/step/done/'] button").click()
            assert "seen at 10:05" in bo.page.locator("ol.receipts").inner_text()
    assert latest(bench).receipts[-1].outcome is Outcome.DONE
