"""What changed: each metric whose level left the noise, with its money, its odds, and the causes that add up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from daybook.calendar.days import comparison_days
from daybook.calendar.events import is_fair_base
from daybook.calendar.where import country_of
from daybook.desks.gain import rule
from daybook.desks.sales.beside import beside
from daybook.desks.sales.slices import Cut, Explained, explain, explain_usual, label
from daybook.domain.brief import BriefFinding, Gain, Streak, Unit
from daybook.domain.judged import Verdict
from daybook.domain.said import Amount, Said, Term
from daybook.domain.seen import Scope, Seen
from daybook.metrics.compute import value_of
from daybook.metrics.definitions import refunds as r
from daybook.metrics.definitions import sales as s
from daybook.metrics.metric import Definition

CHANGED = "sales.changed"
CENT, SHARE = Decimal("0.01"), Decimal("0.000001")
TREND_DAYS = 28
#: A finding that moves less than this share of the paid amount is told in the tiles and not as a finding.
LEAST_STAKE = Decimal("0.02")


@dataclass(frozen=True)
class Driver:
    """A watched metric: its definition, its cuts, and whether it drives the paid amount in proportion."""

    definition: Definition
    cuts: tuple[Cut, ...]
    drives_gmv: bool = True


ORDER_CUTS = (Cut("product", s.LINE_ORDERS.name, people=True), Cut("region", s.PAID_ORDERS.name),
              Cut("channel", s.PAID_ORDERS.name))
DRIVERS: Mapping[str, Driver] = {
    "paid_orders": Driver(s.PAID_ORDERS, ORDER_CUTS),
    "aov": Driver(s.AOV, ()),
    "refunds_by_day": Driver(r.REFUNDS_BY_DAY, (), drives_gmv=False),
}
#: Cuts of metrics that come from the platform's own reports, by metric name.
REPORT_CUTS: Mapping[str, tuple[Cut, ...]] = {
    "visitors": (Cut("source", "visitors", people=True), Cut("device", "visitors", people=True),
                 Cut("product_traffic", "visitors", people=True)),
    "payment_cvr": (Cut("device", "paid_buyers", "visitors"), Cut("source", "paid_buyers", "visitors"),
                    Cut("product_traffic", "paid_buyers", "visitors")),
    "ad_spend": (Cut("plan", "ad_spend"), Cut("keyword", "ad_spend")),
}


def find_changes(seen: Seen) -> Iterator[BriefFinding]:
    """One finding per metric whose level left the noise within the last days, the most money first."""
    found = [f for v in seen.judged.changes() if (f := _finding(seen, v)) is not None]
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found


def measured(seen: Seen, metric: str, day: date) -> Decimal | None:
    """A watched metric on a day; the payment conversion is orders over visitors where buyers are not known."""
    if metric == "payment_cvr":
        orders, visitors = seen.value("paid_orders", day), seen.value("visitors", day)
        return (orders / visitors).quantize(SHARE) if orders is not None and visitors else None
    driver = DRIVERS.get(metric)
    value = value_of(driver.definition, seen.daily, [day]) if driver else seen.value(metric, day)
    return None if value is None else value.quantize(CENT) if _unit(metric) is Unit.MONEY else value


def _finding(seen: Seen, verdict: Verdict) -> BriefFinding | None:
    change, actual = verdict.change, measured(seen, verdict.metric, seen.reviewed)
    if change is None or actual is None or verdict.expected is None or _says_nothing(seen, verdict, actual):
        return None
    kind, day = base_of(seen, verdict)
    base = verdict.expected if day is None else measured(seen, verdict.metric, day)
    if base is None:
        return None
    explained = _explained(seen, verdict, day, (base, actual))
    stake = _stake(seen, verdict, actual)
    if stake is not None and stake.mid < LEAST_STAKE * (seen.value("paid_gmv", seen.reviewed) or Decimal(0)):
        return None
    trend = tuple((d, measured(seen, verdict.metric, d))
                  for d in (seen.reviewed - timedelta(days=n) for n in range(TREND_DAYS - 1, -1, -1))
                  if seen.first_day and d >= seen.first_day)
    unit = _unit(verdict.metric)
    return BriefFinding(
        id=f"{CHANGED}.{verdict.metric}", kind=CHANGED, metric=verdict.metric, zh=_zh(verdict.metric), unit=unit,
        scope=_local(verdict, explained), direction="up" if change.size > 0 else "down",
        measured=actual, base_kind=kind, base=base, expected=verdict.expected, low=verdict.low, high=verdict.high,
        odds_noise=change.odds, at_stake=stake, since=change.since, streak=_streak(seen, verdict),
        causes=explained.causes if explained else (), remainder=explained.remainder if explained else actual - base,
        sources=_sources(verdict.metric), words=_words(seen, verdict, explained, actual), trend=trend,
        currency=seen.shop.currency if unit is Unit.MONEY else "", higher_is_better=verdict.metric not in WORSE_WHEN_UP,
        band=verdict.band, events=beside(seen, change.since, _objects(explained)))


def _local(verdict: Verdict, explained: Explained | None) -> Scope:
    """The surest slice that moved by itself the way the whole did; nothing without one."""
    way = verdict.change.size if verdict.change else 0.0
    return next((c.scope for c in (explained.causes if explained else ()) if c.kind == "local"
                 and c.contribution * (1 if way > 0 else -1) > 0), ())


def _objects(explained: Explained | None) -> set[str]:
    return {value for scope in (explained.local if explained else ()) for _, value in scope}


def _says_nothing(seen: Seen, verdict: Verdict, actual: Decimal) -> bool:
    """A change that the day itself does not show: a value on the other side of what was expected, the average of a
    few orders, refunds of a day whose orders are not known, fewer refunds than usual."""
    size, expected = verdict.change.size if verdict.change else 0.0, verdict.expected or Decimal(0)
    if (actual - expected) * (1 if size > 0 else -1) <= 0:
        return True
    orders = seen.value("paid_orders", seen.reviewed)
    if verdict.metric == "aov":
        return orders is None or orders < rule("M-MEAN")
    if verdict.metric == "refunds_by_day":
        return size < 0 or seen.value("paid_gmv", seen.reviewed) is None
    return False


WORSE_WHEN_UP = ("refunds_by_day", "ad_spend")


def base_of(seen: Seen, verdict: Verdict) -> tuple[str, date | None]:
    """The day to hold the number against: the same weekday last week or the day before, if it is a fair base and
    lies before the change; else the expectation."""
    days = comparison_days(seen.reviewed)
    country = country_of(seen.shop.platform, seen.shop.currency)
    for kind, day in (("last_week", days.same_weekday_last_week), ("yesterday", days.yesterday)):
        fair = is_fair_base(seen.reviewed, day, seen.shop.platform, country) is None
        before = verdict.change is None or day < verdict.change.since
        if fair and before and measured(seen, verdict.metric, day) is not None:
            return kind, day
    return "expected", None


def _explained(seen: Seen, verdict: Verdict, base: date | None, whole: tuple[Decimal, Decimal]) -> Explained | None:
    """The cut whose slices moved most clearly by themselves; without one, the first cut that there is."""
    since = verdict.change.since if verdict.change else seen.reviewed
    step = SHARE if _unit(verdict.metric) is Unit.SHARE else CENT if _unit(verdict.metric) is Unit.MONEY else Decimal(1)
    driver = DRIVERS.get(verdict.metric)
    cuts = REPORT_CUTS.get(verdict.metric, ()) or (driver.cuts if driver else ())
    found = [e for c in cuts if (e := explain_usual(seen, c, since, whole, step) if base is None else
                                 explain(seen, c, base, since, whole, step)) is not None]
    return max(found, key=lambda e: e.evidence, default=None)


def _stake(seen: Seen, verdict: Verdict, actual: Decimal) -> Gain | None:
    """Paid amount per day that the change costs or brings, the rest of the day being as it was."""
    gmv = seen.value("paid_gmv", seen.reviewed)
    if not gmv or not actual or verdict.metric in ("refunds_by_day", "ad_spend") or verdict.expected is None:
        return None
    sizes = sorted(abs(gmv - gmv * bound / actual) for bound in (verdict.low, verdict.high) if bound is not None)
    mid = abs(gmv - gmv * verdict.expected / actual)
    low, high = (min(sizes[0], mid), max(sizes[-1], mid)) if sizes else (mid, mid)
    return Gain(low.quantize(CENT), mid.quantize(CENT), high.quantize(CENT), seen.shop.currency)


def _streak(seen: Seen, verdict: Verdict) -> Streak | None:
    if verdict.change is None or verdict.change.kind == "point":
        return None
    days = (seen.reviewed - verdict.change.since).days + 1
    return Streak(days, Said("level changed on {day}", day=verdict.change.since), verdict.change.odds)


def _words(seen: Seen, verdict: Verdict, explained: Explained | None, actual: Decimal) -> str:
    metric = Term("metric", verdict.metric, _zh(verdict.metric))
    unit = _unit(verdict.metric).value
    currency = seen.shop.currency if unit == Unit.MONEY.value else ""
    expected = Amount(verdict.expected or Decimal(0), unit, currency)
    local = _local(verdict, explained)
    if local:
        return Said("{metric} {actual}, {expected} expected; {slice} moved by itself", metric=metric,
                    actual=Amount(actual, unit, currency), expected=expected, slice=label(local))
    if explained is not None:
        return Said("{metric} {actual}, {expected} expected; no local cause: all slices moved alike", metric=metric,
                    actual=Amount(actual, unit, currency), expected=expected)
    return Said("{metric} {actual}, {expected} expected", metric=metric,
                actual=Amount(actual, unit, currency), expected=expected)


def _unit(metric: str) -> Unit:
    return {"payment_cvr": Unit.SHARE, "aov": Unit.MONEY, "ad_spend": Unit.MONEY, "visitors": Unit.PEOPLE}.get(
        metric, Unit.COUNT)


def _zh(metric: str) -> str:
    names = {"payment_cvr": "支付转化率", "visitors": "访客数", "ad_spend": "广告花费"}
    driver = DRIVERS.get(metric)
    return driver.definition.zh if driver else names.get(metric, metric)


def _sources(metric: str) -> tuple[str, ...]:
    return {"visitors": ("traffic",), "payment_cvr": ("orders", "traffic"), "ad_spend": ("ads",),
            "refunds_by_day": ("refunds",)}.get(metric, ("orders",))
