"""daybook ads: the words, plans and search terms of a shop's ads as the ads desk judges them."""

import click

from daybook.cli.door import Door, clock, main, parse_day


@main.command("ads")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning, as known at nine of it; default: the shop's last morning.")
@click.pass_obj
def ads(door: Door, shop_name: str, on: str | None) -> None:
    """Which word, plan and search term wants which move: with clicks, orders still to come, interval, what the next click costs
    and brings, the chance of being wrong and how long to wait; what the ads page shows."""
    from daybook.reports.ads_json import ads_json
    from daybook.reports.ads_report import ads_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.ads_page import ads_table
    from daybook.workflows.kept import last_day

    house = door.house()
    shop = house.shop(shop_name)
    found = ads_table(house, shop, parse_day(on) if on else last_day(shop, shop.day_of(clock())))
    door.show(ads_json(found, door.language), lambda: report_text(ads_paper(found, door.language)).rstrip())
