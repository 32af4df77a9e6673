"""Approvals on the page: a yes counts for what was shown, by somebody who may, and for no other shop's proposal."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybook.actions.stage import stage_of
from daybook.domain.moves.ads import Bid
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.proposal import Stage, Story
from daybook.domain.work import Role
from daybook.workflows.house import House, add_shop
from daybook.workflows.proposals import list_proposals, story_of
from daybook.workflows.propose import Wish, propose
from tests.conftest import Clock
from tests.workflows.acting_house import CLIENT, KETTLE, MORNING, SHOP, acting_house
from tests.workflows.given_house import ITEM


@dataclass(frozen=True)
class Desk:
    """A served house with one proposal that waits."""

    house: House
    shop: Any
    other: Any
    story: Story

    def person(self, name: str, role: Role, client: Any) -> Client:
        from daybook.records import models
        from daybook.web.accounts import add_user, give_role

        user = models.User.objects.filter(name=name).first()
        if user is None:
            user = add_user(f"{name}@x.example", None, name, MORNING)
            give_role(user, role, client, (), MORNING)
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    def now(self) -> Story:
        return story_of(self.house, self.story.proposal.key)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from daybook.records.connect import migrate_all

    folder: Path = tmp_path_factory.mktemp("approvals")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        made = acting_house(folder / "acting", Clock(MORNING))
        migrate_all()
        add_shop(made, "wu-tmall", "Wu", "tmall", "Asia/Shanghai", "CNY")
        yield made


@pytest.fixture
def desk(house: House) -> Desk:
    from daybook.records import models
    from daybook.web.opened import serve_house

    serve_house(house)
    models.Proposal.objects.all().delete()
    (story,) = propose(house, SHOP, [Wish(ItemDiscount(KETTLE, D("199.00"), D("180"), ITEM[KETTLE]), "118 days of cover")],
                       "Bo", "web")
    return Desk(house, models.Shop.objects.get(name=SHOP), models.Shop.objects.get(name="wu-tmall"), story)


def test_a_yes_on_the_page_counts_for_exactly_what_was_shown(desk: Desk):
    mine = desk.shop.client
    assert mine.name == CLIENT
    mei, bo = desk.person("Mei", Role.ACCOUNT_MANAGER, mine), desk.person("Bo", Role.OPERATOR, mine)
    wu = desk.person("Wu", Role.ADMIN, desk.other.client)
    said, key = desk.story.proposal, desk.story.proposal.key
    answer = reverse("answer_proposal", args=[desk.shop.pk, key])
    yes = {"fingerprint": said.fingerprint, "answer": "yes"}

    page = mei.get(reverse("approvals")).content.decode()
    assert "199.00" in page
    assert "180" in page
    assert said.fingerprint in page
    assert said.fingerprint not in bo.get(reverse("approvals")).content.decode(), "an operator sees it and cannot answer"
    assert KETTLE not in wu.get(reverse("approvals")).content.decode()
    assert KETTLE in mei.get(reverse("owner")).content.decode(), "what needs a yes stands on the owner's phone"

    assert bo.post(answer, yes).status_code == 403
    assert wu.post(answer, yes).status_code == 404
    assert wu.post(reverse("answer_proposal", args=[desk.other.pk, key]), yes).status_code == 404
    mei.post(answer, {**yes, "fingerprint": "0" * 64})
    assert stage_of(desk.now(), MORNING) is Stage.WAITING, "a yes to something else is no yes"

    mei.post(answer, yes)
    assert stage_of(desk.now(), MORNING) is Stage.APPROVED
    [kept] = desk.now().approvals
    assert (kept.person, kept.roles) == ("Mei", (Role.ACCOUNT_MANAGER,))


def test_a_change_goes_from_the_form_to_its_undo_on_the_pages(desk: Desk):
    """The list price is refused with its reason, the discount offered instead is agreed to, done by hand, and taken back."""
    mei, bo = (desk.person(name, role, desk.shop.client) for name, role in (("Mei", Role.ACCOUNT_MANAGER), ("Bo", Role.OPERATOR)))
    draws = desk.person("Dai", Role.DESIGNER, desk.shop.client)
    form = reverse("propose", args=[desk.shop.pk])
    asked = {"move": "list_price", "object_id": KETTLE, "item_id": ITEM[KETTLE]}
    assert draws.get(form).status_code == 403
    page = bo.get(form, asked).content.decode()
    assert "<dd>199</dd>" in page, "what the export shows is not asked for"
    assert 'name="was"' not in page
    assert bo.post(form, {**asked, "to": "cheap", "why": "slow"}).status_code == 422
    refused = bo.post(form, {**asked, "to": "189.00", "why": "slow"})["Location"]
    page = bo.get(refused).content.decode()
    assert "P-LIST" in page
    assert "120" in page
    assert "改提这个" in page
    page = draws.get(refused).content.decode()
    assert "189.00" in page
    assert "P-LIST" not in page, "reasons and gains are numbers of the shop"
    assert "slow" not in page
    (story,) = [s for s in list_proposals(desk.house, [SHOP]) if s.proposal.key in refused]
    assert stage_of(story, MORNING) is Stage.REFUSED

    def step(browser: Client, key: str, kind: str, **said: str) -> str:
        answer = browser.post(reverse("proposal_step", args=[desk.shop.pk, key, kind]), said)
        return str(answer["Location"]).rstrip("/").rpartition("/")[2] if answer.status_code == 302 else str(answer.status_code)

    assert step(draws, story.proposal.key, "nearest", guard="list_price_of_what_sells_stays") == "403"
    key = step(bo, story.proposal.key, "nearest", guard="list_price_of_what_sells_stays")
    made = story_of(desk.house, key)
    assert isinstance(made.proposal.move, ItemDiscount)
    assert step(bo, key, "execute") == key
    assert story_of(desk.house, key).attempts == (), "nobody agreed yet"
    answer = reverse("answer_proposal", args=[desk.shop.pk, key])
    agreed = mei.post(answer, {"fingerprint": made.proposal.fingerprint, "answer": "yes", "from": "page"})
    assert agreed["Location"].endswith(f"{key}/")
    step(bo, key, "try")
    assert story_of(desk.house, key).attempts == ()
    step(bo, key, "execute")
    sheet = reverse("proposal_sheet", args=[desk.shop.pk, key])
    row = b"".join(bo.get(sheet).streaming_content).decode("utf-8-sig").splitlines()[1]
    assert row.startswith(f"{ITEM[KETTLE]},{KETTLE},189.00")
    back = step(bo, key, "undo", why="sold too well")
    assert story_of(desk.house, back).proposal.undo_of == key
    assert story_of(desk.house, back).proposal.move.after() == {"deal_price": "199"}
    assert key in bo.get(reverse("proposal", args=[desk.shop.pk, back])).content.decode()


def test_a_fact_that_is_missing_is_said_on_the_page_and_the_guards_asked_again(desk: Desk):
    bo = desk.person("Bo", Role.OPERATOR, desk.shop.client)
    (story,) = propose(desk.house, SHOP, [Wish(Bid("细口壶", D("1.00"), D("1.10"), "", ITEM[KETTLE]), "few clicks")], "Bo", "web")
    page = reverse("proposal", args=[desk.shop.pk, story.proposal.key])
    assert "市场均价" in bo.get(page).content.decode()
    tell = reverse("proposal_step", args=[desk.shop.pk, story.proposal.key, "tell"])
    assert bo.post(tell, {"object": "shop", "fact": "score", "value": "4.9"}).status_code == 404, "only what was asked for"
    answer = bo.post(tell, {"object": "细口壶", "fact": "market_bid", "value": "1.20"})
    again = story_of(desk.house, answer["Location"].rstrip("/").rpartition("/")[2])
    assert again.proposal.key != story.proposal.key
    assert stage_of(again, MORNING) is Stage.WAITING


def test_a_shop_that_cannot_be_asked_says_why_before_a_change_of_it_is_proposed(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """Of its access only the address is kept: that is said, and the form can be filled all the same."""
    from daybook.records import models

    bo = desk.person("Bo", Role.OPERATOR, desk.shop.client)
    monkeypatch.setenv("DAYBOOK_API_LUND_VENDURE_URL", "http://127.0.0.1:9")
    add_shop(desk.house, "lund", desk.shop.client.name, "vendure", "Europe/Berlin", "EUR")
    form = reverse("propose", args=[models.Shop.objects.get(name="lund").pk])
    answer = bo.get(form, {"move": "list_price", "object_id": KETTLE, "item_id": ITEM[KETTLE]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "username" in page
    assert 'name="was"' in page
