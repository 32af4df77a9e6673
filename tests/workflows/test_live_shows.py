"""Live shows as a shop lives them: minutes come in while a show runs, prompts are said and read, the list settles it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import numpy as np
import pytest

from bench.judgement.live_sets import Account, show
from daybook.domain.errors import WrongUsage
from daybook.domain.live import LiveShow, Stage
from daybook.domain.shop import Shop
from daybook.reports.live_report import curve_option, live_report
from daybook.reports.report import plain, report_text
from daybook.reports.wording import translator
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.live_log import read_show, say, take_said
from daybook.workflows.live_page import live_list, live_show
from daybook.workflows.live_shows import running_show
from tests.conftest import Clock

HEADER = ("主播抖音号,直播开始时间,时间,进入直播间人数,直播间离开人数,实时在线人数,"
          "商品曝光人数,商品点击人数,评论次数,成交订单数,成交金额")
LIST = ("主播抖音号,直播开始时间,直播结束时间,直播时长(分钟),直播间曝光次数,直播间观看人数,直播间观看次数,直播间商品曝光次数,"
        "直播间商品点击次数,直播间成交订单数,直播间成交金额,直播间退款金额,投放消耗(店铺绑定)")
NAMES = ("entered", "left", "concurrent", "item_viewers", "item_clickers", "comments", "paid_orders")
HOST = Account(60, 0.4, 0.5, 0.2, 0.1, 0.1, 0.05, 0.03)
TONIGHT = datetime(2026, 11, 21, 22, 30)        # a Saturday, by the shop's clock


def at(local: datetime) -> datetime:
    """A moment by Shanghai's clock."""
    return local.replace(tzinfo=UTC) - timedelta(hours=8)


def minutes_file(folder: Path, began: datetime, minutes: int, seed: int, clicks: float = 1.0, low_from: int = 999) -> Path:
    """The minute table of a show taken so many minutes after it began; its listings are clicked less from a minute on."""
    counts = show(np.random.default_rng([seed, 3]), HOST, 180, prompts=0).counts
    rows = [HEADER]
    for t in range(minutes):
        told = {name: int(counts[name][t]) for name in NAMES}
        if t >= low_from:
            told["item_clickers"] = int(told["item_clickers"] * clicks)
        clock = began + timedelta(minutes=t)
        rows.append(",".join(["kang", f"{began:%Y-%m-%d %H:%M:%S}", f"{clock:%H:%M}", *(str(told[n]) for n in NAMES),
                              f"{told['paid_orders'] * 99}.00"]))
    path = folder / f"分钟数据_{began:%Y-%m-%d_%H%M}_{minutes}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def list_file(folder: Path, refunded: str) -> Path:
    """The list of shows with tonight's: 22:30 to 1:30."""
    path = folder / f"直播明细_20261121_{refunded}.csv"
    path.write_text(f"{LIST}\nkang,2026/11/21 22:30:05,2026/11/22 01:30:20,180,50000,8000,10800,30000,4000,400,39600.00,"
                    f"{refunded},4000\n", encoding="utf-8")
    return path


@pytest.fixture
def house_of_shows(house: House, clock: Clock, tmp_path: Path) -> tuple[House, Shop]:
    """Five earlier evenings are in, and tonight's show as it was at 0:12: since 23:50 its listings are clicked half as often."""
    clock.moment = at(datetime(2026, 11, 25, 12))
    shop = add_shop(house, "kang-douyin", "kang", "douyin", "Asia/Shanghai", "CNY")
    files = [(minutes_file(tmp_path, TONIGHT - timedelta(days=n), 180, n), TONIGHT - timedelta(days=n) + timedelta(hours=4))
             for n in range(1, 6)]
    files.append((minutes_file(tmp_path, TONIGHT, 102, 9, 0.5, 80), TONIGHT + timedelta(minutes=102)))
    reports = list(ingest(house, [Incoming("kang-douyin", path, at(known)) for path, known in files]))
    assert not [r.problem for r in reports if r.problem]
    return house, shop


def shown(house: House, shop: Shop, local: datetime, key: str = "") -> LiveShow:
    found = live_show(house, shop, at(local), key)
    assert found is not None
    return found


def test_a_show_past_midnight_runs_and_its_host_is_told_what_falls_short(house_of_shows: tuple[House, Shop]) -> None:
    """At 0:13 the show of Saturday still runs; half the usual clicks are no chance."""
    house, shop = house_of_shows
    found = shown(house, shop, datetime(2026, 11, 22, 0, 13))
    assert (found.line.stage, str(found.line.day), found.line.minutes, found.earlier) == (Stage.RUNNING, "2026-11-21", 102, 5)
    assert found.due[0].rule == "V-CLICK"
    assert found.due[0].now < 0.7 * found.due[0].usual
    [beside] = [b for b in found.last if b.measure == "item_click_rate"]
    assert beside.chance is not None
    assert beside.chance < 0.01
    running = running_show(house, shop, at(datetime(2026, 11, 22, 0, 13)))
    assert running is not None
    assert running.account == "kang"
    for language, line in (("en", "Listings clicked"), ("zh", "商品点击率")):
        assert line in live_report(found, translator(language)).lead
        option = curve_option(found, "concurrent", translator(language))
        assert option is not None
        assert option["values"][-1] is None          # still to come


def test_with_nothing_newer_the_screen_says_blind_and_tells_the_host_nothing(house_of_shows: tuple[House, Shop]) -> None:
    house, shop = house_of_shows
    found = shown(house, shop, datetime(2026, 11, 22, 0, 40))
    assert found.blind
    assert not found.due
    assert "Blind since 00:11" in live_report(found, translator("en")).lead


