"""daybook activities: the year's events, deadlines and entries; one event with who may take part, its entries and its sheet."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from daybook.cli.door import Door, clock, main, parse_day, parse_moment


@main.command("activities")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: the shop's last one.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.option("--event", "key", default="", help="One event by its key, such as double11-2026: every SKU beside what it asks.")
@click.option("--item", default="", help="The product whose entry goes on, with --state or --tick.")
@click.option("--sku", default="", help="One SKU of it; default: the whole item.")
@click.option("--state", default="", help="draft, filed, in_review, rejected, fixed, approved, locked, warm_up, live, closed, "
              "withdrawn or cleared_out.")
@click.option("--price", default="", help="What the event asks of a buyer, while it is a draft or was rejected.")
@click.option("--units", type=int, default=None, help="What is set aside for it.")
@click.option("--reason", default="", help="Why it was rejected, withdrawn, cleared out, or filed against the guards.")
@click.option("--tick", default="", help="Seen to after the event: prices, labels or stock.")
@click.option("--by", default="", help="Who says it.")
@click.option("--sheet", type=click.Path(dir_okay=False, path_type=Path), default=None,
              help="Write the batch sheet of the event's drafts into this file (XLSX).")
@click.pass_obj
def activities(door: Door, /, shop_name: str, on: str | None, as_of: str | None, key: str, **said: Any) -> None:
    """Events of the platform with their windows and deadlines, who may take part and by which rule not, the way of entries."""
    from daybook.domain.errors import WrongUsage
    from daybook.reports.activities_json import activities_json, activity_json
    from daybook.reports.activities_report import board_paper, event_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.activities_page import activities_of, activity_page
    from daybook.workflows.kept import last_day

    house = door.house()
    shop = house.shop(shop_name)
    day, moment = parse_day(on) if on else last_day(shop, shop.day_of(clock())), parse_moment(as_of)
    if not key:
        if said["state"] or said["tick"] or said["sheet"]:
            raise WrongUsage("an entry and a sheet belong to an event", next_step="name it with --event")
        found = activities_of(house, shop, day, moment)
        door.show(activities_json(found, door.language), lambda: report_text(board_paper(found, door.language)).rstrip())
        return
    if said["state"] or said["tick"]:
        _go_on(house, shop, key, said)
    if said["sheet"]:
        _write_sheet(house, shop, key, said["sheet"], door.language)
    page = activity_page(house, shop, day, key, moment)
    door.show(activity_json(page, door.language), lambda: report_text(event_paper(page, door.language)).rstrip())


def _go_on(house: Any, shop: Any, key: str, said: dict[str, Any]) -> None:
    """Takes an entry on as the options say."""
    from daybook.workflows.activity_sheet import file_entry
    from daybook.workflows.event_entries import tick_entry

    if said["tick"]:
        tick_entry(house, shop, key, said["item"], said["sku"], said["tick"], said["by"] or "cli")
    if said["state"]:
        file_entry(house, shop, key, said["item"], said["sku"], said["state"], said["by"] or "cli", _price(said["price"]),
                   said["units"], said["reason"])


def _write_sheet(house: Any, shop: Any, key: str, file: Path, language: str) -> None:
    from daybook.reports.activity_sheet import batch_sheet
    from daybook.workflows.activity_sheet import sheet_lines

    file.write_bytes(batch_sheet(sheet_lines(house, shop, key), shop, language))


def _price(text: str) -> Decimal | None:
    from daybook.domain.errors import WrongUsage

    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise WrongUsage("that is no price", where=text[:20], next_step="write it as 79 or 79.50") from None
