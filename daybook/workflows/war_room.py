"""The evening on one screen (S10): today beside other days, by carrier, what it will come to, what closes the gap, rivals."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from daybook.domain.evening import CarrierSold, Check, Sighting, WarRoom
from daybook.domain.given import Note
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.workflows.evening import Learnt, foretell, learn
from daybook.workflows.gap import closers
from daybook.workflows.house import House
from daybook.workflows.peak import borders, quarters
from daybook.workflows.sale_kept import kept_day
from daybook.workflows.sale_today import hour_ends, sale_today
from daybook.workflows.service_ahead import service_tonight
from daybook.workflows.watch import ORDERS, TICK, Known, bases_of, beside_near, clock_on, watch_closely

#: How far back the last sighting of a rival is looked for.
SIGHTED_DAYS = 7
RIVAL = "rival"
CENT = Decimal("0.01")


def war_room(house: House, shop: Shop, as_of: datetime, learnt: Learnt | None = None) -> WarRoom:
    """A shop's evening as known at a moment; `learnt` spares learning it again."""
    on = shop.day_of(as_of)
    ends = hour_ends(shop, on) if kept_day(shop, on, as_of) is not None else ()
    [(seen, known)] = watch_closely(house, [shop], as_of, (*borders(shop, on), *ends))
    before = learnt or learn(house, shop, as_of)
    notes = [n for n in known.given.notes_between(on - timedelta(days=SIGHTED_DAYS), on) if n.kind == RIVAL and n.at <= as_of]
    told = foretell(shop, seen, known, as_of, lambda: before)
    service = service_tonight(house, shop, as_of, known.given, known.ticks, known.peak, known.service)
    return WarRoom(told, seen.figures, by_carrier(known), closers(shop, as_of, before.fitted, before.acted),
                   quarters(shop, known, as_of), _checks(shop, on, notes), _sightings(notes), service,
                   sale_today(house, shop, told, known, service) if ends else None)


def by_carrier(known: Known) -> tuple[CarrierSold, ...]:
    """Today by carrier, the largest first, from whatever is newer: readings of carriers, or the channels of orders."""
    today = [t for t in known.by_carrier if known.shop.day_of(t.at) == known.on and t.paid is not None]
    channels = _channels(known, known.on)
    newest = max((t.at for t in today), default=None)
    if newest is not None and (known.until is None or newest >= known.until or not set(channels or ()) - {""}):
        latest = {t.carrier: t for t in today}
        return _largest(CarrierSold(name, t.paid or Decimal(0), t.at, *(_by_then(known, name, day, t.at)
                                    for day in bases_of(known.on))) for name, t in latest.items())
    if known.until is None or channels is None or set(channels) <= {""}:
        return ()
    before = [_channels(known, day) for day in bases_of(known.on)]
    names = dict.fromkeys([*channels, *(name for found in before for name in found or ())])
    return _largest(CarrierSold(name, channels.get(name, Decimal(0)).quantize(CENT), known.until, *(
        None if found is None else found.get(name, Decimal(0)).quantize(CENT) for found in before)) for name in names)


def _largest(found: Iterable[CarrierSold]) -> tuple[CarrierSold, ...]:
    return tuple(sorted(found, key=lambda c: (-c.paid, c.carrier)))


def _channels(known: Known, day: date) -> Mapping[str, Decimal] | None:
    """What each channel sold of a day until the minute to which today's orders are known; None: not known."""
    if known.until is None or known.so_far(ORDERS, day, known.until) is None:
        return None
    return known.channels.get(known.cut(ORDERS, day, known.until), {})


def _by_then(known: Known, carrier: str, day: date, at: datetime) -> Decimal | None:
    """What a carrier had sold on another day by the same minute: as it was read, else by the orders that name it."""
    read = _read_near(known, carrier, day, at)
    if read is not None or known.so_far(TICK, day, at) is None:
        return read
    sold = known.channels.get(known.cut(TICK, day, at), {}).get(carrier)
    return None if sold is None else sold.quantize(CENT)


def _read_near(known: Known, carrier: str, day: date, at: datetime) -> Decimal | None:
    """The reading of a carrier on another day nearest to the same minute, where there is one near enough."""
    wanted = clock_on(known.shop, day, at)
    span = beside_near(known.shop)
    near = [t for t in known.by_carrier if t.carrier == carrier and t.paid is not None and abs(t.at - wanted) <= span]
    best = min(near, key=lambda t: abs(t.at - wanted), default=None)
    return None if best is None else best.paid


def _checks(shop: Shop, on: date, notes: list[Note]) -> tuple[Check, ...]:
    """The looks at rivals that tonight asks for (rule V-RIVALS); one is done by a note made from its hour to the next one."""
    rules = load().for_(str(shop.platform))
    due = [shop.moment(on, time(int(rules.value("V-RIVALS", name)))) for name in ("first_hour", "second_hour", "third_hour")]
    ends = [*due[1:], shop.moment(on + timedelta(days=1), time(0))]
    return tuple(Check(begins, next((n.at for n in notes if begins <= n.at < end), None))
                 for begins, end in zip(due, ends, strict=True))


def _sightings(notes: list[Note]) -> tuple[Sighting, ...]:
    """The last sighting of each rival, the latest first."""
    last = {n.object: n for n in notes}
    return tuple(Sighting(n.at, n.object, _text(n)) for n in sorted(last.values(), key=lambda n: n.at, reverse=True))


def _text(note: Note) -> str:
    """What a person wrote with the change; a sentence that a look made tells its change itself."""
    if isinstance(note.text, Said):
        return note.text
    change = f"{note.from_} → {note.to}" if note.from_ or note.to else ""
    return " · ".join(part for part in (change, note.text) if part)
