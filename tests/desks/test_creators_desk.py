"""The creators desk: results by what settled, grades with reasons, terms, deadlines, stock for posts; and when it must be
silent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from daybook.desks.creators import DESK
from daybook.desks.creators.findings import (
    find_doubtful,
    find_late_content,
    find_losses,
    find_posts_without_stock,
    find_replies_due,
    find_rights_that_end,
    find_settled_below,
    find_terms_that_lose,
    what_cannot_wait,
)
from daybook.desks.creators.grades import grades_of
from daybook.desks.creators.halo import halo_of
from daybook.desks.creators.results import results_of
from daybook.desks.creators.table import creators_table
from daybook.desks.creators.terms import item_terms
from daybook.domain.brief import BriefFinding
from daybook.domain.creator_desk import Basis
from daybook.domain.creators import CreatorBook, Part, Post, Profile, Sample
from daybook.domain.seen import Seen
from tests.desks.creators import ANN, BEA, COSTS, POT, brought, day, morning, part, steps
from tests.desks.seen import ON, REVIEWED

Find = Callable[[Seen], Iterator[BriefFinding]]
#: Fifty settled for 5,000 at 15 %, ten of them part refunded by 100 in all; ten gone back whole with goods.
GOOD = brought(settled=part(50, 5000, refunded=100, commission="750"), lapsed=part(10, 1000, 1000, 1000), pending=part(10, 1000))


def test_what_is_left_is_what_a_hand_sum_leaves():
    """Settled: (5000 - 50 tax)(1 - 0.02) - 250 fees - 2000 goods - 200 parcels - 750 commission; gone back: nothing comes in, fees
    50 and parcels 40 stay paid, the way back is 6 each, the goods come back good."""
    [found] = results_of(morning(GOOD))
    settled = D(4950) * D("0.98") - 250 - 2000 - 200 - 750
    gone = D(-50) - 40 - 60
    assert found.margin == settled + gone == D("1501.00")
    assert (found.booked, found.ended_orders, found.settled_net, found.settled_share) == (D(7000), 60, D(4900), D("0.8167"))
    assert found.commission == D(750)
    assert found.expected is not None
    assert found.expected.low < found.expected.mid < found.expected.high < D(1000)


@pytest.mark.parametrize(("costs", "settled"), [
    (None, part(50, 5000, commission="750")), (replace(COSTS, goods=None), part(50, 5000, commission="750")),
    (COSTS, part(50, 5000, commission=None))])
def test_a_margin_is_not_known_without_costs_or_the_settled_commission(costs, settled: Part):
    seen = morning(brought(settled=settled), costs=costs)
    [found] = results_of(seen)
    assert found.margin is None
    assert found.why_not
    assert grades_of(seen)[ANN].letter == ""


def test_samples_and_fixed_fees_are_taken_off_and_absent_ones_are_not_nought():
    [plain] = results_of(morning(GOOD))
    assert (plain.fees, plain.samples) == (None, None)
    deal = steps("invited", "replied", "agreed", "scheduled", "published", fixed_fee=D(800), day=REVIEWED)
    sample = Sample("s1", ON - timedelta(days=30), ANN, item_id=POT, cost=D(50))
    back = replace(sample, sample_id="s2", returned_on=REVIEWED)
    [found] = results_of(morning(GOOD, deals=deal, samples=(sample, back)))
    assert (found.fees, found.samples, found.after_fees) == (D(800), D(50), D("651.00"))


def test_past_settled_margin_comes_before_fit():
    fits = Profile(ANN, REVIEWED, audience_share=D("0.8"), live_cvr=D("0.08"))
    poor = brought(settled=part(50, 5000, commission="3500"))
    assert grades_of(morning(GOOD, profiles=(fits,)))[ANN].letter == "A"
    found = grades_of(morning(poor, profiles=(fits,)))[ANN]
    assert (found.letter, found.basis, found.fit) == ("D", Basis.PAST, D("1.00"))
    new = grades_of(morning(profiles=(fits, replace(fits, creator_id=BEA, live_cvr=D("0.01"), audience_share=D("0.1")))))
    assert (new[ANN].letter, new[BEA].letter, new[ANN].basis) == ("B", "D", Basis.FIT)


def test_a_few_orders_that_went_back_make_no_grade():
    few = grades_of(morning(brought(lapsed=part(3, 300, 300))))[ANN]
    assert (few.letter, few.basis) == ("", Basis.UNKNOWN)
    many = grades_of(morning(brought(lapsed=part(25, 2500, 2500))))[ANN]
    assert (many.letter, many.basis, many.reasons[0]) == ("D", Basis.PAST, "none of 25 ended orders settled")


class Walked(tuple[Any, ...]):
    """Rows that count how often somebody goes through all of them."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        Walked.times += 1
        return super().__iter__()


