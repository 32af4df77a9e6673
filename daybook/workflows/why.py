"""Why: the whole bridge of one number from a base to a day, by drivers, by every cut, and what was noted beside it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from daybook.analysis.decomposition import factors_from_levels, split_product
from daybook.calendar.days import comparison_days
from daybook.calendar.events import is_fair_base
from daybook.desks.sales.beside import beside
from daybook.desks.sales.findings import DRIVERS, REPORT_CUTS
from daybook.desks.sales.slices import Cut, explain
from daybook.desks.sales.target import day_target
from daybook.desks.sales.tiles import country_of
from daybook.domain.brief import Brief, BriefFinding, Cause, Unit
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import reading
from daybook.metrics.catalog import catalog
from daybook.metrics.compute import value_of
from daybook.metrics.metric import Definition
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE, code_version
from daybook.workflows.seeing import SLICED_DAYS, see, whose

WHY = "why"
CENT, SHARE = Decimal("0.01"), Decimal("0.000001")
#: Chains whose product is a money metric: the first whose levels are all known on both days is used.
CHAINS: dict[str, tuple[tuple[str, ...], ...]] = {
    "paid_gmv": (("visitors", "paid_buyers", "paid_orders", "paid_gmv"), ("visitors", "paid_orders", "paid_gmv"),
                 ("paid_buyers", "paid_orders", "paid_gmv"), ("paid_orders", "paid_gmv")),
    "gmv": (("orders_created", "gmv"),),
    "ad_gmv": (("impressions", "clicks", "ad_orders", "ad_gmv"), ("clicks", "ad_gmv")),
    "ad_spend": (("impressions", "clicks", "ad_spend"), ("clicks", "ad_spend")),
}
#: What each level over the one before it is called.
OVER = {("visitors", "paid_buyers"): "payment_cvr", ("visitors", "paid_orders"): "payment_cvr",
        ("paid_buyers", "paid_orders"): "orders_per_buyer", ("paid_orders", "paid_gmv"): "aov",
        ("orders_created", "gmv"): "aov", ("impressions", "clicks"): "ctr", ("clicks", "ad_orders"): "click_cvr",
        ("ad_orders", "ad_gmv"): "aov", ("clicks", "ad_gmv"): "gmv_per_click", ("clicks", "ad_spend"): "cpc"}
MONEY_CUTS = (Cut("product", "line_gmv"), Cut("region", "paid_gmv"), Cut("channel", "paid_gmv"), Cut("hour", "paid_gmv"))


def why(house: House, shop: Shop, metric: str, on: date, base: str, as_of: datetime | None = None) -> Brief:
    """A brief of nothing but the bridges of `metric`, on the day that the morning of `on` reviews, against `base`.

    `base` is day, week, plan or a date; `as_of` is the moment of the brief that it explains (None: nine o'clock).

    The first is by drivers where the metric has any, the others one per cut.  Raises WrongUsage for a metric that
    does not exist and for a day that is not known.
    """
    definition = catalog().get(metric)
    if definition is None:
        raise WrongUsage(f"no metric is called {metric}", next_step="use one of docs/metrics.md, such as paid_gmv")
    moment = as_of or shop.moment(on, NINE)
    looked = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES,
                     lambda session: see(session, [shop], on, moment, reading_for=()))
    one = looked[shop.name]
    return Brief(
        shop=shop.name, client=shop.client, platform=shop.platform, zone=shop.zone, currency=shop.currency, on=on,
        reviewed=one.seen.reviewed, as_of=moment, digest=one.digest, code_version=code_version(),
        findings=tuple(bridges(one.seen, definition, base)))


def bridges(seen: Seen, definition: Definition, base: str) -> Iterator[BriefFinding]:
    """The bridges of one definition on the reviewed day."""
    kind, day = base_day(seen, base)
    measured = _rounded(value_of(definition, seen.daily, [seen.reviewed]), definition)
    if measured is None:
        raise WrongUsage(Said("{metric} of {day} is not known", metric=_called(definition), day=f"{seen.reviewed}"),
                         next_step="see `daybook status` for what is not in; for what came in after nine o'clock "
                                   "ask with --as-of now")
    if day is None:
        yield _against_plan(seen, definition, measured)
        return
    before = _rounded(value_of(definition, seen.daily, [day]), definition)
    if before is None:
        raise WrongUsage(Said("{metric} of {day} is not known", metric=_called(definition), day=f"{day}"),
                         next_step="name another base")
    caution = is_fair_base(seen.reviewed, day, seen.shop.platform, country_of(seen)) or ""
    yield _by_drivers(seen, definition, kind, day, (before, measured), caution)
    for cut in cuts_of(definition.name):
        step = SHARE if definition.unit is Unit.SHARE else CENT if definition.unit is Unit.MONEY else Decimal(1)
        found = explain(seen, cut, day, seen.reviewed, (before, measured), step)
        if found is not None:
            yield _finding(seen, definition, kind, (("dimension", cut.dimension),), (before, measured), found.causes,
                           found.remainder, caution)


def base_day(seen: Seen, base: str) -> tuple[str, date | None]:
    """The kind of a base and its day; None for the plan."""
    days = comparison_days(seen.reviewed)
    if base == "plan":
        return "target", None
    if base in ("day", "week"):
        return ("yesterday", days.yesterday) if base == "day" else ("last_week", days.same_weekday_last_week)
    try:
        day = date.fromisoformat(base)
    except ValueError:
        raise WrongUsage(f"{base} is no base", next_step="use day, week, plan or a date such as 2026-11-11") from None
    if not seen.reviewed - timedelta(days=SLICED_DAYS) < day < seen.reviewed:
        raise WrongUsage(f"{day} is not within the {SLICED_DAYS} days before {seen.reviewed}",
                         next_step="name a nearer day")
    return "day", day


def cuts_of(metric: str) -> tuple[Cut, ...]:
    """The ways to cut a metric."""
    if metric == "paid_gmv":
        return MONEY_CUTS
    driver = DRIVERS.get(metric)
    return REPORT_CUTS.get(metric, ()) or (driver.cuts if driver else ())


def _by_drivers(seen: Seen, definition: Definition, kind: str, day: date, whole: tuple[Decimal, Decimal],
                caution: str) -> BriefFinding:
    for chain in CHAINS.get(definition.name, ()):
        levels = [[seen.value(m, d) for m in chain] for d in (day, seen.reviewed)]
        if all(v for row in levels for v in row):
            names = [chain[0], *(OVER[pair] for pair in pairwise(chain))]
            before, after = ([v for v in row if v is not None] for row in levels)
            bridge = split_product(factors_from_levels(names, before, after), *whole)
            causes = tuple(Cause("driver", (("driver", p.name),), p.amount) for p in bridge.parts)
            return _finding(seen, definition, kind, (), whole, causes, bridge.remainder, caution)
    return _finding(seen, definition, kind, (), whole, (), whole[1] - whole[0], caution)


def _called(definition: Definition) -> Term:
    return Term("metric", definition.name, definition.zh)


def _against_plan(seen: Seen, definition: Definition, measured: Decimal) -> BriefFinding:
    target = day_target(seen, definition.name, seen.reviewed)
    if target is None:
        raise WrongUsage(Said("no target of {metric} is set for {month}", metric=_called(definition),
                              month=f"{seen.reviewed:%Y-%m}"), next_step="set one with `daybook set target FILE.csv`")
    whole = (target.value, measured)
    return _finding(seen, definition, "target", (), whole, (), whole[1] - whole[0], "")


def _finding(seen: Seen, definition: Definition, kind: str, scope: tuple[tuple[str, str], ...],
             whole: tuple[Decimal, Decimal], causes: tuple[Cause, ...], remainder: Decimal, caution: str) -> BriefFinding:
    verdict = seen.judged.verdicts.get(definition.name)
    return BriefFinding(
        id=f"{WHY}.{definition.name}" + "".join(f".{v}" for _, v in scope), kind=WHY, metric=definition.name,
        zh=definition.zh, unit=definition.unit, scope=scope, direction="up" if whole[1] >= whole[0] else "down",
        measured=whole[1], base_kind=kind, base=whole[0], odds_noise=verdict.odds if verdict else None, causes=causes,
        remainder=remainder, events=beside(seen, seen.reviewed) if not scope else (), words=caution if not scope else "",
        currency=seen.shop.currency if definition.unit is Unit.MONEY else "",
        higher_is_better=definition.higher_is_better)


def _rounded(value: Decimal | None, definition: Definition) -> Decimal | None:
    if value is None:
        return None
    return value.quantize(SHARE if definition.unit in (Unit.SHARE, Unit.RATIO) else CENT
                          if definition.unit is Unit.MONEY else Decimal(1))
