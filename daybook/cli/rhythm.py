"""daybook watch: the reports of the day's rhythm beside the morning."""

from typing import TYPE_CHECKING

import click

from daybook.cli.door import Door, clock, fail, main, parse_moment

if TYPE_CHECKING:
    from daybook.domain.shop import Shop
    from daybook.workflows.house import House


@main.command("watch")
@click.option("--shop", "shop_name", default=None, help="One shop.")
@click.option("--all", "every", is_flag=True, help="All shops.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: now.")
@click.pass_obj
def watch(door: Door, shop_name: str | None, every: bool, as_of: str | None) -> None:
    """Today so far beside yesterday and last week at this minute, and what cannot wait."""
    from daybook.reports.report import plain, report_text
    from daybook.reports.watch_report import watch_report
    from daybook.reports.wording import translator
    from daybook.workflows.watch import watch as look

    house = door.house()
    found = look(house, shops_asked(house, shop_name, every), parse_moment(as_of) or clock())
    rows = [plain(one) for one in found]
    door.show(rows if every else rows[0],
              lambda: "\n\n".join(report_text(watch_report(one, translator(door.language))) for one in found))


def shops_asked(house: "House", shop_name: str | None, every: bool) -> "tuple[Shop, ...]":
    """The shop named, or all of them; ends with wrong usage for both, neither, or none registered."""
    if bool(shop_name) == every:
        fail("name one shop with --shop, or all of them with --all", 2)
    shops = house.shops() if every else (house.shop(shop_name or ""),)
    if not shops:
        fail("no shop is registered. Next: daybook shop add", 2)
    return shops
