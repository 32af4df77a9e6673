"""daybook buyers: the book of buyers, crowds to take out, what is kept of buyers, and forgetting one."""

from pathlib import Path
from typing import Any

import click

from daybook.cli.door import Door, clock, main, parse_day
from daybook.domain.said import Said


@main.command("buyers")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: the shop's last one.")
@click.option("--crowd", multiple=True, help="A condition of a crowd, such as orders_from=2; several hold at once.")
@click.option("--take", type=click.Choice(["filter", "hash"]), default=None,
              help="Takes the crowd out: the platform's filter, or hashes of buyers who agreed. Written down.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=None, help="The file that it is written to.")
@click.option("--privacy", is_flag=True, help="What is kept of buyers, where from, and who took crowds out.")
@click.option("--forget", is_flag=True, help="Forgets one buyer, whose name, address or number is asked for and never shown.")
@click.option("--by", default="", help="Who does it.")
@click.pass_obj
def buyers(door: Door, /, shop_name: str, on: str | None, crowd: tuple[str, ...], take: str | None, to: Path | None,
           **said: Any) -> None:
    """New and returning buyers, cohorts, worth ahead and pairs; with --crowd how many buyers it means and how to find them."""
    from daybook.domain.errors import WrongUsage
    from daybook.reports.buyers_json import book_json
    from daybook.reports.buyers_report import buyers_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.buyer_books import book_for_page
    from daybook.workflows.kept import last_day

    house = door.house()
    shop = house.shop(shop_name)
    day = parse_day(on) if on else last_day(shop, shop.day_of(clock()))
    if said["forget"]:
        _forget(door, house, shop, said["by"])
        return
    if said["privacy"]:
        _privacy(door, shop)
        return
    if take and not crowd:
        raise WrongUsage("a crowd needs a condition", next_step="name it with --crowd orders_from=2")
    if crowd:
        _crowd(door, house, shop, day, crowd, take, to, said["by"])
        return
    book = book_for_page(house, shop, day)
    door.show(book_json(book, door.language), lambda: report_text(buyers_paper(book, door.language)).rstrip())


def _crowd(door: Door, house: Any, shop: Any, day: Any, conditions: tuple[str, ...], take: str | None, to: Path | None,
           by: str) -> None:
    """Counts a crowd, or takes it out."""
    from daybook.domain.buyers import CrowdKind
    from daybook.domain.errors import WrongUsage
    from daybook.reports.buyers_json import crowd_json
    from daybook.workflows.crowds import crowd_from, crowd_of, take_out

    said = {name: value for name, _, value in (one.partition("=") for one in conditions)}
    asked, text = crowd_from(said), ""
    if take is None:
        seen = crowd_of(house, shop, day, asked)
    else:
        if to is None and take == "hash":
            raise WrongUsage("hashes go into a file", next_step="name it with --to")
        seen, text = take_out(house, shop, day, asked, CrowdKind(take), by or "cli")
    if to is not None and text:
        to.write_text(text, encoding="utf-8")
    answer = crowd_json(seen, door.language)
    filters = {one["condition"]: one["typed"] for one in answer["filters"]}
    door.show(answer, lambda: answer["refusal"] or text.rstrip() if take == "filter" else answer["refusal"] or
              f"{answer['size']}\n{filters.get('all', '')}".rstrip())


def _privacy(door: Door, shop: Any) -> None:
    from daybook.domain.plain_json import plain
    from daybook.reports.localise import in_language
    from daybook.reports.wording import translator
    from daybook.workflows.buyers_privacy import privacy_of

    found = in_language(privacy_of(shop), translator(door.language))
    lines = [f"{k.table}: {', '.join(k.columns)}; {k.files}; {k.first} – {k.last}" for k in found.kept]
    lines += [f"{t.at:%Y-%m-%d %H:%M} {t.by}: {t.kind} {t.crowd} {t.size} {t.rows} {t.refused}" for t in found.taken]
    door.show(plain(found), "\n".join(lines))


def _forget(door: Door, house: Any, shop: Any, by: str) -> None:
    from daybook.workflows.buyers_privacy import forget_buyer

    rows = forget_buyer(house, shop.client, click.prompt("Who", hide_input=True, err=True), by or "cli")
    door.show({"rows": rows}, Said("{n} rows lead to nobody now", n=rows))
