"""Approvals on the page: a yes counts for what was shown, by somebody who may, and for no other shop's proposal."""

from dataclasses import dataclass
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybook.actions.stage import stage_of
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.proposal import Stage, Story
from daybook.domain.work import Role
from daybook.workflows.house import House, add_shop
from daybook.workflows.proposals import story_of
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
        from daybook.web.accounts import add_user, give_role

        user = add_user(f"{name}@x.example", None, name, MORNING)
        give_role(user, role, client, (), MORNING)
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    def now(self) -> Story:
        return story_of(self.house, self.story.proposal.key)


@pytest.fixture
def desk(tmp_path: Path, keys: Path) -> Desk:
    from daybook.records import models
    from daybook.records.connect import migrate_all
    from daybook.web.opened import serve_house

    house = acting_house(tmp_path / "acting", Clock(MORNING))
    migrate_all()
    serve_house(house)
    add_shop(house, "wu-tmall", "Wu", "tmall", "Asia/Shanghai", "CNY")
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
