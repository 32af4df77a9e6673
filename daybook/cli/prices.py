"""daybook price plan, try, promises: between which prices every SKU must stay, and what was promised."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import click

from daybook.cli.door import Door, clock, main, parse_day
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said
from daybook.domain.shop import Shop


@main.group("price")
def price() -> None:
    """Between which prices each SKU must stay so that every event and promise is kept."""


@price.command("plan")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--sku", default="", help="One SKU (or item): its ledger, events and ranges; default: the table of all SKUs.")
@click.option("--on", default=None, help="The day from which is planned; default: the shop's today.")
@click.option("--days", default=60, show_default=True, type=click.IntRange(1, 120), help="Days ahead, with --sku.")
@click.pass_obj
def plan(door: Door, shop_name: str, sku: str, on: str | None, days: int) -> None:
    """The range of prices of each SKU and day, who bounds it, and what each event can cost."""
    from daybook.reports.price_json import board_json, sku_json
    from daybook.reports.price_report import board_paper, sku_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.price_plan import shop_plan

    house = door.house()
    shop = house.shop(shop_name)
    found = shop_plan(house, shop, *moment(shop, on))
    if sku:
        one = found.sku_plan(found.number(sku), ahead=days)
        door.show(sku_json(one), lambda: report_text(sku_paper(one, shop.currency, door.language)).rstrip())
        return
    board = found.board()
    door.show(board_json(board), lambda: report_text(board_paper(board, door.language)).rstrip())


@price.command("try")
@click.argument("amount", metavar="PRICE")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--sku", required=True, help="The SKU (or item).")
@click.option("--from", "first", default=None, help="The first day; default: today.")
@click.option("--to", "last", default=None, help="The last day; default: the first.")
@click.option("--on", default=None, help="The day from which is planned; default: the shop's today.")
@click.pass_obj
def try_(door: Door, amount: str, shop_name: str, sku: str, first: str | None, last: str | None, on: str | None) -> None:
    """What a buyer's price on some days would break, what that costs, and the nearest price that breaks nothing."""
    from daybook.reports.price_json import trial_json
    from daybook.reports.price_report import sku_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.price_plan import shop_plan

    house = door.house()
    shop = house.shop(shop_name)
    found = shop_plan(house, shop, *moment(shop, on))
    number, since = found.number(sku), parse_day(first) if first else found.on
    trial = found.try_price(number, _price(amount), since, _last(last, since))
    door.show(trial_json(trial), lambda: report_text(sku_paper(
        found.sku_plan(number), shop.currency, door.language, trial)).rstrip())


@price.command("promises")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="What stands from this day on; default: the shop's today.")
@click.pass_obj
def promises(door: Door, shop_name: str, on: str | None) -> None:
    """What was promised on prices: to whom, on what, until when, and where it stands written."""
    from daybook.reports.paper import Paper
    from daybook.reports.price_json import promise_json
    from daybook.reports.price_report import promises_table
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.price_promises import promises_of

    house = door.house()
    shop = house.shop(shop_name)
    found = promises_of(house, shop, parse_day(on) if on else shop.day_of(clock()))
    door.show([promise_json(p) for p in found], lambda: report_text(Paper(
        shop.name, (), "", (promises_table(found, shop.currency, door.language),))).rstrip())


def moment(shop: Shop, on: str | None) -> tuple[date, datetime | None]:
    """The day from which is planned, and as known when: at nine of a day that is named, else now."""
    if on is not None:
        return parse_day(on), None
    now = clock()
    return shop.day_of(now), now


def _price(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise WrongUsage(Said("{text} is no price", text=text), next_step=Said("write it as 79.00")) from None
    return found


def _last(text: str | None, first: date) -> date:
    return parse_day(text) if text else first
