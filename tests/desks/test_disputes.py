"""The disputes desk: clocks, proof, fight or settle, rates before their line, bad batches, buyers who claim again and again."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from daybook.desks.disputes.cases import cases_of
from daybook.desks.disputes.findings import (
    find_cases_worth_deciding,
    find_claimants,
    find_clusters,
    find_overdue,
    find_rates_near_their_line,
    what_cannot_wait,
)
from daybook.desks.disputes.moves import decide_cases, fix_cause
from daybook.desks.disputes.rates import rates_of
from daybook.desks.patrol import patrol
from daybook.domain.brief import State
from daybook.domain.case_words import shop_won
from daybook.domain.disputes import Claimant, DayCounts, Ended, Exported, QualityLine, StepKind
from daybook.domain.given import Given, Term, UnitCost
from daybook.domain.refund_reasons import Reason
from daybook.domain.shop import Platform
from daybook.metrics.dispute_book import LOST
from tests.desks.disputes import EXPORTED, NINE, TOLD, case, each_day, morning, step
from tests.desks.seen import REVIEWED

HOUR = timedelta(hours=1)


def state(seen, number="7001"):
    return next(c.state for c in cases_of(seen) if c.seen.case_id == number)


@pytest.mark.parametrize(("one", "steps", "expected"), [
    (case(), (), "open"),
    (case(), (step(StepKind.FIGHT),), "decided"),
    (case(), (step(StepKind.HANDED_IN),), "answered"),
    (case(), (step(StepKind.SETTLE),), "answered"),
    (case(hours=50), (), "overdue"),
    (case(hours=50, known_at=NINE - 3 * HOUR), (), "unseen"),        # its time ended at seven, it was exported at six
    (case(closed_on=REVIEWED), (), "closed"),
    (case(status="仲裁完结"), (), "closed"),
    (case(), (step(StepKind.WON),), "closed"),
    (case(), (step(StepKind.SETTLE), step(StepKind.FIGHT)), "decided"),
    (case(), (step(StepKind.FIGHT), step(StepKind.SETTLE)), "answered"),
])
def test_a_case_stands_where_exports_and_people_say(one, steps, expected):
    assert state(morning(one, steps=steps)) == expected


@pytest.mark.parametrize("status", [
    "unresolved", "未完结", "未关闭", "仲裁未完成", "待处理完成", "not closed", "not yet resolved", "slow", None])
def test_a_case_that_is_not_over_yet_is_open(status):
    assert not case(status=status).closed


@pytest.mark.parametrize("status", [
    "已完结", "已处理", "Closed", "resolved", "won", "warning_closed", "已完结（用户未举证）", "未举证，已关闭"])
def test_a_case_that_is_over_is_closed(status):
    assert case(status=status).closed


@pytest.mark.parametrize(("liable", "status", "ended"), [
    ("商家责任", "完结", Ended.LOST), ("Seller", "closed", Ended.LOST), ("买家胜诉", "完结", Ended.LOST),
    ("支持买家", "完结", Ended.LOST),
    ("商家无责", "完结", Ended.WON), ("非商家责任", "完结", Ended.WON), ("商家胜诉", "完结", Ended.WON),
    ("支持商家", "完结", Ended.WON),
    ("merchant won", "closed", Ended.WON), ("Seller not liable", "closed", Ended.WON), ("物流", "完结", Ended.WON),
    (None, "Won", Ended.WON), ("", "lost", Ended.LOST), ("", "完结", None), ("", "won partly", None)])
def test_a_case_ended_as_its_words_say(liable, status, ended):
    assert case(liable=liable, status=status, refund_known=False).ended == ended


def test_the_database_reads_words_of_liability_as_python_does():
    import duckdb

    words = ["商家责任", "商家无责", "非商家责任", "支持商家", "不支持商家", "支持买家", "买家胜诉", "Seller",
             "SELLER NOT LIABLE", "merchant won", "buyer won", "Lost ", "won", "物流", "用户责任", "", None]
    rows = duckdb.sql(f"SELECT liable, coalesce({LOST}, false) FROM (SELECT unnest($words) AS liable)", params={"words": words})
    assert dict(rows.fetchall()) == {word: shop_won(word, None) is False for word in words}


def test_a_case_that_an_export_shows_again_after_its_time_is_over_its_time():
    """Its row of six o'clock is not written again: that of eight tells it, where it holds all cases of those days."""
    late = case(hours=50, known_at=NINE - 3 * HOUR)
    more = case("2", 60, known_at=NINE - 3 * HOUR, closed_on=REVIEWED)
    days = (late.opened_on - timedelta(days=3), REVIEWED)
    assert state(morning(late, more, exports=(Exported(*days, 2, EXPORTED),))) == "overdue"
    assert state(morning(late, more, exports=(Exported(*days, 1, EXPORTED),))) == "unseen"
    assert state(morning(late, more, exports=(Exported(*days, 2, NINE - 3 * HOUR),))) == "unseen"
    assert state(morning(late, more, exports=(Exported(REVIEWED, REVIEWED, 9, EXPORTED),))) == "unseen"


