"""Switchbacks: planned in blocks of days, told from the receipts of their switches, and reminded of in the morning's plan.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from daybook.domain.errors import WrongUsage
from daybook.domain.moves.move import Move
from daybook.domain.proposal import Outcome
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.switchback import Switchback
from daybook.domain.work import Role, Suggestion
from daybook.plan.switchback import RULE, block_days, blocks_of
from daybook.rulebook.reading import load
from daybook.workflows.house import House

#: What the plan line of a switch begins with; its switchback's key follows.
LINE = "switchback "


@dataclass(frozen=True)
class Switch:
    """One switch that was carried out: the day from which the move was on or off."""

    day: date
    on: bool


def plan_switchback(house: House, shop_name: str, move: Move, by: str, first: date | None = None, why: str = "") -> Switchback:
    """Plans a switchback and keeps it; nothing is changed yet.

    Raises WrongUsage for a kind that is not switched back and forth, a change of nothing, a day that is over, and an object
    that has one already.
    """
    shop, days = house.shop(shop_name), block_days(move)
    if days is None:
        known = ", ".join(days_switched())
        raise WrongUsage(Said("{move} is not switched on and off", move=move.called()), where=shop.name,
                         next_step=f"switched can be: {known}")
    if getattr(move, "was") == getattr(move, "to"):     # noqa: B009
        raise WrongUsage(Said("{move} would change nothing", move=move.called()), where=move.object_id,
                         next_step="say a value that differs from what it shows now")
    begin = first or shop.day_of(house.now()) + timedelta(days=1)
    if begin <= shop.day_of(house.now()):
        raise WrongUsage(Said("{day} is over or has begun", day=begin), where=shop.name, next_step="begin tomorrow or later")
    pairs, key = pairs_switched(), f"sb-{secrets.token_hex(4)}"
    made = Switchback(key, shop.name, shop.client, move, blocks_of(begin, days, pairs, int(key[3:], 16)), by, house.now(), why)
    for other in switchbacks([shop]):
        if set(other.move.touches()) & set(move.touches()) and other.last >= begin:
            raise WrongUsage(Said("{object} has a switchback until {day}", object=move.object_id, day=other.last),
                             where=other.key, next_step="stop that one, or begin after it")
    from daybook.records.switchback_rows import add_switchback

    add_switchback(made)
    return made


def days_switched() -> dict[str, int]:
    """Kinds of moves that can be switched on and off -> days of a block."""
    return {name: int(str(days)) for name, days in load().rule(RULE).values.items() if name != "pairs"}


def pairs_switched() -> int:
    """Pairs of one block on and one off that a switchback has."""
    return int(str(load().value(RULE, "pairs")))


def stop_switchback(house: House, key: str, by: str, why: str = "", shops: Sequence[str] | None = None) -> Switchback:
    """Ends a switchback from today on: where the move is on it is proposed to be put back.  Raises WrongUsage for none."""
    from daybook.records.switchback_rows import add_stop

    found = [s for s in switchbacks(house.shops()) if s.key == key and (shops is None or s.shop in shops)]
    if not found or found[0].stopped_on is not None:
        raise WrongUsage(Said("no switchback {key} is running", key=key), next_step="see `daybook switchback list`")
    add_stop(key, house.shop(found[0].shop).day_of(house.now()), by, house.now(), why)
    return next(s for s in switchbacks([house.shop(found[0].shop)]) if s.key == key)


def switchbacks(shops: Sequence[Shop]) -> tuple[Switchback, ...]:
    """The switchbacks of some shops, the latest first; one query."""
    from daybook.records import models
    from daybook.records.switchback_rows import switchbacks_of

    return switchbacks_of(models.Switchback.objects.select_related("shop__client", "stop").filter(
        shop__name__in=[s.name for s in shops]).order_by("-first", "-pk"))


def switches_of(shops: Sequence[Shop], as_of: datetime) -> dict[str, list[Switch]]:
    """Switchback -> its switches that were carried out, the earliest first, told from the receipts; one query for all."""
    from daybook.records import models

    named = {s.name: s for s in shops}
    rows: Any = models.Receipt.objects.filter(
        proposal__shop__name__in=named, proposal__plan_line__startswith=LINE, outcome=Outcome.DONE.value,
        at__lte=as_of).order_by("at", "pk").values_list("at", "proposal__plan_line", "proposal__shop__name")
    found: dict[str, list[Switch]] = {}
    for at, line, shop in rows:
        key, state = line.removeprefix(LINE).rsplit(" ", 1)
        found.setdefault(key, []).append(Switch(named[shop].day_of(at), state == "on"))
    return found


def wanted_switches(shops: Sequence[Shop], now: datetime) -> list[tuple[Switchback, bool]]:
    """Switchbacks whose move is not as their day wants it, with what it wants; not where somebody said no to it."""
    named, done, declined = {s.name: s for s in shops}, switches_of(shops, now), _declined(shops, now)
    found = []
    for one in switchbacks(shops):
        today = named[one.shop].day_of(now)
        on, mine = one.wants(today), done.get(one.key, [])
        if today >= one.first and on != (bool(mine) and mine[-1].on) and declined.get((one.key, on), date.min) < one.since(today):
            found.append((one, on))
    return found


def _declined(shops: Sequence[Shop], as_of: datetime) -> dict[tuple[str, bool], date]:
    """Switchback and on or off -> the last day on which somebody said no to that switch."""
    from daybook.records import models

    named = {s.name: s for s in shops}
    rows: Any = models.Approval.objects.filter(
        proposal__shop__name__in=named, proposal__plan_line__startswith=LINE, yes=False, at__lte=as_of).order_by(
        "at", "pk").values_list("at", "proposal__plan_line", "proposal__shop__name")
    lines = ((named[shop].day_of(at), *line.removeprefix(LINE).rsplit(" ", 1)) for at, line, shop in rows)
    return {(key, state == "on"): day for day, key, state in lines}


def tasks_of(shops: Sequence[Shop], on: date) -> dict[str, tuple[Suggestion, ...]]:
    """shop -> a line of the morning's plan for each switch of the day, which cannot wait."""
    found: dict[str, list[Suggestion]] = {}
    for one in switchbacks(shops):
        number = one.block_on(on)
        starts = number is not None and one.blocks[number - 1].first == on and on <= one.last
        over = on == one.last + timedelta(days=1)
        if starts or over:
            found.setdefault(one.shop, []).extend(_tasks(one, on, number))
    return {name: tuple(lines) for name, lines in found.items()}


def _tasks(one: Switchback, on: date, number: int | None) -> Iterator[Suggestion]:
    before = one.wants(on - timedelta(days=1))
    if one.wants(on) == before:
        return
    what = (Said("Switch on: {change} (block {n} of {all})", change=one.move.what(), n=number or 0, all=len(one.blocks))
            if one.wants(on) else Said("Switch off: {change}", change=one.move.what()))
    yield Suggestion(
        id=f"{LINE}{one.key} {on}", findings=(), move="switch", what=what, object_kind=one.move.object_kind,
        object_id=one.move.object_id, object=one.move.object_id, from_="", to="", role=Role.OPERATOR, minutes=3, gain=None,
        where="", how="by hand", risk="", check_on=on + timedelta(days=1), must=True,
        evidence=Said("planned as a switchback by {person}; it is proposed by itself and waits for whoever has to agree",
                      person=one.planned_by))
