"""The wave of Double 11 as 16 real shops priced it: taken in by the documented command's workflow."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from daybook.workflows.house import House, add_shop
from daybook.workflows.price_wave import take_snapshots, wave_of

FILE = Path(__file__).resolve().parents[3] / "shared/data/tmall_double11_prices/double11_beauty_snapshots.csv.gz"
COLUMNS = {"at": "update_time", "rival": "id", "sold": "sale_count", "reviews": "comment_count"}


@pytest.mark.long
@pytest.mark.shared
@pytest.mark.skipif(not FILE.is_file(), reason="../shared is not there")
def test_seven_of_sixteen_cut_on_the_eleventh_and_nobody_joined_later(house: House, tmp_path: Path) -> None:
    shop = add_shop(house, "beauty", "demo", "tmall", "Asia/Shanghai", "CNY")
    plain = tmp_path / "snapshots.csv"
    plain.write_bytes(gzip.decompress(FILE.read_bytes()))
    taken = take_snapshots(house, shop, plain, COLUMNS, "scraped")
    assert (taken.rows, taken.stored) == (22404, 22350)
    found = wave_of(house, shop, date(2016, 11, 5), date(2016, 11, 14))
    joined = [one for one in found if one.joined_on is not None]
    assert (len(found), len(joined)) == (16, 7)
    assert {(one.joined_on, one.late_days) for one in joined} == {(date(2016, 11, 11), 0)}
    assert {one.seller for one in joined} == {"相宜本草", "自然堂", "佰草集", "美宝莲", "妮维雅", "美加净", "玉兰油"}
    assert sum(one.listings for one in found) == 2803
    shares, depths = ([v for one in joined if (v := getattr(one, name)) is not None] for name in ("cut_share", "depth"))
    assert [f"{v:.0%}" for v in (min(shares), max(shares), min(depths), max(depths))] == ["64%", "98%", "10%", "50%"]
    by_seller = {one.seller: one for one in found}
    assert {one.seller: one.last_on.day for one in joined if one.last_on and one.last_on.day > 11} == {
        "相宜本草": 13, "美宝莲": 13, "妮维雅": 13, "佰草集": 14, "玉兰油": 14}
    assert {by_seller[name].deepest for name in ("雅漾", "雪花秀", "倩碧", "雅诗兰黛")} == {None}
    assert (by_seller["雅诗兰黛"].left, by_seller["雅诗兰黛"].listings) == (154, 246)
