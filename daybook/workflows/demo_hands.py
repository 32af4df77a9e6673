"""What the agency's people did in the demonstration: they did the line by which a morning's plan answers planted trouble.

The world knows when trouble ended and not who ended it.  Here mornings of its days are made, until a plan holds the
answering line; whom the plan named does it on the morning after the trouble's last day.  What it brought is measured like
anybody's work.  Files of older days come by the month, so these mornings are made as known at a later moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from daybook.domain.shop import Shop
from daybook.domain.work_items import UNFINISHED, StepKind, WorkItem
from daybook.workflows.done_moves import BY_HAND
from daybook.workflows.house import House
from daybook.workflows.work import Told, items_of_morning, take_step

MADE_AT, DONE_AT, CLOSED_AT = time(9), time(9, 40), time(17, 30)
LOOKED, NOT_NOW = "看过了", "一次只改一处，先看上午那项的效果"


@dataclass(frozen=True)
class Ended:
    """Trouble that was over on the morning of `on`: what kind of move answers it, and the mornings that may hold it."""

    shop: Shop
    mornings: tuple[date, ...]
    on: date
    move: str


def act(house: House, troubles: Iterable[Ended], as_of: datetime) -> int:
    """Does the line that answers each trouble, where it is work by hand; gives how many were done.

    The mornings are made as known at `as_of`.  Trouble that no plan answers is left.
    """
    return sum(_act_on(house, trouble, as_of) for trouble in troubles if trouble.move in BY_HAND)


def _act_on(house: House, trouble: Ended, as_of: datetime) -> bool:
    shop = trouble.shop
    for on in trouble.mornings:
        items = _morning(house, shop, on, as_of)
        answer = next((i for i in items if i.move == trouble.move), None)
        for item in items:
            if item != answer and item.state in UNFINISHED:
                _close(_at(house, shop, on, CLOSED_AT), item)
        if answer is not None:
            told = Told(answer.owner, minutes=answer.minutes)
            take_step(_at(house, shop, trouble.on, DONE_AT), answer.key, StepKind.DONE, told)
            return True
    return False


def _morning(house: House, shop: Shop, on: date, as_of: datetime) -> list[WorkItem]:
    from daybook.workflows.morning import mornings

    mornings(_at(house, shop, on, MADE_AT), [shop], on, as_of)
    return sorted(items_of_morning(shop.name, on).values(), key=lambda i: (i.slot, i.key))


def _close(house: House, item: WorkItem) -> None:
    """What only looks was looked at; what changes something was not, so that one thing changes at a time."""
    if item.move in BY_HAND:
        take_step(house, item.key, StepKind.DROP, Told(item.owner, NOT_NOW))
    else:
        take_step(house, item.key, StepKind.DONE, Told(item.owner, LOOKED, to="", minutes=item.minutes))


def _at(house: House, shop: Shop, on: date, clock: time) -> House:
    moment = shop.moment(on, clock)
    return replace(house, now=lambda: moment)