def test_a_book_is_walked_a_few_times_however_many_creators_there_are():
    who = [f"c{n:02d}" for n in range(60)]
    found = morning(*(brought(w, settled=part(40, 4000, commission="500"), lapsed=part(30, 3000, 3000)) for w in who),
                    days=tuple(day(w, n, 3) for w in who for n in range(1, 8)),
                    posts=tuple(Post(f"v{w}", POT, REVIEWED, w, views=20_000, paid_orders=9) for w in who))
    book = found.read["creators.book"]
    assert isinstance(book, CreatorBook)
    counted = replace(found, read={**found.read, "creators.book": replace(
        book, brought=Walked(book.brought), days=Walked(book.days), posts=Walked(book.posts))})
    Walked.times = 0
    told = [f for find in DESK.finds for f in find(counted)]
    assert told == [f for find in DESK.finds for f in find(found)]
    assert len(creators_table(counted).creators) == 60
    assert Walked.times < 20


def test_nobody_is_graded_by_numbers_that_are_not_told():
    found = grades_of(morning(profiles=(Profile(ANN, REVIEWED, followers=9_000_000),)))[ANN]
    assert (found.letter, found.basis, found.fit) == ("", Basis.UNKNOWN, None)


OTHERS = brought(BEA, settled=part(300, 30000, commission="4500"), lapsed=part(60, 6000, 6000, 6000))


@pytest.mark.parametrize(("of", "days", "posts", "kind"), [
    (brought(settled=part(8, 800, commission="120"), lapsed=part(40, 4000, 4000)), (), (), "refunds"),
    (GOOD, tuple(day(ANN, n, 60, 45) if n == 9 else day(ANN, n, 3) for n in range(20, 1, -1)), (), "jump"),
    (GOOD, (), (Post("v", POT, REVIEWED, ANN, comments_read=100, comments_distinct=20),), "comments"),
    (GOOD, (), (Post("v", POT, REVIEWED, ANN, views=500_000, paid_orders=2),
                *(Post(f"w{n}", POT, REVIEWED, BEA, views=20_000 + n * 999, paid_orders=20) for n in range(5))), "views")])
def test_made_numbers_are_told_with_their_reason(of, days, posts, kind: str):
    seen = morning(of, OTHERS, days=(*days, day(ANN, 1, 3)), posts=posts)
    [found] = list(find_doubtful(seen))
    grade = grades_of(seen)[ANN]
    assert [s.kind for s in grade.signs] == [kind]
    assert (grade.letter, found.scope) == ("D", (("creator_id", ANN),))
    assert list(find_losses(seen)) == list(find_settled_below(seen)) == []      # told once


@pytest.mark.parametrize("posts", [
    (Post("v", POT, REVIEWED, ANN, comments_read=20, comments_distinct=2),), (Post("v", POT, REVIEWED, ANN, comments_read=100),),
    (Post("v", POT, REVIEWED, ANN, views=500_000),), (Post("v", POT, REVIEWED, ANN, views=500_000, paid_orders=0),)])
def test_too_little_that_is_told_makes_no_sign(posts):
    assert list(find_doubtful(morning(GOOD, OTHERS, days=(day(ANN, 1, 3),), posts=posts))) == []


def test_a_creator_who_sells_at_a_loss_is_told_with_what_the_item_bears():
    dear = brought(settled=part(50, 5000, commission="3500"), lapsed=part(10, 1000, 1000, 1000))
    [found] = list(find_losses(morning(dear, OTHERS, days=tuple(day(ANN, n, 5) for n in range(1, 31)))))
    assert found.measured == D("-1150.00")
    assert found.adds_up()
    assert found.at_stake is not None
    assert found.at_stake.mid == (D(1150) / 6000 * 15000 / 30).quantize(D("0.01"))
    [task] = list(DESK.moves[found.kind](found, morning(dear, OTHERS)))
    assert "锅" in str(task.what)
    assert list(find_losses(morning(GOOD, OTHERS))) == []
    assert list(find_losses(morning(brought(settled=part(5, 500, commission="450")), OTHERS))) == []       # too few


