"""The war room of a big event (大促战情): its kept plan beside what came, by the hour and to the minute of the newest number.

It is the evening's board on a day of a kept plan: the plan's target and curve stand in for the month's, and money, stock, ads,
people, carts and pages of the plan stand beside what is known of today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.domain.activities import PlanLine
from daybook.domain.evening import Evening, ServiceTonight
from daybook.domain.event_calendar import Activity, Stage
from daybook.domain.mega_sale import (
    ADS,
    CARTS,
    DAY,
    DONE,
    PAGES,
    ROSTER,
    STOCK,
    SaleAds,
    SaleHour,
    SaleStock,
    SaleToday,
)
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics import compute, reports
from daybook.metrics import rollups as kept
from daybook.rulebook.reading import load
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.sale_kept import kept_day, target_of
from daybook.workflows.sale_plan import TOLD
from daybook.workflows.seeing import NAMED, whose
from daybook.workflows.watch import ORDERS, Known, beside_near

CENT, TENTH = Decimal("0.01"), Decimal("0.1")
HOURS = 24
#: Days back whose stock lists still say what is there.
LEVEL_DAYS = 7
Units = Mapping[tuple[str, str], Mapping[date, Decimal]]            # item and SKU -> day -> units


def hour_ends(shop: Shop, on: date) -> tuple[datetime, ...]:
    """The ends of a day's hours, midnight of the next one last."""
    return (*(shop.moment(on, time(h)) for h in range(1, HOURS)), shop.moment(on + timedelta(days=1), time(0)))


def sale_today(house: House, shop: Shop, evening: Evening, known: Known, service: ServiceTonight) -> SaleToday | None:
    """The day beside the kept plan of a big event; None on a day of none."""
    found = kept_day(shop, known.on, evening.as_of)
    if found is None:
        return None
    activity, lines = found
    by_kind = {kind: [one for one in lines if one.kind == kind] for kind in (ADS, STOCK, ROSTER, CARTS, PAGES)}
    latest = max((one for one in lines if one.kind == DAY), key=lambda one: one.at)
    read = reading(house.lake, house.books, whose([shop]), evening.as_of, ALL_TABLES,
                   lambda session: _read(session, shop, activity, known.on))
    newest, target = evening.newest, target_of(lines, known.on)
    agents = next((one.value for one in by_kind[ROSTER] if one.name == known.on.isoformat()), None)
    goal = next((one.value for one in by_kind[CARTS]), None) if known.on < activity.first else None
    return SaleToday(
        activity, known.on, target, latest.by, latest.at, newest.at if newest else None, _by_now(evening),
        newest.paid if newest else None, _hours(shop, evening, known),
        tuple(_stock(one, activity, known, read) for one in by_kind[STOCK]),
        _ads(activity, by_kind[ADS], lines, known, read.spent),
        None if agents is None else int(agents), max((h.there for h in service.halves if h.there is not None), default=None),
        None if goal is None else int(goal), _carts(known, read.carts) if goal is not None else None,
        tuple(one for one in by_kind[PAGES] if one.due is not None and one.due <= known.on and not one.text.startswith(DONE)))


def _by_now(evening: Evening) -> Decimal | None:
    """What the plan's curve asks until the minute of the newest number, within the hour evenly."""
    outlook, newest = evening.outlook, evening.newest
    if outlook is None or newest is None or outlook.target is None:
        return None
    local = newest.at.astimezone(ZoneInfo(evening.zone))
    ends = [Decimal(0), *(h.target or Decimal(0) for h in outlook.hours)]
    begun = ends[local.hour]
    return (begun + (ends[local.hour + 1] - begun) * (local.minute * 60 + local.second) / 3600).quantize(CENT)


def _hours(shop: Shop, evening: Evening, known: Known) -> tuple[SaleHour, ...]:
    """The hours that are over beside the plan; what came in one is known where both of its ends are."""
    if evening.outlook is None or evening.outlook.target is None:
        return ()
    ends = hour_ends(shop, known.on)
    so_far = [Decimal(0), *(_until(known, end, shop) if end <= evening.as_of else None for end in ends)]
    asked = [Decimal(0), *(h.target or Decimal(0) for h in evening.outlook.hours)]
    return tuple(SaleHour(h, asked[h + 1] - asked[h], _between(so_far[h], so_far[h + 1]))
                 for h in range(HOURS) if ends[h] <= evening.as_of)


def _between(begun: Decimal | None, ended: Decimal | None) -> Decimal | None:
    return None if begun is None or ended is None else ended - begun


def _until(known: Known, end: datetime, shop: Shop) -> Decimal | None:
    """What had come until a moment: by orders that are in until then, else by a reading near it."""
    if known.until is not None and known.until >= end and (sum_ := known.so_far(ORDERS, known.on, end)) is not None:
        return sum_.amount.quantize(CENT)
    near = [t for t in known.ticks if t.paid is not None and abs(t.at - end) <= beside_near(shop)]
    best = min(near, key=lambda t: abs(t.at - end), default=None)
    return None if best is None else best.paid


