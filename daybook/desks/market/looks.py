"""When each rival was last looked at, and which look is due: at ten and at the evening's peak (rule K-LOOKS)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from daybook.desks.gain import rule
from daybook.domain.given import Given
from daybook.domain.rivals import Rival, RivalSighting, by_rival, last_known
from daybook.domain.shop import Shop


@dataclass(frozen=True)
class Look:
    """One rival as last seen, of all items that it is watched for; `last` None: not within the days that are read."""

    rival: Rival
    items: tuple[str, ...]
    last: RivalSighting | None


def looks_of(given: Given, day: date) -> tuple[Look, ...]:
    """Every rival watched on a day with its last look, those never seen first, then the oldest look first.

    A later look without a price does not make an older price fresh (rule K-LOOKS).
    """
    seen, since = by_rival(given.sightings), None if given.as_of is None else given.as_of - stale_after()
    items: dict[str, list[str]] = {}
    rivals: dict[str, Rival] = {}
    for item, own in given.watched(day).items():
        for rival in own:
            rivals.setdefault(rival.rival, rival)
            items.setdefault(rival.rival, []).append(item)
    found = [Look(rival, tuple(items[key]), last_known(seen.get(key, ()), since)) for key, rival in rivals.items()]
    return tuple(sorted(found, key=lambda one: (one.last is not None, one.last.at.isoformat() if one.last else "",
                                                one.rival.name)))


def slots(shop: Shop, day: date) -> tuple[datetime, datetime]:
    """The two moments of a day from which on a look is due."""
    return (shop.moment(day, time(int(rule("K-LOOKS", "first_hour")))), shop.moment(day, time(int(rule("K-LOOKS", "second_hour")))))


def due(look: Look, shop: Shop, now: datetime) -> bool:
    """Whether the last slot that has begun has no look yet."""
    today = shop.day_of(now)
    begun = [s for day in (today - timedelta(days=1), today) for s in slots(shop, day) if s <= now]
    return look.last is None or not begun or look.last.at < begun[-1]


def stale(look: Look, now: datetime) -> bool:
    """Whether what was last seen is too old to be told as what is."""
    return look.last is None or now - look.last.at > stale_after()


def stale_after() -> timedelta:
    """How long what a look told holds."""
    return timedelta(days=int(rule("K-LOOKS", "stale_days")))


def best_rival(looks: Mapping[str, Look], rivals: tuple[Rival, ...], now: datetime) -> tuple[Rival, Decimal] | None:
    """The rival of an item whose buyers pay least, by looks that are not stale; None where none is known."""
    prices = [(look.last.pays, rival) for rival in rivals if (look := looks.get(rival.rival)) is not None and not stale(look, now)
              and look.last is not None and look.last.pays is not None and look.last.state in ("", "on_sale")]
    least = min(prices, key=lambda p: (p[0], p[1].name), default=None)
    return None if least is None or least[0] is None else (least[1], least[0])
