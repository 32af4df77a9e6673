"""daybook disputes: rates, cases, one case with its proof and value, and what people add to it."""

from pathlib import Path
from typing import Any

import click

from daybook.cli.door import Door, clock, main, parse_day, parse_moment


@main.command("disputes")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: the shop's last one.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.option("--case", "case_id", default="", help="One case, with the chat of its order; the options below add to it.")
@click.option("--step", default="", help="ticked, unticked, note, settle, fight, handed_in, won or lost.")
@click.option("--piece", default="", help="The piece of evidence that is ticked, unticked or sent.")
@click.option("--evidence", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None,
              help="A file of evidence to keep with the case, sealed.")
@click.option("--text", default="", help="A note, or the reason of a decision.")
@click.option("--by", default="", help="Who says it.")
@click.pass_obj
def disputes(door: Door, /, shop_name: str, on: str | None, as_of: str | None, case_id: str, **said: Any) -> None:
    """Rates before their line, cases by deadline with proof, odds and what fighting leaves; with --case one of them."""
    from daybook.domain.errors import WrongUsage
    from daybook.reports.disputes_json import case_json, disputes_json
    from daybook.reports.disputes_report import disputes_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.disputes_page import case_of, disputes_of
    from daybook.workflows.kept import last_day

    house = door.house()
    shop = house.shop(shop_name)
    day, moment = parse_day(on) if on else last_day(shop, shop.day_of(clock())), parse_moment(as_of)
    if not case_id:
        if said["step"] or said["evidence"]:
            raise WrongUsage("a step belongs to a case", next_step="name it with --case")
        found = disputes_of(house, shop, day, moment)
        door.show(disputes_json(found, door.language), lambda: report_text(disputes_paper(found, door.language)).rstrip())
        return
    if case_of(house, shop, day, case_id, moment) is None:
        raise WrongUsage(f"{shop.name} has no case {case_id}", next_step=f"see `daybook disputes --shop {shop.name}`")
    _add(house, shop, case_id, day, said)
    one = case_of(house, shop, day, case_id, moment)
    assert one is not None
    table, case, chat = one
    whole = disputes_json(table, door.language) | {"cases": [case_json(case, door.language, chat)]}
    door.show(whole, lambda: report_text(disputes_paper(_only(table, case), door.language)).rstrip())


def _add(house: Any, shop: Any, case_id: str, day: Any, said: dict[str, Any]) -> None:
    """Keeps what the options say of a case."""
    from daybook.workflows.case_files import add_step, keep_evidence

    if said["evidence"]:
        keep_evidence(house, shop, case_id, said["piece"], said["evidence"], said["evidence"].name, said["by"] or "cli")
    if said["step"]:
        add_step(house, shop, case_id, said["step"], said["by"], piece=said["piece"] if "ticked" in said["step"] else "",
                 text=said["text"], on=day)


def _only(table: Any, case: Any) -> Any:
    from dataclasses import replace

    return replace(table, cases=(case,))
