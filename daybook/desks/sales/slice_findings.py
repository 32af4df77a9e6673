"""What changed in one place: a traffic source, a device or an item that left its own usual, with its money."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from math import exp

from daybook.calendar.days import comparison_days
from daybook.calendar.events import is_fair_base
from daybook.calendar.where import country_of
from daybook.desks.sales.beside import beside
from daybook.desks.sales.slices import Cut, label, moved_alone, slice_rows
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.judged import SliceVerdict, Verdict
from daybook.domain.said import Amount, Said, Term
from daybook.domain.seen import Scope, Seen

SLICE_CHANGED = "sales.slice_changed"
CENT, SHARE = Decimal("0.01"), Decimal("0.000001")
#: Of the shop's paid amount; a slice that moves less money is told in the tables.
LEAST_STAKE = Decimal("0.03")
#: What slides costs more with every day; so less of it is told.
SLIDE, LEAST_OF_SLIDE = "slide", Decimal("0.01")
#: A streak is gone by the mean of its days, of so many at most: an older one may go on.
STREAK, STREAK_DAYS = "streak", 5
MOST_PER_METRIC = 2
#: A slice that stands so far from the others moved by itself, also where too few buyers make a test of it.
APART = Decimal("0.2")
#: A day on which visitors brought more than so many times the usual was made by one order.
HUGE = 3
CUTS = {
    ("source", "visitors"): Cut("source", "visitors", people=True),
    ("product_traffic", "visitors"): Cut("product_traffic", "visitors", people=True),
    ("device", "payment_cvr"): Cut("device", "paid_buyers", "visitors"),
    ("device", "device_session_cvr"): Cut("device", "paid_sessions", "sessions"),
    ("product_traffic", "payment_cvr"): Cut("product_traffic", "paid_buyers", "visitors"),
}
ZH = {"visitors": "访客数", "payment_cvr": "支付转化率", "device_session_cvr": "终端会话转化率"}


def find_slice_changes(seen: Seen) -> Iterator[BriefFinding]:
    """Slices that moved by themselves, at most two a metric, the most money first.

    When all slices of a dimension moved alike the change is the shop's, and told there.
    """
    found: dict[str, dict[str, BriefFinding]] = {}
    for verdict in seen.judged.slices:
        change = verdict.verdict.change
        cut = CUTS[(verdict.dimension, verdict.verdict.metric)]
        if change is not None and (change.kind == SLIDE or verdict.scope in moved_alone(seen, cut, change.since)[0]
                                   or _apart(seen, cut, verdict.scope, change.since)):
            made = _finding(seen, verdict, cut)
            if made is not None:
                found.setdefault(verdict.verdict.metric, {}).setdefault(made.id, made)
    for of_metric in map(list, map(dict.values, found.values())):
        of_metric.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
        yield from of_metric[:MOST_PER_METRIC]


def _apart(seen: Seen, cut: Cut, scope: Scope, since: date) -> bool:
    """Whether a slice moved at least twice as far as all others of its dimension together, by what is usual for each."""
    rows = slice_rows(seen, cut, since)
    own = [(real, usual) for name, real, usual in rows if name == scope]
    rest = [(real, usual) for name, real, usual in rows if name != scope]
    if not own or not rest or not own[0][1] or not sum((usual for _, usual in rest), Decimal(0)):
        return False
    moved = own[0][0] / own[0][1] - 1
    others = sum((real for real, _ in rest), Decimal(0)) / sum((usual for _, usual in rest), Decimal(0)) - 1
    return abs(moved - others) >= APART and abs(moved) >= 2 * abs(others)


def slice_value(seen: Seen, cut: Cut, scope: Scope, day: date) -> Decimal | None:
    """A slice's number on a day; None where it is not known."""
    numbers = seen.sliced.get(cut.dimension, {})
    over = numbers.get(cut.over, {}).get(scope, {}).get(day)
    if not cut.under:
        return over
    under = numbers.get(cut.under, {}).get(scope, {}).get(day)
    return (over / under).quantize(SHARE) if over is not None and under else None


