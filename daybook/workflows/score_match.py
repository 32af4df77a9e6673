"""Which finding and which move stand for which planted incident: the one table, and the comparison of a brief with it.

Only the score reads this, after the briefs are made; nothing that judges sees an answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from daybook.domain.brief import Brief, BriefFinding, Cause, PlanLine
from daybook.domain.seen import Scope

#: Findings that say what moved and where, and leave the reason to their causes.
GENERAL = ("sales.changed", "sales.slice_changed")
#: A goal counts the brief of the first day and that of the second.
BRIEFS = 2
#: Causes of a finding that count as named.
FIRST_CAUSES = 3
#: Lines of the plan that are read for certain.
FIRST_LINES = 2


@dataclass(frozen=True)
class Named:
    """How a brief names one kind of incident.

    `kinds`: findings whose kind is the cause itself.  `metrics`: what a general finding about the object is about.
    `dimensions`: a general finding's cause in one of them is the cause itself.  `object`: the dimension of the
    incident's scope that the finding and the move are about; "" is the whole shop.  `moves`: right ones.
    """

    kinds: tuple[str, ...]
    object: str
    moves: tuple[str, ...]
    metrics: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()


SOURCES = ("source_1", "source_2", "source_3", "source_4", "channel")
NAMED: Mapping[str, Named] = {
    "channel_lost": Named((), "channel", ("restore_channel",), ("visitors",), SOURCES),
    "slow_decline": Named((), "channel", ("restore_channel",), ("visitors",), SOURCES),
    "device_drop": Named((), "device", ("fix_checkout",), ("payment_cvr", "device_session_cvr"), ("device",)),
    "price_mistake": Named(("price.jumped",), "sku", ("restore_price",), ("paid_orders", "aov", "payment_cvr")),
    "hero_stockout": Named(("stock.out",), "sku", ("restock",), ("paid_orders", "payment_cvr")),
    "rival_promotion": Named(("listings.rival_promotion",), "item_id", ("answer_rival",), ("payment_cvr", "paid_orders")),
    "bad_review": Named(("listings.bad_review",), "item_id", ("answer_review",), ("payment_cvr", "paid_orders")),
    "edit_backfired": Named(("listings.edit_backfired",), "item_id", ("restore_listing",), ("visitors",)),
    "image_backfired": Named(("listings.edit_backfired",), "item_id", ("restore_listing",), ("visitors", "ctr")),
    "ladder_cut": Named(("listings.edit_backfired",), "item_id", ("restore_listing",), ("payment_cvr", "paid_orders")),
    "bid_error": Named(("ads.bid_jumped",), "keyword", ("lower_bid",), ("cpc", "ad_spend")),
    "budget_exhausted": Named(("ads.budget_exhausted",), "ad_plan", ("raise_budget",), ("clicks", "ad_spend")),
    "landing_broken": Named(("ads.landing_broken",), "item_id", ("fix_landing",)),
    "creative_tired": Named(("ads.creative_tired",), "keyword", ("swap_creative",)),
    "word_to_harvest": Named(("ads.term_to_harvest",), "keyword", ("harvest_term",)),
    "word_dies": Named(("ads.word_without_orders",), "keyword", ("pause_keyword",)),
    "late_export": Named(("data.missing_export",), "", ("fetch_export",)),
    "definition_change": Named(("data.definition_changed",), "", ("note_definition",), ("visitors",)),
    "late_wave": Named(("orders.late_dispatch",), "", ("send_late",)),
    "stuck_wave": Named(("orders.stuck_parcels",), "", ("ask_courier",)),
    "unpaid_wave": Named(("orders.unpaid_wave",), "", ("remind_unpaid",)),
    "order_burst": Named(("orders.fraud_burst",), "", ("hold_burst",)),
    "giant_order": Named(("sales.giant_order",), "", ("mark_bulk_order",), ("paid_gmv", "aov")),
    "quality_batch": Named(("disputes.quality_cluster",), "item_id", ("fix_cause",)),
    "rate_near_line": Named(("disputes.rate_near",), "", ("keep_rate",)),
    "repeat_claimant": Named(("disputes.claimant",), "order_id", ("check_claimant",)),
    "talk_batch": Named(("reputation.cause_rises",), "item_id", ("mend_cause",)),
    "talk_urgent": Named(("reputation.urgent_review",), "item_id", ("answer_urgent",)),
    "talk_question": Named(("reputation.open_question",), "item_id", ("answer_question",)),
    "test_won": Named(("pages.test_done",), "item_id", ("decide_test",)),
    "test_uneven": Named(("pages.test_uneven",), "item_id", ("mend_split",)),
    "test_guard": Named(("pages.guard_broken",), "item_id", ("put_page_back",)),
    "page_question": Named(("pages.unanswered",), "item_id", ("brief_designer",)),
    "rival_event": Named(("market.rival_moved",), "item_id", ("decide_on_rival",)),
    "rival_out": Named(("market.rival_out",), "item_id", ("take_over_buyers",)),
    "newcomer_grows": Named(("market.newcomer",), "rival", ("watch_newcomer",)),
    "word_rises": Named(("market.word_moved",), "word", ("use_word",)),
    "event_unfiled": Named(("activities.not_filed",), "item_id", ("file_product",)),
    "event_rejected": Named(("activities.not_filed",), "item_id", ("file_product",)),
    "event_undercut": Named(("activities.price_breaks",), "item_id", ("mend_event_price",)),
    "event_short": Named(("activities.stock_low",), "item_id", ("bring_event_stock",)),
    "event_unrestored": Named(("activities.price_not_back",), "item_id", ("put_prices_back",)),
    "regulars_gone": Named(("buyers.returning_falls",), "", ("bring_back",)),
    "voucher_habit": Named(("buyers.discount_habit",), "", ("less_discount",)),
    "agent_slow": Named(("service.agent_off",), "agent", ("help_agent",)),
    "question_wave": Named(("service.repeated_question",), "item_id", ("fix_question",)),
    "peak_collapse": Named(("service.slow_replies",), "", ("add_shift",)),
    "fake_creator": Named(("creators.doubtful",), "creator_id", ("check_creator",)),
    "loss_commission": Named(("creators.sells_at_a_loss",), "creator_id", ("mend_commission",)),
    "sample_without_content": Named(("creators.sample_late",), "creator_id", ("ask_for_content",)),
    "post_without_stock": Named(("creators.post_without_stock",), "item_id", ("secure_stock",)),
    "cancel_burst": Named(("sales.refund_burst",), "", ("check_fraud",), ("refunds_by_day",)),
}
#: What an incident's money is compared with, by the basis that the finding states.
TRUTH = {"contribution": "likely_profit", "cash": "ad_spend"}
#: Incidents whose stake has a sign: clicks that an empty budget or a tired image kept away may have cost more
#: than they would have left.
SIGNED = ("budget_exhausted", "creative_tired")
#: Incidents that cost nothing themselves, and a word that dies: its clicks cost what they did, and its buyers are gone either way.
FREE = ("late_export", "definition_change", "word_to_harvest", "word_dies", "late_wave", "order_burst", "stuck_wave",
        "unpaid_wave", "quality_batch", "rate_near_line", "repeat_claimant", "talk_batch", "talk_urgent", "talk_question",
        "agent_slow", "question_wave", "peak_collapse", "fake_creator", "loss_commission", "sample_without_content",
        "post_without_stock",
        "test_won", "test_uneven", "test_guard", "page_question", "rival_event", "rival_out",
        "newcomer_grows", "word_rises", "event_unfiled", "event_rejected",
        "event_undercut", "event_short", "event_unrestored", "regulars_gone", "voucher_habit")


@dataclass(frozen=True)
class Outcome:
    """What the briefs made of one incident.

    `day` is the first brief that found it, 1 or 2, 0 for neither, counted from the day from which the incident counts
    (an earlier brief is the first); `later` the number of a later one; `cause` the
    place of the right cause among those told (0: not told); `line` the place of the right move in the plan.
    """

    seed: int
    incident: str
    shop: str
    kind: str
    day: int = 0
    later: int = 0
    cause: int = 0
    line: int = 0
    told: Decimal | None = None
    true: Decimal | None = None
    seen: tuple[str, ...] = field(default=())

    @property
    def error(self) -> float | None:
        """Relative error of the money at stake; None where none was told or none was lost."""
        if self.told is None or not self.true:
            return None
        return abs(float(self.told) - float(self.true)) / abs(float(self.true))


def compare(seed: int, answer: Mapping[str, object], briefs: Mapping[date, Brief], titles: Mapping[str, frozenset[str]]) -> Outcome:
    """One incident beside the briefs of its shop by morning; `titles` are the other names of things."""
    kind, first = str(answer["kind"]), date.fromisoformat(str(answer["first_day"]))
    last, counted = (date.fromisoformat(str(answer[k])) for k in ("last_day", "counts_from"))
    before = (counted - first).days
    own = [(max(n - before, 1), briefs[first + timedelta(days=n)]) for n in range(1, (last - first).days + 2 + BRIEFS)
           if first + timedelta(days=n) in briefs]
    thing = object_of(answer, titles)
    found = next(((n, b) for n, b in own if _matching(b.findings, kind, thing)), None)
    lines = [line for n, b in own if n <= BRIEFS and (line := _line(b.plan, kind, thing, _matching(b.findings, kind, thing)))]
    early = [f"{n}:{f.id}" for n, b in own if n <= BRIEFS for f in b.findings]
    outcome = Outcome(seed, str(answer["id"]), str(answer["shop"]), kind, line=min(lines, default=0), seen=tuple(early))
    if found is None:
        return outcome
    day, brief = found
    matching = _matching(brief.findings, kind, thing)
    told, true = _money(matching, answer, brief.reviewed)
    return Outcome(seed, outcome.incident, outcome.shop, kind, day if day <= BRIEFS else 0,
                   day if day > BRIEFS else 0, _place(matching, kind, thing), outcome.line, told, true, outcome.seen)


def object_of(answer: Mapping[str, object], titles: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What the incident is about, by all its names; empty for the whole shop."""
    scope = answer["scope"]
    assert isinstance(scope, dict)
    name = NAMED[str(answer["kind"])].object
    if not name or name not in scope:
        return frozenset()
    return frozenset({str(scope[name])}) | titles.get(str(scope[name]), frozenset())


