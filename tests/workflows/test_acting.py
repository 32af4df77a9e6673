"""From a wish to a receipt: proposed, judged, agreed to, carried out, taken back; nothing twice, nothing unasked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.actions.stage import stage_of
from daybook.domain.errors import NotAllowed
from daybook.domain.moves.move import Move, Way
from daybook.domain.moves.price import ItemDiscount, ListPrice
from daybook.domain.proposal import Outcome, Stage, Story
from daybook.domain.verdict import NeedsApproval, Refuse
from daybook.workflows.approve import approve
from daybook.workflows.execute import carry_out, confirm_by_export, done_by_hand
from daybook.workflows.house import House
from daybook.workflows.proposals import as_json, list_proposals, story_of
from daybook.workflows.propose import Wish, propose
from daybook.workflows.undo import undo

from ..conftest import Clock
from .acting_house import KETTLE, MORNING, SHOP, acting_house, give, sell_one
from .given_house import ITEM

DISCOUNT = ItemDiscount(KETTLE, D("199.00"), D("180"), ITEM[KETTLE])


@pytest.fixture(scope="module")
def acting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Clock]]:
    """The shop with two months of kettles, each test on a day of its own."""
    folder: Path = tmp_path_factory.mktemp("acting")
    clock = Clock(MORNING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        yield acting_house(folder, clock), clock


@pytest.fixture
def house(acting: tuple[House, Clock]) -> House:
    """Proposals of earlier tests are gone; the clock stands at ten."""
    from daybook.records import models

    acting[1].moment = MORNING
    models.Proposal.objects.all().delete()
    return acting[0]


def proposed(house: House, move: Move = DISCOUNT, by: str = "Bo", way: Way = Way.HAND) -> Story:
    return propose(house, SHOP, [Wish(move, "118 days of cover, 60 wanted", way=way)], by, "cli")[0]


def agreed(house: House, story: Story, by: str = "Mei") -> Story:
    return approve(house, story.proposal.key, story.proposal.fingerprint, by, "cli")


def refusals(story: Story) -> dict[str, Refuse]:
    return {v.guard: v for v in story.proposal.verdicts if isinstance(v, Refuse)}


def test_a_sound_discount_waits_for_the_account_manager_and_then_for_hands(house: House) -> None:
    story = proposed(house)
    assert not refusals(story)
    assert stage_of(story, house.now()) is Stage.WAITING
    with pytest.raises(NotAllowed, match="account manager"):
        agreed(house, story, "Bo")
    assert stage_of(agreed(house, story), house.now()) is Stage.APPROVED
    tried = carry_out(house, story.proposal.key, "Bo", dry_run=True)
    assert (tried.outcome, tried.found["deal_price"]) == (Outcome.DONE, "180"), tried.note
    assert story_of(house, story.proposal.key).attempts == ()
    receipt = carry_out(house, story.proposal.key, "Bo")
    assert receipt.outcome is Outcome.WAITING_HAND, receipt.note
    assert "deal price 199" in receipt.note
    done = done_by_hand(house, story.proposal.key, "Bo", "saved at 10:20")
    assert (done.outcome, done.found) == (Outcome.DONE, {"deal_price": "180"})


def test_the_same_wish_twice_is_one_proposal_and_the_same_yes_counts_once(house: House) -> None:
    first, second = proposed(house), proposed(house)
    assert first.proposal.key == second.proposal.key
    agreed(house, first)
    with pytest.raises(NotAllowed):
        agreed(house, first)
    receipts = [carry_out(house, first.proposal.key, "Bo") for _ in range(3)]
    assert [r.number for r in receipts] == [1, 1, 1]
    assert len(story_of(house, first.proposal.key).attempts) == 1


def test_a_direct_edit_of_the_list_price_is_refused_and_the_discount_offered(house: House) -> None:
    story = proposed(house, ListPrice(KETTLE, D("199"), D("189"), ITEM[KETTLE]))
    refused = refusals(story)["list_price_of_what_sells_stays"]
    assert "sold 120 units" in refused.reason
    assert refused.basis is not None
    assert (refused.basis.rule, refused.basis.confidence) == ("P-LIST", "C")
    with pytest.raises(NotAllowed, match="the guards refuse it"):
        agreed(house, story)


def test_a_step_too_large_is_refused_with_the_largest_that_is_legal(house: House) -> None:
    refused = refusals(proposed(house, replace(DISCOUNT, to=D(150))))["step_is_small"]
    assert refused.nearest == replace(DISCOUNT, to=D("179.10"))
    assert not refusals(proposed(house, refused.nearest))


def test_what_is_not_known_is_refused(house: House) -> None:
    refused = refusals(proposed(house, ItemDiscount("UNKNOWN", D(20), D(19))))
    assert {"price_covers_full_costs", "step_is_small"} <= refused.keys()
    assert refused["price_covers_full_costs"].basis is not None
    assert refused["price_covers_full_costs"].basis.rule == "G-KNOWN"


def test_a_yes_binds_one_fingerprint_and_ends_with_the_proposal(house: House, acting: tuple[House, Clock]) -> None:
    story = proposed(house)
    other = proposed(house, replace(DISCOUNT, to=D(185)))
    with pytest.raises(NotAllowed, match="not what is proposed"):
        approve(house, story.proposal.key, other.proposal.fingerprint, "Mei", "cli")
    acting[1].moment += timedelta(hours=25)
    with pytest.raises(NotAllowed, match="expired"):
        agreed(house, story)


def test_nobody_agrees_through_the_agent_and_no_stranger_at_all(house: House) -> None:
    story = proposed(house)
    with pytest.raises(NotAllowed, match="this door"):
        approve(house, story.proposal.key, story.proposal.fingerprint, "Mei", "agent")
    with pytest.raises(NotAllowed, match="Wu"):
        agreed(house, story, "Wu")


def test_above_the_client_s_limit_two_people_agree(house: House, acting: tuple[House, Clock], tmp_path: Path) -> None:
    """19 off each of 116 kettles in the 29 known days of a month is 514 within the week until somebody looks again."""
    give(house, tmp_path, "limit", "shop,limit,value,valid_from\n,two_people_above,500,2026-11-24\n")
    (asked,) = [v for v in proposed(house).proposal.verdicts if isinstance(v, NeedsApproval)]
    assert asked.people == 1
    acting[1].moment += timedelta(days=1)
    story = proposed(house)
    (asked,) = [v for v in story.proposal.verdicts if isinstance(v, NeedsApproval)]
    assert (asked.people, "514" in asked.reason) == (2, True), asked.reason
    assert stage_of(agreed(house, story, "Bo"), house.now()) is Stage.WAITING
    assert stage_of(agreed(house, story, "Mei"), house.now()) is Stage.APPROVED


def test_what_was_done_is_taken_back_unless_it_was_taken_back(house: House) -> None:
    story = proposed(house)
    agreed(house, story)
    carry_out(house, story.proposal.key, "Bo")
    done_by_hand(house, story.proposal.key, "Bo", "")
    back = undo(house, story.proposal.key, "Bo", "cli", "sold too well")
    assert back.proposal.move == replace(DISCOUNT, was=D(180), to=D("199.00"))
    assert not refusals(back)
    agreed(house, back)
    carry_out(house, back.proposal.key, "Bo")
    done_by_hand(house, back.proposal.key, "Bo", "")
    assert stage_of(story_of(house, story.proposal.key), house.now()) is Stage.UNDONE
    with pytest.raises(NotAllowed, match="taken back"):
        undo(house, story.proposal.key, "Bo", "cli")


def test_the_inbox_shows_what_waits_first_with_all_reasons(house: House) -> None:
    refused = proposed(house, replace(DISCOUNT, to=D(150)))
    waiting = proposed(house, replace(DISCOUNT, to=D(190)))
    found = list_proposals(house, [SHOP])
    assert [s.proposal.key for s in found] == [waiting.proposal.key, refused.proposal.key]
    assert list_proposals(house, ["another"]) == ()
    shown = as_json(found[1], house.now())
    assert shown["stage"] == "refused"
    assert {v["rule"] for v in shown["verdicts"] if v["answer"] == "refuse"} == {"G-STEP"}
    assert all(v["source"] and v["seen_on"] for v in shown["verdicts"] if v["answer"] == "refuse")


def test_an_upload_sheet_waits_for_the_export_that_shows_the_change(house: House, acting: tuple[House, Clock],
                                                                   tmp_path: Path) -> None:
    """The sheet is in the layout of the platform's discount tool; the next day's orders are paid at 180."""
    story = proposed(house, way=Way.SHEET)
    agreed(house, story)
    receipt = carry_out(house, story.proposal.key, "Bo")
    assert receipt.outcome is Outcome.WAITING_EXPORT
    assert Path(receipt.file).read_text(encoding="utf-8-sig").splitlines() == [
        "宝贝ID,商家编码,折后价,开始时间,结束时间", f"{ITEM[KETTLE]},{KETTLE},180.00,,"]
    assert confirm_by_export(house, SHOP, "Bo") == ()
    assert carry_out(house, story.proposal.key, "Bo").outcome is Outcome.WAITING_EXPORT
    acting[1].moment += timedelta(days=1, hours=1)
    sell_one(house, tmp_path, "2026-11-23", "180.00", acting[1].moment - timedelta(hours=2))
    (confirmed,) = confirm_by_export(house, SHOP, "Bo")
    assert (confirmed.outcome, confirmed.found["deal_price"]) == (Outcome.DONE, "180")
    assert stage_of(story_of(house, story.proposal.key), house.now()) is Stage.DONE


def test_a_plan_line_that_is_a_change_says_what_the_guards_answer(house: House) -> None:
    """The same change as a person would propose it; a line that leaves nothing says nothing."""
    from daybook.domain.brief import PlanLine
    from daybook.facts.engine import reading
    from daybook.workflows.house import ALL_TABLES
    from daybook.workflows.morning import mornings
    from daybook.workflows.planned import with_guards
    from daybook.workflows.seeing import see, whose

    shop = house.shop(SHOP)
    brief = mornings(house, [shop], MORNING.date(), house.now(), store=False)[0]
    seen = reading(house.lake, house.books, whose([shop]), house.now(), ALL_TABLES,
                   lambda session: see(session, [shop], MORNING.date(), house.now()))[SHOP].seen
    line = PlanLine("1", (), "", KETTLE, "199", "180", "Bo", "09:40", 5, None, "", "by hand", "", "", MORNING.date(), "price")
    plan = (line, replace(line, id="2", change=DISCOUNT), replace(line, id="3", change=replace(DISCOUNT, to=D(150))))
    guards = [one.guard for one in with_guards(replace(brief, plan=plan), seen).plan]
    assert guards[0] == ""
    assert guards[1].startswith("no guard stands against it; ")
    assert guards[2].startswith("refused: a buyer would pay 150")
    assert "179.10" in guards[2]