def test_what_was_said_is_read_five_to_ten_minutes_later(house_of_shows: tuple[House, Shop], clock: Clock, tmp_path: Path) -> None:
    """Said at 0:12; the minutes after it come at 1:35 with clicks as usual again: they are not within half of the usual.  The
    same rule is not said again, and before the minutes are in nothing can be told."""
    house, shop = house_of_shows
    clock.moment = at(datetime(2026, 11, 22, 0, 13))
    say(house, shop, "00:12", "换讲下一款", "小康", "V-CLICK")
    say(house, shop, "00:12", "换讲下一款", "小康", "V-CLICK")
    found = shown(house, shop, datetime(2026, 11, 22, 0, 13))
    assert [d.rule for d in found.due if d.rule == "V-CLICK"] == []
    [told] = found.said
    assert told.effect is not None
    assert (told.effect.verdict, told.effect.why_not, told.effect.ratio) == ("cannot_tell", "not_told", None)
    late = minutes_file(tmp_path, TONIGHT, 180, 9)
    list(ingest(house, [Incoming("kang-douyin", late, at(datetime(2026, 11, 22, 1, 35)))]))
    [told] = shown(house, shop, datetime(2026, 11, 22, 1, 36), "20261121T2230").said
    assert told.effect is not None
    assert told.effect.ratio is not None
    assert told.effect.low is not None
    assert told.effect.low <= told.effect.ratio
    assert (told.effect.verdict == "gain") == (told.effect.low > 1)


def test_after_midnight_a_clock_time_of_the_evening_is_yesterdays(house_of_shows: tuple[House, Shop], clock: Clock) -> None:
    house, shop = house_of_shows
    clock.moment = at(datetime(2026, 11, 22, 0, 13))
    assert say(house, shop, "23:58", "再讲一遍", "小康").at == at(datetime(2026, 11, 21, 23, 58))
    with pytest.raises(WrongUsage, match="still to come"):
        say(house, shop, "09:00", "再讲一遍", "小康")
    with pytest.raises(WrongUsage, match="no rule"):
        say(house, shop, "00:10", "再讲一遍", "小康", "V-NONE")


def test_a_show_is_reviewed_after_a_quarter_of_an_hour_and_again_when_refunds_are_in(
        house_of_shows: tuple[House, Shop], tmp_path: Path) -> None:
    """Ended at 1:30; at 1:40 just over, at 1:50 reviewed, two weeks on settled with the refunds of the list that came then."""
    house, shop = house_of_shows
    late = minutes_file(tmp_path, TONIGHT, 180, 9, 0.5, 80)
    list(ingest(house, [Incoming("kang-douyin", late, at(datetime(2026, 11, 22, 1, 35))),
                        Incoming("kang-douyin", list_file(tmp_path, "396"), at(datetime(2026, 11, 22, 1, 36))),
                        Incoming("kang-douyin", list_file(tmp_path, "7920"), at(datetime(2026, 12, 10, 9)))]))
    stages = {}
    for local in (datetime(2026, 11, 22, 1, 40), datetime(2026, 11, 22, 1, 50), datetime(2026, 12, 12, 9)):
        found = shown(house, shop, local, "20261121T2230")
        stages[found.line.stage] = found.number("live_refund_rate")
    assert stages == {Stage.ENDED: D("0.01"), Stage.REVIEWED: D("0.01"), Stage.SETTLED: D("0.2")}
    found = shown(house, shop, datetime(2026, 11, 22, 1, 50), "20261121T2230")
    assert found.number("gpm") == D(39600) * 1000 / 10800
    assert found.number("live_uv_value") == D(39600) / 8000
    assert found.number("live_ad_share") == D(4000) / 39600
    assert "V-CLICK" in {p.rule for p in found.would_have}
    for language in ("en", "zh"):
        assert len(report_text(live_report(found, translator(language)))) > 500
    assert plain(found)["line"]["key"] == "20261121T2230"


def test_what_a_person_reads_from_the_screen_makes_a_show(house: House, clock: Clock) -> None:
    """Where nothing is exported: two readings, the later one corrected; no prompt is made of them."""
    clock.moment = at(datetime(2026, 11, 21, 20, 31))
    shop = add_shop(house, "kang-tmall", "kang", "tmall", "Asia/Shanghai", "CNY")
    read_show(house, shop, "20:10", {"online": "120", "viewers": "900"})
    read_show(house, shop, "20:30", {"online": "1,400", "viewers": "1900", "paid": "8800.50"})
    read_show(house, shop, "20:30", {"online": "140", "viewers": "1900", "paid": "8800.50"})
    found = shown(house, shop, datetime(2026, 11, 21, 20, 32))
    assert [(r.online, r.paid) for r in found.readings] == [(120, None), (140, D("8800.50"))]
    assert not found.due
    assert "No minutes of this show are in" in report_text(live_report(found, translator("en")), 200)
    with pytest.raises(WrongUsage, match="at least one"):
        read_show(house, shop, "20:30", {"likes": "3"})


def test_the_list_of_shows_counts_each_once_and_knows_no_prompt_twice(house_of_shows: tuple[House, Shop]) -> None:
    house, shop = house_of_shows
    text = "at,rule,measure,words\n2026-11-20T23:10:00+08:00,V-CLICK,item_click_rate,换一款\n"
    assert take_said(house, shop, text, at(datetime(2026, 11, 21, 2))) == 1
    assert take_said(house, shop, text, at(datetime(2026, 11, 21, 3))) == 0
    lines = live_list(house, shop, at(datetime(2026, 11, 22, 0, 13)))
    assert [(line.key, line.prompts) for line in lines] == [
        (f"202611{day}T2230", int(day == 20)) for day in range(21, 15, -1)]