def belongs(found: BriefFinding, kind: str, thing: frozenset[str]) -> bool:
    """Whether a finding is about the incident: its kind, or its metric, and the object where there is one."""
    named = NAMED[kind]
    if found.kind in named.kinds:
        return not thing or bool(_values(found.scope) & thing)
    if found.kind not in GENERAL or found.metric not in named.metrics:
        return False
    about = _values(found.scope).union(*(_values(c.scope) for c in found.causes[:FIRST_CAUSES] if c.kind == "local"))
    return not thing or bool(about & thing)


def _matching(findings: Sequence[BriefFinding], kind: str, thing: frozenset[str]) -> list[BriefFinding]:
    return [f for f in findings if belongs(f, kind, thing)]


def _values(scope: Scope) -> frozenset[str]:
    return frozenset(value for _, value in scope if value)


def _place(matching: Sequence[BriefFinding], kind: str, thing: frozenset[str]) -> int:
    """The place of the right cause among all causes told by the findings about the incident, from 1; 0: none."""
    told: list[bool] = []
    for found in matching:
        if found.kind in NAMED[kind].kinds:
            told.append(True)
        else:
            told += [_right(c, kind, thing) for c in found.causes if c.kind != "rest"] or [False]
    return told.index(True) + 1 if True in told else 0


