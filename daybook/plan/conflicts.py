"""Moves that work against each other: one of them stays, and the other says why it went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from daybook.domain.said import Said
from daybook.domain.work import Pull, Suggestion
from daybook.plan.apart import later
from daybook.plan.waiting import NO_STANDING, Standing

Thing = tuple[str, str]
#: Moves of a price that no event holds up: a mistake, a sale below the event's own price, an event's price that outlived it.
PUTS_RIGHT = ("restore_price", "mend_event_price", "put_prices_back")


@dataclass(frozen=True)
class Facts:
    """What the day forbids: items without stock, and items whose price an event holds."""

    out_of_stock: frozenset[str] = frozenset()
    price_locked: frozenset[str] = frozenset()
    everything_locked: str = ""          # the event that holds all prices, "" for none


def sort_out(suggestions: Sequence[Suggestion], facts: Facts, standing: Standing = NO_STANDING,
             on: date | None = None) -> tuple[list[Suggestion], list[tuple[Suggestion, str]]]:
    """The suggestions that may stand together, and those left out with the reason.

    First what the day forbids; then one move per object, the one that cannot wait or gains most; with the day `on`, changes
    that would spoil a measurement are planned for a later one.
    """
    kept: list[Suggestion] = []
    out: list[tuple[Suggestion, str]] = []
    taken: dict[Thing, Suggestion] = {}
    for one in sorted(suggestions, key=_first_choice):
        why = forbidden(one, facts)
        wait = later(one, kept, standing, on) if on is not None and not why else None
        rival = next((taken[t] for t in _things(one) if t in taken and _collide(one, taken[t])), None)
        if why:
            out.append((one, why))
        elif wait is not None:
            out.append((one, wait.why))
        elif rival is not None:
            out.append((one, Said("the same object already has a task today: {task}; two changes at once cannot be told "
                                  "apart", task=rival.what)))
        else:
            kept.append(one)
            taken.update(dict.fromkeys(_things(one), one))
    return kept, out


def forbidden(one: Suggestion, facts: Facts) -> str:
    """Why a move would do harm today; "" when it would not."""
    items = {i for kind, i in _things(one) if kind in ("item", "sku")}
    if one.gain is not None and one.gain.mid < 0 and not one.must:
        return Said("it would cost more than it brings: {why}", why=one.evidence)
    if one.pull is Pull.MORE_TRAFFIC and items & facts.out_of_stock:
        return Said("no more traffic onto what is out of stock")
    if one.pull in (Pull.PRICE_DOWN, Pull.PRICE_UP):
        if facts.everything_locked and one.move not in PUTS_RIGHT:
            return Said("prices are held by {event}", event=facts.everything_locked)
        if items & facts.price_locked and one.move not in PUTS_RIGHT:
            return Said("an event holds this price")
    return ""


def _collide(one: Suggestion, other: Suggestion) -> bool:
    """Two moves on one object collide unless one of them only looks or fetches."""
    return one.pull is not Pull.NONE and other.pull is not Pull.NONE


def _things(one: Suggestion) -> Iterable[Thing]:
    return ((one.object_kind, one.object_id), *one.touches)


def _first_choice(one: Suggestion) -> tuple[bool, float, str]:
    return not one.must, -float(one.gain.mid) if one.gain else 0.0, one.id