def test_settled_far_below_booked_beside_the_others():
    much = brought(settled=part(18, 1800, commission="180"), lapsed=part(16, 1600, 1600, 1600))
    some = brought(settled=part(30, 3000, commission="300"), lapsed=part(7, 700, 700, 700))
    assert [f.measured for f in find_settled_below(morning(much, OTHERS))] == [D("0.5294")]
    assert list(find_settled_below(morning(some, OTHERS))) == []
    assert list(find_settled_below(morning(much))) == []                        # nobody to hold it against


def test_break_even_is_by_the_creators_own_refunds_once_enough_have_ended():
    seen = morning(GOOD)
    by_shop, by_own = item_terms(seen, POT), item_terms(seen, POT, (GOOD,))
    assert by_shop.break_even == ((D(9900) * D("0.8") - 500 - 3200 - 400 - 120) / 8000).quantize(D("0.0001"))
    assert by_own.refund_rate == (D(1100) / 6000).quantize(D("0.0001"))
    assert by_own.break_even != by_shop.break_even
    assert item_terms(morning(costs=None), POT).break_even is None
    assert item_terms(morning(costs=replace(COSTS, shipping=None)), POT).why_not


def test_terms_above_break_even_are_told_before_the_post_and_not_after():
    agreed = steps("invited", "replied", "agreed", commission_rate=D("0.6"), pay="commission")
    [found] = list(find_terms_that_lose(morning(deals=agreed)))
    assert (found.measured, found.base) == (D("0.6"), D("0.4625"))
    assert list(find_terms_that_lose(morning(deals=steps("invited", "replied", "agreed", commission_rate=D("0.2"))))) == []
    assert list(find_terms_that_lose(morning(deals=agreed, costs=None))) == []              # what it bears is not known
    posted = (*agreed, *steps("scheduled", ago=7, day=REVIEWED), *steps("published", ago=1, day=REVIEWED))
    assert list(find_terms_that_lose(morning(deals=posted))) == []


@pytest.mark.parametrize(("deals", "told"), [
    (steps("invited", "replied", ago=3), True), (steps("invited", "replied", ago=1), False),
    (steps("invited", "replied", "declined", ago=9), False), (steps("invited", ago=9), False), ((), False)])
def test_a_reply_is_due_after_its_hours(deals, told: bool):
    assert [f.measured for f in find_replies_due(morning(deals=deals))] == ([D(1)] if told else [])


SENT = ON - timedelta(days=20)


@pytest.mark.parametrize(("sample", "posts", "more", "late"), [
    (Sample("s", SENT, ANN, item_id=POT, cost=D(60), received_on=SENT + timedelta(days=2)), (), {}, 8),
    (Sample("s", SENT, ANN, item_id=POT), (), {}, 6),                                        # by when it was sent
    (Sample("s", SENT, ANN, item_id=POT, returned_on=REVIEWED), (), {}, None),
    (Sample("s", SENT, ANN, item_id=POT), (Post("v", POT, REVIEWED, ANN),), {}, None),
    (None, (), {}, 4)])
def test_content_is_late_by_the_sample_it_came_for(sample, posts, more, late: int | None):
    seen = morning(deals=steps("invited", "replied", "sample", ago=20, **more), samples=(sample,) if sample else (), posts=posts)
    found = list(find_late_content(seen))
    assert [f.measured for f in found] == ([] if late is None else [D(late)])
    if found:
        assert (found[0].at_stake is None) is (sample is None or sample.cost is None)


def test_a_date_that_was_agreed_goes_before_the_rule():
    agreed = steps("invited", "replied", "sample", "agreed", "scheduled", ago=30, day=ON + timedelta(days=5))
    assert list(find_late_content(morning(deals=agreed, samples=(Sample("s", ON - timedelta(days=28), ANN, item_id=POT),)))) == []


