"""The pages desk: tests that may be stopped, uneven splits, numbers that suffer, pages that lose visitors or answer nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from daybook.desks.pages.checks import leaves, page_checks, page_exits
from daybook.desks.pages.findings import (
    find_broken,
    find_done,
    find_left,
    find_unanswered,
    find_uneven,
    what_switches_today,
)
from daybook.desks.pages.moves import brief_designer, decide_test, mend_split, put_page_back
from daybook.desks.pages.results import seen_test
from daybook.domain.given import Given, Note
from daybook.domain.page_tests import BriefLine, BriefStage, DesignBrief, Evidence, PageLine, PageStep, Stage
from daybook.rulebook.reading import load
from daybook.workflows.seeing import SLICED_DAYS
from tests.desks.pages import FIRST, PLANNED, a_test, arms, morning, switched, traffic
from tests.desks.seen import ON, REVIEWED, SHOP

DAY = timedelta(days=1)
GMV = {(("item_id", "1"), ("sku", "a")): {REVIEWED - DAY * n: D(6000) for n in range(28)}}


def one(**more):
    rows = more.pop("rows")
    return seen_test(a_test(**more), morning(rows=rows), drawn=True)


def test_a_split_is_read_by_its_sums():
    """Fourteen days of 1,000 with 40 and 1,000 with 52 buyers: 14,000 in each arm, 4.0 % and 5.2 %, 30 % more."""
    found = one(rows=arms(14, (1000, 40), (1000, 52)))
    assert [(a.arm, a.over, a.under, a.rate) for a in found.arms] == [
        ("A", D(560), D(14000), D("0.04")), ("B", D(728), D(14000), D("0.052"))]
    assert found.lift.value == pytest.approx(0.3)
    assert found.lift.low > 0
    assert found.verdict == "won"
    assert (found.days, found.each, found.missing) == (14, 14000, 0)
    assert found.chance > 0.99
    assert found.left == 26                              # 26,000 more at 1,000 a day
    assert [d for d, _ in found.curve] == [FIRST + DAY * n for n in range(14)]
    assert found.curve[-1][1] == found.lift


@pytest.mark.parametrize(("days", "a", "b", "said"), [
    (6, (1000, 40), (1000, 90), "early"), (14, (1000, 52), (1000, 40), "lost"), (14, (300, 12), (300, 13), "running"),
    (14, (3000, 120), (3000, 121), "futile"), (14, (1000, 40), (1300, 52), "uneven"), (14, (1000, 1), (1000, 1), "early")])
def test_its_verdict_is_that_of_its_rule(days, a, b, said):
    assert one(rows=arms(days, a, b)).verdict == said


def test_days_that_only_one_arm_tells_are_missing():
    """A day whose row of the new page is not in counts for neither, and is said."""
    rows = [r for r in arms(14, (1000, 40), (1000, 52)) if (r.day, r.arm) != (REVIEWED, "B")]
    found = one(rows=rows)
    assert (found.days, found.missing) == (13, 1)


def test_a_column_that_a_day_leaves_out_is_unknown_and_not_nought():
    rows = arms(14, (1000, 40), (1000, 52))
    found = one(rows=[replace(rows[0], paid_buyers=None), *rows[1:]])
    assert found.lift is None
    assert found.arms == ()
    assert found.verdict == "early"
    assert seen_test(a_test(), morning()).verdict == "none"


def test_days_before_the_start_and_after_the_stop_do_not_count():
    stopped = (PageLine(PageStep.STARTED, REVIEWED - DAY * 9, PLANNED), PageLine(PageStep.STOPPED, REVIEWED - DAY, PLANNED))
    found = seen_test(replace(a_test(), steps=stopped), morning(rows=arms(14, (1000, 40), (1000, 52))))
    assert found.days == 8
    assert found.test.stage is Stage.STOPPED


def test_a_won_test_is_told_with_its_money_until_somebody_decides():
    """6,000 a day of the item, half of its visitors see the old page: a lift of 30 % there is 900 a day."""
    found = next(find_done(morning(a_test(), rows=arms(14, (1000, 40), (1000, 52)), product={"line_gmv": GMV})))
    assert (found.measured, found.base, found.direction) == (D("0.052000"), D("0.040000"), "up")
    assert found.at_stake.mid == D("900.00")
    assert found.adds_up()
    decided = (PageLine(PageStep.STARTED, FIRST, PLANNED), PageLine(PageStep.KEEP, ON, PLANNED))
    assert not list(find_done(morning(replace(a_test(), steps=decided), rows=arms(14, (1000, 40), (1000, 52)))))


def test_what_won_is_kept_and_what_lost_is_put_back():
    for b, word in (((1000, 52), "keep"), ((1000, 30), "put")):
        seen = morning(a_test(), rows=arms(14, (1000, 40), b))
        task = next(decide_test(next(find_done(seen)), seen))
        assert word in task.what
        assert task.object_id == "1"


def test_an_uneven_split_is_told_instead_of_a_result():
    seen = morning(a_test(), rows=arms(14, (1000, 40), (1300, 90)))
    found = next(find_uneven(seen))
    assert not list(find_done(seen))
    assert found.measured == D("0.5652")
    assert found.base == D("0.5000")
    assert found.odds_noise < 0.001
    assert "uneven" in next(mend_split(found, seen)).what


def test_a_split_that_was_planned_uneven_is_none():
    assert one(rows=arms(14, (900, 36), (100, 4)), shares=(0.9, 0.1)).verdict != "uneven"


def test_a_broken_guard_goes_before_what_the_test_is_for():
    """The new page sells more and is carted a third less: it goes back."""
    seen = morning(a_test(), rows=arms(14, (1000, 40), (1000, 52), carts=(120, 80)))
    found = next(find_broken(seen))
    assert (found.metric, found.base, found.measured) == ("add_to_cart_rate", D("0.12"), D("0.08"))
    assert not list(find_done(seen))
    assert "back" in next(put_page_back(found, seen)).what
    refunds = morning(a_test(), rows=arms(14, (1000, 40), (1000, 42), refunds=(1, 12)))
    assert next(find_broken(refunds)).metric == "refund_rate"


def test_an_edit_while_it_runs_is_shown_beside_it():
    note = Note("kettles", PLANNED.replace(month=9, day=5), "1", "edit", "", "", "new title", PLANNED)
    seen = replace(morning(rows=arms(14, (1000, 40), (1000, 52))), given=Given(notes=(note,), shop=SHOP))
    assert seen_test(a_test(), seen).edits == (date(2026, 9, 5),)


def rates(test, on, off):
    """Days of the product report: 1,000 visitors, so many buyers by the block of the day; the first day still sells the other."""
    days = {}
    for at, block in enumerate(test.blocks):
        for n in range(3):
            state = block.on if n or not at else test.blocks[at - 1].on
            days[block.first + DAY * n] = (1000, on if state else off)
    return {d: v for d, v in days.items() if d <= REVIEWED}


def test_a_switchback_waits_until_its_last_block_and_is_then_read_by_its_lot():
    """Six pairs, all of one sign: two outcomes of 64; the day that still sells the other page is left out, so 50 over 40."""
    test = switched(first=date(2026, 8, 11))
    assert seen_test(test, morning(product_traffic=traffic(rates(test, 50, 40)))).verdict == "waits"
    over = switched(first=date(2026, 8, 10))
    done = seen_test(over, morning(product_traffic=traffic(rates(over, 50, 40))))
    assert over.last == REVIEWED
    assert done.verdict == "won"
    assert done.lift.value == pytest.approx(0.25)
    assert done.lift.p == pytest.approx(2 / 64)
    assert [a.rate for a in done.arms] == [D("0.04"), D("0.05")]
    assert done.each == 6


def test_a_switchback_of_days_that_are_not_in_says_nothing():
    over = switched(first=date(2026, 8, 10))
    few = {d: v for d, v in rates(over, 50, 40).items() if d < date(2026, 8, 25)}
    unread = morning(over, product_traffic=traffic(few))
    assert seen_test(over, unread).verdict == "early"
    assert ["decide it" in line.what for line in what_switches_today(unread)] == [True]
    assert seen_test(over, morning()).verdict == "none"


def test_days_whose_buyers_are_not_told_are_left_out_and_no_day_without_buyers():
    """The report leaves the buyers of every third day out: the rest still say 50 over 40."""
    over = switched(first=date(2026, 8, 10))
    days = rates(over, 50, 40)
    told = traffic(days)
    scope = (("item_id", "1"),)
    told["product_paid_buyers"] = {scope: {d: v for d, v in told["product_paid_buyers"][scope].items()
                                           if (d - over.first).days % 3 != 1}}
    found = seen_test(over, morning(product_traffic=told))
    assert found.lift.value == pytest.approx(0.25)
    assert [a.rate for a in found.arms] == [D("0.04"), D("0.05")]


def test_the_longest_switchback_fits_into_the_days_that_a_morning_reads():
    rules = load()
    longest = 2 * rules.value("T-BLOCKS", "days") * rules.value("T-BLOCKS", "pairs_most")
    assert longest < SLICED_DAYS


def test_the_morning_of_a_block_says_which_page_to_show():
    begins = switched(first=ON - DAY * 6)
    lines = list(what_switches_today(morning(begins)))
    assert len(lines) == (begins.shows_new(ON) != begins.shows_new(REVIEWED))
    first = list(what_switches_today(morning(switched(first=ON))))
    assert len(first) == 1
    assert not list(what_switches_today(morning(switched(first=ON - DAY))))


OTHERS = ("发货快吗", "有赠品吗", "什么材质", "掉色吗")
ASKED = [("1", "身高165穿多大")] * 25 + [(str(n), text) for n in range(2, 9) for text in OTHERS]


def test_what_a_hero_is_asked_again_and_again_is_told_with_its_evidence():
    """One a day for 25 days is of the fit of item 1, none of 28 questions of the others is."""
    seen = morning(questions=ASKED, product={"line_gmv": GMV})
    check = next(c for c in page_checks(seen) if c.item_id == "1")
    assert (check.topic, check.part, check.times, check.hero, check.told) == ("fit", "size_table", 25, True, True)
    assert check.evidence == (Evidence("question", 25, "身高165穿多大", ON - DAY),)
    assert {c.item_id for c in page_checks(morning(questions=ASKED * 3, product={"line_gmv": GMV}))} > {"1"}
    assert page_checks(morning(questions=ASKED * 3, product={"line_gmv": GMV}), every=False)[0].item_id == "1"
    found = next(find_unanswered(seen))
    assert found.measured == D(25)
    assert found.adds_up()
    assert next(brief_designer(found, seen)).object_id == "1"
    wave = morning(questions=ASKED[:6] * 2, product={"line_gmv": GMV})
    assert not list(find_unanswered(wave))               # twelve within twelve days are a wave, no page of four weeks
    quiet = morning(questions=[("1", "穿多大")] * 2, product={"line_gmv": GMV})
    assert not page_checks(quiet)


def test_a_topic_that_all_items_are_asked_as_often_is_no_page_of_one():
    """Every second question is of the fit, of item 1 over four weeks and of seven others within some days."""
    texts = ("身高165穿多大", "什么材质")
    asked = [("1", texts[n % 2]) for n in range(27)] + [(str(item), texts[n % 2]) for item in range(2, 9) for n in range(10)]
    seen = morning(questions=asked, product={"line_gmv": GMV})
    check = next(c for c in page_checks(seen) if (c.item_id, c.topic) == ("1", "fit"))
    assert (check.times, check.usual, check.told) == (14, 0.5, False)


def test_where_no_other_item_is_asked_about_nothing_is_called_usual():
    """Twenty-five questions of the fit of the only item that is asked about: no share of others, so no number beside it."""
    seen = morning(questions=[("1", "身高165穿多大")] * 25, product={"line_gmv": GMV})
    found = next(find_unanswered(seen))
    assert (found.measured, found.base, found.causes) == (D(25), None, ())
    assert "would be usual" not in found.words


def test_a_topic_with_a_brief_is_not_told_again():
    brief = DesignBrief("db-1", "kettles", "mei", "1", "size_table", "fit", "a size table", "Bo", PLANNED)
    seen = morning(questions=ASKED, briefs=[brief], product={"line_gmv": GMV})
    assert page_checks(seen)[0].brief == "db-1"
    assert not list(find_unanswered(seen))
    live = replace(brief, steps=(BriefLine(BriefStage.LIVE, ON - DAY * 40, PLANNED),))
    assert list(find_unanswered(morning(questions=ASKED, briefs=[live], product={"line_gmv": GMV})))
    just = replace(brief, steps=(BriefLine(BriefStage.LIVE, ON - DAY * 4, PLANNED),))
    assert not list(find_unanswered(morning(questions=ASKED, briefs=[just], product={"line_gmv": GMV})))


def test_a_page_that_visitors_leave_at_once_is_told():
    """Six pages scatter between 60 and 62 %; one of them is at 72 % since a week."""
    days = [REVIEWED - DAY * n for n in range(35)]
    every = {}
    for item in range(1, 7):
        bounce = {d: D("0.60") + D(str((n * 7 + item * 3) % 5)) / 200 + (D("0.11") if item == 1 and n < 7 else 0)
                  for n, d in enumerate(days)}
        for name, of in traffic(dict.fromkeys(days, (400, 12)), str(item), product_bounce_rate=bounce).items():
            every.setdefault(name, {}).update(of)
    seen = morning(product_traffic=every, product={"line_gmv": GMV})
    exits = page_exits(seen)
    assert [e.item_id for e in exits if leaves(e, len(exits))] == ["1"]
    found = next(find_left(seen))
    assert found.measured - found.base == pytest.approx(D("0.11"), abs=D("0.01"))
    assert found.adds_up()
    assert not list(find_left(replace(seen, sliced={})))
