"""The market desk by hand-made mornings: what it tells of rivals and words, and when it is silent."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

from daybook.desks.market import DESK
from daybook.desks.market.board import rival_board
from daybook.desks.market.book import days_read
from daybook.desks.market.figures import newcomers, word_moves
from daybook.desks.market.findings import MOVED, NEWCOMER, OUT, UNSEEN, WORD, looks_due
from daybook.desks.market.looks import best_rival, due, looks_of
from daybook.desks.market.memo import draft_memo
from daybook.desks.sales.tiles import tiles
from daybook.domain.brief import BriefFinding, Comparison
from daybook.domain.given import Given, ItemRole
from daybook.domain.market import Figure, MarketBook, MarketFigure
from daybook.domain.rival_memo import KeptMemo, Room
from daybook.domain.rivals import Rival, RivalSighting
from daybook.domain.seen import Seen
from daybook.workflows.rival_memo import without_costs
from daybook.workflows.rival_notes import rival_notes
from tests.desks.seen import ON, REVIEWED, SHOP, seen

MORNING = SHOP.moment(REVIEWED, datetime(2026, 1, 1, 10).time())
EVENING = SHOP.moment(REVIEWED, datetime(2026, 1, 1, 20).time())
DIRECT = Rival("kettles", "1", "r1", "对家壶", "direct", "", "", date(2026, 9, 1), MORNING)


def look(at: datetime, price: int | None = None, **told: Any) -> RivalSighting:
    made = RivalSighting("kettles", "r1", at, None if price is None else D(price), None, "", "", "", "", None, None, None, None,
                         None, "", "", at)
    return replace(made, **told)


def morning(*looks: RivalSighting, rivals: tuple[Rival, ...] = (DIRECT,), book: MarketBook | None = None, own: int = 100) -> Seen:
    """Item 1 sold ten units at `own` each yesterday."""
    scope = (("item_id", "1"), ("sku", "a"))
    made = seen(product={"line_gmv": {scope: {REVIEWED: D(own * 10)}}, "line_units": {scope: {REVIEWED: D(10)}}})
    given = Given(SHOP, made.as_of, rivals=rivals, sightings=looks, rival_notes=rival_notes(SHOP, rivals, looks))
    return replace(made, given=given, read={} if book is None else {"market.book": book})


def told(made: Seen) -> list[BriefFinding]:
    return [f for find in DESK.finds for f in find(made)]


def test_a_rival_that_undercuts_since_yesterday_is_told_with_what_it_did() -> None:
    [found] = told(morning(look(MORNING, 105), look(EVENING, 90)))
    assert (found.kind, found.scope) == (MOVED, (("item_id", "1"),))
    assert "对家壶 cut its price from 105 CNY to 90 CNY (14%)" in found.words
    assert "100.00 CNY" in found.words
    assert found.at_stake is None
    assert found.adds_up()
    [task] = DESK.moves[MOVED](found, morning())
    assert task.move == "decide_on_rival"


def test_a_cut_that_stays_above_our_price_and_an_old_one_are_no_news() -> None:
    assert not told(morning(look(MORNING, 140), look(EVENING, 120)))
    long_ago = MORNING - timedelta(days=2)
    assert not told(morning(look(long_ago - timedelta(days=1), 105), look(long_ago, 90), look(EVENING, 90)))


def test_a_rival_in_an_event_is_told_whatever_it_costs() -> None:
    [found] = told(morning(look(MORNING, 140, tag="no event"), look(EVENING, 140, tag="聚划算")))
    assert "joined an event: 聚划算" in found.words


def test_a_rival_sold_out_is_a_chance_until_it_is_back() -> None:
    [found] = told(morning(look(MORNING, 90, state="on_sale"), look(EVENING, state="sold_out")))
    assert found.kind == OUT
    assert not told(morning(look(MORNING, 90, state="sold_out"), look(MORNING + timedelta(hours=1), state="sold_out"),
                            look(EVENING, state="on_sale")))


def test_rivals_that_nobody_looked_at_are_one_task() -> None:
    """Three days are the line: a look of the day before yesterday is none too old."""
    other = replace(DIRECT, rival="r2", name="别家壶")
    made = morning(look(EVENING, 120), rivals=(DIRECT, other))
    [found] = told(made)
    assert (found.kind, found.measured) == (UNSEEN, D(1))
    assert "别家壶" in found.words
    [task] = DESK.moves[UNSEEN](found, made)
    assert task.minutes == 2
    assert not told(morning(look(MORNING - timedelta(days=1), 120)))


def test_both_looks_of_the_day_wait_and_one_is_due_until_it_was_taken() -> None:
    made = morning(look(EVENING, 120))
    assert [SHOP.day_of(one.deadline) for one in looks_due(made) if one.deadline] == [ON, ON]
    [mine] = looks_of(made.given, ON)
    assert not due(mine, SHOP, made.as_of)
    assert due(mine, SHOP, SHOP.moment(ON, datetime(2026, 1, 1, 10, 1).time()))
    assert not list(looks_due(morning(rivals=())))


def figure(back: int, low: object, high: object, **more: Any) -> Figure:
    ends = [None if v is None else D(str(v)) for v in (low, high)]
    return replace(Figure(REVIEWED - timedelta(days=back), "item", "n1", "新锐壶", False, "paid_amount", *ends), **more)


def test_a_newcomer_is_told_by_growth_that_its_bands_leave_no_doubt_of() -> None:
    """At most 10,000 a week ago and at least 25,000 now: 150 % for certain; bands that touch tell nothing."""
    book = MarketBook((figure(7, 5000, 10000), figure(0, 25000, 50000), figure(7, 900000, 990000, who="big"),
                       figure(0, 990000, 1200000, who="big")))
    [new] = newcomers(book, frozenset(), ON)
    assert (new.who, new.least_growth) == ("n1", D("1.5"))
    [found] = [f for f in told(morning(look(EVENING, 120), book=book)) if f.kind == NEWCOMER]
    assert "at least 150%" in found.words
    assert not newcomers(book, frozenset({"n1"}), ON)
    assert not newcomers(MarketBook((figure(7, 10000, 20000), figure(0, 20000, 30000))), frozenset(), ON)
    assert not newcomers(MarketBook((figure(7, 5000, None), figure(0, 25000, 50000))), frozenset(), ON)


def test_words_rise_and_fall_by_their_own_index() -> None:
    def word(back: int, name: str, value: int) -> MarketFigure:
        return MarketFigure(REVIEWED - timedelta(days=back), "茶具", "word", name, "search_index", D(value), D(value))

    book = MarketBook((), (word(7, "焖烧壶", 1000), word(0, "焖烧壶", 1600), word(7, "茶杯", 1000), word(0, "茶杯", 1100)))
    [move] = word_moves(book)
    assert (move.word, move.change, move.rank) == ("焖烧壶", D("0.6"), 1)
    [found] = [f for f in told(morning(look(EVENING, 120), book=book)) if f.kind == WORD]
    assert found.adds_up()
    assert next(iter(DESK.moves[WORD](found, morning()))).object_id == "焖烧壶"


def test_a_word_of_two_categories_is_told_once() -> None:
    def word(back: int, category: str, value: int) -> MarketFigure:
        return MarketFigure(REVIEWED - timedelta(days=back), category, "word", "茶杯", "search_index", D(value), D(value))

    book = MarketBook((), (word(7, "茶具", 1000), word(0, "茶具", 1500), word(7, "杯具", 1000), word(0, "杯具", 1900)))
    [found] = [f for f in told(morning(look(EVENING, 120), book=book)) if f.kind == WORD]
    assert found.measured == D("0.9000")


def test_rivals_of_one_item_that_fell_out_are_one_finding() -> None:
    other = replace(DIRECT, rival="r2", name="别家壶")
    looks = [replace(look(at, 120, state=state), rival=rival) for rival in ("r1", "r2")
             for at, state in ((MORNING, "on_sale"), (EVENING, "sold_out"))]
    [found] = told(morning(*looks, rivals=(DIRECT, other)))
    assert (found.kind, found.measured, found.adds_up()) == (OUT, D(2), True)
    assert "别家壶" in found.words
    assert "对家壶" in found.words


def test_a_listing_known_for_longer_than_a_newcomer_is_none() -> None:
    """Known for 46 days, its figure grew as a newcomer's: what is read reaches far enough back to show it."""
    days = [figure(46, 5000, 10000), figure(7, 5000, 10000), figure(0, 25000, 50000)]
    assert not newcomers(MarketBook(tuple(days)), frozenset(), ON)
    assert newcomers(MarketBook(tuple(days[1:])), frozenset(), ON)
    assert days_read() > 46


