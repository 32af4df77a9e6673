"""The hourly watch: only what came in, each number until its own moment, and only what cannot wait."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

from daybook.domain.report import Figure
from daybook.domain.watch import Watch
from daybook.reports.report import report_text
from daybook.reports.watch_report import watch_report
from daybook.reports.wording import translator
from daybook.workflows.give import give
from daybook.workflows.house import House
from daybook.workflows.letters import tell_watches
from daybook.workflows.rounds import live
from daybook.workflows.ticks import tick
from daybook.workflows.watch import watch
from tests.conftest import Clock
from tests.orders import jade, take, write_orders

TODAY = date(2026, 11, 24)                               # a Tuesday, ten days after 双11 was over
HEAD = "order | created | paid_at | due | paid | buyer | units | address"


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    """A moment by Shanghai's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def order(day: date, clock: str, paid: str, n: int) -> str:
    return f"{day:%y%m%d}{n:04} | {day} {clock}:00 | {day} {clock}:30 | {paid} | {paid} | b{day:%m%d}{n} | 1 | 浙江省 杭州市 x"


def weeks_of(a_day: int, weeks: int = 9) -> list[str]:
    """Orders of `weeks` weeks before today: so many a day, one each half hour from eight, 100.00 each."""
    days = [TODAY - timedelta(days=n) for n in range(7 * weeks, 0, -1)]
    return [order(day, f"{8 + n // 2:02}:{30 * (n % 2):02}", "100.00", n) for day in days for n in range(a_day)]


def figure(one: Watch, metric: str) -> Figure:
    return next(f for f in one.figures if f.metric == metric)


def look(house: House, moment: datetime) -> Watch:
    return watch(house, [house.shop("tmall")], moment)[0]


def test_today_is_held_against_other_days_at_the_minute_of_its_last_order(house: House, clock: Clock, tmp_path: Path) -> None:
    """Yesterday 3 of 6 orders had come by 9:15, last Tuesday 3 of 6; today's last order came at 9:15: 250.00 in 2 orders."""
    clock.moment = at(23)
    jade(house)
    lines = [HEAD, *weeks_of(6), order(TODAY, "08:10", "150.00", 0), order(TODAY, "09:15", "100.00", 1)]
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join(lines)), at(10).isoformat())
    one = look(house, at(10, 5))
    paid = figure(one, "paid_gmv")
    assert paid.at is not None
    assert (paid.value, paid.at.replace(microsecond=0)) == (D(250), at(9, 15) + timedelta(seconds=30))
    assert [(b.kind, b.value) for b in paid.beside] == [("yesterday", D(300)), ("last_week", D(300))]
    assert figure(one, "paid_orders").value == 2
    assert not one.blind
    assert not one.alerts
    assert "nothing newer since 09:15" in report_text(watch_report(look(house, at(14)), translator("en")))
    assert "09:15 之后没有更新" in report_text(watch_report(look(house, at(14)), translator("zh")))


def test_nothing_of_today_is_blind_and_never_zero(house: House, clock: Clock, tmp_path: Path) -> None:
    clock.moment = at(23)
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join([HEAD, *weeks_of(4, 1)])), at(8).isoformat())
    one = look(house, at(11))
    assert (one.newest_at, figure(one, "paid_gmv").value) == (None, None)
    assert "nothing of today has come in" in one.blind
    assert live(house, ["tmall"], at(11)) == []


def test_a_shop_of_which_only_a_file_of_minutes_came_today_is_watched(house: House, clock: Clock, tmp_path: Path) -> None:
    clock.moment = at(10)
    jade(house)
    file = tmp_path / "minutes.csv"
    file.write_text(f"time,paid\n{TODAY} 09:30,640\n", encoding="utf-8")
    take(house, "tmall", file, at(9, 40).isoformat())
    assert figure(look(house, at(10)), "paid_gmv").value == D(640)
    assert live(house, ["tmall"], at(10)) == ["tmall"]


def test_a_reading_that_is_newer_than_the_orders_is_shown_and_the_bases_stay_the_orders(
        house: House, clock: Clock, tmp_path: Path) -> None:
    """At 12:00 of both other days 8 of 12 orders had been paid; the ninth was at 12:00:30."""
    clock.moment = at(12, 10)
    jade(house)
    lines = [HEAD, *weeks_of(12), order(TODAY, "08:10", "150.00", 0)]
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join(lines)), at(8, 20).isoformat())
    tick(house, "tmall", "12:00", {"paid": "640", "visitors": "212", "waiting": "3"})
    one = look(house, at(12, 10))
    paid = figure(one, "paid_gmv")
    assert (paid.value, paid.at, [b.value for b in paid.beside]) == (D(640), at(12), [D(800), D(800)])
    assert [b.value for b in figure(one, "visitors").beside] == [None, None]
    assert figure(one, "waiting").value == 3
    assert live(house, ["tmall"], at(12, 10)) == ["tmall"]


def test_a_broken_checkout_is_asked_of_the_operator_once_a_day(house: House, clock: Clock, tmp_path: Path) -> None:
    """24 orders by 19:30 on every day before; today one in the morning and one at 19:45."""
    from daybook.records.models import Pressing

    clock.moment = at(20)
    jade(house)
    lines = [HEAD, *weeks_of(24), order(TODAY, "08:10", "100.00", 0), order(TODAY, "19:45", "100.00", 1)]
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join(lines)), at(20).isoformat())
    one = look(house, at(20))
    assert [a.key for a in one.alerts] == ["watch few"]
    assert "2 orders so far, usual at this hour: 24" in one.alerts[0].why
    tell_watches(house, [one])
    tell_watches(house, [look(house, at(20))])
    [raised] = Pressing.objects.all()
    assert (raised.kind, raised.roles[0]) == ("urgent", "operator")
    assert "订单远少于平时" in raised.words["zh"][1]


def test_ad_spend_at_the_clients_cap_cannot_wait(house: House, clock: Clock) -> None:
    clock.moment = at(9)
    give(house, jade(house), "limit", {"limit": "max_ad_budget", "value": "500"})
    clock.moment = at(15)
    tick(house, "tmall", "14:50", {"spend": "499.99"})
    assert not look(house, at(15)).alerts
    tick(house, "tmall", "14:55", {"spend": "500"})
    [alert] = look(house, at(15)).alerts
    assert (alert.key, alert.role.value) == ("watch spend", "ads")


def test_ads_that_stood_still_are_asked_of_the_ads_role(house: House, clock: Clock, tmp_path: Path) -> None:
    """A day's orders come from 8:00 to 19:30, one each half hour; a day of ads costs 240, so 10 each half hour.  Read at 11:00
    and 15:00: 60, as usual, and 65, where 80 more is usual."""
    clock.moment = at(15)
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join([HEAD, *weeks_of(24)])), at(8).isoformat())
    head = "日期,场景ID,场景名字,计划ID,计划名字,展现量,点击量,花费"
    rows = [f"{TODAY - timedelta(days=n)},361,关键词推广,p1,水壶,1000,50,240.00" for n in range(1, 15)]
    (tmp_path / "计划报表.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    take(house, "tmall", tmp_path / "计划报表.csv", at(8).isoformat())
    tick(house, "tmall", "11:00", {"spend": "60"})
    assert not look(house, at(11)).alerts
    tick(house, "tmall", "15:00", {"spend": "65"})
    [alert] = look(house, at(15)).alerts
    assert (alert.key, alert.role.value) == ("watch pace still", "ads")
    assert "5.00 CNY since 11:00, usual over these hours: 80.00 CNY" in alert.why
