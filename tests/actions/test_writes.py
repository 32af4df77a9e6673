"""Every dangerous write is stopped with its rule and a way on; legal writes pass; nothing offered is refused in turn."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

from daybook.actions.guards import ask
from daybook.domain.moves.kinds import move_from
from daybook.domain.situation import Changed
from daybook.domain.verdict import Refuse
from daybook.rulebook.reading import load

from .sound import Write, situation, writes

DANGEROUS, LEGAL = writes("dangerous.csv"), writes("legal.csv")
#: Of the legal writes so many may be stopped.
STOPPED_AT_MOST = 0.01


def refusals(one: Write) -> list[Refuse]:
    return [v for v in ask(one.move, one.situation, load()) if isinstance(v, Refuse)]


def test_every_dangerous_write_is_stopped() -> None:
    assert len(DANGEROUS) >= 200
    let_through = [f"{one.id} {one.what}: {one.move}" for one in DANGEROUS if not refusals(one)]
    assert let_through == []


def test_hardly_a_legal_write_is_stopped() -> None:
    assert len(LEGAL) >= 1000
    stopped = {one.id: f"{one.what}: {one.move} because {'; '.join(v.reason for v in found)}" for one in LEGAL
               if (found := refusals(one))}
    assert len(stopped) <= STOPPED_AT_MOST * len(LEGAL), (Counter(v.split(":")[0] for v in stopped.values()), stopped)


def test_a_discount_is_taken_back_where_the_shop_holds_one_price_only() -> None:
    """The write lowered the only price, so that the price before lies above what is the list price now."""
    back = next(one for one in LEGAL if one.id == "l1238")
    assert back.situation.prices.list_price < back.move.to          # type: ignore[operator, attr-defined]
    assert refusals(back) == []


def test_no_discount_is_taken_back_to_above_a_list_price_that_stands_by_itself() -> None:
    """The list price was lowered to 195 meanwhile, or to what the discount left: 199 is no discount any more."""
    back = next(one for one in LEGAL if one.id == "l1238")
    (discount,), at = back.situation.changes or (), back.situation.now
    apart = replace(back.situation, prices=replace(back.situation.prices, list_price=D(195)))
    lowered = replace(back.situation, changes=(discount, Changed("list_price", "KZ-041", "7375", at, "199")))
    earlier = replace(back.situation, changes=(discount, Changed("list_price", "KZ-041", "7375", at - timedelta(days=9), "209")))
    assert [v.basis.rule for v in ask(back.move, apart, load()) if isinstance(v, Refuse) and v.basis] == ["G-RANGE"]
    assert "G-RANGE" in [v.basis.rule for v in ask(back.move, lowered, load()) if isinstance(v, Refuse) and v.basis]
    assert not [v for v in ask(back.move, earlier, load()) if isinstance(v, Refuse)]


def test_a_budget_is_not_put_back_while_money_runs_away() -> None:
    """It was lowered because of that; putting it back needs no reading of the console, but no burst either."""
    move = move_from({"move": "budget", "object_id": "p1", "was": "60", "to": "100", "item_id": "737"})
    lowered = {"changes": [{"move": "budget", "object_id": "p1", "item_id": "737", "hours_ago": 2, "was": "100"}]}
    for spent, refused in (("900", ["G-BURST"]), ("100", []), (None, [])):
        found = ask(move, situation(move, {**lowered, "ads.spent_today": spent, "ads.usual_by_now": "110"}), load())
        assert [v.basis.rule for v in found if isinstance(v, Refuse) and v.basis] == refused, spent


def test_every_refusal_names_its_rule_and_a_way_on() -> None:
    for one in DANGEROUS:
        for refusal in refusals(one):
            assert refusal.reason, one.id
            assert refusal.instead, one.id
            assert refusal.basis is not None, (one.id, refusal.guard)
            assert refusal.basis.source, one.id


def test_what_is_offered_instead_is_refused_by_nobody() -> None:
    offered = [(one, v.nearest) for one in DANGEROUS for v in refusals(one) if v.nearest is not None]
    assert len(offered) > 40
    for one, nearest in offered:
        assert not [v.reason for v in ask(nearest, one.situation, load()) if isinstance(v, Refuse)], one.id