def test_a_price_that_nobody_looked_at_for_days_undercuts_nobody() -> None:
    """80 five days ago, a look at the rank alone last evening: what it asks now is not known."""
    old = look(EVENING - timedelta(days=5), 80)
    made = morning(old, look(EVENING, rank=3))
    [mine] = looks_of(made.given, ON)
    assert mine.last is not None
    assert (mine.last.pays, mine.last.rank, best_rival({"r1": mine}, (DIRECT,), made.as_of)) == (None, 3, None)


def test_a_memo_that_was_kept_tells_no_margin_to_those_who_may_not_see_costs() -> None:
    rooms = [Room("MUG", D(30), D(21), margin) for margin in (True, False)]
    own, other = ([r for r in draft_memo(morning(), "1", room).reasons if r.startswith("MUG")] for room in rooms)
    [shown] = without_costs([KeptMemo("1", ON, "keep", (*own, *other), (), "", "Bo", True, MORNING)])
    assert (len(own), list(shown.reasons)) == (1, other)


def test_the_share_rests_on_no_old_export() -> None:
    """Ours sold 1,000 yesterday beside a rival shop's 1,000 to 3,000; of three weeks ago nothing is told."""
    def shop_of(back: int) -> MarketBook:
        return MarketBook((figure(back, 1000, 3000, kind="shop", who="s1"),))

    def levels(back: int) -> list[str]:
        made = morning(look(EVENING, 120), book=shop_of(back))
        made = replace(made, daily={**made.daily, "paid_gmv": {REVIEWED - timedelta(days=back): D(1000)}})
        return [t for t in draft_memo(made, "1", None).triggers if t.startswith("share")]

    assert "25.0% to 50.0%" in levels(0)[0]
    assert not levels(21)