def test_what_people_say_of_an_end_teaches_the_odds():
    won = tuple(step(StepKind.WON, str(n)) for n in range(20))
    over = [case(str(n)) for n in range(20)]
    [none] = cases_of(morning(case()))
    taught = next(c for c in cases_of(morning(case(), *over, steps=won)) if c.seen.case_id == "7001")
    assert taught.choice.own == 20
    assert taught.choice.odds[1] > none.choice.odds[1]


def test_where_no_deadline_is_stated_the_platforms_rule_gives_one():
    """抖店: 48 hours; of a case of which only the day is known, from its first minute on."""
    stated, by_rule, by_day = cases_of(morning(
        case("1", 30), case("2", 20, answer_by=None), case("3", 10, answer_by=None, opened_at=None, opened_on=date(2026, 9, 15))))
    assert stated.stated
    assert stated.hours_left == D("18.0")
    assert not by_rule.stated
    assert by_rule.deadline == NINE + 28 * HOUR
    assert by_day.deadline == NINE - 9 * HOUR + 48 * HOUR


def test_proof_is_what_exports_show_and_what_people_ticked():
    [one] = cases_of(morning(case(chats=4), steps=(step(StepKind.TICKED, piece="report"), step(StepKind.TICKED, piece="photos"),
                                                   step(StepKind.UNTICKED, piece="photos"))))
    assert {p.name for p in one.pieces if p.there} == {"chat", "report"}
    assert one.complete == D("0.55")
    assert one.missing == ("photos", "batch", "scan")


def test_more_proof_never_lowers_the_odds_and_own_cases_teach_them():
    [none] = cases_of(morning(case()))
    [some] = cases_of(morning(case(), steps=(step(StepKind.TICKED, piece="report"),)))
    assert none.choice.odds[1] < some.choice.odds[1] < some.choice.full
    won = tuple((Reason.QUALITY, Ended.WON) for _ in range(20))
    [taught] = cases_of(morning(case(), past=won))
    assert taught.choice.odds[1] > none.choice.odds[1]
    assert taught.choice.own == 20


def test_a_case_that_is_lost_anyway_is_settled_and_a_sure_one_is_fought():
    """400 asked back, nothing returned: without proof of quality the odds are one in ten; a delivered parcel proves itself."""
    [weak, sure] = sorted(cases_of(morning(
        case("1", amount=D(400)), case("2", said_reason="快递一直未送到", amount=D(400), delivered_at=EXPORTED, chats=3))),
        key=lambda c: c.seen.case_id)
    assert weak.choice.odds[1] < 0.12
    assert weak.choice.settle.mid == D(400)
    assert sure.choice.advice == "fight"
    assert sure.choice.worth.mid > 100
    assert weak.choice.worth.low <= weak.choice.worth.mid <= weak.choice.worth.high


def test_settling_costs_less_where_the_goods_come_back_and_are_worth_something():
    given = Given(costs=(UnitCost("", "A-1", D(40), "CNY", None, NINE),), terms_given=(
        Term("", "ship_back_cost", D(12), None, NINE), Term("", "resaleable_share", D("0.5"), None, NINE)), shop=morning().shop)
    [known] = cases_of(replace(morning(case(with_return=True, sku="A-1", units=1)), given=given))
    assert known.choice.settle.mid == D("92.00")          # 100 - 40 x 0.5 + 12
    [assumed] = cases_of(morning(case(with_return=True)))
    assert assumed.choice.settle.low < assumed.choice.settle.mid < assumed.choice.settle.high
    assert "what the returned goods cost" in assumed.choice.unknown
    [mind] = cases_of(replace(morning(case(with_return=True, sku="A-1", units=1, said_reason="七天无理由退换货")), given=given))
    assert mind.choice.settle.mid == D("80.00")           # the buyer pays the way back


def test_without_an_amount_nobody_says_fight_or_settle():
    [one] = cases_of(morning(case(amount=None)))
    assert one.choice is None


