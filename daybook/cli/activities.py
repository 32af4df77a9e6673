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
@click.option("--plan", is_flag=True, help="The plan of the event: money by wave and hour, carts, ads, stock, agents, pages.")
@click.option("--set", "lines", multiple=True, help="A line of the plan as KIND:NAME=VALUE: wave:main_wave=120000, "
              "total=300000, roster:2026-11-11=6, pages:main_wave=2026-10-29 (or done); several times.")
@click.option("--agree", is_flag=True, help="Keep every drafted line of the plan that nobody has set yet.")
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
        if any(said[name] for name in ("state", "tick", "sheet", "plan", "lines", "agree")):
            raise WrongUsage("an entry, a sheet and a plan belong to an event", next_step="name it with --event")
        found = activities_of(house, shop, day, moment)
        door.show(activities_json(found, door.language), lambda: report_text(board_paper(found, door.language)).rstrip())
        return
    if said["state"] or said["tick"]:
        _go_on(house, shop, key, said)
    if said["sheet"]:
        _write_sheet(house, shop, key, said["sheet"], door.language)
    if said["plan"] or said["lines"] or said["agree"]:
        _show_plan(door, house, shop, (day, key, moment), said)
        return
    page = activity_page(house, shop, day, key, moment)
    door.show(activity_json(page, door.language), lambda: report_text(event_paper(page, door.language)).rstrip())


def _show_plan(door: Door, house: Any, shop: Any, asked: tuple[Any, str, Any], said: dict[str, Any]) -> None:
    """Keeps what the options set of a plan, and shows it."""
    from daybook.reports.activities_json import plan_json
    from daybook.reports.report_markdown import report_text
    from daybook.reports.sale_report import plan_paper
    from daybook.workflows.sale_plan import agree, keep_line, sale_plan

    day, key, moment = asked
    for line in said["lines"]:
        kind, name, value, due, text = _line(line)
        keep_line(house, shop, key, kind, name, said["by"] or "cli", value, due, text)
    if said["agree"]:
        agree(house, shop, key, said["by"] or "cli")
    plan = sale_plan(house, shop, day, key, moment)
    door.show(plan_json(plan, door.language), lambda: report_text(plan_paper(plan, door.language)).rstrip())


def _line(text: str) -> tuple[str, str, Decimal | None, Any, str]:
    """Kind, name, value, day and word of a line as KIND:NAME=VALUE."""
    from daybook.domain.errors import WrongUsage

    head, _, value = text.partition("=")
    kind, _, name = head.partition(":")
    if kind.strip() == "pages":
        done = value.strip() == "done"
        return "pages", name.strip(), None, None if done else parse_day(value.strip()), "done" if done else ""
    try:
        return kind.strip(), name.strip(), Decimal(value.strip()), None, ""
    except InvalidOperation:
        raise WrongUsage("that is no line of a plan", where=text[:40], next_step="write it as wave:main_wave=120000") from None


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