def test_a_coupon_that_a_look_left_open_is_that_of_the_look_before() -> None:
    looks = (look(MORNING, 120, coupon=D(10)), look(EVENING, 118))
    board = rival_board(morning(*looks), looks, ())
    [(_, days)] = board.items[0].looked
    assert dict(days)[REVIEWED] == D(108)
    assert board.items[0].lines[0].gap == D("0.08")


def test_only_an_item_that_is_a_hero_today_lacks_rivals() -> None:
    """Item 1 was a hero in June and is none since; item 2 is one."""
    roles = [ItemRole("kettles", item, role, since, MORNING) for item, role, since in (
        ("1", "hero", date(2026, 6, 1)), ("1", "long_tail", date(2026, 8, 1)), ("2", "hero", date(2026, 6, 1)))]
    made = morning()
    board = rival_board(replace(made, given=replace(made.given, roles=roles)), (), ())
    assert [item for item, _, _ in board.bare] == ["2"]
    assert board.wanted == (3, 5)


def test_a_tile_stands_beside_rival_shops_as_a_band_and_never_beside_an_item_of_theirs() -> None:
    """Two shops between 900 and 2,500; a figure of one listing, of our own shop or of last month is no band of rival shops."""
    shops = [figure(0, 900, 1200, kind="shop", who="s1"), figure(0, 2000, 2500, kind="shop", who="s2")]
    others = [figure(0, 1, 9), figure(0, 5, 7, kind="shop", who="us", own=True), figure(30, 3, 4, kind="shop", who="s3")]

    def peers(*figures: Figure) -> list[Comparison]:
        made = replace(morning(book=MarketBook(figures)), daily={"paid_gmv": {REVIEWED: D(1000)}})
        return [c for t in tiles(made) if t.metric == "paid_gmv" for c in t.comparisons if c.with_ == "peers"]

    [band] = peers(*shops, *others)
    assert (band.shops, band.low, band.high, band.value, band.change) == (2, D(900), D(2500), None, None)
    assert not peers(*others)