def test_what_ends_today_cannot_wait_unless_it_was_answered():
    due, later = case("1", 40), case("2", 5)
    [must] = what_cannot_wait(morning(due, later))
    assert must.object == "o1"
    assert must.kind == "dispute"
    assert must.deadline == NINE + 8 * HOUR
    assert list(what_cannot_wait(morning(due, later, steps=(step(StepKind.HANDED_IN, "1"),)))) == []
    many = list(what_cannot_wait(morning(*(case(str(n), 40) for n in range(8)))))
    assert len(many) == 6
    assert many[-1].object == "3 cases"


def test_a_case_whose_time_is_over_is_found_and_one_that_was_not_exported_since_is_not():
    [found] = find_overdue(morning(case(hours=50), case("2", 50, known_at=NINE - 3 * HOUR)))
    assert found.measured == 1
    assert found.adds_up()
    assert found.at_stake.mid == D(100)


def test_cases_are_told_where_deciding_them_is_worth_a_hundredth_of_a_day():
    big = case(said_reason="快递一直未送到", amount=D(900), delivered_at=EXPORTED, chats=3, opened_on=REVIEWED)
    [found] = find_cases_worth_deciding(morning(big))
    assert found.adds_up()
    assert found.at_stake.low <= found.at_stake.mid <= found.at_stake.high
    [task] = decide_cases(found, morning(big))
    assert task.move == "fight_case"
    assert task.object == "o7001"
    assert task.until == big.answer_by
    assert not list(find_cases_worth_deciding(morning(replace(big, amount=D(60)))))
    assert not list(find_cases_worth_deciding(morning(big, steps=(step(StepKind.FIGHT),))))


def test_each_platform_counts_its_rates_in_its_own_way():
    """30 days: 10 asked for a day, one of them taken to the platform and lost on every third day; 100 orders a day."""
    days = {**each_day(after_sales=10, quality=2),
            **{REVIEWED - timedelta(days=n): DayCounts(10, 1, 1, 2) for n in range(0, 30, 3)}}
    douyin = {r.name: r for r in rates_of(morning(days=days))}
    assert douyin["help_rate"].rate == D("0.033333")             # 10 / 300 after-sale cases
    assert douyin["dispute_rate"].rate == D("0.003333")          # 10 / 3000 orders
    assert douyin["quality_refund_rate"].rate == D("0.020000")   # 60 / 3000
    tmall = {r.name: r for r in rates_of(morning(days=days, platform=Platform.TMALL))}
    assert tmall["intervention_rate"].rate == D("0.003333")
    assert tmall["intervention_rate"].line == D("0.004")


@pytest.mark.parametrize(("told", "orders", "name", "why"), [
    (frozenset({"refunds", "disputes"}), 100, "dispute_rate", "no export names who was found liable"),
    (frozenset({"refunds"}), 100, "intervention_rate", "no case at the platform stands in the exports"),
    (frozenset(), 100, "quality_refund_rate", "no refund is in the exports"),
    (frozenset({"refunds", "disputes", "liable"}), 0, "quality_refund_rate", "nothing was sold"),
])
def test_a_rate_that_cannot_be_told_says_why_and_is_not_nought(told, orders, name, why):
    found = {r.name: r for r in rates_of(morning(days=each_day(after_sales=1), told=told, orders=orders, platform=Platform.TMALL))}
    assert found[name].rate is None
    assert why in found[name].why_not


def test_a_rate_of_days_whose_cases_are_not_in_is_not_told():
    """Forty days are looked at, thirty count: of the first eleven of the forty nothing is in."""
    found = {r.name: r for r in rates_of(morning(days=each_day(after_sales=1, opened=1), not_in=11, platform=Platform.TMALL))}
    for name in ("dispute_rate", "intervention_rate", "quality_refund_rate"):
        assert found[name].rate is None
        assert "the cases of 1 of 30 days are not in" in found[name].why_not
    whole = {r.name: r for r in rates_of(morning(days=each_day(after_sales=1, opened=1), not_in=10, platform=Platform.TMALL))}
    assert whole["intervention_rate"].rate == D("0.01")
    assert whole["intervention_rate"].before is None             # a week ago is not known, and was not nought


