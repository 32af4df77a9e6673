"""Ticks: live readings of a console without an API, kept with the moment at which they were read."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.ticks import Tick
from daybook.sources.given_cells import amount
from daybook.workflows.house import House
from daybook.workflows.read_at import moment_of

#: What can be read, and the Chinese words by which it may be named.
READ = {"paid": "支付金额", "visitors": "访客数", "spend": "花费", "waiting": "待回复", "carts": "加购人数", "buyers": "支付买家数",
        "failed": "支付失败数", "sold_out": "缺货SKU数"}
COUNTS = ("visitors", "waiting", "carts", "buyers", "failed", "sold_out")
#: What counts from midnight and does not shrink; the others are levels.
FROM_MIDNIGHT = ("paid", "visitors", "spend", "carts", "buyers", "failed")
LONGEST_CARRIER = 40


def tick(house: House, shop_name: str, at: str, said: Mapping[str, str], carrier: str = "") -> Tick:
    """Keeps one reading; `at` is the shop's clock of today (HH:MM) or a moment with its offset, `carrier` what sold (载体).

    The same reading twice changes nothing, another one of the same moment takes its place.  Raises WrongUsage for a
    moment to come, and for what counts from midnight but is less than it was earlier that day.
    """
    from daybook.records import models

    shop = house.shop(shop_name)
    made = replace(_made(shop, moment_of(shop, at, house.now()), said, house.now()), carrier=carrier.strip()[:LONGEST_CARRIER])
    first = shop.moment(shop.day_of(made.at), time(0))
    there = [t for t in readings_since([shop], first, house.now())
             if t.carrier == made.carrier and shop.day_of(t.at) == shop.day_of(made.at)]
    for other in there:
        if other.at != made.at:
            _check_order(other, made, shop)
    before = next((t for t in there if t.at == made.at), None)
    if before is None or _values(before) != _values(made):
        models.Tick.objects.create(shop=models.Shop.objects.get(name=shop.name), at=made.at, known_at=made.known_at,
                                   carrier=made.carrier, **_values(made))
    return made


def ticks_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> tuple[Tick, ...]:
    """The readings of a day of a shop known at a moment (None: now), in the order of time."""
    until = shop.moment(on + timedelta(days=1), time(0))
    return tuple(t for t in ticks_since([shop], shop.moment(on, time(0)), as_of or house.now()) if t.at < until)


def ticks_since(shops: Sequence[Shop], since: datetime, as_of: datetime) -> tuple[Tick, ...]:
    """The readings of whole shops since a moment, as known at another, in the order of time; one query for all."""
    return tuple(t for t in readings_since(shops, since, as_of) if not t.carrier)


def readings_since(shops: Sequence[Shop], since: datetime, as_of: datetime) -> tuple[Tick, ...]:
    """What people read since a moment, of whole shops and of single carriers, in the order of time; one query for all."""
    from daybook.records import models

    currency = {s.name: s.currency for s in shops}
    rows = models.Tick.objects.filter(
        shop__name__in=currency, at__gte=since, known_at__lte=as_of).select_related("shop").order_by("known_at", "pk")
    latest = {(row.shop.name, row.at, row.carrier): Tick(
        row.shop.name, row.at, row.paid, row.visitors, row.spend, row.waiting, row.known_at, currency[row.shop.name],
        row.carts, row.buyers, row.failed, row.sold_out, row.carrier) for row in rows}
    return tuple(latest[key] for key in sorted(latest, key=lambda key: key[1]))


def _made(shop: Shop, at: datetime, said: Mapping[str, str], now: datetime) -> Tick:
    unknown = sorted(said.keys() - READ.keys())
    if unknown or not said:
        raise WrongUsage(f"{unknown[0]} is nothing that a tick reads" if unknown else "a tick reads at least one number",
                         next_step="say " + ", ".join(f"{name}=… ({zh})" for name, zh in READ.items()))
    values = {name: _number(name, text) for name, text in said.items()}
    counts = {name: _count(values.get(name)) for name in COUNTS}
    return Tick(shop.name, at, values.get("paid"), counts["visitors"], values.get("spend"), counts["waiting"], now,
                shop.currency, counts["carts"], counts["buyers"], counts["failed"], counts["sold_out"])


def _number(name: str, text: str) -> Decimal:
    try:
        found = amount(text)
    except ValueError as problem:
        raise WrongUsage(Said("{column} {value} {reason}", column=name, value=repr(text[:40]), reason=str(problem)),
                         next_step="write it as 12345.60") from None
    if name in COUNTS and found != int(found):
        raise WrongUsage(f"{name}={text[:40]} is no whole number", next_step="write it as 123")
    return found


def _count(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _check_order(other: Tick, made: Tick, shop: Shop) -> None:
    """What counts from midnight does not shrink during the day."""
    early, late = sorted((other, made), key=lambda t: t.at)
    for name in FROM_MIDNIGHT:
        was, now = getattr(early, name), getattr(late, name)
        if was is not None and now is not None and now < was:
            raise WrongUsage(f"{name} counts from midnight: {now} at {late.at:%H:%M}Z would be less than {was} at "
                             f"{early.at:%H:%M}Z", where=shop.name, next_step="check the number, or give the earlier "
                             "one again with its own --at to replace it")


def _values(one: Tick) -> dict[str, Decimal | int | None]:
    return {f.name: getattr(one, f.name) for f in fields(one) if f.name in READ}
