"""Learning: what changed since somebody looked, and which course a person's own results and missed checks suggest."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.effect import Told
from daybook.domain.errors import WrongUsage
from daybook.domain.learning import Changed
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House
from daybook.workflows.patrol import tick
from daybook.workflows.rule_changes import changes, keep_edition, last_look, looked
from daybook.workflows.training import drop_course, learning_of, take_course
from tests.conftest import Clock
from tests.workflows.given_house import SHOP, written
from tests.workflows.worked_house import SATURDAY, measured, nine


def test_an_edition_is_kept_once_and_what_it_says_otherwise_is_told(house: House, clock: Clock) -> None:
    from daybook.records import models

    start = clock()
    assert keep_edition(house)
    assert not keep_edition(house)
    row = models.RuleEdition.objects.get()
    said = row.content
    rule = next(k for k in said["rules"] if k.startswith("W-LEARNED|"))
    said["rules"][rule]["values"]["share"][0] = "0.2"
    said["rules"]["X-OLD|*|*"] = said["rules"][rule] | {"id": "X-OLD"}
    del said["rules"][next(k for k in said["rules"] if k.startswith("W-FAIR|"))]
    event = next(k for k, e in said["events"].items() if e["platform"] == "tmall" and e["year"] == clock().year)
    said["events"][event]["last"] = said["events"][event]["first"]
    models.RuleEdition.objects.create(at=start - timedelta(days=9), mark="older", content=said)
    clock.moment += timedelta(minutes=1)
    found = changes(house, house.shops(), start - timedelta(days=5), clock())
    by_rule = {one.rule: one for one in found.rules}
    assert {r: one.kind for r, one in by_rule.items()} == {
        "W-LEARNED": Changed.CHANGED, "X-OLD": Changed.REMOVED, "W-FAIR": Changed.ADDED}
    [number] = by_rule["W-LEARNED"].numbers
    assert (number.name, number.before, number.after) == ("share", D("0.2"), D("0.1"))
    assert found.base is None
    assert found.events == ()                       # no shop of that platform is asked for
    again = changes(house, house.shops(), clock(), clock())
    assert again.rules == ()


def test_before_the_first_edition_nobody_can_tell_and_it_is_said(house: House, clock: Clock) -> None:
    keep_edition(house)
    found = changes(house, house.shops(), clock() - timedelta(days=30), clock())
    assert (found.base, found.rules) == (clock(), ())


def test_a_moved_event_and_an_own_one_are_told_to_shops_of_its_platform(saturday: House, clock: Clock, tmp_path: Path) -> None:
    from daybook.records import models

    keep_edition(saturday)
    said = models.RuleEdition.objects.get().content
    key = next(k for k, e in said["events"].items() if e["platform"] == "tmall" and e["year"] == clock().year)
    was = said["events"][key]["last"]
    said["events"][key]["last"] = "2026-12-31"
    models.RuleEdition.objects.create(at=clock() - timedelta(days=9), mark="older", content=said)
    own = f"shop,name,kind,first,last\n{SHOP},品牌日,brand_day,2026-12-01,2026-12-02\n"
    set_from_csv(saturday, "calendar", written(tmp_path, own))
    found = changes(saturday, saturday.shops(), clock() - timedelta(days=5), clock())
    [event] = found.events
    assert (event.kind, event.before, event.after) == (
        Changed.CHANGED, (event.after[0], date(2026, 12, 31)), (event.after[0], date.fromisoformat(was)))
    assert [(one.what, one.shop, one.name) for one in found.own] == [("event", SHOP, "品牌日")]


def test_a_week_says_what_changed_in_rules_since_it_began(saturday: House, clock: Clock) -> None:
    from daybook.domain.review import Span
    from daybook.records import models
    from daybook.reports.review_paper import review_paper
    from daybook.workflows.review import reviews

    keep_edition(saturday)
    said = models.RuleEdition.objects.get().content
    rule = next(k for k in said["rules"] if k.startswith("W-LEARNED|"))
    said["rules"][rule]["values"]["share"][0] = "0.2"
    models.RuleEdition.objects.create(at=clock() - timedelta(days=30), mark="older", content=said)
    clock.moment += timedelta(days=2)
    [week] = reviews(saturday, saturday.shops(), Span.WEEK, SATURDAY + timedelta(days=2), clock())
    assert [str(line) for line in week.changes] == [
        "rule W-LEARNED has other numbers (20 % → 10 %): what is expected of a kind of move has changed when it moved by this "
        "share of the gain"]
    [table] = [t for t in review_paper(week).tables if t.title == "规则与日历的变化"]
    assert "W-LEARNED 数值有改（20 % → 10 %）" in table.rows[0][0].text


def test_who_last_looked_when_is_kept(house: House, clock: Clock) -> None:
    from daybook.records import models

    mei = models.User.objects.create(email="mei@x.example", name="Mei", created_at=clock())
    assert last_look(mei) is None
    looked(mei, clock())
    assert last_look(mei) == clock()


def moves(by: str, *shares: str, told: Told = Told.CANNOT_TELL) -> None:
    from daybook.records import models
    from daybook.records.effect_rows import add_effect

    for share in shares:
        n = models.MeasuredMove.objects.count()
        add_effect(replace(measured(SHOP, f"work {n}", nine(SATURDAY), by), told=told, expected=D(100), own_value=D(share),
                           own_error=D(5)))


def test_a_kind_that_brings_less_than_others_beyond_doubt_suggests_its_course(saturday: House, clock: Clock) -> None:
    """Bo: 20, 30, 40 of 100 each is 30 % give or take 2.9; Lin's 80 and 90 are 85 %: even 35.8 % lies below."""
    moves("Bo", "20", "30", "40")
    moves("Lin", "80", "90")
    bo, lin = (one for one in learning_of(saturday, saturday.shops(), clock()) if one.person in ("Bo", "Lin"))
    [result] = bo.results
    assert (result.moves, result.share, result.others, result.weak) == (3, 0.3, 0.85, True)
    assert result.error == pytest.approx(75**0.5 / 300)
    assert [a.course for a in bo.advice] == ["T-PRICE"]
    assert str(bo.advice[0].why[0]) == "price: 30% of what was expected came over 3 moves, 85% at others' 2"
    assert (lin.results[0].weak, lin.advice) == (False, ())
    take_course(saturday, "Bo", "T-PRICE", SATURDAY, "Mei", minutes=60, score=85)
    [after] = learning_of(saturday, saturday.shops(), clock(), ["Bo"])
    assert (after.advice, [(t.course, t.score) for t in after.taken]) == ((), [("T-PRICE", 85)])


