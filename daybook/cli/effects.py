"""daybook effects, measure: what moves brought, and the measuring of those that are due."""

import click

from daybook.cli.door import Door, clock, fail, main, parse_moment


@main.command("effects")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--as-of", default=None, help="As known then, with offset; default: now.")
@click.pass_obj
def effects(door: Door, shop_name: str, as_of: str | None) -> None:
    """The growth ledger: what was done since the first day, what it brought, and what cannot be told."""
    from daybook.reports.effects_report import growth_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.effects import growth_json, growth_of

    growth = growth_of(door.house().shop(shop_name), parse_moment(as_of) or clock())
    paper = growth_paper(growth.shop, growth.currency, growth.effects, growth.to_come, (growth.gains, growth.losses),
                         door.language)
    door.show(growth_json(growth),
              lambda: report_text(paper).rstrip())


@main.command("measure")
@click.option("--shop", "shop_name", default=None, help="One shop.")
@click.option("--all", "every", is_flag=True, help="All shops, which teach each other how sales scatter.")
@click.option("--as-of", default=None, help="As known then, with offset; default: now.")
@click.pass_obj
def measure(door: Door, shop_name: str | None, every: bool, as_of: str | None) -> None:
    """Measures done moves that are due and keeps what it finds; what is measured already stays as it is."""
    from daybook.reports.effects_report import effect_json, measured_text
    from daybook.reports.wording import translator
    from daybook.workflows.measure import measure as measure_due

    if bool(shop_name) == every:
        fail("name one shop with --shop, or all of them with --all", 2)
    house = door.house()
    made = measure_due(house, house.shops() if every else (house.shop(shop_name or ""),), parse_moment(as_of) or clock())
    door.show([effect_json(e) for e in made], lambda: measured_text(made, translator(door.language)))
