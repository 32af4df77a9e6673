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
    assert take_snapshots(house, shop, plain, COLUMNS, "scraped").stored == 22350
    found = wave_of(house, shop, date(2016, 11, 5), date(2016, 11, 14))
    joined = [one for one in found if one.joined_on is not None]
    assert (len(found), len(joined)) == (16, 7)
    assert {(one.joined_on, one.late_days) for one in joined} == {(date(2016, 11, 11), 0)}
    assert {one.seller for one in joined} == {"相宜本草", "自然堂", "佰草集", "美宝莲", "妮维雅", "美加净", "玉兰油"}
