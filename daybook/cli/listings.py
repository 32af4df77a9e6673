"""daybook listings: which step of each listing is off and what to do first; edits, titles, ladders."""

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
    from daybook.reports.listing_desk_report import desk_paper, shop_paper
    from daybook.reports.listings_json import listing_json, listings_json
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.listing_desk import listing_desk, shop_desk

    house = door.house()
    shop = house.shop(shop_name)
    if item:
        one = listing_desk(house, shop, item, *moment(shop, on))
        door.show(listing_json(one), lambda: report_text(desk_paper(one, door.language)).rstrip())
        return
    desk = shop_desk(house, shop, *moment(shop, on))
    door.show(listings_json(desk), lambda: report_text(shop_paper(desk, door.language)).rstrip())


@main.command("copy-brief")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--item", required=True, help="The listing.")
@click.option("--on", default=None, help="The morning; default: today in the shop's zone.")
@click.pass_obj
def copy_brief_(door: Door, shop_name: str, item: str, on: str | None) -> None:
    """A brief for copy and poster of a listing, as Markdown: what search words, reviews, questions and chats prove."""
    from daybook.cli.prices import moment
    from daybook.reports.copy_brief_report import copy_brief_json, copy_brief_paper
    from daybook.reports.report_markdown import report_markdown
    from daybook.workflows.copy_brief import copy_brief

    house = door.house()
    shop = house.shop(shop_name)
    found = copy_brief(house, shop, item, *moment(shop, on))
    door.show(copy_brief_json(found), lambda: report_markdown(copy_brief_paper(found, door.language)).rstrip())
