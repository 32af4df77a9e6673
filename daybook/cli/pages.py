"""daybook pages: tests of pages, what pages do not answer, and briefs for the designer; daybook page-test, daybook page-brief."""

from typing import Any

import click

from daybook.cli.actions import BY
from daybook.cli.door import Door, clock, main, parse_day, parse_moment
from daybook.domain.page_tests import CHANGES, GUARDS, MEASURES

SHOP = click.option("--shop", "shop_name", required=True, help="The shop.")


@main.command("pages")
@SHOP
@click.option("--on", default=None, help="The morning; default: the shop's last one.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.pass_obj
def pages(door: Door, /, shop_name: str, on: str | None, as_of: str | None) -> None:
    """Tests as they stand, what pages do not answer with counts and quotes, briefs, and what earlier tests taught."""
    from daybook.reports.pages_json import pages_json
    from daybook.reports.pages_report import pages_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.pages_page import pages_of

    house = door.house()
    shop = house.shop(shop_name)
    found = pages_of(house, shop, _day(shop, on), parse_moment(as_of))
    door.show(pages_json(found, door.language), lambda: report_text(pages_paper(found, door.language)).rstrip())


@main.group("page-test")
def page_test() -> None:
    """Tests of pages: planned with the sample that they need, started, stopped, decided and archived."""


def _asked_options(command: Any) -> Any:
    for option in reversed((
            click.option("--item", required=True, help="The listing."),
            click.option("--metric", default="payment_cvr", help=", ".join(m for m in MEASURES if m != "refund_rate") + "."),
            click.option("--design", default="split", help="split, or switchback where the platform splits nobody."),
            click.option("--lift", type=float, default=None, help="The smallest relative lift worth having, 0.05 for 5 %."),
            click.option("--usual", type=float, default=None, help="The number's usual value, where no export tells it."),
            click.option("--a-day", type=float, default=None, help="Visitors a day, where no export tells them."),
            click.option("--deviation", type=float, default=None, help="Standard deviation of one visitor's amount, for uv_value."),
            click.option("--share", type=float, default=0.5, help="Share of the visitors who see the new page."))):
        command = option(command)
    return command


@page_test.command("size")
@SHOP
@_asked_options
@click.pass_obj
def size(door: Door, /, shop_name: str, **said: Any) -> None:
    """How many people, or pairs of blocks, and how many days a test needs; nothing is kept."""
    from daybook.workflows.page_tests import size_of
    from daybook.workflows.pages_page import pages_seen

    house = door.house()
    shop = house.shop(shop_name)
    found = size_of(pages_seen(house, shop, _day(shop, None), house.now()), _asked(said))
    said_of = {name: getattr(found, name) for name in ("needed", "days", "usual", "a_day", "smallest", "in_most", "once")}
    door.show(said_of | {"why": str(found.why)}, lambda: str(found.why) if found.needed is None else (
        f"{found.needed} of each, {'—' if found.days is None else found.days} days, for a lift of {found.smallest:.1%}"))


@page_test.command("plan")
@SHOP
@_asked_options
@click.option("--change", required=True, help="The one part of the page that changes: " + ", ".join(CHANGES) + ".")
@click.option("--what", required=True, help="What is changed.")
@click.option("--hypothesis", required=True, help="What is expected of it, and why.")
@click.option("--from", "first", default=None, help="The first day; default: tomorrow.")
@click.option("--code", default="", help="What the tool that splits calls it in its report.")
@click.option("--guard", "guards", multiple=True, help="Numbers that must not suffer; default: " + ", ".join(GUARDS) + ".")
@BY
@click.pass_obj
def plan(door: Door, /, shop_name: str, by: str, **said: Any) -> None:
    """Plans a test: one change, its sample and days, its guards; a switchback's blocks are drawn by lot."""
    from daybook.workflows.page_tests import plan_test
    from daybook.workflows.pages_page import pages_seen

    house = door.house()
    shop = house.shop(shop_name)
    made = plan_test(house, shop, pages_seen(house, shop, _day(shop, None), house.now()), _asked(said), by)
    _show(door, made)


@page_test.command("step")
@SHOP
@click.argument("key")
@click.argument("kind")
@click.option("--text", default="", help="Why, or a note.")
@BY
@click.pass_obj
def step(door: Door, /, shop_name: str, key: str, kind: str, text: str, by: str) -> None:
    """Adds a step: started, note, stopped, keep, put_back or archived; a decision keeps what stood there with it."""
    from daybook.workflows.page_tests import step_test
    from daybook.workflows.pages_page import pages_seen

    house = door.house()
    shop = house.shop(shop_name)
    seen = pages_seen(house, shop, _day(shop, None)) if kind in ("keep", "put_back") else None
    _show(door, step_test(house, shop, key, kind, by, text, seen))


@main.command("page-brief")
@SHOP
@click.option("--key", default="", help="A brief that is moved on with --stage; without it one is made.")
@click.option("--stage", default="", help="made, live, dropped or open.")
@click.option("--item", default="", help="The listing of a new brief.")
@click.option("--part", default="", help="The part of the page: " + ", ".join(CHANGES) + ".")
@click.option("--what", default="", help="What it should say.")
@click.option("--topic", default="", help="A topic that `daybook pages` lists for the listing: its evidence goes along.")
@click.option("--text", default="", help="A note.")
@BY
@click.pass_obj
def page_brief(door: Door, /, shop_name: str, by: str, **said: Any) -> None:
    """A brief for the designer: made with its evidence, or moved on until the page is live."""
    from daybook.reports.pages_json import brief_json
    from daybook.workflows.page_briefs import brief_of_topic, make_brief, move_brief

    house = door.house()
    shop = house.shop(shop_name)
    if said["key"]:
        made = move_brief(house, shop, said["key"], said["stage"], by, said["text"])
    elif said["topic"]:
        made = brief_of_topic(house, shop, _day(shop, None), said["item"], said["topic"], by, said["what"])
    else:
        made = make_brief(house, shop, said["item"], said["part"], said["what"], by)
    door.show(brief_json(made), lambda: f"{made.key} {made.item_id} {made.part}: {made.stage.value}")


def _show(door: Door, made: Any) -> None:
    from daybook.reports.pages_json import page_test_json

    days = ", ".join(f"{b.first:%m-%d}–{b.last:%m-%d} {'new' if b.on else 'old'}" for b in made.blocks)
    door.show(page_test_json(made), lambda: f"{made.key} {made.item_id} {made.change}: {made.stage.value}, {made.needed} of each, "
              f"{made.first} to {made.last}" + (f"; {days}" if days else ""))


def _asked(said: dict[str, Any]) -> Any:
    from daybook.workflows.page_tests import Asked

    return Asked(said["item"], said.get("change", "other"), said.get("what", "-"), said.get("hypothesis", "-"), said["metric"],
                 said["design"], said["lift"], parse_day(said["first"]) if said.get("first") else None, said.get("code", ""),
                 tuple(said.get("guards") or GUARDS), said["share"], said["deviation"], said["usual"], said["a_day"])


def _day(shop: Any, on: str | None) -> Any:
    from daybook.workflows.kept import last_day

    return parse_day(on) if on else last_day(shop, shop.day_of(clock()))
