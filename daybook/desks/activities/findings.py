"""What is off with events: a product that is not filed while recruiting ends, a price that breaks one, stock that does not
reach, prices that did not come back, and what must be answered today."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from daybook.desks.activities.book import activities_of, filed_of, is_of, kept_of, rules_of
from daybook.desks.activities.eligible import least_days
from daybook.desks.activities.items import Sold, of_object, on_hand, per_day, share_of_shop, sold_of, title_of
from daybook.desks.gain import CENT
from daybook.domain.activities import ENDS, TURNED_DOWN_WORDS, EntryState
from daybook.domain.activity_pages import InEvent
from daybook.domain.brief import BriefFinding, Cause, Gain, Must, Unit
from daybook.domain.event_calendar import Activity, Stage
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen

NOT_FILED, BREAKS, STOCK, NOT_BACK = (
    "activities.not_filed", "activities.price_breaks", "activities.stock_low", "activities.price_not_back")
#: The end of a day on the clock; and mornings after which a breach is no news any more.
LAST_MINUTE, NEWS = time(23, 59), 3
#: Days from which a usual price is taken, and units of a day below which its price says nothing.
BEFORE, LEAST_SOLD = 28, 3


def find_not_filed(seen: Seen) -> Iterator[BriefFinding]:
    """A product that carries the shop, sells and is there, and is not filed for a big event whose recruiting ends within days,
    or was turned down and not filed again.

    One finding an event: the largest such product, with how many others there are.
    """
    filed = filed_of(seen)
    if not filed and not kept_of(seen).entries:
        return                          # nobody tells what this shop files: the page has its deadlines
    for activity in closing_of(seen):
        missing = [(item, sold) for item, sold in sold_of(seen).items() if _carries(seen, item, sold)
                   and not any(one.item_id == item and is_of(one, activity) and not turned_down(one) for one in filed)]
        if missing:
            item, sold = max(missing, key=lambda pair: share_of_shop(pair[1], seen))
            yield _not_filed(seen, activity, item, sold, len(missing) - 1)


def closing_of(seen: Seen) -> list[Activity]:
    """Big events whose recruiting is open and ends within the rulebook's days."""
    ahead = int(rules_of(seen).value("E-CLOSING", "days"))
    return [a for a in activities_of(seen)
            if a.big and a.closes is not None and min(s.first for s in a.of(Stage.RECRUIT)) <= seen.on
            and a.closes - timedelta(days=ahead) <= seen.on <= a.closes]


def _carries(seen: Seen, item: str, sold: Sold) -> bool:
    """Whether a product is large enough to be told, and has stock for some days as far as that is known."""
    rules, pace = rules_of(seen), per_day(sold, seen)
    if not item or share_of_shop(sold, seen) < rules.value("E-CLOSING", "share") or pace <= 0:
        return False
    there = on_hand(seen, item)
    return there is None or there >= pace * rules.value("E-CLOSING", "cover_days")


def _not_filed(seen: Seen, activity: Activity, item: str, sold: Sold, more: int) -> BriefFinding:
    assert activity.closes is not None
    left, gain = (activity.closes - seen.on).days, _brings(seen, activity, sold)
    refused = any(one.item_id == item and is_of(one, activity) for one in filed_of(seen))
    name = Said("{item} (turned down)", item=title_of(seen, item)) if refused else title_of(seen, item)
    words = Said("{event}: recruiting ends in {n} days, on {day}, and {item} is not filed", event=activity.term, n=left,
                 day=activity.closes, item=name)
    if left == 0:
        words = Said("{event}: recruiting ends today, and {item} is not filed", event=activity.term, item=name)
    if more:
        words = Said("{said}; nor are {n} more that carry the shop", said=words, n=more)
    return BriefFinding(
        id=f"{NOT_FILED}.{activity.id}.{item}", kind=NOT_FILED, metric="event_days_left", zh="距报名截止天数", unit=Unit.COUNT,
        scope=(("item_id", item),), direction="down", measured=Decimal(left), base_kind="line",
        base=rules_of(seen).value("E-CLOSING", "days"), at_stake=gain, urgency="today" if left <= 1 else "this_week",
        deadline=seen.shop.moment(activity.closes, LAST_MINUTE), since=seen.on, sources=("event_signups",), words=words,
        causes=(Cause("event", (("item_id", item),), Decimal(left) - rules_of(seen).value("E-CLOSING", "days")),))


