"""Minutes of live shows: which show and day they belong to, and what one file says anew of another."""

from pathlib import Path

from .reading import read_text, rows_of

HEADER = "时间,进入直播间人数,实时在线人数,商品曝光人数,商品点击人数,成交订单数,成交金额\n"
OF_SHOW = "主播抖音号,直播开始时间,"


def test_a_show_past_midnight_belongs_to_the_day_on_which_it_began(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, OF_SHOW + HEADER + "".join(
        f"kang,2026-11-20 22:30:00,{clock},10,50,5,2,0,0\n" for clock in ("22:30", "23:59", "00:00", "02:10")),
        "douyin", "分钟数据.csv")
    rows = rows_of(parsed, "live_minute")
    assert [(str(r["day"]), r["minute"]) for r in rows] == [("2026-11-20", n) for n in (1350, 1439, 1440, 1570)]
    assert f"{rows[-1]['at']:%d %H:%M}" == "20 18:10"      # UTC
    assert {r["session_id"] for r in rows} == {"kang@2026-11-20T22:30"}


def test_two_shows_of_an_account_on_one_day_stand_beside_each_other(tmp_path: Path) -> None:
    """Their slices have other parts, so that the second file takes nothing away from the first."""
    noon, night = (read_text(tmp_path, OF_SHOW + HEADER + f"kang,2026-11-20 {began}:00,{began},10,50,5,2,0,0\n", "douyin",
                             "分钟数据.csv").batches[0].part for began in ("12:00", "20:00"))
    assert noon != night


def test_a_running_show_exported_again_restates_what_came_before(tmp_path: Path) -> None:
    """The file of 20:30 begins with the minute with which the one of 20:15 began."""
    early, late = (read_text(tmp_path, HEADER + "".join(f"20:{m:02d},10,50,5,2,0,0\n" for m in range(last)), "douyin",
                             "分钟数据_2026-11-20.csv").batches[0].part for last in (15, 30))
    assert early == late


def test_a_stretch_of_minutes_is_told_by_its_first(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, HEADER + "20:00-20:05,10,50,5,2,0,0\n20:05～20:10,12,55,6,1,0,0\nlate,1,1,1,1,1,1\n",
                       "douyin", "分钟数据_2026-11-20.csv")
    assert [r["minute"] for r in rows_of(parsed, "live_minute")] == [1200, 1205]
    assert len(parsed.rejected) == 1
