"""What a console shows and no export holds: while nobody says it the change is refused, by the name of the fact that is missing."""

from decimal import Decimal as D
from typing import Any

import pytest

from daybook.actions.guards import ask
from daybook.domain.moves.kinds import move_from
from daybook.domain.moves.move import said_of
from daybook.domain.object_facts import FACTS
from daybook.domain.verdict import Refuse
from daybook.reports.localise import in_language
from daybook.reports.wording import translator
from daybook.rulebook.reading import load

from .sound import situation

ITEM = {"object_id": "737", "item_id": "737"}
EVENT = {"move": "event_registration", "object_id": "737", "event": "年货节", "price": "180", "stock": 60, "first": "2026-12-20",
         "last": "2026-12-22"}
DEAL = {**EVENT, "event": "Deal", "price": "170"}
#: What somebody then says, where the sound shop of the other tests says nothing.
TOLD = {"evidence": {"case.evidence": True}, "in_case": {"case.in_case": True}}
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("ads.learning", {"move": "target_roi", "object_id": "p1", "was": "3", "to": "2.85", "item_id": "737"}, "learning", "tmall"),
    ("ads.learning", {"move": "budget", "object_id": "p1", "was": "100", "to": "120", "item_id": "737"}, "learning", "tmall"),
    ("ads.market_bid", {"move": "bid", "object_id": "壶", "was": "1.00", "to": "1.20", "item_id": "737"}, "market_bid", "tmall"),
    ("ads.market_bid", {"move": "keyword_add", "object_id": "p1", "word": "细口壶", "match": "exact", "bid": "1.00",
                        "item_id": "737"}, "market_bid", "tmall"),
    ("ads.crowd_size", {"move": "crowd_premium", "object_id": "c1", "was": "0.30", "to": "0.40", "item_id": "737"}, "crowd_size",
     "tmall"),
    ("prices.star", EVENT, "price_star", "tmall"), ("prices.star_days", EVENT, "price_star_days", "tmall"),
    ("sales.score", EVENT, "score", "tmall"),
    ("prices.was_price", DEAL, "was_price", "amazon"), ("prices.promo_days_90", DEAL, "promo_days_90", "amazon"),
    ("sales.allocated", {"move": "stock_correction", "object_id": "K", "was": 300, "to": 290, "item_id": "737"}, "allocated",
     "tmall"),
    ("case.ship_by", {"move": "hold_order", "object_id": "o1", "was": False, "to": True, "reason": "stock"}, "ship_by", "tmall"),
    ("case.buyer_asked", {"move": "address_change", "object_id": "o1", "request": "m1", "province": "江苏省", "city": "苏州市"},
     "buyer_asked", "tmall"),
    ("case.same_buyer", {"move": "merge_orders", "object_id": "o1", "to": ["o2"]}, "same_buyer", "tmall"),
    ("case.evidence", {"move": "refund", "object_id": "o1", "agree": True, "amount": "20", "kind": "refund_only", "reason": "x"},
     "evidence", "tmall"),
    ("case.in_case", {"move": "dispute_evidence", "object_id": "d1", "to": ["scan"], "statement": "sent"}, "in_case", "tmall"),
]


@pytest.mark.parametrize(("fact", "said", "wants", "platform"), CASES, ids=[f"{c[1]['move']} {c[2]}" for c in CASES])
def test_a_missing_fact_is_named_and_once_told_nothing_stands_against_it(fact: str, said: dict[str, Any], wants: str,
                                                                         platform: str):
    move = move_from(said)
    known: dict[str, Any] = {}
    if platform == "amazon":
        known = {"prices.low_60": "185", "prices.low_30": "185"}
    refused = {v.wants[1] for v in ask(move, situation(move, {**known, fact: None}, platform), load())
               if isinstance(v, Refuse) and v.wants}
    assert refused == {wants}
    assert wants in FACTS
    then = situation(move, known | TOLD.get(wants, {}), platform)
    assert [v.reason for v in ask(move, then, load()) if isinstance(v, Refuse)] == []


def test_what_was_spent_today_is_asked_of_the_console_before_a_budget_rises():
    move = move_from({"move": "budget", "object_id": "p1", "was": "100", "to": "120", "item_id": "737"})
    (refused,) = [v for v in ask(move, situation(move, {"ads.spent_today": None}), load()) if isinstance(v, Refuse)]
    assert "daybook tick" in refused.instead
    lower = move_from({"move": "budget", "object_id": "p1", "was": "100", "to": "80", "item_id": "737"})
    unknown = situation(lower, {"ads.spent_today": None, "ads.usual_by_now": None, "ads.learning": None})
    assert [v for v in ask(lower, unknown, load()) if isinstance(v, Refuse)] == [], "what stops a loss waits for nobody"


def test_what_is_missing_and_what_an_object_shows_are_said_in_the_readers_language():
    move = move_from({"move": "item_discount", "object_id": "KZ-041", "item_id": "737", "was": "199", "to": "195"})
    unknown = situation(move, {"costs.unit_cost": None, "costs.ship_cost": None})
    reasons = {in_language(v.reason, translator("zh")) for v in ask(move, unknown, load()) if isinstance(v, Refuse)}
    assert "一单的全部成本（单件成本、发货运费）未知" in reasons
    shown = said_of({"on_hand": "3", "allocated": "1", "title": ""})
    assert (shown, in_language(shown, translator("zh"))) == ("on hand 3, allocated 1, title —", "现货 3、占用库存 1、标题 —")


def test_every_fact_has_an_age_at_which_it_is_not_known_any_more():
    (rule,) = [r for r in load().rules if r.id == "G-FRESH"]
    assert set(rule.values) == {*FACTS, "tick"}
    for name in FACTS:
        assert load().value("G-FRESH", name) > D(0)