def _right(cause: Cause, kind: str, thing: frozenset[str]) -> bool:
    inside = {k for k, v in cause.scope if v in thing}
    return bool(inside & set(NAMED[kind].dimensions))


def _line(plan: Sequence[PlanLine], kind: str, thing: frozenset[str], matching: Sequence[BriefFinding] = ()) -> int:
    """The place of the right move on the right object in a plan, from 1; 0: not there.

    A line is about the object by its own name, or by the finding that it answers (a review is answered, not its item).
    """
    answers = {f.id for f in matching if f.kind in NAMED[kind].kinds}
    for place, line in enumerate(plan, 1):
        about = {line.object, *str(line.object).split(" / "), line.id.split(".", 1)[-1], *line.id.split(".")}
        if line.move in NAMED[kind].moves and (not thing or about & thing or answers & set(line.findings)):
            return place
    return 0


def _money(matching: Sequence[BriefFinding], answer: Mapping[str, object],
           day: date) -> tuple[Decimal | None, Decimal | None]:
    """What the finding says is at stake a day, and what that day truly cost or brought; None where there is none."""
    kind = str(answer["kind"])
    exact = [f for f in matching if f.kind in NAMED[kind].kinds] or list(matching)
    stake = exact[0].at_stake if exact else None
    per_day = answer["per_day"]
    assert isinstance(per_day, list)
    truth = next((d for d in per_day if d["day"] == day.isoformat()), None)
    if stake is None or truth is None or kind in FREE:
        return None, None
    came = Decimal(str(truth[TRUTH.get(stake.basis, "likely_gmv")]))
    return stake.mid, -came if kind in SIGNED else abs(came)
