"""Doing nothing has a price, and so has acting: what a change costs while a platform learns and ranks again, and what it
spoils when an earlier change on the same object is still being measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from daybook.domain.brief import Gain
from daybook.domain.said import Amount, Said
from daybook.domain.work import Pull, Suggestion
from daybook.rulebook.reading import load

CENT = Decimal("0.01")
#: What a move does to its object -> the subject by which the rulebook prices it.
SUBJECT = {Pull.EDIT: "listing", Pull.MORE_TRAFFIC: "ads", Pull.LESS_TRAFFIC: "ads", Pull.PRICE_DOWN: "price",
           Pull.PRICE_UP: "price"}


@dataclass(frozen=True)
class Running:
    """A change that is being measured: of which item ("": the whole shop), its subject, since when, the day whose morning
    can measure it, and what it is."""

    item: str
    subject: str
    on: date
    due_on: date
    what: str


@dataclass(frozen=True)
class Standing:
    """What is known of objects this morning: what each brings a day (in the money of gains), until when an earlier change on
    it is being measured, and which changes are.

    `item` gives the item of an item or SKU that sells ("" for another thing); `spare` are items that sell and that nobody
    touched lately, against which moves are held.
    """

    daily: Callable[[str], Decimal] = field(default=lambda _: Decimal(0))
    measuring: Mapping[str, date] = field(default_factory=dict)
    running: tuple[Running, ...] = ()
    item: Callable[[str], str] = field(default=lambda _: "")
    spare: Callable[[], frozenset[str]] = field(default=frozenset)

    def item_of(self, one: Suggestion) -> str:
        """The item whose sales a task touches, "" for none or the whole shop."""
        behind = getattr(one.change, "item_id", "") if one.change is not None else ""
        things = (one.object_id if one.object_kind in ("", "item", "sku") else "", behind,
                  *(id_ for kind, id_ in one.touches if kind in ("item", "sku")))
        return next((item for t in things if t and (item := self.item(t))), "")


NO_STANDING = Standing()


def price_waiting(one: Suggestion, standing: Standing) -> Suggestion:
    """The task with both prices in its risk; a task that costs more than it brings gets that as its gain, and is left out."""
    gain = one.gain
    if gain is None or one.must or one.pull not in SUBJECT:
        return one
    currency, days = gain.currency, gain.horizon_days or 1
    cost = _reset(one, standing) + _spoiled(one, standing)
    if not cost:
        return one
    wait = per_day(gain).quantize(CENT)
    said: str = Said("a day of waiting costs {wait}, acting about {cost} while it is learned and ranked again",
                     wait=Amount(wait, "money", currency), cost=Amount(cost, "money", currency))
    until = _measured_until(one, standing)
    if until is not None:
        said = Said("{first}; its last change is measured until {day}, and another one spoils that", first=said, day=until)
    risk = Said("{first}; {second}", first=one.risk, second=said) if one.risk else said
    total = gain.mid * (days if gain.per == "day" else 1)
    if total > cost:
        return replace(one, risk=risk)
    return replace(one, risk=risk, evidence=said, gain=replace(
        gain, low=gain.low - cost, mid=min(gain.mid - cost, -CENT), high=gain.high))


def per_day(gain: Gain) -> Decimal:
    """What a gain is a day."""
    return gain.mid / (1 if gain.per == "day" else gain.horizon_days or 1)


def _reset(one: Suggestion, standing: Standing) -> Decimal:
    """Of what the object brings a day, the share that is lost while the change is learned, over its days."""
    days, share = (Decimal(str(load().value("W-RESET", f"{SUBJECT[one.pull]}_{name}"))) for name in ("days", "share"))
    return (standing.daily(one.object_id) * days * share).quantize(CENT)


def _spoiled(one: Suggestion, standing: Standing) -> Decimal:
    """What it is worth to know what the earlier change brought."""
    if _measured_until(one, standing) is None:
        return Decimal(0)
    share = Decimal(str(load().value("W-SPOILED")))
    return (standing.daily(one.object_id) * share).quantize(CENT)


def _measured_until(one: Suggestion, standing: Standing) -> date | None:
    return standing.measuring.get(one.object_id)
