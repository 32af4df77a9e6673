"""daybook file: the operating file as a newcomer reads it, asked and added to."""

from pathlib import Path

import click

from daybook.cli.door import Door, clock, main, parse_moment
from daybook.domain.file_page import TYPED
from daybook.domain.said import Said


@main.group("file")
def file() -> None:
    """The operating file: everything that is known of a shop, each line with where it stands; ask it, add to it, hand it over."""


@file.command("show")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: now.")
@click.option("--find", default="", help="Only lines with some of these words.")
@click.pass_obj
def show(door: Door, shop_name: str, as_of: str | None, find: str) -> None:
    """The whole file, section by section; a line that is older than it lasts says so."""
    from dataclasses import replace

    from daybook.reports.file_paper import file_paper, said_in_all
    from daybook.reports.report import plain
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.file_asked import found_in
    from daybook.workflows.operating_file import file_of

    house = door.workbench()
    made = file_of(house, house.shop(shop_name), parse_moment(as_of) or clock())
    made = replace(made, claims=found_in(made, find, said_in_all)) if find else made
    door.show(plain(made), lambda: report_text(file_paper(made, door.language)).rstrip())


@file.command("ask")
@click.argument("question")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: now.")
@click.pass_obj
def ask_(door: Door, question: str, shop_name: str, as_of: str | None) -> None:
    """Answers a QUESTION from the file alone, with where each answer stands, or says that it is not in the file."""
    from daybook.reports.file_paper import answer_text, said_in_all
    from daybook.reports.report import plain
    from daybook.workflows.file_asked import ask
    from daybook.workflows.operating_file import file_of

    house = door.workbench()
    made = file_of(house, house.shop(shop_name), parse_moment(as_of) or clock())
    answer = ask(made, question, said_in_all)
    door.show(plain(answer) | {"in_the_file": bool(answer.claims)}, lambda: answer_text(answer, made.on, door.language))


@file.command("add")
@click.argument("section", type=click.Choice(TYPED))
@click.argument("subject")
@click.argument("text")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--source", default="", help="Where it stands written, such as the page of a contract.")
@click.option("--lasts", "lasts_days", type=click.IntRange(1, 36500), default=None, help="Days after which it is old.")
@click.option("--by", required=True, help="Who says so.")
@click.pass_obj
def add(door: Door, section: str, subject: str, text: str, shop_name: str, source: str, lasts_days: int | None, by: str) -> None:
    """Adds what no export says to a SECTION: what it is about, and what is to be known."""
    from daybook.workflows.file_lines import add_line

    house = door.house()
    key = add_line(house, house.shop(shop_name), section, subject, text, by, source, lasts_days)
    door.show({"key": key, "shop": shop_name, "section": section}, Said("{key}: added to {section}", key=key, section=section))


@file.command("drop")
@click.argument("key")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--by", required=True, help="Who says so.")
@click.pass_obj
def drop(door: Door, key: str, shop_name: str, by: str) -> None:
    """Takes a line out of the file again; that it stood there stays known."""
    from daybook.workflows.file_lines import drop_line

    house = door.house()
    drop_line(house, house.shop(shop_name), key, by)
    door.show({"key": key, "shop": shop_name}, Said("{key} is taken out", key=key))


@file.command("pack")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The ZIP that is written.")
@click.option("--by", required=True, help="Who takes it.")
@click.pass_obj
def pack(door: Door, shop_name: str, target: Path, by: str) -> None:
    """The handover pack: file, six months of numbers, what was given, contracts and access, and what is done when."""
    from daybook.domain.errors import WrongUsage
    from daybook.workflows.brand import brand_of
    from daybook.workflows.handover_pack import pack_of

    if target.exists():
        raise WrongUsage("there is a file of that name", where=str(target), next_step="name a new one")
    house = door.workbench()
    shop = house.shop(shop_name)
    content = pack_of(house, shop, clock(), by, door.language, brand_of(shop.client))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    door.show({"shop": shop_name, "file": str(target), "bytes": len(content)}, f"{target}: {len(content):,} bytes")
