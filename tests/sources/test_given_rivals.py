"""Rivals and what was seen of them, as files of `daybook set`."""

from datetime import UTC, datetime
from decimal import Decimal as D
from pathlib import Path

from daybook.domain.rivals import RivalSighting
from tests.sources.test_given_files import read

HEAD = "店铺,竞品ID,时间,到手价,优惠券,活动,状态,标题,主图,SKU数,排名,销量,评价数\n"


def test_a_look_is_bands_and_prices_with_what_was_not_looked_at_left_open(tmp_path: Path) -> None:
    """10:05 in Shanghai is 02:05 UTC; `1万+人付款` has no upper end; no tag is `no event`, an empty cell was not looked at."""
    found = read(tmp_path, "sighting", HEAD + "mei-tmall,6611,2026-11-22 10:05,￥129.00,0,无活动,在售,,,4,12,1万+人付款,3021\n"
                 "mei-tmall,6611,2026-11-22 20:00,119,,,,,,,,500 ~ 1000,\n")
    assert not found.rejected
    first, second = (line.value for line in found.lines)
    assert isinstance(first, RivalSighting)
    assert isinstance(second, RivalSighting)
    assert (first.at, first.price, first.coupon, first.tag) == (datetime(2026, 11, 22, 2, 5, tzinfo=UTC), D(129), D(0), "no event")
    assert (first.sold_low, first.sold_high, first.skus, first.rank, first.reviews) == (D(10000), None, 4, 12, 3021)
    assert (second.coupon, second.tag, second.state, second.rank) == (None, "", "", None)
    assert (second.sold_low, second.sold_high) == (D(500), D(1000))


def test_looks_to_come_empty_ones_and_prices_of_nothing_are_refused(tmp_path: Path) -> None:
    found = read(tmp_path, "sighting", HEAD + "mei-tmall,6611,2026-12-01 10:00,129,,,,,,,,,\n"
                 "mei-tmall,6611,2026-11-22 10:00,,,,,,,,,,\nmei-tmall,6611,2026-11-22 11:00,0,,,,,,,,,\n"
                 "mei-tmall,6611,2026-11-22 12:00,99,,,打烊,,,,,,\n")
    assert [(r.line, r.column) for r in found.rejected] == [(2, "at"), (3, "price"), (4, "price"), (5, "state")]


def test_numbers_and_pictures_that_cannot_be_kept_are_refused(tmp_path: Path) -> None:
    """More reviews than a number of rows holds, sales of nothing but a sign, and a picture that lies elsewhere."""
    head = "店铺,竞品ID,时间,到手价,排名,销量,评价数,截图\n"
    line = "mei-tmall,6611,2026-11-22 1{}:00,9,{},{},{},{}\n"
    kept = f"landings/Mei/mei-tmall/2026-11-22/{'0' * 32}.landing"
    found = read(tmp_path, "sighting", head + "".join(line.format(n, *cells) for n, cells in enumerate((
        ("1", "500+", "12", kept), ("1.5", "", "", ""), ("", "+", "", ""), ("", "99999999999999999", "", ""),
        ("", "", "3000000000", ""), ("", "", "", "landings/Mei/mei-tmall/2026-11-22/a b.landing"),
        ("", "", "", f"landings/../mei-tmall/2026-11-22/{'0' * 32}.landing")))))
    assert [(r.line, r.column) for r in found.rejected] == [
        (3, "rank"), (4, "sold"), (5, "sold"), (6, "reviews"), (7, "screenshot"), (8, "screenshot")]


def test_a_rival_has_a_kind_and_a_plain_address(tmp_path: Path) -> None:
    found = read(tmp_path, "rival", "shop,item_id,rival,name,kind,seller,link,valid_from\n"
                 "mei-tmall,1001,6611,对家壶,直接竞品,对家旗舰店,https://detail.tmall.com/item.htm?id=6611,2026-11-01\n"
                 "mei-tmall,1001,6612,x,direct,,javascript:alert(1),\nmei-tmall,1001,6613,x,friend,,,\n")
    assert [line.value.kind for line in found.lines] == ["direct"]  # type: ignore[union-attr]
    assert [(r.line, r.column) for r in found.rejected] == [(3, "link"), (4, "kind")]