def test_two_moves_are_too_few_to_call_a_kind_weak_but_two_losses_are_not(saturday: House, clock: Clock) -> None:
    moves("Bo", "20", "30")
    moves("Lin", "80", "90")
    [bo] = learning_of(saturday, saturday.shops(), clock(), ["Bo"])
    assert (bo.results[0].weak, bo.advice) == (False, ())
    moves("Bo", "-40", "-50", told=Told.LOSS)
    [bo] = learning_of(saturday, saturday.shops(), clock(), ["Bo"])
    assert (bo.results[0].losses, [a.course for a in bo.advice]) == (2, ["T-PRICE"])


def test_checks_that_nobody_made_suggest_a_course_to_those_whose_patrol_it_is(
        saturday: House, clock: Clock, tmp_path: Path) -> None:
    set_from_csv(saturday, "team", written(tmp_path, f"shop,person,role,minutes\n{SHOP},Bo,operator,240\n{SHOP},Lin,ads,30\n"))
    tick(saturday, SHOP, "disputes", "Bo")
    clock.moment += timedelta(days=1)
    bo, lin = learning_of(saturday, saturday.shops(), clock())
    missed = {m.check: (m.missed, m.mornings) for m in bo.missed}
    assert len(missed) == 5
    assert set(missed.values()) == {(1, 1)}
    assert "disputes" not in missed
    assert bo.advice == ()                          # one morning is too little to say so
    earlier_mornings(4)
    bo, lin = learning_of(saturday, saturday.shops(), clock())
    assert {m.check: (m.missed, m.mornings) for m in bo.missed}["violations"] == (5, 5)
    assert {m.check: m.missed for m in bo.missed}["disputes"] == 4
    assert "T-RULES" in {a.course for a in bo.advice}
    assert (lin.missed, lin.advice) == ((), ())


def earlier_mornings(many: int) -> None:
    """The same morning again on the days before."""
    from daybook.records import models

    line = models.MorningLine.objects.select_related("morning").get()
    for n in range(1, many + 1):
        morning = line.morning
        morning.pk, morning.on = None, SATURDAY - timedelta(days=n)
        morning.save()
        line.pk, line.morning, line.on = None, morning, morning.on
        line.save()


def test_a_record_is_kept_once_taken_back_and_refused_where_it_cannot_be(house: House, clock: Clock) -> None:
    key = take_course(house, "Bo", "T-ADS", SATURDAY, "Bo", minutes=90)
    assert take_course(house, "Bo", "T-ADS", SATURDAY, "Bo", minutes=90) == key
    drop_course(house, key, "Bo", "Mei")
    [bo] = learning_of(house, house.shops(), clock(), ["Bo"])
    assert bo.taken == ()
    for course, score in (("T-NONE", None), ("T-ADS", 101)):
        with pytest.raises(WrongUsage):
            take_course(house, "Bo", course, SATURDAY, "Bo", score=score)
    with pytest.raises(WrongUsage):
        drop_course(house, key, "Bo", "Mei")


def test_every_move_and_check_of_a_course_is_one_that_there_is() -> None:
    from daybook.domain.moves.kinds import KINDS
    from daybook.domain.patrol import CHECKS
    from daybook.domain.work import Role
    from daybook.rulebook.courses import courses

    assert {r for c in courses() for r in c.roles} <= {r.value for r in Role}
    assert {c for one in courses() for c in one.checks} <= set(CHECKS)
    assert {m for one in courses() for m in one.moves} - set(KINDS) == {"price", "edit", "restock"}
    assert len({c.id for c in courses()}) == len(courses())


def test_of_another_clients_moves_only_their_share_and_count_are_told(saturday: House, clock: Clock) -> None:
    """Wu's shop had a move that brought 77,777.77 a day of 88,888.88: of it Bo's page says 87 % of 1 move, and nothing else."""
    from daybook.records.effect_rows import add_effect
    from daybook.reports.report import plain
    from daybook.workflows.house import add_shop

    wu = add_shop(saturday, "jade-secret", "Wu", "tmall", "Asia/Shanghai", "CNY")
    theirs = measured(wu.name, "work 900", clock(), "Wu Secret")
    theirs = replace(theirs, move=replace(theirs.move, client="Wu", object_id="WU-SECRET", what="Secret move"))
    add_effect(replace(theirs, expected=D("88888.88"), own_value=D("77777.77"), own_error=D(5)))
    moves("Bo", "20")
    mine = [s for s in saturday.shops() if s.client != "Wu"]
    found = learning_of(saturday, mine, clock())
    [result] = next(one for one in found if one.person == "Bo").results
    assert result.others is not None
    assert (round(result.others, 3), result.others_moves) == (0.875, 1)
    said = str([plain(one) for one in found])
    assert [word for word in ("Wu", "jade", "SECRET", "Secret", "88888", "77777") if word in said] == []
