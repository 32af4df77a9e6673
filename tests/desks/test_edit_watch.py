"""Edits under watch: told worse when search is gone, as expected when nothing is, too early before the day is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest

from daybook.desks.listings import DESK
from daybook.desks.listings.ladder import ladder_of
from daybook.desks.listings.rank_falls import FELL, find_rank_falls
from daybook.desks.listings.titles import title_advice
from daybook.desks.listings.watched import watched_edits
from daybook.domain.edit_watch import After
from daybook.domain.given import Given, Note
from daybook.domain.object_facts import ObjectFact
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.domain.situation import Changed
from tests.desks.seen import REVIEWED, SHOP, seen

ITEMS = ("881", "882", "883", "884")
EDITED_ON = REVIEWED - timedelta(days=2)


def shop(search: int = 400, days_ago: int = 2, hour: int = 1) -> Seen:
    """Four listings of 4000 visitors, 400 of them from search; `881` was edited some days ago at nine (01:00 UTC) and had
    `search` a day from then on."""
    days = [REVIEWED - timedelta(days=n) for n in range(40)]
    edited = REVIEWED - timedelta(days=days_ago)
    visitors = {(("item_id", i),): dict.fromkeys(days, D(4000)) for i in ITEMS}
    searched = {(("item_id", i),): {d: D(search if i == "881" and d >= edited else 400) for d in days} for i in ITEMS}
    at = datetime(edited.year, edited.month, edited.day, hour, tzinfo=UTC)
    note = Note(SHOP.name, at, "881", "edit", "Kettle 1.5L", "New kettle", "改标题", at)
    return replace(seen(product_traffic={"visitors": visitors, "search_visitors": searched}),
                   given=Given(shop=SHOP, notes=(note,)), names={"item_id": {"881": "手冲壶 1.5L 家用"}})


def test_a_title_that_lost_search_is_told_after_a_day_though_visitors_hardly_moved():
    [edit] = watched_edits(shop(search=180))
    assert (edit.what, edit.source, edit.since) == ("title", "note", EDITED_ON + timedelta(days=1))
    assert [m.told for m in edit.marks] == [After.WORSE, After.WORSE, After.TOO_EARLY]
    assert {n.name: n.told for n in edit.marks[1].numbers} == {"visitors": After.SAME, "search_visitors": After.WORSE}
    assert (edit.told, edit.curve_of) == (After.WORSE, "search_visitors")
    last = edit.curve[-1]
    assert (last.day, last.value, last.expected) == (REVIEWED, D(180), D(400))


def test_an_edit_that_changed_nothing_is_as_expected_and_one_of_yesterday_too_early():
    [edit] = watched_edits(shop())
    assert edit.told is After.SAME
    assert [m.told for m in edit.marks] == [After.UNTOLD, After.SAME, After.TOO_EARLY]
    [fresh] = watched_edits(shop(days_ago=0))
    assert fresh.told is After.TOO_EARLY


def test_an_edit_before_six_counts_its_own_day():
    """22:00 UTC of the day before is six in Shanghai: not before; 16:00 UTC is midnight there."""
    [edit] = watched_edits(shop(days_ago=3, hour=16))
    assert edit.on == REVIEWED - timedelta(days=2)
    assert edit.since == edit.on


def test_the_same_edit_done_here_and_noted_counts_once_and_leads_to_its_proposal():
    morning = shop(search=180)
    done = Changed("title", "881", "881", morning.given.notes[0].at, "Kettle 1.5L", proposal="p-1", to="New kettle")
    [edit] = watched_edits(morning, [done])
    assert (edit.source, edit.proposal) == ("done", "p-1")


def test_an_edit_and_its_way_back_told_by_one_source_are_two_and_a_list_that_sees_them_adds_none():
    morning = shop(search=180)
    at = morning.given.notes[0].at
    there = Changed("title", "881", "881", at, "Kettle", proposal="p-1", to="New kettle")
    back = Changed("title", "881", "881", at + timedelta(days=1), "New kettle", proposal="p-2", to="Kettle")
    assert [edit.proposal for edit in watched_edits(morning, [there, back])] == ["p-2", "p-1"]


def test_ranks_read_before_and_after_stand_beside_the_edit():
    morning = shop(search=180)
    facts = tuple(ObjectFact(SHOP.name, about, fact, value, EDITED_ON + timedelta(days=n), morning.given.notes[0].at)
                  for about, fact, value, n in (("881", "category_rank", "31", -3), ("881", "category_rank", "58", 1),
                                                ("手冲壶", "search_position", "4", -1), ("咖啡", "search_position", "9", -1)))
    [edit] = watched_edits(replace(morning, given=replace(morning.given, facts=facts)))
    assert [(r.fact, r.object, r.before and r.before[1], r.after and r.after[1]) for r in edit.ranks] == [
        ("category_rank", "881", D(31), D(58)), ("search_position", "手冲壶", D(4), None)]


def words(**people: tuple[int, int, int]) -> dict:
    """Word -> people a day before and in the last week, and buyers a day."""
    days = [REVIEWED - timedelta(days=n) for n in range(56)]
    return {"visitors": {(("word", w),): {d: D(now if n < 7 else then) for n, d in enumerate(days)}
                         for w, (then, now, _) in people.items()},
            "paid_buyers": {(("word", w),): dict.fromkeys(days, D(b)) for w, (_, _, b) in people.items()}}


def test_a_title_is_held_against_the_words_that_people_type():
    morning = replace(shop(), names={"item_id": {"881": "手冲壶 1.5L 家用 最好 礼盒"}})
    morning = replace(morning, sliced={**morning.sliced, "search_word": words(
        手冲壶=(100, 40, 5), 手冲壶咖啡=(50, 50, 3), 手冲壶旗舰店=(60, 60, 6), 茶叶=(90, 90, 9), 家用=(80, 80, 1))})
    title = title_advice(morning, "881")
    assert title is not None
    assert (title.units, title.most, title.spare) == (26, 60, 34)
    assert [w.word for w in title.missing] == ["手冲壶咖啡"]
    assert [w.word for w in title.lost] == ["手冲壶"]
    assert [w.word for w in title.kept] == ["家用"]
    assert title.idle == ("1.5l", "最好", "礼盒")
    assert [rule for _, rule in title.forbidden] == ["W-ABSOLUTE"]


def told_on(every: int, gone: int) -> dict:
    """A word that 20 people type on every so manieth day, not told on the others nor in the last so many days, beside one that
    is told daily."""
    days = [REVIEWED - timedelta(days=n) for n in range(56)]
    return {"visitors": {(("word", "手冲壶"),): {d: D(20) for n, d in enumerate(days) if n >= gone and n % every == 0},
                         (("word", "家用"),): dict.fromkeys(days, D(50))}}


def test_a_word_told_every_other_day_is_not_lost_and_one_that_is_told_no_more_is():
    for every, gone, lost in ((2, 0, []), (1, 12, ["手冲壶"])):
        morning = shop()
        title = title_advice(replace(morning, sliced={**morning.sliced, "search_word": told_on(every, gone)}), "881")
        assert title is not None
        assert [w.word for w in title.lost] == lost


def test_a_ladder_says_when_buyers_slid_to_the_cheapest_rung():
    days = [REVIEWED - timedelta(days=n) for n in range(35)]

    def units(week: int, before: int) -> dict:
        return {d: D(week if n < 7 else before) for n, d in enumerate(days)}

    def sku(code: str) -> tuple:
        return (("item_id", "881"), ("sku", code))

    morning = replace(shop(), sliced={
        "product": {"line_units": {sku("TRIAL"): units(60, 10), sku("MAIN"): units(30, 80), sku("SET"): units(10, 10)}},
        "stock": {"list_price": {sku("TRIAL"): {REVIEWED: D(19)}, sku("MAIN"): {REVIEWED: D(199)}, sku("SET"): {REVIEWED: D(259)}},
                  "sellable_units": {sku(c): {REVIEWED: D(50)} for c in ("TRIAL", "MAIN", "SET")}}})
    ladder = ladder_of(morning, "881", D("0.05"))
    assert ladder is not None
    assert [r.sku for r in ladder.rungs] == ["TRIAL", "MAIN", "SET"]
    assert ladder.said[0].startswith("Buyers slid to the cheapest rung TRIAL")
    assert any(said.startswith("A hole between") for said in ladder.said)
    assert ladder.entry == D("9.95")        # a twentieth of the main SKU's 199


def test_a_level_of_a_month_ago_is_not_todays_and_an_old_lowest_price_binds_no_entry_price():
    sku = (("item_id", "881"), ("sku", "MAIN"))
    month_ago = REVIEWED - timedelta(days=30)
    low = ObjectFact(SHOP.name, "881", "category_low", "100", month_ago - timedelta(days=30), shop().as_of)
    for fact, level_of, sellable, entry in ((low, month_ago, None, D("10.00")),
                                            (replace(low, valid_from=REVIEWED), REVIEWED, D(50), D("80.00"))):
        ladder = ladder_of(replace(shop(), given=Given(shop=SHOP, facts=(fact,)), sliced={
            "product": {"line_units": {sku: {REVIEWED: D(3)}}},
            "stock": {"list_price": {sku: {REVIEWED: D(200)}}, "sellable_units": {sku: {level_of: D(50)}}}}), "881", D("0.05"))
        assert ladder is not None
        assert (ladder.rungs[0].sellable, ladder.entry) == (sellable, entry)


def test_sizes_at_one_price_or_a_handful_of_units_are_no_slide():
    """As a wholesale seller of kurtas sells: sizes without a price, five pieces a week."""
    days = [REVIEWED - timedelta(days=n) for n in range(35)]
    sizes = {(("item_id", "881"), ("sku", s)): {d: D(1) for n, d in enumerate(days) if (n < 3) == (s == "L")} for s in ("L", "XL")}
    priced = {s: {REVIEWED: D(p)} for s, p in zip(sizes, (499, 599), strict=True)}
    few = {s: {d: v for d, v in own.items() if d in (days[0], days[9], days[10])} for s, own in sizes.items()}
    for units, prices in ((sizes, {}), (few, priced)):
        ladder = ladder_of(replace(shop(), sliced={"product": {"line_units": units}, "stock": {
            "list_price": prices, "sellable_units": {s: {REVIEWED: D(9)} for s in sizes}}}), "881", D("0.05"))
        assert ladder is not None
        assert not [said for said in ladder.said if said.startswith("Buyers slid")]


def ranked(before: list[str], after: list[str], fact: str = "category_rank", about: str = "881") -> Seen:
    """A morning with a daily rank up to the day before the edit, and from the day after it on."""
    morning = shop()
    facts = tuple(ObjectFact(SHOP.name, about, fact, value, day, morning.given.notes[0].at) for value, day in (
        *((v, EDITED_ON - timedelta(days=n)) for n, v in enumerate(before, start=1)),
        *((v, EDITED_ON + timedelta(days=n)) for n, v in enumerate(after, start=1))))
    return replace(morning, given=replace(morning.given, facts=facts))


STEADY = ["30", "31", "29", "32", "30", "28", "31", "30"]


@pytest.mark.parametrize(("before", "after", "told"), [
    (STEADY, ["58", "61"], After.WORSE),                       # twice as far down, of readings that differ by a few in a hundred
    (STEADY, ["15", "14"], After.BETTER),
    (STEADY, ["31", "29", "30"], After.SAME),
    (["12", "55", "31", "90", "20"], ["58", "61"], After.UNTOLD),  # a place that jumps by itself
    (["30"], ["58"], After.UNTOLD),                            # one reading on each side says nothing
    ([], ["58"], After.UNTOLD),
])
def test_a_rank_is_judged_by_how_its_own_readings_scatter(before: list[str], after: list[str], told: After) -> None:
    [edit] = watched_edits(ranked(before, after))
    [move] = edit.ranks
    assert (move.told, move.read) == (told, (len(before), len(after)))


def test_a_level_is_a_step_and_no_reading_that_strays() -> None:
    [move] = watched_edits(ranked(["5", "5", "5"], ["5", "4"], "shop_level", "shop"))[0].ranks
    assert (move.told, move.change, move.odds) == (After.WORSE, -1.0, None)
    [move] = watched_edits(ranked(["5", "4", "5"], ["4", "4"], "shop_level", "shop"))[0].ranks
    assert move.told is After.SAME


def test_a_rank_that_fell_after_an_edit_is_told_with_the_way_back() -> None:
    """From 30 to 58 and 61 the days after; putting the edit back is the task. Within noise, and a week later, nothing is told."""
    morning = ranked(STEADY, ["58", "61"])
    [found] = find_rank_falls(morning)
    assert (found.kind, found.measured, found.base, found.since) == (FELL, D(61), D(30), EDITED_ON)
    assert found.odds_noise is not None
    assert found.odds_noise < 0.01
    assert found.adds_up()
    [task] = DESK.moves[FELL](found, morning)
    assert task.move == "restore_listing"
    [note] = morning.given.notes
    [untold] = find_rank_falls(replace(morning, given=replace(morning.given, notes=(replace(note, text=""),))))
    assert isinstance(untold.words, Said)
    assert untold.words.values["text"] == Term("edited", "edit")      # said in the reader's language, not by its key
    assert isinstance(untold.words.values["text"], Term)
    assert not list(find_rank_falls(ranked(STEADY, ["31", "33"])))
    later = replace(morning, on=morning.on + timedelta(days=8))
    assert not list(find_rank_falls(later))
