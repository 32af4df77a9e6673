"""Every dangerous write is stopped with its rule and a way on; legal writes pass; nothing offered is refused in turn."""

from collections import Counter

from daybook.actions.guards import ask
from daybook.domain.verdict import Refuse
from daybook.rulebook.reading import load

from .sound import Write, writes

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
