"""What two looks at a rival show otherwise, worked out by hand; and who is watched when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

from daybook.domain.rivals import ChangeLines, Rival, RivalSighting, changes_of, last_known, watched_on

AT = datetime(2026, 9, 10, 2, tzinfo=UTC)
LINES = ChangeLines(D("0.05"), 5, 20, D("0.1"))
EMPTY = RivalSighting("kettles", "r1", AT, None, None, "", "", "", "", None, None, None, None, None, "", "", AT)


def look(hours: int, **told: Any) -> RivalSighting:
    return replace(EMPTY, at=AT + timedelta(hours=hours), **told)


def kinds(*looks: RivalSighting) -> list[tuple[str, str, str]]:
    return [(c.kind, c.was, c.now) for c in changes_of(looks, LINES)]


def test_every_change_has_its_kind() -> None:
    before = look(0, price=D(100), coupon=D(0), tag="no event", state="on_sale", title="壶", image="a.jpg", skus=3, rank=9,
                  sold_low=D(500), sold_high=D(1000), reviews=100)
    after = look(10, price=D(90), coupon=D(10), tag="双11", state="sold_out", title="壶新款", image="b.jpg", skus=4, rank=3,
                 sold_low=D(1000), sold_high=None, reviews=140)
    assert kinds(before, after) == [
        ("price_cut", "100", "90"), ("coupon_up", "0", "10"), ("joined", "no event", "双11"), ("sold_out", "on_sale", "sold_out"),
        ("title", "壶", "壶新款"), ("image", "a.jpg", "b.jpg"), ("skus", "3", "4"), ("rank", "9", "3"), ("reviews", "100", "140"),
        ("sales", "500 ~ 1000", "≥ 1000")]
    assert {c.kind for c in changes_of((before, after), LINES) if c.hurts} == {"price_cut", "coupon_up", "joined"}


def test_what_was_not_looked_at_is_no_change_and_the_look_before_counts() -> None:
    assert kinds(look(0, price=D(100), tag="双11"), look(10), look(20, price=D(80), tag="no event")) == [
        ("price_cut", "100", "80"), ("left", "双11", "no event")]


def test_small_steps_add_up_until_they_are_one() -> None:
    """100 to 97 to 94: neither step is five percent, both together are six."""
    assert kinds(look(0, price=D(100)), look(10, price=D(97)), look(20, price=D(94))) == [("price_cut", "100", "94")]
    assert kinds(look(0, price=D(100)), look(10, price=D(97)), look(20, price=D(100))) == []


def test_the_last_look_is_filled_from_those_before() -> None:
    last = last_known((look(0, price=D(100), coupon=D(5), tag="双11"), look(10, price=D(90))))
    assert last is not None
    assert (last.price, last.coupon, last.tag, last.at) == (D(90), D(5), "双11", AT + timedelta(hours=10))
    assert last.pays == D(85)
    assert last_known(()) is None


def test_a_look_without_a_price_does_not_make_an_old_price_fresh() -> None:
    """Of a price ten hours old a look of now says nothing; what was seen of its title holds on."""
    looks = (look(0, price=D(100), coupon=D(5), title="壶"), look(10, rank=3))
    last, fresh = last_known(looks, AT + timedelta(hours=1)), last_known(looks, AT)
    assert last is not None
    assert fresh is not None
    assert (last.price, last.coupon, last.title, last.rank, last.pays) == (None, None, "壶", 3, None)
    assert fresh.pays == D(95)
    alone = last_known(looks[:1], AT + timedelta(hours=1))
    assert alone is not None
    assert alone.pays == D(95)


def test_a_rival_is_watched_from_its_day_until_it_is_gone() -> None:
    def rival(kind: str, since: date | None) -> Rival:
        return Rival("kettles", "1", "r1", "对家壶", kind, "", "", since, AT)

    both = (rival("direct", None), rival("gone", date(2026, 9, 5)))
    assert list(watched_on(both, date(2026, 9, 4))) == ["1"]
    assert watched_on(both, date(2026, 9, 5)) == {}
