"""Which listings leave the shelf and which come back, and how new ones do beside the shop's earlier launches.

A listing that sells is never proposed to leave (L-DELIST is the guard's); one that lies dead lowers 动销率 (L-DEAD).  New ones are
given their window: what has not had its days is neither dead nor slow.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from statistics import median

from daybook.desks.gain import CENT, rule
from daybook.desks.level import level_of
from daybook.domain.listing_lives import Launch, LaunchMark, Leaving, Life
from daybook.domain.said import Said
from daybook.domain.seen import Seen

#: Roles that stay whatever they sell: they bring people, or were given their time.
KEPT = frozenset({"hero", "traffic", "new"})


def launches_of(seen: Seen, lives: Sequence[Life]) -> tuple[Launch, ...]:
    """Listings within their window, the youngest first, each beside the launches of the shop that are over."""
    marks = [int(rule("L-NEW", name)) for name in ("first", "second", "third")]
    found = []
    launched = [life for life in lives if not life.open]
    for life in launched:
        age = (seen.reviewed - life.first_on).days + 1
        if age > marks[-1] or age < 1:
            continue
        found.append(Launch(life.item_id, _name(seen, life.item_id), life.first_on, age, tuple(
            _mark(seen, life, launched, day, age) for day in marks)))
    return tuple(sorted(found, key=lambda one: (one.age, one.item_id)))


def _mark(seen: Seen, life: Life, lives: Sequence[Life], day: int, age: int) -> LaunchMark:
    """Units of the first `day` days; of a mark that is to come there is only what is usual."""
    earlier = [_units(one, day) for one in lives if one.item_id != life.item_id
               and one.first_on + timedelta(days=day - 1) < life.first_on]
    usual = Decimal(str(median(earlier))) if len(earlier) >= int(rule("L-NEW", "launches")) else None
    return LaunchMark(day, life.first_on + timedelta(days=day - 1), _units(life, day) if age >= day else None, usual, len(earlier))


def _units(life: Life, days: int) -> Decimal:
    return sum((units for n, units in life.units if n < days), Decimal(0))


def leaving_of(seen: Seen, lives: Sequence[Life], off_sale: Mapping[str, str]) -> tuple[Leaving, ...]:
    """What may leave or come back, the most money first; `off_sale` are listings that the last list shows off sale."""
    found = [one for life in lives for one in _leaving(seen, life, off_sale)]
    return tuple(sorted(found, key=lambda one: (one.what != "delist", -(one.money or Decimal(0)), one.item_id)))


def _leaving(seen: Seen, life: Life, off_sale: Mapping[str, str]) -> Iterator[Leaving]:
    role = seen.given.role_of(life.item_id, seen.on)
    named = role.role if role else ""
    units, money = _stock(seen, life.item_id)
    if life.item_id in off_sale:
        if life.sold_last is not None and units and (seen.reviewed - life.sold_last).days <= int(rule("L-DEAD")):
            yield Leaving(life.item_id, _name(seen, life.item_id), named, "relist", (
                Said("it is off sale with {n} units and sold until {day}", n=int(units), day=life.sold_last),), units, money,
                life.sold_last)
        return
    since = life.sold_last or life.first_on
    quiet, age = (seen.reviewed - since).days, (seen.reviewed - life.first_on).days
    if life.shown_last is None or (seen.reviewed - life.shown_last).days > int(rule("L-STEPS", "before")):
        return      # orders alone do not say whether it is still on sale
    if named in KEPT or age < int(rule("L-NEW", "third")):
        return
    if quiet >= int(rule("L-DEAD")):
        said = Said("no sale since {day}, {n} days", day=since, n=quiet) if life.sold_last else Said(
            "no sale in the {n} days that are known", n=quiet)
        yield Leaving(life.item_id, _name(seen, life.item_id), named, "delist", (said, *_holds(units)), units, money,
                      life.sold_last)
    elif life.sold_last and units and (days := _cover(life, units, seen)) is not None and days > int(rule("L-SLOW", "cover")):
        yield Leaving(life.item_id, _name(seen, life.item_id), named, "clear", (
            Said("at the pace of the last {n} days its stock lasts {days} days", n=int(rule("L-SLOW", "days")), days=int(days)),),
            units, money, life.sold_last)


def _holds(units: Decimal | None) -> Iterator[str]:
    if units:
        yield Said("{n} units lie there: clear them first, or move them", n=int(units))


def _cover(life: Life, units: Decimal, seen: Seen) -> Decimal | None:
    """Days that its units last at its pace; a listing that sold nothing in that time lasts for ever, and is asked when dead."""
    days, age = int(rule("L-SLOW", "days")), (seen.reviewed - life.first_on).days
    sold = sum((n for number, n in life.units if number > age - days), Decimal(0))
    return units * days / sold if sold else None


def _stock(seen: Seen, item: str) -> tuple[Decimal | None, Decimal | None]:
    """Units on hand of all SKUs and what they cost; None where no level or no cost is known."""
    units, money, known = Decimal(0), Decimal(0), False
    costs = True
    for scope, days in seen.sliced.get("stock", {}).get("sellable_units", {}).items():
        named = dict(scope)
        level = level_of(days, seen.reviewed)[1] if named.get("item_id") == item else None
        if level is None:
            continue
        cost = seen.given.unit_cost(named.get("sku", ""), seen.reviewed)
        known, units = True, units + level
        costs = costs and cost is not None
        money += level * cost.unit_cost if cost else Decimal(0)
    return (units if known else None), (money.quantize(CENT) if known and costs else None)


def _name(seen: Seen, item: str) -> str:
    return seen.names.get("item_id", {}).get(item, "")
