"""What the price plan says, in sentences: who bounds a price, what would break, what it costs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.price_plan import Binding, Breach, Consequence, DayRange, EventRoom, LedgerDay, PriceLine
from daybook.domain.situation import Window
from daybook.reports.numbers import exact
from daybook.reports.wording import Words

#: State of a SKU -> its tone on screens.
TONES = {"broken": "red", "low": "red", "refused": "amber", "bound": "quiet", "free": "quiet"}


def rule_words(rule: str, w: Words) -> str:
    """What a rule is called in a line of a table."""
    return w.name("binding", rule, rule)


def window_words(window: Window, w: Words) -> str:
    """An event or promise with its days."""
    days = w.day(window.first) if window.first == window.last else f"{w.day(window.first)} – {w.day(window.last)}"
    return f"{window.event} {days}".strip()


def binding_words(by: Binding | None, w: Words) -> str:
    """Who sets an end, with the event whose rule it is; nothing where nobody does."""
    if by is None:
        return ""
    return f"{rule_words(by.rule, w)} · {window_words(by.window, w)}" if by.window else rule_words(by.rule, w)


def range_words(one: DayRange, currency: str, w: Words) -> str:
    """Between which prices a day must stay."""
    low, high = (exact(v, Unit.MONEY, currency, w.language) if v is not None else "" for v in (one.low, one.high))
    if low and high:
        return low if one.low == one.high else f"{low} – {high}"
    if low:
        return w("{low} or more", low=low)
    return w("{high} or less", high=high) if high else w("any price")


def posted_words(day: LedgerDay, currency: str, w: Words) -> str:
    """Between which prices it is to be posted, before the coupons that run on that day."""
    return range_words(replace(day.range, low=day.posted_low, high=day.posted_high), currency, w)


def breach_words(breach: Breach, currency: str, w: Words) -> str:
    """What a price breaks, and what the event could then cost."""
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, currency, w.language)

    event = breach.window.event if breach.window else ""
    said = {"price": money(breach.price), "day": w.day(breach.day), "event": event, "limit": money(breach.limit),
            "rule": rule_words(breach.rule, w), "by": binding_words(Binding(breach.rule, breach.window), w)}
    if breach.above:
        return w("{price} on {day} lies above {limit} ({by})", **said)
    if breach.rule == "E-PROTECT":
        return w("{price} on {day} falls into the price protection of {event}: the difference to {limit} is paid back", **said)
    if breach.rule == "E-LOCK":
        return w("{price} on {day} is not the price of {event}, which is locked at {limit}", **said)
    if breach.event_price is not None:
        return w("{price} on {day} breaks “{rule}” of {event}: its price would have to be {most} or less", most=money(
            breach.event_price), **said)
    return w("{price} on {day} lies below {limit} ({by})", **said)


def consequence_words(one: Consequence, currency: str, w: Words) -> str:
    """What a breach costs in money; nothing where that is not known."""
    if one.money is None:
        return ""
    money = exact(one.money, Unit.MONEY, currency, w.language)
    if one.why == "paid_back":
        return w("about {money} to pay back", money=money)
    return w("about {money} less from the event", money=money)


def room_words(room: EventRoom, currency: str, w: Words) -> str:
    """What an event costs, and what holds it down where it is not as wished."""
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, currency, w.language)

    wished, why = room.window.price, _held_by(room.by, w)
    if room.price is None:
        return w("no price is left: {why}", why=why) if why else w("no price is left")
    if wished is not None and room.price < wished:
        most, asked = money(room.high), money(wished)
        return w("{most} at most, {wished} was wished: {why}", most=most, wished=asked, why=why) if why else w(
            "{most} at most, {wished} was wished", most=most, wished=asked)
    if wished is not None and room.price > wished:
        return w("{least} at least, {wished} was wished", least=money(room.low), wished=money(wished))
    return money(room.price)


def _held_by(by: Binding | None, w: Words) -> str:
    """What holds an event down, and the day on which it does where it is one day's."""
    if by is None or by.day is None:
        return binding_words(by, w)
    return w("{by}, bound on {day}", by=binding_words(by, w), day=w.day(by.day))


def state_words(line: PriceLine, w: Words) -> str:
    """How a SKU stands today."""
    return w.name("price_state", line.state, line.state)


def until_words(window: Window, today: date, w: Words) -> str:
    """Until when something holds, and in how many days it ends."""
    left = (window.last - today).days
    return f"{w.day(window.last)} · " + w.many("{n} day left", "{n} days left", left)
