"""daybook casefile: the operating file of a shop, found and taken along."""

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from daybook.cli.door import Door, clock, main, parse_day
from daybook.domain.entry import EntryKind
from daybook.domain.errors import WrongUsage

DAYS = 30


@main.command("casefile")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--from", "first", default=None, help="The first day; default: 30 days before the last.")
@click.option("--to", "last", default=None, help="The last day; default: the shop's today.")
@click.option("--object", "object_", default="", help="Lines about an object whose name has this in it.")
@click.option("--person", default="", help="Lines of one person.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice([k.value for k in EntryKind]), help="Lines of a kind.")
@click.option("--text", default="", help="Lines with this word in them.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Writes a workbook.")
@click.pass_obj
def casefile(door: Door, shop_name: str, first: str | None, last: str | None, object_: str, person: str,
             kinds: tuple[str, ...], text: str, xlsx: Path | None) -> None:
    """The operating file: what was proposed, decided, done, noted and set, by whom, to which object; the latest first."""
    from daybook.reports.casefile_report import casefile_paper
    from daybook.reports.report_markdown import report_text
    from daybook.reports.report_xlsx import report_xlsx
    from daybook.reports.rows_json import entry_json
    from daybook.workflows.brand import brand_of
    from daybook.workflows.casefile import Asked, entries

    house = door.house()
    shop = house.shop(shop_name)
    until = parse_day(last) if last else shop.day_of(clock())
    since = parse_day(first) if first else until - timedelta(days=DAYS)
    if since > until:
        raise WrongUsage("the first day comes after the last", next_step="turn --from and --to round")
    zone = ZoneInfo(shop.zone)
    found = entries([shop], Asked(datetime.combine(since, time(0), zone), datetime.combine(
        until + timedelta(days=1), time(0), zone), object_, person, tuple(EntryKind(k) for k in kinds), text))
    paper = casefile_paper(shop, found, f"{since}", f"{until}", door.language)
    if xlsx is not None:
        xlsx.parent.mkdir(parents=True, exist_ok=True)
        xlsx.write_bytes(report_xlsx(paper, brand_of(shop.client)))
    door.show({"shop": shop.name, "first": f"{since}", "last": f"{until}", "entries": [entry_json(e) for e in found]},
              lambda: report_text(paper).rstrip())
