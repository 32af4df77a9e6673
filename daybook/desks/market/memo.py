"""The decision memo of an item, from what is known on a morning: keep, adjust or change.

Keep while no rival is cheaper, while its move is younger than a push lasts (rule K-PRICE5), or while ours holds; adjust where ours
loses and there is room to answer; change where it loses and there is none: a price that may not be asked is no answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, rule
from daybook.desks.market.book import book_of
from daybook.desks.market.looks import best_rival, looks_of
from daybook.desks.market.own import item_name, own_price
from daybook.desks.rival_bands import newest_of_shops
from daybook.domain.rival_memo import MemoDraft, Room
from daybook.domain.rivals import Rival, by_rival, changes_of
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.rulebook.rival_lines import change_lines

#: Days of traffic that are held against the four weeks before them.
LATELY, USUAL = 3, 28


@dataclass(frozen=True)
class _Facts:
    own: Decimal | None
    best: tuple[Rival, Decimal] | None
    moved_on: date | None                # the last change of a rival that takes buyers
    visitors: tuple[Decimal, Decimal] | None
    buyers: tuple[Decimal, Decimal] | None


def draft_memo(seen: Seen, item: str, room: Room | None) -> MemoDraft:
    """The memo of an item that rivals are watched for; what is not known is said and speaks for nothing."""
    facts = _facts(seen, item)
    decision = _decide(seen, facts, room)
    return MemoDraft(item, item_name(seen, item), seen.on, decision, tuple(_reasons(seen, facts, room)), tuple(_triggers(seen,
                                                                                                                         facts)))


def _facts(seen: Seen, item: str) -> _Facts:
    rivals = seen.given.watched(seen.on).get(item, ())
    looks, names = {look.rival.rival: look for look in looks_of(seen.given, seen.on)}, {r.rival for r in rivals}
    hurt = [seen.shop.day_of(c.at) for rival, own in by_rival(seen.given.sightings).items() if rival in names
            for c in changes_of(own, change_lines()) if c.hurts]
    traffic = seen.sliced.get("product_traffic", {})
    of = (("item_id", item),)
    return _Facts(own_price(seen, item), best_rival(looks, rivals, seen.as_of), max(hurt, default=None),
                  _lately(seen, traffic.get("visitors", {}).get(of, {})), _lately(seen, traffic.get("paid_buyers", {}).get(of, {})))


def _lately(seen: Seen, days: Mapping[date, Decimal]) -> tuple[Decimal, Decimal] | None:
    """The mean of the last days and that of the four weeks before; None where either is not known."""
    now = [days[d] for d in (seen.reviewed - timedelta(days=n) for n in range(LATELY)) if d in days]
    before = [days[d] for d in (seen.reviewed - timedelta(days=n) for n in range(LATELY, LATELY + USUAL)) if d in days]
    if len(now) < LATELY or len(before) < USUAL // 2:
        return None
    return sum(now, Decimal(0)) / len(now), sum(before, Decimal(0)) / len(before)


def _is_cheaper(facts: _Facts) -> bool:
    return facts.own is not None and facts.best is not None and facts.best[1] < facts.own * (1 - rule("K-MEMO", "price"))


def _loses(facts: _Facts) -> bool:
    line = 1 + rule("K-MEMO", "traffic")
    return any(pair is not None and pair[0] < pair[1] * line for pair in (facts.visitors, facts.buyers))


def _is_push(seen: Seen, facts: _Facts) -> bool:
    """Whether the last move is too young to be judged."""
    return facts.moved_on is not None and (seen.on - facts.moved_on).days < int(rule("K-PRICE5", "judge_after"))


def _decide(seen: Seen, facts: _Facts, room: Room | None) -> str:
    if not _is_cheaper(facts) or _is_push(seen, facts) or not _loses(facts):
        return "keep"
    return "adjust" if _has_room(room) else "change"


def _has_room(room: Room | None) -> bool:
    return room is not None and room.usual is not None and room.lowest is not None and (
        room.lowest <= room.usual * (1 - rule("K-MEMO", "price")))


def _reasons(seen: Seen, facts: _Facts, room: Room | None) -> Iterator[str]:
    currency = seen.shop.currency
    if facts.best is None:
        yield Said("what rivals ask is not known: no look of the last days shows a price")
    elif facts.own is None:
        yield Said("{rival} is the cheapest at {price}; none of ours was sold lately", rival=facts.best[0].name,
                   price=Amount(facts.best[1], "money", currency))
    else:
        yield Said("{rival} is the cheapest at {price}, {gap} against ours at {own}", rival=facts.best[0].name,
                   price=Amount(facts.best[1].quantize(CENT), "money", currency), gap=f"{facts.best[1] / facts.own - 1:+.0%}",
                   own=Amount(facts.own, "money", currency))
    if facts.moved_on is not None:
        days = (seen.on - facts.moved_on).days
        yield Said("a rival's last move was {n} days ago; before {least} days it is a push and tells little", n=days,
                   least=int(rule("K-PRICE5", "judge_after")))
    for pair, words in ((facts.visitors, "visitors"), (facts.buyers, "buyers")):
        if pair is None:
            continue
        said = {"now": Amount(pair[0].quantize(Decimal(1)), "people"), "usual": Amount(pair[1].quantize(Decimal(1)), "people"),
                "change": f"{pair[0] / pair[1] - 1:+.0%}" if pair[1] else "—"}
        yield (Said("visitors of three days {now} a day, usually {usual} ({change})", **said) if words == "visitors" else
               Said("buyers of three days {now} a day, usually {usual} ({change})", **said))
    if facts.visitors is None:
        yield Said("the item's traffic of the last days is not known")
    if room is None or room.lowest is None or room.usual is None:
        yield Said("the room of its price is not known: it speaks for no cut")
    else:
        said = {"sku": room.sku, "usual": Amount(room.usual.quantize(CENT), "money", currency),
                "lowest": Amount(room.lowest.quantize(CENT), "money", currency)}
        yield (Said("{sku} sells at {usual}; by events, promises and margin it may go down to {lowest}", **said) if room.margin else
               Said("{sku} sells at {usual}; by events and promises it may go down to {lowest}", **said))


def tells_costs(reason: str) -> bool:
    """Whether a reason of a memo is for those alone who may see costs: a margin stands behind its number."""
    return isinstance(reason, Said) and "by events, promises and margin" in reason.template


def _triggers(seen: Seen, facts: _Facts) -> Iterator[str]:
    if facts.best is not None:
        level = (facts.best[1] * (1 - rule("K-MEMO", "price"))).quantize(CENT)
        yield Said("price: a rival below {level}", level=Amount(level, "money", seen.shop.currency))
    if facts.visitors is not None:
        level = (facts.visitors[1] * (1 + rule("K-MEMO", "traffic"))).quantize(Decimal(1))
        yield Said("traffic: the item's visitors of three days below {level} a day", level=Amount(level, "people"))
    share = _share(seen)
    if share is not None:
        low, high, shops = share
        yield Said("share: ours beside {n} rival shops is {low} to {high}; its upper end below {level}", n=shops, low=f"{low:.1%}",
                   high=f"{high:.1%}", level=f"{low * (1 + rule('K-MEMO', 'share')):.1%}")


def _share(seen: Seen) -> tuple[Decimal, Decimal, int] | None:
    """Our part of what we and the rival shops of the latest export sold, as a band; None where an end is open or it is old."""
    day = newest_of_shops(book_of(seen), "paid_gmv", seen.reviewed)
    own = seen.value("paid_gmv", day[0].day) if day else None
    lows, highs = [f.low for f in day if f.low is not None], [f.high for f in day if f.high is not None]
    if not own or len(lows) < len(day) or len(highs) < len(day):
        return None
    return own / (own + sum(highs, Decimal(0))), own / (own + sum(lows, Decimal(0))), len(day)
