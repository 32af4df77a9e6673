"""A whole day at a real Vendure shop, through the browser: orders come in, a finding, a wrong change refused with its reason, the
legal one agreed to, the shop written and read back, and the change taken back.

It needs the shared folder beside the checkout, Node and Chromium; it starts the server and stops it again.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal as D
from pathlib import Path
from typing import TypeVar

import pytest

from daybook.actions.stage import stage_of
from daybook.actions.writers.vendure import VARIANTS
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.proposal import Outcome, Stage, Story
from daybook.domain.verdict import Refuse
from daybook.domain.work import Role
from daybook.workflows.approve import approve
from daybook.workflows.execute import carry_out
from daybook.workflows.house import House
from daybook.workflows.proposals import list_proposals, story_of
from daybook.workflows.propose import Wish, propose
from daybook.workflows.pull import Wanted, pull
from daybook.workflows.situation import look_at
from tests.vendure_server import SHOPS
from tests.vendure_shop import Shop, give, reachable, vendure_shop
from tests.web.browsing import CHROMIUM, Visit, served, visiting

Answer = TypeVar("Answer")
ORDERS, DAYS = 60, 45
PASSWORD = "kettles-and-mugs"
pytestmark = [pytest.mark.long, pytest.mark.shared, pytest.mark.skipif(
    not SHOPS.is_dir() or not shutil.which("node") or CHROMIUM is None, reason="needs ../shared/shops, Node and Chromium")]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The last but one day ends with one very large order."""
    with vendure_shop(tmp_path_factory.mktemp("day"), 3319, ORDERS, DAYS, large=True) as made:
        yield made


def test_a_day_through_the_browser(shop: Shop, tmp_path: Path) -> None:
    from daybook.records import models
    from daybook.records.connect import migrate_all
    from daybook.web.opened import serve_house

    house = shop.house
    migrate_all()
    serve_house(house)
    assert [r.problem for r in pull(house, "lund", Wanted())] == [None] * 6
    give(house, tmp_path, "cost", costs(shop))
    item, sku = best_sellers(house)[0]
    price = D(shop.variant(sku)["priceWithTax"]) / 100
    number = models.Shop.objects.get(name="lund").pk
    person("Mei", Role.ACCOUNT_MANAGER)
    person("Bo", Role.OPERATOR)
    pictures = Path(os.environ.get("DAYBOOK_PICTURES", tmp_path))
    pictures.mkdir(parents=True, exist_ok=True)
    with served() as address, visiting(address) as bo:
        other = bo.page.context.browser.new_context(viewport=bo.page.viewport_size, locale="en-GB")
        other.set_default_timeout(60_000)
        mei = Visit(other.new_page(), address)
        for visit, name in ((bo, "Bo"), (mei, "Mei")):
            visit.speak("en")
            visit.sign_in(f"{name.lower()}@x.example", PASSWORD)
        Day(shop, bo, mei, item, sku, price, pictures, number).goes_by()
        assert bo.said + mei.said == []
        assert bo.outside + mei.outside == []
        other.close()