@dataclass(frozen=True)
class _Read:
    """Units sold on the event's days and today, levels of the last week, ads and carts by day since its first window, titles."""

    sold: Units
    levels: Units
    spent: Mapping[date, Decimal]
    carts: Mapping[date, Decimal]
    titles: Mapping[str, str]


def _read(session: Session, shop: Shop, activity: Activity, on: date) -> _Read:
    first = min(activity.first, *(s.first for s in activity.spans if s.stage is not Stage.RECRUIT), on)
    week = on - timedelta(days=LEVEL_DAYS)
    session.use_picks((min(first, week), on))
    lines = compute.sliced(session, kept.SALES_PRODUCT, min(first, week), on).get(shop.name, {}).get("line_units", {})
    levels = compute.sliced(session, reports.SLICED["stock"], week, on).get(shop.name, {})
    daily = compute.daily(session, TOLD, first, on).get(shop.name, {})
    spent = daily.get("ad_spend") or daily.get("material_ad_spend") or {}
    titles = compute.names_of(session, NAMED["item_id"], week, on).get(shop.name, {})
    return _Read(_by_sku(lines), _by_sku(levels.get("sellable_units", {})), dict(spent), dict(daily.get("cart_units", {})), titles)


def _by_sku(sliced: Mapping[tuple[tuple[str, str], ...], Mapping[date, Decimal]]) -> Units:
    return {(dict(s).get("item_id", ""), dict(s).get("sku", "")): days for s, days in sliced.items()}


def _stock(line: PlanLine, activity: Activity, known: Known, read: _Read) -> SaleStock:
    """A SKU's units: its last level less what was sold since, which is known as far as today's orders are in."""
    item_id, _, sku = line.name.partition("|")
    mine = [days for (item, of), days in read.sold.items() if item == item_id and sku in ("", of)]
    there = [days for (item, of), days in read.levels.items() if item == item_id and sku in ("", of)]
    since = max((d for days in there for d in days), default=None)
    today = None if known.until is None else _units(mine, known.on, known.on)
    left = None
    if since is not None:
        level = sum((days[since] for days in there if since in days), Decimal(0))
        left = max(int(level) - _units(mine, since + timedelta(days=1), known.on), 0)
    hours = None
    if today and left is not None and known.until is not None:
        gone = Decimal(str((known.until - known.shop.moment(known.on, time(0))).total_seconds())) / 3600
        hours = (Decimal(left) * gone / today).quantize(TENTH) if gone > 0 else None
    untold = known.on < activity.first or (today is None and known.on == activity.first)
    return SaleStock(item_id, sku, " · ".join(part for part in (read.titles.get(item_id, item_id), sku) if part),
                     None if line.value is None else int(line.value),
                     None if untold else _units(mine, activity.first, known.on), today, left, hours,
                     hours is not None and hours < load().value("E-LASTS"))


def _units(mine: Sequence[Mapping[date, Decimal]], first: date, last: date) -> int:
    return int(sum((v for days in mine for d, v in days.items() if first <= d <= last), Decimal(0)))


def _ads(activity: Activity, budgets: Sequence[PlanLine], lines: Sequence[PlanLine], known: Known,
         spent: Mapping[date, Decimal]) -> SaleAds | None:
    """The phase that runs: its budget, its spend before today as far as every day of it is in, and what was read of today."""
    span = next((s for s in activity.spans if s.covers(known.on) and any(b.name == s.name.key for b in budgets)
                 and s.stage is not Stage.RECRUIT), None)
    budget = next((b.value for b in budgets if span is not None and b.name == span.name.key), None)
    if span is None or budget is None:
        return None
    days = [span.first + timedelta(days=n) for n in range((known.on - span.first).days)]
    before = sum((spent[d] for d in days), Decimal(0)) if all(d in spent for d in days) else None
    weights = {d: target_of(lines, d) or Decimal(0) for d in (span.first + timedelta(days=n) for n in range(
        (span.last - span.first).days + 1))}
    whole = sum(weights.values(), Decimal(0))
    part = weights[known.on] / whole if whole else Decimal(1) / len(weights)
    read = next((t.spend for t in reversed(known.ticks) if t.spend is not None), None)
    return SaleAds(span.name, budget, before, read, (budget * part).quantize(CENT), span.first, span.last)


def _carts(known: Known, carts: Mapping[date, Decimal]) -> int | None:
    """Units put in carts since the first window, reports before today and what was read of it; None where nothing tells any."""
    today = next((Decimal(t.carts) for t in reversed(known.ticks) if t.carts is not None), None)
    parts = [*(v for d, v in carts.items() if d < known.on), *([today] if today is not None else [])]
    return int(sum(parts, Decimal(0))) if parts else None