@pytest.mark.parametrize(("stock", "post_on", "units", "short"), [
    (20, ON + timedelta(days=1), None, D(30)), (20, ON + timedelta(days=1), 15, None), (20, ON + timedelta(days=1), 200, D(200)),
    (20, ON + timedelta(days=9), 200, None), (None, ON + timedelta(days=1), 200, None), (500, ON, 200, None)])
def test_a_post_tomorrow_without_stock_is_told(stock, post_on: date, units: int | None, short: D | None):
    deals = steps("invited", "replied", "agreed", "scheduled", ago=6, day=post_on, units=units)
    found = list(find_posts_without_stock(morning(deals=deals, stock=stock)))
    assert [f.base for f in found] == ([] if short is None else [short])


def test_rights_that_end_are_told_a_week_before_and_cannot_wait_on_their_day():
    def published(until: date) -> Seen:
        return morning(deals=(*steps("invited", "replied", "agreed", rights_until=until, rights_where="主图"),
                              *steps("scheduled", "published", ago=5, day=REVIEWED)))

    assert [f.measured for f in find_rights_that_end(published(ON + timedelta(days=6)))] == [D(1)]
    assert list(find_rights_that_end(published(ON + timedelta(days=20)))) == []
    assert [m.object for m in what_cannot_wait(published(ON))] == ["Ann"]
    today = morning(deals=steps("invited", "replied", "agreed", "scheduled", day=ON))
    assert [m.kind for m in what_cannot_wait(today)] == ["creator"]


def test_the_page_says_whom_to_book_again_and_what_nobody_can_tell():
    table = creators_table(morning(GOOD, OTHERS, deals=steps("invited", ago=0)))
    assert [(c.creator_id, c.items) for c in table.creators if c.again] == [(BEA, (POT,)), (ANN, (POT,))]
    assert {what for what, _ in table.untold} == {"creator_posts", "creator_samples", "creator_profiles", "creator_fee"}
    assert (table.invited_today, table.invitations_a_day) == (1, 10)
    nothing = creators_table(replace(morning(), read={}))
    assert nothing.untold[0][0] == "creator_orders"


def test_a_shop_without_creators_hears_nothing():
    seen = replace(morning(), read={})
    assert [f for find in DESK.finds for f in find(seen)] == []
    assert results_of(seen) == ()


def test_halo_is_measured_where_days_allow_it_and_says_so_where_not():
    """A post on each of three days of the last weeks that lifts the pot's own sales by half; another item beside it."""
    rng_days = [REVIEWED - timedelta(days=n) for n in range(60)]
    lifted = {REVIEWED - timedelta(days=n) for n in (3, 4, 5, 12, 13, 14, 21, 22, 23)}
    sold = {(("item_id", POT),): {d: D(3000 + 40 * (d.day % 7) + (1500 if d in lifted else 0)) for d in rng_days},
            (("item_id", "8"),): {d: D(5000 + 60 * (d.day % 7)) for d in rng_days}}
    posts = tuple(Post(f"v{n}", POT, REVIEWED - timedelta(days=n), ANN) for n in (5, 14, 23))
    seen = morning(GOOD, posts=posts)
    seen = replace(seen, sliced={**seen.sliced, "product": {**seen.sliced["product"], "line_gmv": sold}})
    own, other, search = halo_of(seen, ANN, {})
    assert own.told == "gain"
    assert own.low is not None
    assert own.high is not None
    assert own.low < D(1500) < own.high
    assert (other.told, search.told) == ("cannot tell", "no facts")
    assert halo_of(seen, BEA, {}) == ()
    late = {item: {d: v for d, v in values.items() if d <= REVIEWED - timedelta(days=8)} for item, values in sold.items()}
    not_in = replace(seen, sliced={**seen.sliced, "product": {**seen.sliced["product"], "line_gmv": late}})
    assert [h.posts for h in halo_of(not_in, ANN, {})] == [2, 2, 2]             # days that are not in are no days of nothing
    assert halo_of(replace(seen, sliced={}), ANN, {}) == ()
    taken = halo_of(seen, ANN, {POT: {d: D(1500) for d in lifted}})[0]
    assert taken.told == "cannot tell"                                          # his own orders are no halo
