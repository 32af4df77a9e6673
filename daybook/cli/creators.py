"""daybook creators: what is due with creators, results by what settled, what items bear, one creator, and steps that people add."""

from pathlib import Path
from typing import Any

import click

from daybook.cli.door import Door, clock, main, parse_day, parse_moment
from daybook.domain.said import Said


@main.command("creators")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--on", default=None, help="The morning; default: the shop's last one.")
@click.option("--as-of", default=None, help="Known until then, with offset; default: nine o'clock of that morning.")
@click.option("--creator", "creator_id", default="", help="One creator by id, with the halo of the posts; steps below are his.")
@click.option("--step", default="",
              help="invited, replied, sample, agreed, scheduled, published, settled, declined, dropped or note.")
@click.option("--name", default="", help="What the creator is called.")
@click.option("--item", "items", multiple=True, help="A product that it is about; several times for several.")
@click.option("--day", default=None, help="The day of a schedule or a post.")
@click.option("--pay", default="", help="commission, fixed or mixed.")
@click.option("--commission", type=str, default="", help="A share: 0.2 is 20 %.")
@click.option("--fee", default="", help="A fixed fee, in the shop's currency.")
@click.option("--samples", type=int, default=None, help="How many samples are sent.")
@click.option("--units", type=int, default=None, help="Units that the post is held to sell.")
@click.option("--rights-until", default=None, help="The last day on which the content may be used.")
@click.option("--rights-where", default="", help="Where it may be used.")
@click.option("--post", "post_id", default="", help="The post's id or link.")
@click.option("--text", default="", help="A note, or the reason.")
@click.option("--anyway", is_flag=True, help="Keeps terms that lose money; say why with --text.")
@click.option("--by", default="", help="Who says it.")
@click.option("--steps", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None,
              help="A list of steps as CSV: history that was kept elsewhere.")
@click.pass_obj
def creators(door: Door, /, shop_name: str, on: str | None, as_of: str | None, creator_id: str, file: Path | None,
             **said: Any) -> None:
    """Answers and content due, posts to come, creators by settled margin with grade and reasons, and what each product bears."""
    from daybook.domain.errors import WrongUsage
    from daybook.reports.creators_json import creators_json
    from daybook.reports.creators_report import creators_paper
    from daybook.reports.report_markdown import report_text
    from daybook.workflows.creator_steps import take_steps
    from daybook.workflows.creators_page import creator_of, creators_of
    from daybook.workflows.kept import last_day

    house = door.house()
    shop = house.shop(shop_name)
    day, moment = parse_day(on) if on else last_day(shop, shop.day_of(clock())), parse_moment(as_of)
    if file is not None:
        door.tell(Said("{n} new steps", n=take_steps(house, shop, file)))
    if said["step"]:
        if not creator_id:
            raise WrongUsage("a step belongs to a creator", next_step="name the creator with --creator")
        for warning in _add(house, shop, creator_id, said):
            click.echo(str(warning), err=True)
    if not creator_id:
        found = creators_of(house, shop, day, moment)
    else:
        one = creator_of(house, shop, day, creator_id, moment)
        if one is None:
            raise WrongUsage(f"{shop.name} knows no creator {creator_id}", next_step=f"see `daybook creators --shop {shop.name}`")
        found = _only(*one)
    door.show(creators_json(found, door.language), lambda: report_text(creators_paper(found, door.language)).rstrip())


def _add(house: Any, shop: Any, creator_id: str, said: dict[str, Any]) -> tuple[str, ...]:
    """Keeps a step as the options say it; gives what is to be known of its terms."""
    from daybook.domain.creators import Step
    from daybook.workflows.creator_steps import add_step, decimal_of

    day, until = (parse_day(said[n]) if said[n] else None for n in ("day", "rights_until"))
    step = Step(creator_id, said["step"], said["by"] or "cli", said["name"], tuple(said["items"]), day, said["pay"],
                decimal_of(said["commission"]), decimal_of(said["fee"]), said["samples"], until, said["rights_where"],
                said["post_id"], said["text"], said["units"])
    return add_step(house, shop, step, anyway=said["anyway"])[1]


def _only(table: Any, line: Any) -> Any:
    from dataclasses import replace

    who = line.creator_id
    return replace(table, creators=(line,), deals=tuple(d for d in table.deals if d.deal.creator_id == who),
                   samples=tuple(s for s in table.samples if s.creator_id == who),
                   posts=tuple(p for p in table.posts if p.creator_id == who))
