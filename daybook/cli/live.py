"""daybook tick, ticks, paste: what a person reads from a console that gives no file."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from daybook.cli.door import Door, clock, main, parse_day
from daybook.cli.files import show_reports
from daybook.domain.errors import WrongUsage

if TYPE_CHECKING:
    from daybook.domain.shop import Shop
    from daybook.domain.ticks import Tick


@main.command("tick")
@click.argument("values", nargs=-1, required=True, metavar="paid=… visitors=… spend=… waiting=… carts=… …")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--at", required=True, help="When it was read: the shop's clock of today (18:30), or with an offset.")
@click.option("--carrier", default="", help="What sold, such as 直播 or 短视频; without it the numbers are the whole shop's.")
@click.pass_obj
def tick(door: Door, values: tuple[str, ...], shop_name: str, at: str, carrier: str) -> None:
    """Keeps one live reading of a console: what was paid, visited and spent since midnight, who waits, what is sold out.

    Numbers: paid, visitors, spend, carts, buyers and failed (payments) since midnight, waiting and sold_out of the moment.
    """
    from daybook.workflows.ticks import tick as keep

    house = door.house()
    made = keep(house, shop_name, at, dict(_pair(v) for v in values), carrier)
    door.show(_tick_json(made), lambda: _tick_text(made, house.shop(shop_name)))


@main.command("ticks")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The day; default: today in the shop's zone.")
@click.pass_obj
def ticks(door: Door, shop_name: str, on: str | None) -> None:
    """The live readings of a day, each with its age."""
    from daybook.workflows.ticks import ticks_of

    house = door.house()
    shop = house.shop(shop_name)
    found = ticks_of(house, shop, parse_day(on) if on else shop.day_of(clock()))
    door.show([_tick_json(t) for t in found],
              lambda: "\n".join(_tick_text(t, shop) for t in found) or "nothing was read that day; `daybook tick`")


@main.command("paste")
@click.option("--shop", "shop_name", default="", help="The shop; without it the table finds its own.")
@click.option("--name", default="pasted", show_default=True,
              help="What to call it; with a day (商品 2026-11-22) where the table states none.")
@click.pass_context
def paste(context: click.Context, shop_name: str, name: str) -> None:
    """Takes in a table copied from a console's page, given on standard input; recognised by its header like a file."""
    from daybook.workflows.ingest import as_json
    from daybook.workflows.paste import take_pasted

    text = sys.stdin.read()
    door: Door = context.obj
    found = take_pasted(door.house(), text, name, shop_name)
    show_reports(context, [(one.report.problem, as_json(one.report, one.why, one.question.key if one.question else ""))
                           for one in found])


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not value:
        raise WrongUsage(f"{text} says no number", next_step="write it as paid=12345.60")
    return name, value


def _tick_json(made: "Tick") -> dict[str, Any]:
    return {"shop": made.shop, "at": made.at.astimezone(UTC).isoformat(), "currency": made.currency,
            "paid": None if made.paid is None else str(made.paid), "visitors": made.visitors,
            "spend": None if made.spend is None else str(made.spend), "waiting": made.waiting,
            "carts": made.carts, "buyers": made.buyers, "failed": made.failed, "sold_out": made.sold_out, "carrier": made.carrier,
            "known_at": made.known_at.isoformat(), "age_seconds": made.age_seconds(clock())}


def _tick_text(made: "Tick", shop: "Shop") -> str:
    at: datetime = made.at.astimezone(ZoneInfo(shop.zone))
    more = {name: value for name in ("carts", "buyers", "failed", "sold_out") if (value := getattr(made, name)) is not None}
    read = {"paid": made.paid, "visitors": made.visitors, "spend": made.spend, "waiting": made.waiting, **more}
    whose = f"{made.carrier} " if made.carrier else ""
    said = whose + ", ".join(f"{name} {'—' if value is None else f'{value:,}'}" for name, value in read.items())
    return f"{at:%Y-%m-%d %H:%M}  {said}  ({made.age_seconds(clock()) // 60} minutes ago)"


