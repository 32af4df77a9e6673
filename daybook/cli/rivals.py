"""daybook rivals show, look, page: items beside their rivals, one look at a rival, a saved page read in."""

from pathlib import Path

import click

from daybook.cli.door import Door, main, parse_day, parse_moment


@main.group("rivals")
def rivals() -> None:
    """Items beside their rivals: who is watched, what was seen and when, what changed, and what exports tell of the market."""


@rivals.command("show")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: now.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.pass_obj
def show(door: Door, shop_name: str, on: str | None, as_of: str | None) -> None:
    """Rivals of each item with their last look and its age, changes of thirty days, rival shops as bands, newcomers, words."""
    from daybook.reports.report_markdown import report_text
    from daybook.reports.rivals_json import rivals_json
    from daybook.reports.rivals_report import rivals_paper
    from daybook.workflows.rivals_page import rivals_of

    house = door.house()
    shop, moment = house.shop(shop_name), parse_moment(as_of)
    day = parse_day(on) if on else shop.day_of(moment or house.now())
    found = rivals_of(house, shop, day, moment if on or moment else house.now())
    door.show(rivals_json(found, door.language), lambda: report_text(rivals_paper(found, door.language)).rstrip())


@rivals.command("look")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--rival", required=True, help="The rival's id.")
@click.option("--at", default="", help="When, on the shop's own clock or with an offset; default: now.")
@click.option("--price", default="", help="What a buyer pays before coupons.")
@click.option("--coupon", default="", help="Money off, 0 for none.")
@click.option("--tag", default="", help="The event on the page, no event where there is none.")
@click.option("--state", default="", help="on_sale, sold_out or off_sale.")
@click.option("--rank", default="", help="Its place in the list.")
@click.option("--sold", default="", help="Sales as the page shows them: 1万+, 500 ~ 1000.")
@click.option("--reviews", default="", help="How many reviews.")
@click.option("--screenshot", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=None, help="A picture to keep.")
@click.option("--by", default="", help="Who looked.")
@click.pass_obj
def look(door: Door, /, shop_name: str, rival: str, screenshot: Path | None, by: str, **said: str) -> None:
    """Keeps one look at a rival; what is left out was not looked at."""
    _keep(door, shop_name, {"rival": rival, **said}, by, screenshot)


@rivals.command("page")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--rival", required=True, help="The rival's id.")
@click.option("--at", default="", help="When it was saved; default: now.")
@click.option("--by", default="", help="Who saved it.")
@click.pass_obj
def page(door: Door, file: Path, shop_name: str, rival: str, at: str, by: str) -> None:
    """Reads a rival's page as a browser saved it (HTML) and keeps what it shows as a look."""
    from daybook.workflows.rivals_page import LARGEST_PAGE, page_cells

    with file.open("rb") as opened:
        cells = page_cells(file.name, opened.read(LARGEST_PAGE + 1))
    _keep(door, shop_name, {"rival": rival, "at": at, **cells}, by, None)


@rivals.command("snapshots")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--shop", "shop_name", required=True, help="The shop that watches.")
@click.option("--column", "columns", multiple=True, help="ours=theirs, such as at=update_time; may be given several times.")
@click.option("--source", default="", help="Whose snapshots these are.")
@click.pass_obj
def snapshots(door: Door, file: Path, shop_name: str, columns: tuple[str, ...], source: str) -> None:
    """Takes in a CSV file of snapshots of many listings, a row per listing and day, whatever its columns are called."""
    from daybook.workflows.price_wave import take_snapshots

    named = dict(one.partition("=")[::2] for one in columns)
    house = door.house()
    found = take_snapshots(house, house.shop(shop_name), file, named, source)
    door.show({"shop": shop_name, "rows": found.rows, "stored": found.stored, "unchanged": found.unchanged,
               "rejected": [{"line": r.line, "column": r.column, "reason": r.reason} for r in found.rejected]},
              lambda: (f"{found.stored} looks kept of {found.rows} rows, {found.unchanged} known before, "
                       f"{len(found.rejected)} left out"))


@rivals.command("memo")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--item", required=True, help="The item that rivals are watched for.")
@click.option("--on", default=None, help="The morning; default: now.")
@click.option("--decide", default=None, help="keep, adjust or change: keeps a version of the memo.")
@click.option("--text", default="", help="In your own words.")
@click.option("--by", default="", help="Who decides.")
@click.option("--sign", is_flag=True, help="Signs it: it is changed no more.")
@click.pass_obj
def memo(door: Door, shop_name: str, item: str, on: str | None, decide: str | None, text: str, by: str, sign: bool) -> None:
    """What the facts speak for about an item's rivals, why, and at which levels it is decided again; keeps and signs a decision."""
    from daybook.reports.memo_report import memo_json, memo_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.rival_memo import keep_memo, memo_of, memos_kept

    house = door.house()
    shop = house.shop(shop_name)
    draft, kept = memo_of(house, shop, item, parse_day(on) if on else shop.day_of(house.now()), None if on else house.now())
    if decide is not None:
        keep_memo(house, shop, draft, decide, text, by, sign)
        kept = memos_kept(shop, item, house.now())
    door.show(memo_json(draft, kept, door.language), lambda: report_text(memo_paper(draft, kept, door.language)).rstrip())


@rivals.command("wave")
@click.option("--shop", "shop_name", required=True, help="The shop that watches.")
@click.option("--from", "first", required=True, help="The first day.")
@click.option("--to", "last", required=True, help="The last day.")
@click.pass_obj
def wave(door: Door, shop_name: str, first: str, last: str) -> None:
    """Who cut prices over some days, when, how deep, until when, who joined late and who kept them, by looks that name sellers."""
    from daybook.reports.report_markdown import report_text
    from daybook.reports.wave_report import wave_json, wave_paper
    from daybook.workflows.price_wave import wave_of

    house = door.house()
    shop, days = house.shop(shop_name), (parse_day(first), parse_day(last))
    found = wave_of(house, shop, *days)
    door.show(wave_json(found, shop.name, *days),
              lambda: report_text(wave_paper(found, shop.name, shop.currency, door.language)).rstrip())


def _keep(door: Door, shop_name: str, said: dict[str, str], by: str, screenshot: Path | None) -> None:
    from daybook.workflows.rivals_page import keep_look

    house = door.house()
    found = keep_look(house, house.shop(shop_name), said, by, screenshot)
    told = {name: value for name, value in said.items() if value}
    door.show({"shop": shop_name, "stored": found.stored, "unchanged": found.unchanged, "told": told},
              lambda: "\n".join([f"{found.stored} look kept, {found.unchanged} known before",
                                 *(f"{name}: {value}" for name, value in told.items())]))
