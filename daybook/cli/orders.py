"""daybook orders: clocks of a shop's orders, abnormal ones, and what its exports cannot tell."""

import click

from daybook.cli.door import Door, clock, main, parse_day, parse_moment


@main.command("orders")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: the shop's last one.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.pass_obj
def orders(door: Door, shop_name: str, on: str | None, as_of: str | None) -> None:
    """Which orders are due, late, stuck or odd: kind, who sees to it, until when, money at risk, what to do and what to say."""
    from daybook.reports.orders_json import orders_json
    from daybook.reports.orders_report import orders_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.kept import last_day
    from daybook.workflows.orders_page import orders_of

    house = door.house()
    shop = house.shop(shop_name)
    found = orders_of(house, shop, parse_day(on) if on else last_day(shop, shop.day_of(clock())), parse_moment(as_of))
    door.show(orders_json(found, door.language), lambda: report_text(orders_paper(found, door.language)).rstrip())
