"""What will run out before more can come, what an event will empty, and what lies longer than the client wants."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from daybook.analysis.stock.course import sum_of, units_not_exceeded
from daybook.desks.gain import CENT, lost_sales, rule
from daybook.desks.stock.positions import stock_of
from daybook.desks.worth import beside
from daybook.domain.brief import BriefFinding, Gain, Unit
from daybook.domain.given import OwnEvent
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.domain.stock import StockLine
from daybook.rulebook.reading import load

RUNNING_OUT, EVENT, SURPLUS = "stock.running_out", "stock.event", "stock.surplus"
HERO = "hero"
SIX = time(18)


def find_cover(seen: Seen) -> Iterator[BriefFinding]:
    """SKUs that run out before an order of today could be there, that a known event empties, and that came to lie too long.

    Nothing is told of a SKU without a lead time, nor of stock that is not in for the reviewed day.
    """
    levels = seen.sliced.get("stock", {}).get("sellable_units", {})
    if not any(seen.reviewed in days for days in levels.values()):
        return
    lines = [line for line in stock_of(seen).lines if line.seen_on == seen.reviewed and (line.sellable or 0) > 0]
    running = sorted((f for line in lines if (f := _running_out(seen, line)) is not None), key=_money)
    event = sorted((f for line in lines if (f := _event(seen, line)) is not None), key=_money)
    surplus = sorted((f for line in lines if (f := _surplus(seen, line)) is not None), key=_money)
    most = int(rule("I-ALARM", "most"))
    yield from (*running[:most], *event[:most], *surplus[:int(rule("I-ALARM", "most_surplus"))])


def _money(found: BriefFinding) -> tuple[Decimal, str]:
    return (-(found.at_stake.mid if found.at_stake else Decimal(0)), found.id)


def _running_out(seen: Seen, line: StockLine) -> BriefFinding | None:
    """Short before the next units can be there, likelier than not, although it still sells: money a day while it is out."""
    need, short = line.need, line.short
    if need is None or short is None or short.chance <= float(rule("I-ALARM", "likely")) or not need.order or not _sells(line):
        return None
    per_day, price = Decimal(str(round(line.per_day or 0, 4))), line.price or Decimal(0)
    words = Said("{sku} lasts {days} days; an order takes {lead}", sku=line.sku or line.item_id, days=line.cover_days or 0,
                 lead=need.lead.days)
    return _found(seen, line, RUNNING_OUT, "down", words, lost_sales(seen, per_day, price + beside(seen, Decimal(1))),
                  1 - short.chance, _deadline(seen, max(need.order_by or seen.on, seen.on)))


def _event(seen: Seen, line: StockLine) -> BriefFinding | None:
    """A hero whose stock and arrivals do not last to the end of an event that begins soon."""
    role = seen.given.role_of(line.item_id, seen.on)
    latest = seen.on + timedelta(days=int(rule("I-ALARM", "before_event")))
    if role is None or role.role != HERO or not _sells(line):
        return None
    coming = [e for e in seen.given.own_events if seen.on <= e.first <= latest and e.name == line.event]
    if not coming or line.event_units is None:
        return _event_least(seen, line) if line.event_units is None else None
    first, last = coming[0].first, coming[0].last
    before = Decimal(str(line.per_day or 0)) * (first - seen.on).days
    here = (line.sellable or Decimal(0)) + sum(a.units for a in line.arrivals if a.day is None or a.day <= first)
    missing = Decimal(str(round(line.event_units, 1))) - max(here - before, Decimal(0))
    if missing <= 0 or Decimal(str(line.event_units)) < rule("I-COVER", "slow"):
        return None
    stake = _missed(seen, line, max(here - before, Decimal(0)), last)
    words = Said("{event} asks for {units} of {sku}; {missing} will be missing", event=line.event, sku=line.sku or line.item_id,
                 units=round(line.event_units), missing=int(missing))
    return _found(seen, line, EVENT, "down", words, stake, None, _deadline(seen, first - timedelta(days=1)))


def missing_at_least(seen: Seen, line: StockLine) -> tuple[OwnEvent, Decimal, Decimal] | None:
    """The next own event, the units that will be there when it begins, and those that platforms ask of activity stock at least
    (E-STOCK3, so many usual days); None where they will be there, or where the platform asks for none."""
    latest = seen.on + timedelta(days=int(rule("I-ALARM", "before_event")))
    asks = load().for_(str(seen.shop.platform)).found("E-STOCK3")
    coming = next((e for e in sorted(seen.given.own_events, key=lambda e: e.first)
                   if seen.on <= e.first <= latest and e.kind == "promotion"), None)
    if asks is None or coming is None:
        return None
    a_day = Decimal(str(round(line.per_day or 0, 4)))
    here = (line.sellable or Decimal(0)) + sum(a.units for a in line.arrivals if a.day is None or a.day <= coming.first)
    there, least = max(here - a_day * (coming.first - seen.on).days, Decimal(0)), a_day * asks.value()
    return None if there >= least else (coming, there, least)


def _event_least(seen: Seen, line: StockLine) -> BriefFinding | None:
    """A hero that will not hold what is asked for at least when an event begins whose lift nobody measured."""
    found = missing_at_least(seen, line)
    if found is None:
        return None
    coming, there, least = found
    mid = ((least - there) * (line.price or Decimal(0))).quantize(CENT)
    words = Said("{event}: {there} of {sku} will be there when it begins; at least {least} are asked for", event=coming.name,
                 there=int(there), sku=line.sku or line.item_id, least=int(least.to_integral_value("ROUND_UP")))
    return _found(seen, line, EVENT, "down", words, Gain(mid, mid, mid, seen.shop.currency, per="event", until=coming.last), None,
                  _deadline(seen, coming.first - timedelta(days=1)))


def _missed(seen: Seen, line: StockLine, left: Decimal, last: date) -> Gain:
    """Money of what an event will ask for beyond the units left at its beginning; 80 % of its demand lies within the range."""
    stock = stock_of(seen)
    sums = sum_of(stock.demand, stock.lines.index(line), line.event_units or 0.0)
    asked = (units_not_exceeded(sums, 0.1), line.event_units or 0.0, units_not_exceeded(sums, 0.9))
    price = line.price or Decimal(0)
    low, mid, high = ((max(Decimal(str(round(units, 1))) - left, Decimal(0)) * price).quantize(CENT) for units in asked)
    return Gain(min(low, mid), mid, max(mid, high), seen.shop.currency, per="event", until=last)


def _surplus(seen: Seen, line: StockLine) -> BriefFinding | None:
    """Stock that came to lie beyond the wanted cover within the week, or did not sell at all, where its cost is known."""
    if not line.tied_up or line.surplus is None or line.seen_on is None:
        return None
    days = seen.sliced["stock"]["sellable_units"]
    (levels,) = [known for scope, known in days.items() if dict(scope).get("sku", "") == line.sku
                 and dict(scope).get("item_id", "") == line.item_id]
    before = levels.get(seen.reviewed - timedelta(days=int(rule("I-ALARM", "news"))))
    level = line.sellable or Decimal(0)
    if before is None or before > level - line.surplus or level <= before:      # it lay there a week ago too, or nothing came
        return None
    cost = line.tied_up
    words = Said("{units} of {sku} are more than the wanted cover: {money} tied up", units=line.surplus,
                 sku=line.sku or line.item_id, money=Amount(cost, "money", seen.shop.currency))
    return _found(seen, line, SURPLUS, "up", words, Gain(cost, cost, cost, seen.shop.currency, "cash", ""), None, None)


def _sells(line: StockLine) -> bool:
    return line.per_day is not None and Decimal(str(line.per_day)) >= rule("I-COVER", "slow") and bool(line.price)


def _deadline(seen: Seen, day: date) -> datetime:
    """The end of a working day, in time for a supplier to answer."""
    return seen.shop.moment(day, SIX)


def _found(seen: Seen, line: StockLine, kind: str, direction: str, words: Said, stake: Gain, odds: float | None,
           deadline: datetime | None) -> BriefFinding:
    named = tuple((k, v) for k, v in (("item_id", line.item_id), ("sku", line.sku)) if v)
    days = next(d for s, d in seen.sliced["stock"]["sellable_units"].items()
                if dict(s).get("sku", "") == line.sku and dict(s).get("item_id", "") == line.item_id)
    return BriefFinding(
        id=f"{kind}.{line.sku or line.item_id}", kind=kind, metric="sellable_units", zh="可售库存", unit=Unit.UNITS, scope=named,
        direction=direction, measured=line.sellable, base_kind="expected", base=None,
        at_stake=stake, odds_noise=None if odds is None else round(odds, 4), sources=("stock",),
        urgency="today" if kind == RUNNING_OUT else "", deadline=deadline, words=words,
        trend=tuple((d, days.get(d)) for d in (seen.reviewed - timedelta(days=n) for n in range(27, -1, -1))))
