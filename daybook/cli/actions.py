"""daybook propose, proposals, approve, execute, done, undo: the guarded loop on the command line."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from daybook.cli.door import Door, clock, main, parse_day
from daybook.domain.errors import WrongUsage

if TYPE_CHECKING:
    from daybook.domain.proposal import Story

BY = click.option("--by", required=True, help="Who does this: a name of the shop's roster.")


@main.command("propose")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--move", "said", default=None, help="The move as JSON, or @FILE with one move or a list of them.")
@click.option("--plan", "plan_on", default=None, help="Instead: the lines of that morning's plan that are changes.")
@click.option("--line", "lines", multiple=True, help="With --plan: only the lines with this id.")
@click.option("--why", default="", help="The evidence: what speaks for it.")
@click.option("--how", type=click.Choice(["api", "sheet", "by hand"]), default=None, help="The way out; default: the best.")
@BY
@click.pass_obj
def propose(door: Door, shop_name: str, said: str | None, plan_on: str | None, lines: tuple[str, ...], why: str,
            how: str | None, by: str) -> None:
    """Proposes a change: it is read at its object and judged by every guard; nothing is written.

    Moves and their fields are in docs/guards.md.
    """
    from daybook.domain.moves.kinds import move_from
    from daybook.domain.moves.move import Way
    from daybook.workflows.propose import Wish
    from daybook.workflows.propose import propose as make

    if (said is None) == (plan_on is None):
        raise WrongUsage("say either --move or --plan", next_step="see `daybook propose --help`")
    house, way = door.house(), Way(how) if how else None
    if plan_on is not None:
        from daybook.workflows.planned import wishes_of

        wishes = wishes_of(house, shop_name, parse_day(plan_on), lines)
    else:
        wishes = [Wish(move_from(one), why, way=way) for one in _moves(said or "")]
    made = make(house, shop_name, wishes, by, "cli")
    door.show([_json(s) for s in made], lambda: "\n\n".join(_text(s, door.language) for s in made))


@main.command("proposals")
@click.argument("key", required=False)
@click.option("--shop", "shop_name", default=None, help="One shop; default: all.")
@click.option("--stage", "stages", multiple=True, help="Only those that stand there, such as waiting.")
@click.pass_obj
def proposals(door: Door, key: str | None, shop_name: str | None, stages: tuple[str, ...]) -> None:
    """Proposals, those that want somebody first; one of them with all that its guards say."""
    from daybook.domain.proposal import Stage
    from daybook.workflows.proposals import list_proposals, story_of

    house = door.house()
    if key:
        one = story_of(house, key)
        door.show(_json(one), lambda: _text(one, door.language))
        return
    unknown = sorted(set(stages) - set(Stage))
    if unknown:
        raise WrongUsage(f"no stage is called {unknown[0]}", next_step="use one of: " + ", ".join(Stage))
    shops = [house.shop(shop_name).name] if shop_name else [s.name for s in house.shops()]
    found = list_proposals(house, shops, [Stage(s) for s in stages])
    door.show([_json(s) for s in found], lambda: "\n".join(_line(s, door.language) for s in found) or "nothing is proposed")


@main.command("approve")
@click.argument("key")
@click.option("--fingerprint", required=True, help="Of what you saw, or its first 12 signs: a yes to it is a yes to no other.")
@click.option("--no", "refuse", is_flag=True, help="Decline it.")
@click.option("--why", default="", help="Why.")
@BY
@click.pass_obj
def approve(door: Door, key: str, fingerprint: str, refuse: bool, why: str, by: str) -> None:
    """A person's yes or no to one proposal, as it was seen."""
    from daybook.workflows.approve import approve as answer
    from daybook.workflows.proposals import story_of

    house = door.house()
    whole = story_of(house, key).proposal.fingerprint
    mark = whole if len(fingerprint) >= SHORTEST_MARK and whole.startswith(fingerprint) else fingerprint
    made = answer(house, key, mark, by, "cli", yes=not refuse, why=why)
    door.show(_json(made), lambda: _text(made, door.language))


#: Signs of a fingerprint that are enough to tell it.
SHORTEST_MARK = 12


@main.command("execute")
@click.argument("key")
@click.option("--dry-run", is_flag=True, help="Goes the whole way and writes nothing.")
@BY
@click.pass_obj
def execute(door: Door, key: str, dry_run: bool, by: str) -> None:
    """Carries out an approved proposal: reads again, asks the guards again, writes once, reads back.

    Where the outcome of an earlier try is not known it is read, not written again.
    """
    from daybook.workflows.execute import carry_out
    from daybook.workflows.proposals import receipt_json

    receipt = carry_out(door.house(), key, by, dry_run=dry_run)
    door.show({"key": key, "dry_run": dry_run, **receipt_json(receipt)},
              lambda: f"{key}: {receipt.outcome.value}. {receipt.note}" + (f"\n{receipt.file}" if receipt.file else ""))


@main.command("done")
@click.argument("key")
@click.argument("note", default="")
@BY
@click.pass_obj
def done(door: Door, key: str, note: str, by: str) -> None:
    """Says that a change that waits for a person's hands was made: its receipt."""
    from daybook.workflows.execute import done_by_hand
    from daybook.workflows.proposals import receipt_json

    receipt = done_by_hand(door.house(), key, by, note)
    door.show({"key": key, "dry_run": False, **receipt_json(receipt)}, lambda: f"{key}: {receipt.outcome.value}. {receipt.note}")


@main.command("settle")
@BY
@click.pass_obj
def settle(door: Door, by: str) -> None:
    """Reads what became of changes whose outcome is not known, and which upload sheets the exports show by now."""
    from daybook.workflows.execute import settle_all
    from daybook.workflows.proposals import receipt_json

    made = settle_all(door.house(), by)
    door.show([{"key": r.proposal, "dry_run": False, **receipt_json(r)} for r in made],
              lambda: "\n".join(f"{r.proposal}: {r.outcome.value}. {r.note}" for r in made) or "nothing could be settled")


@main.command("undo")
@click.argument("key")
@click.option("--why", default="", help="Why it is taken back.")
@BY
@click.pass_obj
def undo(door: Door, key: str, why: str, by: str) -> None:
    """Proposes to take a change back, if it is still ours to put back."""
    from daybook.workflows.undo import undo as take_back

    made = take_back(door.house(), key, by, "cli", why)
    door.show(_json(made), lambda: _text(made, door.language))


def _moves(said: str) -> list[dict[str, Any]]:
    """Moves of an option: JSON itself, or @FILE."""
    text = Path(said[1:]).read_text(encoding="utf-8") if said.startswith("@") else said
    try:
        found = json.loads(text)
    except ValueError as problem:
        raise WrongUsage(f"the move is no JSON: {problem}",
                         next_step='write it as {"move": "item_discount", "object_id": "SKU", "was": "199", "to": "189"}') from None
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        raise WrongUsage("a move is a JSON object", next_step="see docs/guards.md")
    return rows


def _json(story: "Story") -> dict[str, Any]:
    from daybook.workflows.proposals import as_json

    return as_json(story, clock())


def _text(story: "Story", language: str) -> str:
    from daybook.reports.proposal_text import proposal_text
    from daybook.workflows.proposals import stage_now

    return proposal_text(story, stage_now(story, clock()), language)


def _line(story: "Story", language: str) -> str:
    from daybook.reports.proposal_text import proposal_line
    from daybook.workflows.proposals import stage_now

    return proposal_line(story, stage_now(story, clock()), language)