def _finding(seen: Seen, one: SliceVerdict, cut: Cut) -> BriefFinding | None:
    verdict, change = one.verdict, one.verdict.change
    actual = slice_value(seen, cut, one.scope, seen.reviewed)
    if actual is None or verdict.expected is None or change is None:
        return None
    stake = _stake(seen, cut, one, actual)
    least = LEAST_OF_SLIDE if change.kind == SLIDE else LEAST_STAKE
    if stake is None or stake.mid < least * (seen.value("paid_gmv", seen.reviewed) or Decimal(0)):
        return None
    kind, base = _base(seen, cut, one)
    named = tuple((k, v) for k, v in one.scope if v)
    unit = Unit.SHARE if cut.under else Unit.PEOPLE
    trend = tuple((d, slice_value(seen, cut, one.scope, d))
                  for d in (seen.reviewed - timedelta(days=n) for n in range(27, -1, -1)))
    return BriefFinding(
        id=f"{SLICE_CHANGED}.{verdict.metric}.{label(one.scope)}", kind=SLICE_CHANGED, metric=verdict.metric,
        zh=ZH[verdict.metric], unit=unit, scope=named, direction="up" if change.size > 0 else "down", measured=actual,
        base_kind=kind, base=base, expected=verdict.expected, low=verdict.low, high=verdict.high,
        odds_noise=change.odds, at_stake=stake, since=change.since,
        causes=(Cause("local", named, actual - base),), sources=("traffic",), trend=trend,
        events=beside(seen, change.since, {v for _, v in one.scope}),
        words=Said("{metric} of {slice} {actual}, {expected} expected; it moved by itself",
                   metric=Term("metric", verdict.metric, ZH[verdict.metric]), slice=name_of(seen, one.scope),
                   actual=Amount(actual, unit.value), expected=Amount(verdict.expected, unit.value)))


def name_of(seen: Seen, scope: Scope) -> str:
    """A slice as people know it: the name of an item beside its id, else the values."""
    names = [seen.names.get(k, {}).get(v, "") for k, v in scope]
    known = next((n for n in names if n), "")
    return f"{known} ({label(scope)})" if known else label(scope)


def _base(seen: Seen, cut: Cut, one: SliceVerdict) -> tuple[str, Decimal]:
    """The same weekday last week if it is fair and lies before the change, else what was expected."""
    day = comparison_days(seen.reviewed).same_weekday_last_week
    country = country_of(seen.shop.platform, seen.shop.currency)
    value = slice_value(seen, cut, one.scope, day)
    change = one.verdict.change
    if value is not None and change is not None and day < change.since and is_fair_base(
            seen.reviewed, day, seen.shop.platform, country) is None:
        return "last_week", value
    return "expected", one.verdict.expected or Decimal(0)


def _stake(seen: Seen, cut: Cut, one: SliceVerdict, actual: Decimal) -> Gain | None:
    """Paid amount a day: visitors that did not come at what a visitor of the slice is worth, or buyers that did not
    buy at what a buyer spends."""
    gmv, worth = seen.value("paid_gmv", seen.reviewed), _worth(seen, cut, one.scope)
    verdict = one.verdict
    if gmv is None or worth is None or verdict.expected is None:
        return None
    scale = worth
    if cut.under:
        under = seen.sliced[cut.dimension][cut.under].get(one.scope, {}).get(seen.reviewed)
        if not under:
            return None
        scale = under * worth
    mid = (_slid(verdict) if _by_its_line(verdict) else abs(verdict.expected - actual)) * scale
    sizes = [abs(b - actual) * scale for b in (verdict.low, verdict.high) if b is not None]
    low, high = min([*sizes, mid]), max([*sizes, mid])
    return Gain(low.quantize(CENT), mid.quantize(CENT), high.quantize(CENT), seen.shop.currency)


def _by_its_line(verdict: Verdict) -> bool:
    """Whether several days say how much is gone: a slide's line, and a streak of few days; a single one strays as far again, and is
    told when it strays down."""
    change = verdict.change
    if change is None:
        return False
    return change.kind == SLIDE or (change.kind == STREAK and (change.seen_on - change.since).days < STREAK_DAYS)


def _slid(verdict: Verdict) -> Decimal:
    """People of the day that are gone by the size of the change."""
    size = verdict.change.size if verdict.change else 0.0
    return abs((verdict.expected or Decimal(0)) * Decimal(repr(1 - exp(size))))


def _worth(seen: Seen, cut: Cut, scope: Scope) -> Decimal | None:
    """What one visitor (one buyer, for a conversion) brought over the four weeks before, in the slice if it is told
    there, else in the shop."""
    days = [seen.reviewed - timedelta(days=n) for n in range(1, 29)]
    numbers = seen.sliced.get(cut.dimension, {})
    people = numbers.get("paid_buyers" if cut.under else "visitors", {}).get(scope, {})
    money = numbers.get("paid_gmv", {}).get(scope, {})
    each = sorted(money[d] / people[d] for d in days if people.get(d) and d in money)
    most = HUGE * each[len(each) // 2] if each else None    # one huge order is no reason to think every visitor worth more
    known = [d for d in days if people.get(d) and d in money and (not most or money[d] / people[d] <= most)]
    if known:
        return sum((money[d] for d in known), Decimal(0)) / sum((people[d] for d in known), Decimal(0))
    gmv, heads = seen.daily.get("paid_gmv", {}), seen.daily.get("paid_orders" if cut.under else "visitors", {})
    both = [d for d in days if d in gmv and heads.get(d)]
    return sum((gmv[d] for d in both), Decimal(0)) / sum((heads[d] for d in both), Decimal(0)) if both else None