def turned_down(one: InEvent) -> bool:
    """Whether the platform turned a registration down: it can be mended and filed again while recruiting is open."""
    return not one.stands and any(word in one.said.lower() for word in TURNED_DOWN_WORDS)


def _brings(seen: Seen, activity: Activity, sold: Sold) -> Gain | None:
    """What the event's days would bring over as many usual ones, by the rulebook's wide factors."""
    price = sold.usual(seen.reviewed - timedelta(days=BEFORE - 1), seen.reviewed)
    if price is None:
        return None
    days = sum((s.last - s.first).days + 1 for s in activity.of(Stage.LIVE))
    usual = per_day(sold, seen) * price * days
    low, mid, high = (((rules_of(seen).value("E-UPLIFT", n) - 1) * usual).quantize(CENT) for n in ("low", "mid", "high"))
    return Gain(low, mid, high, seen.shop.currency, per="")


@dataclass(frozen=True)
class Below:
    """A registration and the last day on which its product was sold below it."""

    one: InEvent
    day: date
    price: Decimal


def find_price_breaks(seen: Seen) -> Iterator[BriefFinding]:
    """A product filed for an event that lately sold below the event's price: the platform clears it out or turns it down.

    Days are judged by the mean that was paid: where that lies below the event's price, somebody surely paid less.
    """
    yield from one_an_item(_breaks(seen, below) for below in below_of(seen) if below.day > seen.reviewed - timedelta(days=NEWS))


def one_an_item(found: Iterable[BriefFinding]) -> Iterator[BriefFinding]:
    """Of SKUs of one item in one event the one with most at stake, with how many others there are and what all have at stake."""
    items: dict[str, list[BriefFinding]] = defaultdict(list)
    for one in found:
        items[one.id].append(one)
    for own in items.values():
        first = max(own, key=lambda one: one.at_stake.mid if one.at_stake else Decimal(0))
        stakes = [one.at_stake for one in own if one.at_stake is not None]
        if len(own) > 1:
            first = replace(first, words=Said("{said}; so it is with {n} more of its SKUs", said=first.words, n=len(own) - 1))
        if len(stakes) > 1:
            low, mid, high = (sum((getattr(s, n) for s in stakes), Decimal(0)) for n in ("low", "mid", "high"))
            first = replace(first, at_stake=replace(stakes[0], low=low, mid=mid, high=high))
        yield first


def below_of(seen: Seen) -> list[Below]:
    """Registrations to come whose product sold below them since they were filed; only where the platform clears out for it."""
    if rules_of(seen).found("E-OUT") is None:
        return []
    found = []
    for one in filed_of(seen):
        sold = of_object(seen, one.item_id, one.object)
        if not one.stands or one.price is None or one.since is None or one.first <= seen.on or sold is None:
            continue
        days = [(d, p) for part in _parts(sold) for d in part.units
                if one.since < d <= seen.reviewed and (p := part.price(d)) is not None and p < one.price - CENT]
        if days:
            day = max(d for d, _ in days)
            found.append(Below(one, day, min(p for d, p in days if d == day)))
    return found


def _parts(sold: Sold) -> list[Sold]:
    return list(sold.skus.values()) or [sold]


