"""The words of a shop's own buyers: learnt by night from its reviews, tried where stars are, kept, and read by mornings."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from daybook.analysis.text.own_words import Trial
from daybook.analysis.text.polarity import badness
from daybook.desks import reputation
from daybook.desks.reputation.book import poor_of
from daybook.domain.shop import Shop
from daybook.workflows.house import House
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.products import seen_of
from daybook.workflows.rounds import words_round
from daybook.workflows.shop_words import shops_due, why_not
from daybook.workflows.shop_words_kept import words_known
from tests.conftest import Clock
from tests.orders import jade

ON, DUE = date(2026, 11, 23), datetime(2026, 11, 22, 21, tzinfo=UTC)
#: Praise and complaints that everybody knows, each with words that only readers use.
PRAISE, ITS_OWN = ("很喜欢", "非常好", "值得推荐", "不错", "很满意", "太棒了"), ("墨韵悠长", "文心雕琢", "余味绵绵")
BLAME, ITS_OTHER = ("太差了", "很失望", "不值得买", "后悔买了", "垃圾", "差评"), ("佶屈聱牙", "满篇舛误", "鲁鱼亥豕")
THINGS = ("第一章", "第二章", "第三章", "开头", "结尾", "中间", "人物", "对白", "插图", "序言", "后记", "目录")


def texts(known: tuple[str, ...], own: tuple[str, ...], count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    found: set[str] = set()
    while len(found) < count:
        a, b = rng.sample(THINGS, 2)
        found.add(f"{a}{rng.choice(own)}，{b}{rng.choice(own)}，{rng.choice(known)}，{rng.choice(known)}")
    return sorted(found)


def take(house: House, shop: Shop, said: list[str], folder: Path) -> None:
    file = folder / "reviews.csv"
    lines = [f'r{n},7375,2026-11-20 10:00:00,"{text}",' for n, text in enumerate(said)]
    file.write_text("评价ID,商品ID,评价时间,评价内容,评价分类\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (report,) = ingest(house, [Incoming(shop.name, file, house.now())])
    assert report.state == "loaded", report.problem


@pytest.fixture
def shop(house: House, clock: Clock) -> Shop:
    own = jade(house)
    clock.moment = datetime(2026, 11, 22, 20, tzinfo=UTC)
    return own


def test_a_shop_learns_the_words_of_its_buyers_and_its_morning_reads_them(house: House, shop: Shop, tmp_path: Path) -> None:
    asked = "人物鲁鱼亥豕，对白佶屈聱牙"
    take(house, shop, [*texts(PRAISE, ITS_OWN, 700, 1), *texts(BLAME, ITS_OTHER, 600, 2), asked], tmp_path)
    assert shops_due(house, [shop.name], DUE) == [shop.name]
    assert words_round(house, [shop.name], DUE) == {shop.name: "1301 texts: learnt"}
    own = words_known([shop], ON, DUE)[shop.name]
    before, after = badness(asked), badness(asked, own.weights)
    assert before is not None
    assert after is not None
    assert after > max(before, 0.8)
    assert (badness("人物墨韵悠长，对白余味绵绵", own.weights) or 1.0) < 0.2
    seen = seen_of(house, shop, ON, None, (reputation.DESK,))
    assert asked in {one.review.text for one in poor_of(seen)}
    assert len(poor_of(seen)) > len(poor_of(replace(seen, read={k: v for k, v in seen.read.items() if "words" not in k})))
    # a morning that was told before is told without them, and nothing is learnt again before a quarter more has come
    assert words_known([shop], ON, DUE - timedelta(minutes=1)) == {}
    assert shops_due(house, [shop.name], DUE + timedelta(days=1)) == shops_due(house, [shop.name], DUE + timedelta(days=8)) == []


def test_few_texts_teach_nothing(house: House, shop: Shop, tmp_path: Path) -> None:
    take(house, shop, [*texts(PRAISE, ITS_OWN, 300, 1), *texts(BLAME, ITS_OTHER, 300, 2)], tmp_path)
    assert shops_due(house, [shop.name], DUE) == []
    assert words_round(house, [shop.name], DUE) == {}


def test_praise_alone_is_tried_and_not_taken(house: House, shop: Shop, tmp_path: Path) -> None:
    take(house, shop, [*texts(PRAISE, ITS_OWN, 1100, 1), *texts(BLAME, ITS_OTHER, 40, 2)], tmp_path)
    assert words_round(house, [shop.name], DUE) == {shop.name: "1140 texts: nearly all of one kind"}
    assert words_known([shop], ON, DUE) == {}


@pytest.mark.parametrize(("change", "said"), [
    ({}, ""), ({"starred": 49, "right_after": 10}, ""), ({"right_after": 79}, "told fewer of those with stars"),
    ({"good_before": 0.9}, "nearly all of one kind"), ({"good_before": 0.1}, "nearly all of one kind"),
    ({"good_after": 0.9}, "moved the share of good ones too far"), ({"starred": 0, "right_before": 0, "right_after": 0}, ""),
])
def test_what_speaks_against_own_words(change: dict[str, float], said: str) -> None:
    """No stars to check by is no reason against; stars that speak against are."""
    assert why_not(replace(Trial(2000, 0.6, 0.65, 100, 80, 85), **change)) == said
