"""daybook watch, close, tomorrow: the reports of the day's rhythm beside the morning."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from daybook.cli.door import Door, clock, fail, main, parse_day, parse_moment
from daybook.domain.said import Said

if TYPE_CHECKING:
    from daybook.domain.shop import Shop
    from daybook.reports.report import Report
    from daybook.reports.wording import Words
    from daybook.workflows.house import House

Made = TypeVar("Made")


@main.command("watch")
@click.option("--shop", "shop_name", default=None, help="One shop.")
@click.option("--all", "every", is_flag=True, help="All shops.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: now.")
@click.pass_obj
def watch(door: Door, shop_name: str | None, every: bool, as_of: str | None) -> None:
    """Today so far beside yesterday and last week at this minute, and what cannot wait."""
    from daybook.reports.watch_report import watch_report
    from daybook.workflows.watch import watch as look

    house = door.house()
    _show(door, every, look(house, shops_asked(house, shop_name, every), parse_moment(as_of) or clock()), watch_report)


@main.command("evening")
@click.option("--shop", "shop_name", default=None, help="One shop.")
@click.option("--all", "every", is_flag=True, help="All shops.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: now.")
@click.pass_obj
def evening(door: Door, shop_name: str | None, every: bool, as_of: str | None) -> None:
    """What the day will come to, with a band and the chance of the target; what still closes the gap, the peak, rivals."""
    from daybook.reports.war_room_report import war_room_report
    from daybook.workflows.war_room import war_room

    house, moment = door.house(), parse_moment(as_of) or clock()
    _show(door, every, [war_room(house, shop, moment) for shop in shops_asked(house, shop_name, every)], war_room_report)


def shops_asked(house: "House", shop_name: str | None, every: bool) -> "tuple[Shop, ...]":
    """The shop named, or all of them; ends with wrong usage for both, neither, or none registered."""
    if bool(shop_name) == every:
        fail("name one shop with --shop, or all of them with --all", 2)
    shops = house.shops() if every else (house.shop(shop_name or ""),)
    if not shops:
        fail("no shop is registered. Next: daybook shop add", 2)
    return shops


def _by_day(shops: "Sequence[Shop]", on: str | None, moment: datetime,
            make: "Callable[[list[Shop], date], Iterable[Made]]") -> list[Made]:
    """What is made of shops on a day, or on each shop's own today: those of one day together."""
    days = {s: parse_day(on) if on else s.day_of(moment) for s in shops}
    return [one for day in sorted(set(days.values())) for one in make([s for s in shops if days[s] == day], day)]


def _show(door: Door, every: bool, made: Sequence[Made], report: "Callable[[Made, Words], Report]") -> None:
    """One report, or a list of them where all shops were asked for."""
    from daybook.reports.report import plain, report_text
    from daybook.reports.wording import translator

    rows = [plain(one) for one in made]
    door.show(rows if every else rows[0],
              lambda: "\n\n".join(report_text(report(one, translator(door.language))) for one in made))


@main.command("close")
@click.option("--shop", "shop_name", default=None, help="One shop.")
@click.option("--all", "every", is_flag=True, help="All shops.")
@click.option("--on", default=None, help="The day that is closed; default: today in the shop's zone.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: now.")
@click.pass_obj
def close(door: Door, shop_name: str | None, every: bool, on: str | None, as_of: str | None) -> None:
    """The close of a day: target and actual, done and not done, incidents, and what tomorrow begins with; it is kept."""
    from daybook.reports.close_report import close_report
    from daybook.workflows.close import closes

    house = door.house()
    shops, moment = shops_asked(house, shop_name, every), parse_moment(as_of) or clock()
    _show(door, every, _by_day(shops, on, moment, lambda some, day: closes(house, some, day, moment)), close_report)


@main.group("tomorrow")
def tomorrow() -> None:
    """What is left to a coming morning; its plan begins with that."""


@tomorrow.command("add")
@click.argument("what")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: tomorrow in the shop's zone.")
@click.option("--object", "object_", default="", help="What it is about, such as an item.")
@click.option("--person", default="", help="Who is to do it.")
@click.option("--minutes", default=15, show_default=True, type=int, help="How long it takes.")
@click.option("--by", required=True, help="Who says so.")
@click.pass_obj
def add(door: Door, what: str, shop_name: str, on: str | None, object_: str, person: str, minutes: int, by: str) -> None:
    """Sets one thing down for a morning."""
    from datetime import timedelta

    from daybook.workflows.tomorrow import set_down

    house = door.house()
    day = parse_day(on) if on else house.shop(shop_name).day_of(clock()) + timedelta(days=1)
    key = set_down(house, shop_name, day, what, by, object_=object_, person=person, minutes=minutes)
    door.show({"key": key, "shop": shop_name, "on": day.isoformat(), "what": what}, f"{key}: set down for {day}")


@tomorrow.command("strike")
@click.argument("key")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--by", required=True, help="Who says so.")
@click.pass_obj
def strike_(door: Door, key: str, shop_name: str, by: str) -> None:
    """Takes one thing off again."""
    from daybook.workflows.tomorrow import strike

    strike(door.house(), shop_name, key, by)
    door.show({"key": key, "shop": shop_name}, Said("{key} is not done that morning", key=key))


def _review(span: str, about: str) -> None:
    """Registers the command of one span."""
    @main.command(span, help=about)
    @click.option("--shop", "shop_name", default=None, help="One shop.")
    @click.option("--all", "every", is_flag=True, help="All shops.")
    @click.option("--on", default=None, help="The last whole one before this day is reviewed; default: today.")
    @click.option("--as-of", default=None, help="Known until then, with offset; default: now.")
    @click.pass_obj
    def command(door: Door, shop_name: str | None, every: bool, on: str | None, as_of: str | None) -> None:
        from daybook.domain.review import Span
        from daybook.reports.review_report import review_report
        from daybook.workflows.review import reviews

        house = door.house()
        shops, moment = shops_asked(house, shop_name, every), parse_moment(as_of) or clock()
        made = _by_day(shops, on, moment, lambda some, day: reviews(house, some, Span(span), day, moment))
        _show(door, every, made, review_report)


_review("week", "The review of the last whole week (Monday to Sunday): its numbers, what was done, what kept coming back.")
_review("month", "The review of the last whole month, beside the month before, last year's and the target.")
_review("quarter", "The review of the last whole quarter, beside the quarter before, last year's and the targets.")
