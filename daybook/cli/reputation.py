"""daybook reviews: poor reviews on their clock, buyer questions, causes that rise, scores; and a review that is seen to."""

from decimal import Decimal, InvalidOperation

import click

from daybook.cli.door import Door, clock, fail, main, parse_day, parse_moment


@main.command("reviews")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: the shop's last one.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.option("--ratings", type=click.IntRange(1), default=None, help="Ratings in the score's window, for the simulator.")
@click.option("--new-mean", default=None, help="The mean of new ratings, such as 4.9, for the simulator.")
@click.option("--seen-to", default=None, help="The id of a review that somebody saw to.")
@click.option("--by", default="", help="Who saw to it.")
@click.option("--done", default="", help="What was done.")
@click.pass_obj
def reviews(door: Door, shop_name: str, on: str | None, as_of: str | None, ratings: int | None, new_mean: str | None,
            seen_to: str | None, by: str, done: str) -> None:
    """Which poor reviews wait until when, what they are about and whose they are, with a draft; topics that buyers ask about;
    causes that rise at an item; how many good ratings a score needs.  With --seen-to: keeps who did what about one."""
    from daybook.reports.report_markdown import report_text
    from daybook.reports.reputation_json import reputation_json
    from daybook.reports.reputation_report import reputation_paper
    from daybook.workflows.kept import last_day
    from daybook.workflows.reputation_page import mark_review, reputation_of

    house = door.house()
    shop = house.shop(shop_name)
    if seen_to is not None:
        mark_review(house, shop.name, seen_to, by, done)
    found = reputation_of(house, shop, parse_day(on) if on else last_day(shop, shop.day_of(clock())), parse_moment(as_of), ratings,
                          _mean(new_mean))
    door.show(reputation_json(found, door.language), lambda: report_text(reputation_paper(found, door.language)).rstrip())


def _mean(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 < value <= 10:
        fail(f"{text} is no mean of ratings. Next: give a number such as 4.9", 2)
    return value
