"""The rates by which platforms judge disputes, each as the platform counts it, beside the line at which it acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.disputes.line import ahead_of
from daybook.desks.disputes.book import book_of, has_rule, rules_of
from daybook.domain.brief import State
from daybook.domain.disputes import DayCounts, RateSeen
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.rulebook.rules import FAMILY

PLACES = Decimal("0.000001")
#: What stands below the line of a rate: paid orders, or after-sale cases.
PAID, ASKED = "paid_orders", "after_sales"


@dataclass(frozen=True)
class RateRule:
    """One rate of a platform: what is over (of `DayCounts`), what under, its rule with the line; `needs` is what the shop's
    exports must tell for it."""

    metric: str
    zh: str
    over: str
    under: str
    rule: str
    needs: str


LOST = RateRule("dispute_rate", "纠纷率", "lost", PAID, "D-DISP", "liable")
HELP = RateRule("intervention_rate", "平台求助率", "opened", PAID, "D-HELP", "disputes")
BAD = RateRule("quality_refund_rate", "品质退款率", "quality", PAID, "D-QUALITY", "refunds")
#: Platform -> its rates.  Sources: the consoles' own notes on their service pages (近30天, over paid sub-orders; 抖店:
#: 消费者升级求助平台订单数 / 消费者求助商家订单数; 品质退货 over signed orders, for which the paid ones stand in here); chargebacks
#: over sales.
RATES: Mapping[str, tuple[RateRule, ...]] = {
    "taobao": (LOST, HELP, BAD),
    "pinduoduo": (RateRule("dispute_rate", "纠纷退款率", "lost", PAID, "D-DISP", "liable"),
                  RateRule("intervention_rate", "平台介入率", "opened", PAID, "D-HELP", "disputes"), BAD),
    "douyin": (RateRule("dispute_rate", "纠纷商责率", "lost", PAID, "D-DISP", "liable"),
               RateRule("help_rate", "平台求助率", "opened", ASKED, "D-HELP", "disputes"),
               RateRule("quality_refund_rate", "品质退货率", "quality", PAID, "D-QUALITY", "refunds")),
    "shopify": (RateRule("dispute_rate", "拒付率", "opened", PAID, "D-DISP", "disputes"), BAD),
    "amazon": (RateRule("dispute_rate", "纠纷率", "opened", PAID, "D-DISP", "disputes"), BAD),
}
#: Platforms whose cases stand in their exports of refunds: a day of these is a day of cases too.
WITH_REFUNDS = ("taobao", "douyin")
ELSE = (RateRule("dispute_rate", "纠纷率", "lost", PAID, "D-DISP", "liable"), HELP, BAD)


def rates_of(seen: Seen) -> tuple[RateSeen, ...]:
    """Every rate of the shop's platform over its window; one that cannot be told says why."""
    known = seen.reckoned.get("disputes.rates")
    if not isinstance(known, tuple):
        platform = FAMILY.get(seen.shop.platform, str(seen.shop.platform))
        known = seen.reckoned["disputes.rates"] = tuple(_rate(one, seen) for one in RATES.get(platform, ELSE))
    return known


def _rate(one: RateRule, seen: Seen) -> RateSeen:
    rules, book = rules_of(seen), book_of(seen)
    window = int(rules.value("D-WINDOW", "days"))
    days = [seen.reviewed - timedelta(days=n) for n in range(window - 1, -1, -1)]
    over = [getattr(book.days.get(day, DayCounts()), one.over) for day in days]
    under = _under(one, seen, days)
    line = rules.value(one.rule, "rate") if has_rule(rules, one.rule) else None
    why = _why_not(one, seen, under, days)
    total, below = sum(over), sum(n for n in under if n is not None)
    if why or not below:
        return RateSeen(one.metric, one.zh, total, below, None, line, one.rule, window,
                        why_not=why or Said("nothing was sold in {days} days", days=window))
    rate = (Decimal(total) / below).quantize(PLACES)
    if line is None:
        return RateSeen(one.metric, one.zh, total, below, rate, None, one.rule, window)
    ahead = ahead_of(over, [n or 0 for n in under], float(line), window, int(rules.value("D-WINDOW", "pace")),
                     int(rules.value("D-WINDOW", "ahead")))
    cross = None if ahead.day is None else seen.reviewed + timedelta(days=ahead.day)
    earlier = [day - timedelta(days=int(rules.value("D-WINDOW", "pace"))) for day in days]
    return RateSeen(one.metric, one.zh, total, below, rate, line, one.rule, window, ahead.left, cross, ahead.chance,
                    before=_over_days(one, seen, earlier),
                    near=rate > line or Decimal(str(ahead.chance)) >= rules.value("D-TELL", "chance"))


def _over_days(one: RateRule, seen: Seen, days: list[date]) -> Decimal | None:
    """The rate over some days; None where a day's orders are not known."""
    under = _under(one, seen, days)
    below = sum(n for n in under if n is not None)
    if None in under or not below or _not_in(one, seen, days):
        return None
    return (Decimal(sum(getattr(book_of(seen).days.get(day, DayCounts()), one.over) for day in days)) / below).quantize(PLACES)


def _under(one: RateRule, seen: Seen, days: list[date]) -> list[int | None]:
    if one.under == ASKED:
        return [book_of(seen).days.get(day, DayCounts()).after_sales for day in days]
    values = (seen.value(PAID, day) for day in days)
    return [None if value is None else int(value) for value in values]


def _not_in(one: RateRule, seen: Seen, days: list[date]) -> int:
    """On how many days the exports that tell the cases of a rate are not in."""
    with_refunds = FAMILY.get(seen.shop.platform, str(seen.shop.platform)) in WITH_REFUNDS
    tables = ("refunds",) if one.needs == "refunds" else ("disputes", "refunds") if with_refunds else ("disputes",)
    return sum(all(seen.state(table, day) not in (State.IN, State.PARTIAL) for table in tables) for day in days)


def _why_not(one: RateRule, seen: Seen, under: list[int | None], days: list[date]) -> str:
    if one.needs not in book_of(seen).told:
        return NOT_TOLD[one.needs]()
    missing = _not_in(one, seen, days)
    if missing:
        return Said("the cases of {n} of {days} days are not in", n=missing, days=len(days))
    missing = sum(n is None for n in under)
    if missing:
        return Said("the orders of {n} of {days} days are not in", n=missing, days=len(days))
    return ""


NOT_TOLD: Mapping[str, Callable[[], str]] = {
    "liable": lambda: Said("no export names who was found liable"),
    "disputes": lambda: Said("no case at the platform stands in the exports: none there was, or no export tells it"),
    "refunds": lambda: Said("no refund is in the exports")}
