"""What expires (临期): units that will not be sold before they must be off the shelf, and those whose day has come.

The tiers are those of rule I-EXPIRY.  A SKU whose day of expiry nobody said is not one that does not expire.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal

from daybook.analysis.stock.course import sum_of, units_not_exceeded
from daybook.desks.gain import CENT, minutes, rule
from daybook.desks.stock.positions import stock_of
from daybook.domain.brief import BriefFinding, Gain, Must, Unit
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.domain.stock import StockLine
from daybook.domain.work import Pull, Role, Suggestion

EXPIRING = "stock.expiring"
PROMOTE, DISCOUNT, DELIST = "promote", "discount", "delist"
SIX = time(18)


def find_expiring(seen: Seen) -> Iterator[BriefFinding]:
    """SKUs that came into a tier of expiry within the week with units that will not be sold in time, the dearest first."""
    news = timedelta(days=int(rule("I-ALARM", "news")))
    found = []
    for line in stock_of(seen).lines:
        since = _since(line)
        if since is None or not since <= seen.on < since + news or not line.sellable:
            continue
        left = left_at(seen, line)
        if left is not None and left[1] >= 1:
            found.append(_finding(seen, line, since, left))
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found[:int(rule("I-ALARM", "most"))]


def off_shelf_on(expires: date) -> date:
    """The first day on which units that expire then may not be sold any more."""
    return expires - timedelta(days=int(rule("I-EXPIRY", DELIST)))


def left_at(seen: Seen, line: StockLine) -> tuple[float, float, float] | None:
    """Units of a SKU that will be left on the day on which they must be off the shelf (low, mid, high; eight in ten lie between);
    None where that is not foretold."""
    if line.expires_on is None or line.sellable is None:
        return None
    there, days = float(line.sellable), (off_shelf_on(line.expires_on) - seen.on).days
    if days <= 0:
        return there, there, there
    stock = stock_of(seen)
    number = stock.lines.index(line)
    gone = stock.gone(number)
    if line.per_day is None or days > len(gone):
        return None
    mean = float(gone[days - 1])
    sums = sum_of(stock.demand, number, mean)
    low, high = (max(there - units_not_exceeded(sums, q), 0.0) for q in (0.9, 0.1))
    return low, min(max(there - mean, low), high), high


def what_expires(seen: Seen) -> Iterator[Must]:
    """SKUs that must be off the shelf today, one line each."""
    for line in stock_of(seen).lines:
        if line.expiry == DELIST and line.expires_on is not None and (line.sellable or 0) > 0:
            yield Must(Said("Take off the shelf what expires on {day}", day=line.expires_on), line.sku or line.item_id,
                       Said("listing in the shop's console; the shelf in the warehouse"), seen.shop.moment(seen.on, SIX), "expiry")


def sell_in_time(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Put it first, then price it down as far as the price planner allows, then take it off: by its tier."""
    named = dict(found.scope)
    line = next((one for one in stock_of(seen).lines if (one.sku, one.item_id) == (
        named.get("sku", ""), named.get("item_id", ""))), None)
    if line is None or line.expires_on is None:
        return
    sku = line.sku or line.item_id
    what, where, risk, spent, pull = {
        PROMOTE: (Said("Put {sku} first: a bundle, a coupon or a place in the live show", sku=sku),
                  Said("coupons in the shop's console"), Said("what it sells more another product sells less"), "look",
                  Pull.MORE_TRAFFIC),
        DISCOUNT: (Said("Sell {sku} off at the lowest price that is allowed", sku=sku), Said("price planner"),
                   Said("a lower price binds the windows of later events"), "price", Pull.PRICE_DOWN),
        DELIST: (Said("Take {sku} off the shelf and book it out", sku=sku),
                 Said("listing in the shop's console; the shelf in the warehouse"),
                 Said("an expired unit that is sent is a dispute"), "look", Pull.NONE),
    }[line.expiry]
    yield Suggestion(
        id=f"expiry.{sku}", findings=(found.id,), move=f"expiry_{line.expiry}", what=what, object_kind="sku", object_id=sku,
        object=sku, from_="", to="", role=Role.OPERATOR, minutes=minutes(spent), gain=None, where=where, how="by hand", risk=risk,
        evidence=found.words, check_on=seen.on + timedelta(days=int(rule("W-CHECK", "stock"))), until=found.deadline, pull=pull,
        touches=(("item", line.item_id),) if line.item_id else ())


def _since(line: StockLine) -> date | None:
    """The first day of the tier that a SKU is in."""
    if line.expires_on is None or not line.expiry:
        return None
    return line.expires_on - timedelta(days=int(rule("I-EXPIRY", line.expiry)))


def _finding(seen: Seen, line: StockLine, since: date, left: tuple[float, float, float]) -> BriefFinding:
    off = off_shelf_on(line.expires_on or seen.on)
    named = tuple((k, v) for k, v in (("item_id", line.item_id), ("sku", line.sku)) if v)
    cost = seen.given.unit_cost(line.sku, seen.on)
    stake = _stake(seen, cost.unit_cost, left) if cost is not None else None
    sku, units = line.sku or line.item_id, round(left[1])
    words = (Said("{units} of {sku} expire on {day} and must be off the shelf", units=units, sku=sku, day=line.expires_on)
             if line.expiry == DELIST else
             Said("{units} of {sku} will not be sold before {off}, when they must be off the shelf; they expire on {day}",
                  units=units, sku=sku, off=off, day=line.expires_on))
    if stake is not None:
        words = Said("{words}: {money} of goods", words=words, money=Amount(stake.mid, "money", seen.shop.currency))
    return BriefFinding(
        id=f"{EXPIRING}.{sku}", kind=EXPIRING, metric="sellable_units", zh="可售库存", unit=Unit.UNITS, scope=named, direction="up",
        measured=line.sellable, base_kind="expected", base=None, at_stake=stake, odds_noise=None, since=since, sources=("stock",),
        urgency="today" if line.expiry == DELIST else "",
        deadline=seen.shop.moment(seen.on if line.expiry == DELIST else max(off - timedelta(days=1), seen.on), SIX), words=words)


def _stake(seen: Seen, cost: Decimal, left: tuple[float, float, float]) -> Gain:
    low, mid, high = ((cost * Decimal(str(round(units, 1)))).quantize(CENT) for units in left)
    return Gain(low, mid, high, seen.shop.currency, "cash", "")
