"""daybook work: the lines of the morning's plan, taken, done, put off, handed over or dropped."""

import getpass
import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from daybook.cli.door import Door, clock, fail, main, parse_day, parse_moment

if TYPE_CHECKING:
    from daybook.domain.work_items import WorkItem

BY = click.option("--by", default=None, help="Who; default: DAYBOOK_USER, or the name you are logged in with.")
AT = click.option("--at", default=None, help="When, with offset; default: now.")
ITEM = click.argument("item", type=int)


@main.group("work")
def work() -> None:
    """The work of a morning's plan, line by line."""


@work.command("list")
@click.option("--shop", "shop_name", default=None, help="One shop.")
@click.option("--all", "every", is_flag=True, help="All shops.")
@click.option("--on", default=None, help="The morning; default: today in the shop's zone.")
@click.pass_obj
def list_(door: Door, shop_name: str | None, every: bool, on: str | None) -> None:
    """What is to do on a day: that morning's lines, and what earlier mornings left undone."""
    from daybook.workflows.work import board

    if bool(shop_name) == every:
        fail("name one shop with --shop, or all of them with --all", 2)
    house = door.house()
    shops = house.shops() if every else (house.shop(shop_name or ""),)
    days: dict[date, list[str]] = {}
    for shop in shops:
        days.setdefault(parse_day(on) if on else shop.day_of(clock()), []).append(shop.name)
    found = [item for day, names in sorted(days.items()) for item in board(house, names, day)]
    _show(door, found, "nothing is to do; `daybook morning` makes the plan")


@work.command("show")
@ITEM
@click.pass_obj
def show(door: Door, item: int) -> None:
    """One item with every step that anybody took."""
    from daybook.workflows.work import item_of

    _show(door, [item_of(door.house(), item)], "", steps=True)


@work.command("take")
@ITEM
@BY
@AT
@click.pass_obj
def take(door: Door, item: int, by: str | None, at: str | None) -> None:
    """Says that you do it."""
    _step(door, item, "take", by, at)


@work.command("done")
@ITEM
@click.option("--minutes", required=True, type=click.IntRange(0, 1440), help="Minutes that it took.")
@click.option("--from", "from_", default=None, help="What it was before; default: as planned.")
@click.option("--to", default=None, help="What it is now; default: as planned.")
@click.option("--file", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A screenshot or PDF that shows it; kept encrypted. May be given several times.")
@click.option("--note", default="", help="A remark.")
@BY
@AT
@click.pass_obj
def done(door: Door, item: int, minutes: int, from_: str | None, to: str | None, files: tuple[Path, ...], note: str,
         by: str | None, at: str | None) -> None:
    """Says what was done: the receipt that tomorrow's brief and the next diagnosis use."""
    _step(door, item, "done", by, at, minutes=minutes, from_=from_, to=to, files=files, note=note)


@work.command("snooze")
@ITEM
@click.option("--until", required=True, help="The day on which it comes back.")
@click.option("--note", default="", help="Why.")
@BY
@AT
@click.pass_obj
def snooze(door: Door, item: int, until: str, note: str, by: str | None, at: str | None) -> None:
    """Puts it off until a later day."""
    _step(door, item, "snooze", by, at, until=parse_day(until), note=note)


@work.command("hand")
@ITEM
@click.option("--to", "person", required=True, help="Who shall do it.")
@click.option("--note", default="", help="What they should know.")
@BY
@AT
@click.pass_obj
def hand(door: Door, item: int, person: str, note: str, by: str | None, at: str | None) -> None:
    """Hands it over to somebody else."""
    _step(door, item, "hand", by, at, person=person, note=note)


@work.command("drop")
@ITEM
@click.option("--why", "note", required=True, help="The reason; the next brief shows it.")
@BY
@AT
@click.pass_obj
def drop(door: Door, item: int, note: str, by: str | None, at: str | None) -> None:
    """Says that it will not be done, and why."""
    _step(door, item, "drop", by, at, note=note)


@work.command("reopen")
@ITEM
@click.option("--why", "note", required=True, help="What was wrong.")
@BY
@AT
@click.pass_obj
def reopen(door: Door, item: int, note: str, by: str | None, at: str | None) -> None:
    """Takes back that something was done or dropped; the steps stay."""
    _step(door, item, "reopen", by, at, note=note)


def who(by: str | None) -> str:
    """Who speaks: as said, else DAYBOOK_USER, else who is logged in."""
    return by or os.environ.get("DAYBOOK_USER") or getpass.getuser()


def _step(door: Door, item: int, kind: str, by: str | None, at: str | None, **said: Any) -> None:
    from daybook.domain.work_items import StepKind
    from daybook.workflows.work import Told, take_step

    made = take_step(door.house(), item, StepKind(kind), Told(by=who(by), at=parse_moment(at), **said))
    _show(door, [made], "", steps=True)


def _show(door: Door, found: "Sequence[WorkItem]", nothing: str, *, steps: bool = False) -> None:
    from daybook.reports.rows_json import item_json

    zones = {s.name: s.zone for s in door.house().shops()} if found else {}
    door.show([item_json(i) for i in found],
              lambda: "\n".join(_text(i, door.language, zones[i.shop], steps) for i in found) or nothing)


def _text(item: "WorkItem", language: str, zone: str, steps: bool) -> str:
    from daybook.reports.work_phrases import item_words, step_words

    line = item_words(item, language)
    head = f"{item.key:>6}  {item.on}  {line.state:<8}  {item.shop}  {line.what}  {line.change}".rstrip()
    head += f"  [{line.holder}, {line.minutes}]"
    return "\n".join([head, *(f"        {_clock(s.at, zone)}  {step_words(s, language)}" for s in item.steps if steps)])


def _clock(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
