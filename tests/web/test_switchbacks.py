"""Switchbacks on their page: Bo plans one, sees its days, and stops it; block lengths come from the rulebook."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from daybook.domain.work import Role
from daybook.workflows.proposals import list_proposals
from daybook.workflows.switchback import days_switched, pairs_switched, switchbacks
from tests.web.conftest import Workbench

ASKED = {"move": "plan_pause", "object_id": "P-1", "item_id": ""}
PLAN = ASKED | {"was": "yes", "to": "no", "begin": "2026-11-25", "why": "does display bring anything?"}


@pytest.fixture
def bo(bench: Workbench) -> Iterator[Any]:
    """An operator's browser that is held to the forms' tokens, as a real one is."""
    from daybook.records import models

    browser = bench.browser(bench.person("bo@x.example", (Role.OPERATOR, bench.mine.client)), enforce_csrf_checks=True)
    browser.cookies["daybook_language"] = "en"
    yield browser
    models.Switchback.objects.all().delete()


def page_of(browser: Any, address: str, **asked: str) -> tuple[str, str]:
    """A page and the token of its forms."""
    text = browser.get(address, asked).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    return text, found[1] if found else ""


def test_one_is_planned_listed_and_stopped_on_the_page(bench: Workbench, bo: Any) -> None:
    house, mine = bench.house, bench.house.shop(bench.mine.name)
    board = reverse("switchbacks", args=[bench.mine.pk])
    text, token = page_of(bo, board, **ASKED)
    assert 'name="begin" value="2026-11-24"' in text, "tomorrow, unless another day is said"
    assert str(days_switched()["plan_pause"]) in text
    assert 'name="days"' not in text, "how long a block is says the rulebook"
    assert bo.post(board, PLAN).status_code == 403, "a form of another page"
    assert not switchbacks([mine])

    assert bo.post(board, PLAN | {"csrfmiddlewaretoken": token}).status_code == 302
    (one,) = switchbacks([mine])
    assert (one.planned_by, one.why, one.first) == ("bo", PLAN["why"], date(2026, 11, 25))
    assert (one.move.name, one.move.object_id) == ("plan_pause", "P-1")
    assert not list_proposals(house, [mine.name], []), "planning changes nothing"
    text, token = page_of(bo, board)
    cells = re.findall(r'<i class="([^"]*)">', text[text.index('role="img"'):text.index("</article>")])
    assert ["on" in cell.split() for cell in cells] == [one.wants(one.first + timedelta(days=n)) for n in range(len(cells))]
    assert len(cells) == 2 * pairs_switched() * days_switched()["plan_pause"]

    other = reverse("stop_switchback", args=[bench.second.pk, one.key])
    assert bo.post(other, {"csrfmiddlewaretoken": token}).status_code == 404
    assert switchbacks([mine])[0].stopped_on is None, "another shop's page does not stop it"
    bo.post(reverse("stop_switchback", args=[bench.mine.pk, one.key]), {"csrfmiddlewaretoken": token})
    assert switchbacks([mine])[0].stopped_on == date(2026, 11, 23)
    text, _ = page_of(bo, board)
    assert one.key not in text, "what is stopped has no button"
    assert "left-out" in text


def test_what_cannot_be_planned_is_said_and_not_kept(bench: Workbench, bo: Any) -> None:
    """A day that has begun, values that are no change, and a kind that is not switched back and forth."""
    mine, board = bench.house.shop(bench.mine.name), reverse("switchbacks", args=[bench.mine.pk])
    _, token = page_of(bo, board, **ASKED)
    for wrong in ({"begin": "2026-11-23"}, {"begin": "soon"}, {"to": "yes"}, {"move": "title"}):
        answer = bo.post(board, PLAN | wrong | {"csrfmiddlewaretoken": token})
        assert answer.status_code == 422, wrong
        assert not switchbacks([mine])
