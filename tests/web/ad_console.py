"""A kettle shop whose ad console told four weeks of words, plans with one of the whole site, crowds and images."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from daybook.workflows.give import give
from daybook.workflows.ingest import Incoming, ingest
from tests.web.conftest import Workbench, saturday_bench
from tests.workflows.given_house import written
from tests.workflows.worked_house import MONDAY, nine

DAYS = [MONDAY - timedelta(days=n) for n in range(1, 29)]
TOLD = "展现量,点击量,花费,总成交笔数,总成交金额,总购物车数\n"


def day_by_day(head: str, *rows: str, days: list[date] = DAYS) -> str:
    """A report with the same rows on each of four weeks' days; `{day}` is the day."""
    return head + TOLD + "".join(f"{row.format(day=day)}\n" for day in days for row in rows)


#: Of 40 clicks a day at 1 yuan: people who carted bring 2 orders of 100, strangers one in ten days, and a target ROI of 2.
CROWDS = day_by_day("日期,计划ID,计划名字,人群名字,", "{day},71,水壶关键词,加购人群,400,40,40.00,2,200.00,8",
                    "{day},71,水壶关键词,陌生人群,400,40,40.00,0,0.00,1")
PLANS = day_by_day("日期,场景名字,计划ID,计划名字,", "{day},关键词推广,71,水壶关键词,800,80,80.00,2,200.00,9",
                   "{day},全站推广,72,水壶全站,900,90,90.00,5,500.00,12")
WORD_HEAD = "日期,计划ID,计划名字,宝贝ID,宝贝名称,词类型,词名字/词包名字,"
#: Every fortieth click on the kettle buys, of those on the cheap one none.
KETTLE_WORD, CHEAP_WORD = (f"{{day}},71,水壶关键词,900041,水壶,关键词,{told}" for told in (
    "烧水壶,800,80,80.00,2,200.00,16", "便宜水壶,300,10,10.00,0,0.00,0"))
WORDS = day_by_day(WORD_HEAD, KETTLE_WORD, CHEAP_WORD)
IMAGES = day_by_day("日期,计划ID,计划名字,宝贝ID,创意ID,创意名称,", "{day},71,水壶关键词,900041,5,白底图,400,36,36.00,1,100.00,5",
                    "{day},71,水壶关键词,900041,6,场景图,400,20,20.00,1,100.00,3")



@contextmanager
def console_bench(factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """The kettle shop on Monday at nine with its reports, and a target ROI of 2 for the month."""
    folder = factory.mktemp("consoles")
    with saturday_bench(factory, ("wu", "Wu")) as served:
        give(served.house, served.house.shop(served.mine.name), "target", {"metric": "roas", "month": "2026-11", "value": "2"})
        for name, text in (("人群报表", CROWDS), ("计划报表", PLANS), ("关键词报表", WORDS), ("创意报表", IMAGES)):
            file = written(folder, text, f"{name}.csv")
            [report] = ingest(served.house, [Incoming(served.mine.name, file, nine(MONDAY) - timedelta(hours=1))])
            assert report.state == "loaded", (name, report)
        yield served
