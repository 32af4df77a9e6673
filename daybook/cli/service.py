"""daybook service: how buyers are answered, what they ask, who must be there."""

import click

from daybook.cli.door import Door, clock, main, parse_day, parse_moment


@main.command("service")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: the shop's last one.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.pass_obj
def service(door: Door, shop_name: str, on: str | None, as_of: str | None) -> None:
    """How fast and how well buyers are answered, what they ask again and again, and how many people today needs."""
    from daybook.reports.report_markdown import report_text
    from daybook.reports.service_json import service_json
    from daybook.reports.service_report import service_paper
    from daybook.workflows.kept import last_day
    from daybook.workflows.service_page import service_of

    house = door.house()
    shop = house.shop(shop_name)
    found = service_of(house, shop, parse_day(on) if on else last_day(shop, shop.day_of(clock())), parse_moment(as_of))
    door.show(service_json(found, door.language), lambda: report_text(service_paper(found, door.language)).rstrip())