def _breaks(seen: Seen, below: Below) -> BriefFinding:
    one, price = below.one, below.one.price or Decimal(0)
    return BriefFinding(
        id=f"{BREAKS}.{one.item_id}.{one.first}", kind=BREAKS, metric="event_price", zh="活动价与日常价", unit=Unit.MONEY,
        scope=(("item_id", one.item_id),), direction="down", measured=below.price.quantize(CENT), base_kind="line", base=price,
        at_stake=_event_sales(seen, one), urgency="today", since=below.day, sources=("orders", "event_signups"),
        causes=(Cause("event", (("item_id", one.item_id),), below.price.quantize(CENT) - price),),
        words=Said("{item} sold for {price} on {day}, below {event}'s price of {filed}: it may be cleared out",
                   item=title_of(seen, one.item_id), price=_money(below.price, seen), day=below.day, event=one.event,
                   filed=_money(price, seen)))


def find_stock_low(seen: Seen) -> Iterator[BriefFinding]:
    """A product of an event that begins within days whose stock is less than was set aside, or less than the event asks for."""
    yield from one_an_item(_all_short(seen))


def _all_short(seen: Seen) -> Iterator[BriefFinding]:
    rules = rules_of(seen)
    for one in filed_of(seen):
        days = (one.first - seen.on).days
        if not one.stands or not 0 < days <= rules.value("E-STOCK-WATCH"):
            continue
        sold, sku = of_object(seen, one.item_id, one.object), "" if one.object == one.item_id else one.object
        there = on_hand(seen, one.item_id, sku)
        if sold is None or there is None:
            continue
        asked = event_units(seen, one, sold)
        if there < asked - per_day(sold, seen):
            yield _stock(seen, one, there, asked, sold)


def event_units(seen: Seen, one: InEvent, sold: Sold) -> int:
    """Units that an event needs at the least: three usual days (E-STOCK3), its days at the low factor, and those until it begins.

    What a seller set aside is a ceiling and no need: it is not asked for.
    """
    rules, pace = rules_of(seen), per_day(sold, seen)
    days = (one.last - one.first).days + 1
    needed = max(pace * least_days(rules), pace * days * rules.value("E-UPLIFT", "low"))
    return int((needed + pace * max((one.first - seen.on).days, 0)).to_integral_value("ROUND_UP"))


def _stock(seen: Seen, one: InEvent, there: int, asked: int, sold: Sold) -> BriefFinding:
    price = one.price or sold.usual(seen.reviewed - timedelta(days=BEFORE - 1), seen.reviewed) or Decimal(0)
    missing = (Decimal(asked - there) * price).quantize(CENT)
    return BriefFinding(
        id=f"{STOCK}.{one.item_id}.{one.first}", kind=STOCK, metric="event_stock", zh="活动库存", unit=Unit.UNITS,
        scope=(("item_id", one.item_id),), direction="down", measured=Decimal(there), base_kind="expected", base=Decimal(asked),
        at_stake=Gain((missing / 2).quantize(CENT), missing, missing * 2, seen.shop.currency, per=""), urgency="today",
        deadline=seen.shop.moment(one.first, time(0)), since=seen.reviewed, sources=("stock_day", "orders"),
        causes=(Cause("event", (("item_id", one.item_id),), Decimal(there - asked)),),
        words=Said("{event} begins on {day}: {item} has {there} units, and needs {asked} until its end", event=one.event,
                   day=one.first, item=title_of(seen, one.item_id), there=there, asked=asked))


def find_not_back(seen: Seen) -> Iterator[BriefFinding]:
    """A product whose event is over and which still sells at the event's price, though it was dearer before.

    That is the price it was filed with, or what it sold for on the event's days: the one may count coupons that few buyers use.
    """
    yield from one_an_item(_all_not_back(seen))


