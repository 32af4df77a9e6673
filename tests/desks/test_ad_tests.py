"""Images and products under test, and all ads beside all sales."""

from datetime import date, timedelta
from decimal import Decimal as D

from daybook.desks.ads import trials
from daybook.desks.ads.account import judged_account
from daybook.desks.ads.trials import CreativeRow, judged_creatives
from daybook.domain.ad_words import JudgedCreative
from tests.desks.seen import REVIEWED, seen

LAST = REVIEWED


def row(name: str, shown: int, clicks: int, carts: int | None = None, last: date = LAST) -> CreativeRow:
    return CreativeRow("p1", "i1", name, name, last, D(shown), D(clicks), D(clicks), None if carts is None else D(carts))


def verdicts(*rows: CreativeRow) -> dict[str, str]:
    return {one.creative: one.verdict for one in judged_creatives(seen(), rows)}


def one(*rows: CreativeRow, name: str) -> JudgedCreative:
    return next(c for c in judged_creatives(seen(), rows) if c.creative == name)


def test_the_image_that_people_click_wins_unless_its_clicks_leave_the_cart_empty() -> None:
    """9 % against 5 % of 5,000: no chance does that; with carts of 12 of 100 clicks against 4 it is kept open."""
    assert verdicts(row("a", 5000, 450, 54), row("b", 5000, 250, 30)) == {"a": "use", "b": "stop"}
    assert verdicts(row("a", 5000, 450, 10), row("b", 5000, 250, 40))["a"] == "wait"


def test_two_hundred_clicks_each_and_a_close_race_are_no_result() -> None:
    """210 against 200 clicks of 4,000 (T-CLICKS is met): nobody knows, and so many clicks would not tell."""
    assert verdicts(row("a", 4000, 210), row("b", 4000, 200)) == {"a": "alike", "b": "alike"}
    early = one(row("a", 900, 60), row("b", 900, 42), name="a")
    assert (early.verdict, early.best < 0.95) == ("wait", True)
    assert early.wait_clicks >= 140               # at least to the clicks from which one looks
    assert early.wait_cost == early.wait_clicks


def test_an_image_whose_clicks_fell_by_half_is_tired_and_one_that_wobbles_is_not() -> None:
    days = [LAST - timedelta(days=n) for n in range(21)]
    falls = [row("a", 2000, 50 if n < 7 else 100, last=day) for n, day in enumerate(days)]
    wobbles = [row("a", 2000, 95 if n < 7 else 100, last=day) for n, day in enumerate(days)]
    assert verdicts(*falls) == {"a": "tired"}
    assert verdicts(*wobbles) == {"a": "alone"}
    assert one(*falls[:7], name="a").tired is None      # one week alone cannot be held against itself


def verdict_of(clicks: int, carts: int) -> str:
    scope = (("plan_id", "p1"), ("item_id", "i1"), ("keyword", "水壶"))
    counts = {"keyword_impressions": clicks * 25, "keyword_clicks": clicks, "keyword_ad_cart_units": carts,
              "keyword_ad_orders": clicks // 40, "keyword_ad_spend": clicks}
    told = seen(keyword={metric: {scope: {REVIEWED: D(n)}} for metric, n in counts.items()})
    [product] = trials.tested_products(told)
    assert product.carts.low < product.carts.mid < product.carts.high
    return product.verdict


def test_a_product_passes_by_its_interval_and_not_by_its_point() -> None:
    """12 % is asked: 18 of 150 clicks is too few to say, 60 of 400 passes, 24 of 400 fails, 200 of 1,700 lies at the mark."""
    told = [verdict_of(*each) for each in ((150, 18), (400, 60), (400, 24), (1700, 200))]
    assert told == ["wait", "pass", "fail", "near"]


def test_ads_are_held_against_all_sales_of_the_shop() -> None:
    """Eight weeks: spend of 500 and 700 by turns of four days, sales 6,000 and 2.5 of each yuan; the console credits 6."""
    on = [REVIEWED - timedelta(days=n) for n in range(56)]
    spend = {d: D(500 if (d.toordinal() // 4) % 2 else 700) for d in on}
    wobble = {d: D((d.toordinal() * 7919) % 101 - 50) for d in on}
    told = seen(daily={"ad_spend": spend, "ad_gmv": {d: 6 * v for d, v in spend.items()},
                       "paid_gmv": {d: 6000 + D("2.5") * v + wobble[d] for d, v in spend.items()}})
    account = judged_account(told)
    assert account is not None
    assert account.more is not None
    assert account.more[0] < 2.5 < account.more[2]
    assert account.more[2] < 3.2                                # far from the six that the console credits
    assert account.credited == D("6.00")
    assert account.pays is None                                 # without costs no break-even
    assert account.tacos is not None
    assert D("0.07") < account.tacos < D("0.09")
    assert judged_account(seen()) is None


def test_what_is_credited_is_of_the_same_report_and_days_as_what_was_spent() -> None:
    """Plans cost 100 a day and credit 300 where they say so; sales of words alone never stand over the spend of all plans."""
    days = [REVIEWED - timedelta(days=n) for n in range(4)]
    spend = {d: D(100) for d in days}
    told = judged_account(seen(daily={"ad_spend": spend, "ad_gmv": {d: D(300) for d in days[:2]}}))
    words = judged_account(seen(daily={"ad_spend": spend, "keyword_ad_spend": {d: D(10) for d in days},
                                       "keyword_ad_gmv": {d: D(90) for d in days}}))
    assert told is not None
    assert words is not None
    assert (told.credited, words.credited) == (D("3.00"), None)