@dataclass
class Day:
    """Bo's and Mei's day with one price."""

    shop: Shop
    bo: Visit
    mei: Visit
    item: str
    sku: str
    price: D
    pictures: Path
    number_of_shop: int
    number: int = 0

    def look(self, visit: Visit, name: str) -> None:
        """A picture for people; nothing is wider than its window."""
        self.number += 1
        assert visit.too_wide() == 0, name
        visit.page.screenshot(path=self.pictures / f"{self.number:02}-{name}.png", full_page=True)

    def shown(self) -> D:
        return D(self.shop.variant(self.sku)["priceWithTax"]) / 100

    def goes_by(self) -> None:
        finding = self.a_finding()
        key = self.a_refusal_and_what_is_legal(finding)
        self.an_approval(key)
        wanted = self.the_write(key)
        assert wanted != self.price
        self.the_undo(key)

    def a_finding(self) -> str:
        page = self.bo.page
        page.goto(f"{self.bo.address}/shop/{self.number_of_shop}/")
        if page.locator("section.tiles .tile").count() == 0:
            page.click("main button.btn-primary")
        page.locator("section.tiles .tile").first.wait_for()
        said = page.get_by_text("one order of").first
        said.wait_for()
        self.look(self.bo, "morning")
        return str(said.inner_text())

    def a_refusal_and_what_is_legal(self, finding: str) -> str:
        page = self.bo.page
        page.goto(f"{self.bo.address}/shop/{self.number_of_shop}/propose/")
        page.select_option("[name=move]", "list_price")
        page.fill("[name=object_id]", self.sku)
        page.fill("[name=item_id]", self.item)
        page.click("main button.btn-primary")
        page.get_by_text(f"{self.price.normalize():f}").first.wait_for()
        assert page.locator("[name=was]").count() == 0, "the shop shows it"
        page.fill("[name=to]", str(reachable(self.price * D("0.95"))))
        page.fill("[name=why]", f"without it the day was thin: {finding[:200]}")
        self.look(self.bo, "form")
        page.click("main button.btn-primary")
        refusal = page.locator("[data-guard=list_price_of_what_sells_stays]")
        refusal.wait_for()
        assert "sold" in refusal.inner_text()
        assert "P-LIST" in refusal.inner_text()
        assert page.get_by_role("button", name="Carry it out").count() == 0
        assert self.shown() == self.price
        self.look(self.bo, "refused")
        refusal.get_by_role("button", name="Propose this instead").click()
        page.get_by_text("item discount").first.wait_for()
        key = page.url.rstrip("/").rpartition("/")[2]
        story = self.story(key)
        assert isinstance(story.proposal.move, ItemDiscount)
        assert stage_of(story, self.shop.house.now()) is Stage.WAITING
        assert page.get_by_role("button", name="Yes, do it").count() == 0, "an operator does not agree to prices"
        self.look(self.bo, "waiting")
        return key

    def an_approval(self, key: str) -> None:
        page = self.mei.page
        self.mei.open("/approvals/")
        card = page.locator("article.card", has=page.locator(f"form[action*='{key}']"))
        card.get_by_label("A word to it").fill("try it for a week")
        self.look(self.mei, "approvals")
        card.get_by_role("button", name="Yes, do it").click()
        page.get_by_text("Your answer is kept").wait_for()

    def the_write(self, key: str) -> D:
        page = self.bo.page
        page.goto(f"{self.bo.address}/shop/{self.number_of_shop}/proposal/{key}/")
        page.get_by_role("button", name="Dry run").click()
        page.get_by_text("nothing left the house").first.wait_for()
        assert self.shown() == self.price
        page.get_by_role("button", name="Carry it out").click()
        page.locator("ol.receipts li").first.wait_for()
        story = self.story(key)
        assert [r.outcome for r in story.receipts] == [Outcome.DONE], story.receipts
        assert "beside it changed" not in story.receipts[0].note
        assert isinstance(story.proposal.move, ItemDiscount)
        assert self.shown() == story.proposal.move.to
        self.look(self.bo, "done")
        return self.shown()

    def the_undo(self, key: str) -> None:
        page = self.bo.page
        page.get_by_label("Why it is taken back").fill("sold too well")
        page.get_by_role("button", name="Propose to take it back").click()
        page.get_by_text("It takes this change back").wait_for()
        back = page.url.rstrip("/").rpartition("/")[2]
        self.look(self.bo, "taking-back")
        self.an_approval(back)
        page.reload()
        page.get_by_role("button", name="Carry it out").click()
        page.locator("ol.receipts li").first.wait_for()
        assert self.shown() == self.price
        self.look(self.bo, "undone")
        assert stage_of(self.story(key), self.shop.house.now()) is Stage.UNDONE
        page.get_by_text("It takes this change back").click()
        page.get_by_text("Taken back by this change").wait_for()
        assert len(apart(lambda: list_proposals(self.shop.house, ["lund"]))) == 3

    def story(self, key: str) -> Story:
        return apart(lambda: story_of(self.shop.house, key))


def apart(ask: Callable[[], Answer]) -> Answer:
    """What the records say, asked in a thread of its own: the browser's loop runs in this one."""
    from django.db import connections

    def asked() -> Answer:
        try:
            return ask()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asked).result()


def person(name: str, role: Role) -> None:
    from daybook.records import models
    from daybook.web.accounts import add_user, give_role

    now = datetime.now(UTC)
    user = add_user(f"{name.lower()}@x.example", PASSWORD, name, now)
    give_role(user, role, models.Client.objects.get(name="Nord"), (), now)


def costs(shop: Shop) -> str:
    """Every SKU costs two fifths of its price."""
    found = shop.admin("{productVariants(options:{take:100}){items{sku priceWithTax}}}")["productVariants"]["items"]
    return "sku,unit_cost,currency,valid_from\n" + "".join(
        f"{v['sku']},{(D(v['priceWithTax']) / 250).quantize(D('0.01'))},USD,\n" for v in found)


def best_sellers(house: House) -> list[tuple[str, str]]:
    """Item and SKU, those first that were bought on the most days."""
    sold = look_at(house, house.shop("lund")).seen.sliced["product"]["line_units"]
    scopes = sorted(sold, key=lambda s: (len(sold[s]), s), reverse=True)
    return [(dict(scope)["item_id"], dict(scope)["sku"]) for scope in scopes]


def test_a_price_that_somebody_else_wrote_meanwhile_is_not_written_over(shop: Shop) -> None:
    """Nothing is written onto a price that is not the one that was seen."""
    house, (item, sku) = shop.house, best_sellers(shop.house)[1]
    price = D(shop.variant(sku)["priceWithTax"]) / 100
    (story,) = propose(house, "lund", [Wish(ItemDiscount(sku, price, reachable(price * D("0.97")), item), "slow")], "Bo", "cli")
    assert stage_of(story, house.now()) is Stage.WAITING, [v for v in story.proposal.verdicts if isinstance(v, Refuse)]
    approve(house, story.proposal.key, story.proposal.fingerprint, "Mei", "cli")
    shop.admin(VARIANTS, i=[{"id": shop.variant(sku)["id"], "price": 4_242}])
    receipt = carry_out(house, story.proposal.key, "Bo")
    assert receipt.outcome is Outcome.REFUSED
    assert "when this was proposed" in receipt.note
    assert shop.variant(sku)["price"] == 4_242
