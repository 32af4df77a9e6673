"""daybook listings: every listing of a shop, which step of its funnel is off, what that costs, and what to do first."""

import click

from daybook.cli.door import Door, main


@main.command("listings")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--item", default="", help="One listing, step by step; default: the table of all listings.")
@click.option("--on", default=None, help="The morning; default: today in the shop's zone.")
@click.pass_obj
def listings(door: Door, shop_name: str, item: str, on: str | None) -> None:
    """Listings one by one: the step that is off beside its own weeks and its peers, with odds, money and a first measure."""
    from daybook.cli.prices import moment
    from daybook.reports.listings_json import line_json, listings_json
    from daybook.reports.listings_report import listings_paper, steps_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.listings import lines_of, one_of

    house = door.house()
    shop = house.shop(shop_name)
    found = lines_of(house, shop, *moment(shop, on))
    if item:
        line = one_of(found, item)
        door.show(line_json(line), lambda: report_text(steps_paper(found, line, door.language)).rstrip())
        return
    door.show(listings_json(found), lambda: report_text(listings_paper(found, door.language)).rstrip())