def test_a_rate_is_told_before_it_crosses_and_says_how_many_more():
    """Tmall, 3000 orders, line 0.4 %: thirteen are beyond it.  Nine in the last week keep coming: it crosses within days."""
    days = {REVIEWED - timedelta(days=n): DayCounts(5, 1 + (n < 2), 0, 0) for n in range(7)}
    seen = morning(case("1", opened_on=REVIEWED), days=days, platform=Platform.TMALL)
    [found] = find_rates_near_their_line(seen)
    assert found.metric == "intervention_rate"
    assert found.measured == D("0.003000")
    assert (found.base_kind, found.base) == ("before", 0)        # a week ago there was none: a rise, and no good news
    assert found.adds_up()
    assert "4 more cases" in found.words
    assert "2026-09-18" in found.words
    more = {day: replace(counts, opened=counts.opened + 1) for day, counts in days.items()}
    [beyond] = find_rates_near_their_line(morning(days=more, platform=Platform.TMALL))
    assert (beyond.base_kind, beyond.base, beyond.measured) == ("line", D("0.004"), D("0.005333"))
    calm = {REVIEWED - timedelta(days=n): DayCounts(5, 1 if n % 5 == 0 else 0, 0, 0) for n in range(30)}
    assert not list(find_rates_near_their_line(morning(days=calm, platform=Platform.TMALL)))


def line(day, item="1", refunds=1, courier="", ordered=None):
    return QualityLine(REVIEWED - timedelta(days=day), item, courier, ordered, refunds, D(50) * refunds)


def test_a_cluster_names_the_courier_by_whom_most_came_and_no_money_where_none_is_told():
    """Seven of nine by one courier, two by another."""
    lines = [line(0, refunds=7, courier="中通"), line(1, refunds=2, courier="圆通"), line(20, "2", courier="圆通")]
    [found] = find_clusters(morning(quality=lines, units={"1": 20, "2": 20}))
    assert "7 of 9 came by 中通" in found.words
    assert found.at_stake.mid == D("64.29")                          # 450 over seven days
    [bare] = find_clusters(morning(quality=[replace(one, amount=None) for one in lines], units={"1": 20, "2": 20}))
    assert bare.at_stake is None


def test_a_product_that_comes_back_for_quality_is_found_with_its_batch():
    """Item 1, 20 units a day: two refunds in four weeks, then nine in a week, all ordered within five days."""
    batch = [line(n, refunds=3, ordered=REVIEWED - timedelta(days=10 + n)) for n in range(3)]
    old = [line(12), line(20), line(15, "2"), line(3, "2")]
    [found] = find_clusters(morning(quality=[*batch, *old], units={"1": 20, "2": 20}))
    assert found.scope == (("item_id", "1"),)
    assert found.measured == 9
    assert found.base == D("0.5")
    assert found.adds_up()
    assert "one batch?" in found.words
    assert found.odds_noise < 0.001
    [task] = fix_cause(found, morning())
    assert task.move == "fix_cause"
    assert task.object_id == "1"


def test_a_product_as_it_always_comes_back_is_no_cluster():
    usual = [line(n, refunds=1) for n in range(35)]
    assert not list(find_clusters(morning(quality=usual, units={"1": 20})))
    assert not list(find_clusters(morning(quality=[line(n, refunds=3) for n in range(3)])))     # nobody knows what was sold


def test_a_buyer_who_claims_again_is_told_once_and_an_unlucky_one_never():
    again = Claimant("b" * 32, 4, 3, D(270), REVIEWED, ("o9", "o5", "o2"))
    [found] = find_claimants(morning(claimants=(again,)))
    assert found.scope == (("order_id", "o9"),)
    assert found.adds_up()
    assert "one buyer has claimed 3 times" in found.words
    assert (found.at_stake.low, found.at_stake.mid, found.at_stake.high) == (D(45), D(90), D(270))
    [bare] = find_claimants(morning(claimants=(replace(again, amount=None),)))
    assert bare.at_stake is None
    assert "together" not in bare.words
    assert not list(find_claimants(morning(claimants=(replace(again, last_on=REVIEWED - timedelta(days=1)),))))
    assert not list(find_claimants(morning(claimants=(replace(again, orders=30),))))


@pytest.mark.parametrize(("told", "state", "steps", "expected"), [
    (TOLD, State.IN, (), ("found", ("o1", "o2"))),
    (TOLD, State.IN, (step(StepKind.SETTLE, "1"), step(StepKind.HANDED_IN, "2")), ("clear", ())),
    (TOLD, State.NOT_IN, (), ("unchecked", ())),
    (frozenset({"refunds"}), State.IN, (), ("unchecked", ())),
])
def test_the_patrol_knows_which_cases_wait_where_exports_tell_it(told, state, steps, expected):
    seen = replace(morning(case("1"), case("2"), told=told, steps=steps), states={"refunds": {REVIEWED: state}})
    check = next(c for c in patrol(seen, (), {}) if c.check == "disputes")
    assert (check.state.value, check.objects) == expected