def _all_not_back(seen: Seen) -> Iterator[BriefFinding]:
    rules = rules_of(seen)
    for one in filed_of(seen):
        gone = (seen.on - one.last).days - 1
        sold = of_object(seen, one.item_id, one.object)
        if not one.stands or one.price is None or sold is None or not rules.value("E-RESTORE", "days") <= gone <= rules.value(
                "E-RESTORE", "until"):
            continue
        now, usual = sold.price(seen.reviewed), sold.usual(one.first - timedelta(days=BEFORE), one.first - timedelta(days=4))
        if now is None or usual is None or sold.units[seen.reviewed] < LEAST_SOLD:
            continue
        stays = any(now <= held * (1 + rules.value("E-RESTORE", "near")) and usual >= held * (1 + rules.value("E-RESTORE", "apart"))
                    for held in (one.price, sold.mean(one.first, one.last)) if held is not None)
        if stays and not _in_another(seen, one):
            yield _not_back(seen, one, now, usual, sold)


def _in_another(seen: Seen, one: InEvent) -> bool:
    """Whether the product is in another event today or yesterday, whose price it may have."""
    return any(o.item_id == one.item_id and o is not one and o.first <= seen.on and o.last >= seen.reviewed for o in filed_of(seen))


def _not_back(seen: Seen, one: InEvent, now: Decimal, usual: Decimal, sold: Sold) -> BriefFinding:
    given = ((usual - now) * sold.units[seen.reviewed]).quantize(CENT)
    return BriefFinding(
        id=f"{NOT_BACK}.{one.item_id}.{one.last}", kind=NOT_BACK, metric="event_price", zh="活动价与日常价", unit=Unit.MONEY,
        scope=(("item_id", one.item_id),), direction="down", measured=now.quantize(CENT), base_kind="before",
        base=usual.quantize(CENT), at_stake=Gain((given / 2).quantize(CENT), given, given, seen.shop.currency), urgency="today",
        since=one.last,
        sources=("orders", "event_signups"),
        causes=(Cause("event", (("item_id", one.item_id),), now.quantize(CENT) - usual.quantize(CENT)),),
        words=Said("{event} ended on {day}, and {item} still sells for {price}; before it was {usual}", event=one.event,
                   day=one.last, item=title_of(seen, one.item_id), price=_money(now, seen), usual=_money(usual, seen)))


def what_cannot_wait(seen: Seen) -> Iterator[Must]:
    """Drafts whose recruiting ends today or tomorrow, entries that were turned down and can be mended, events to clear up."""
    by_key = {a.key: a for a in activities_of(seen, back=60)}
    for one in kept_of(seen).entries:
        activity = by_key.get(one.activity)
        if activity is None or one.state in ENDS:
            continue
        closes, item = activity.closes, title_of(seen, one.item_id)
        if closes is not None and one.state in (EntryState.DRAFT, EntryState.REJECTED, EntryState.FIXED) \
                and 0 <= (closes - seen.on).days <= 1:
            yield _must(seen, Said("File {item} for {event}: recruiting ends on {day}", item=item, event=activity.term, day=closes),
                        item, seen.shop.moment(closes, LAST_MINUTE))
        elif one.state is EntryState.LIVE and seen.on > activity.last + timedelta(days=1):
            yield _must(seen, Said("Clear up after {event}: {item}, prices, labels, stock set aside", event=activity.term,
                                   item=item), item, None)


def _must(seen: Seen, what: str, item: str, deadline: datetime | None) -> Must:
    return Must(what, item, Said("activities page"), deadline, "event")


def _event_sales(seen: Seen, one: InEvent) -> Gain | None:
    """What the event's days would sell over usual ones, by the rulebook's wide factors: gone where it is cleared out."""
    sold = of_object(seen, one.item_id, one.object)
    if sold is None or one.price is None:
        return None
    usual = per_day(sold, seen) * one.price * ((one.last - one.first).days + 1)
    low, mid, high = (((rules_of(seen).value("E-UPLIFT", n) - 1) * usual).quantize(CENT) for n in ("low", "mid", "high"))
    return Gain(low, mid, high, seen.shop.currency, per="")


def _money(value: Decimal, seen: Seen) -> Amount:
    return Amount(value.quantize(CENT), "money", seen.shop.currency)
