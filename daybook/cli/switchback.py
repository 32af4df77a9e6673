"""daybook switchback plan, list, stop: a move switched on and off in blocks of days, so that its effect stands out."""

from typing import Any

import click

from daybook.cli.actions import BY, _moves
from daybook.cli.door import Door, main, parse_day
from daybook.domain.errors import WrongUsage
from daybook.domain.switchback import Switchback


@main.group("switchback")
def switchback() -> None:
    """A move switched on and off again in blocks of days drawn by lot, which tells small effects of ads and coupons."""


@switchback.command("plan")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--move", "said", required=True, help="The move as it is switched on, as JSON or @FILE (docs/guards.md).")
@click.option("--from", "first", default=None, help="The first day; default: tomorrow.")
@click.option("--why", default="", help="What is to be found out.")
@BY
@click.pass_obj
def plan(door: Door, shop_name: str, said: str, first: str | None, why: str, by: str) -> None:
    """Plans the days; each switch is then proposed on its day, judged by every guard and waits for who has to agree."""
    from daybook.domain.moves.kinds import move_from
    from daybook.workflows.switchback import plan_switchback

    moves = _moves(said)
    if len(moves) != 1:
        raise WrongUsage("a switchback is of one move", next_step="plan one after the other")
    made = plan_switchback(door.house(), shop_name, move_from(moves[0]), by, parse_day(first) if first else None, why)
    door.show(_json(made), lambda: _text(made))


@switchback.command("list")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.pass_obj
def list_(door: Door, shop_name: str) -> None:
    """The switchbacks of a shop with their days, the latest first."""
    from daybook.workflows.switchback import switchbacks

    found = switchbacks([door.house().shop(shop_name)])
    door.show([_json(s) for s in found], lambda: "\n".join(map(_text, found)) or "no switchback is planned")


@switchback.command("stop")
@click.argument("key")
@click.option("--why", default="", help="Why.")
@BY
@click.pass_obj
def stop(door: Door, key: str, why: str, by: str) -> None:
    """Ends a switchback from today on; where the move is on, putting it back is proposed."""
    from daybook.workflows.switchback import stop_switchback

    made = stop_switchback(door.house(), key, by, why)
    door.show(_json(made), lambda: _text(made))


def _json(one: Switchback) -> dict[str, Any]:
    from daybook.domain.moves.kinds import move_json

    return {"key": one.key, "shop": one.shop, "move": move_json(one.move), "why": one.why, "planned_by": one.planned_by,
            "stopped_on": one.stopped_on.isoformat() if one.stopped_on else None,
            "blocks": [{"first": b.first.isoformat(), "last": b.last.isoformat(), "on": b.on} for b in one.blocks]}


def _text(one: Switchback) -> str:
    days = ", ".join(f"{b.first:%m-%d}–{b.last:%m-%d} {'on' if b.on else 'off'}" for b in one.blocks)
    return f"{one.key} {one.move.what()}: {days}" + (f"; stopped on {one.stopped_on}" if one.stopped_on else "")
