"""daybook stock: what is there of every SKU, what comes, what will be asked for, and what to order until when."""

import click

from daybook.cli.door import Door, main


@main.command("stock")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--sku", default="", help="One SKU (or item): its days to come; default: the table of all SKUs.")
@click.option("--on", default=None, help="The morning; default: today in the shop's zone.")
@click.pass_obj
def stock(door: Door, shop_name: str, sku: str, on: str | None) -> None:
    """Stock of every SKU: sellable, on its way, days of cover, what to order and by when, and what lies too long."""
    from daybook.cli.prices import moment
    from daybook.reports.report_markdown import report_text
    from daybook.reports.stock_json import sku_json, stock_json
    from daybook.reports.stock_report import clearing_facts, facts, live_facts, stock_paper
    from daybook.reports.wording import translator
    from daybook.workflows.morning import NINE
    from daybook.workflows.stock import shop_stock
    from daybook.workflows.stock_clearing import prices_to_clear

    house = door.house()
    shop = house.shop(shop_name)
    day, as_of = moment(shop, on)
    found = shop_stock(house, shop, day, as_of)
    if sku:
        number = found.number(sku)
        line = found.stocked.lines[number]
        w = translator(door.language)
        allowed = prices_to_clear(house, shop, line, found.on, as_of or shop.moment(found.on, NINE), True)
        door.show(sku_json(line, found.stocked.path(number)), lambda: "\n".join(f"{name}: {value}" for name, value in (
            *facts(line, shop.currency, w), *live_facts(found.held_for_live(line), w), *clearing_facts(allowed, shop.currency, w))))
        return
    door.show(stock_json(shop, found.on, found.lines),
              lambda: report_text(stock_paper(shop, found.on, found.lines, door.language)).rstrip())
