"""Switching: what a switchback's day wants is proposed and carried out like any other change.

Each switch is a proposal of its own: read at the object, judged by every guard, agreed to by whom the guards ask for, and
carried out as soon as it may be.  What waits for a person stands in the inbox of changes and in the morning's plan.
"""

from collections.abc import Sequence
from datetime import datetime

from daybook.actions.stage import stage_of
from daybook.domain.errors import DaybookError
from daybook.domain.moves.move import Move
from daybook.domain.proposal import Stage, Story
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.switchback import Switchback
from daybook.workflows.execute import carry_out
from daybook.workflows.house import House
from daybook.workflows.propose import Wish, propose
from daybook.workflows.switchback import LINE, wanted_switches

SWITCHER = "daybook"


def switch(house: House, shops: Sequence[Shop], now: datetime) -> dict[str, str]:
    """Proposes every switch that its day wants, and carries out those that are agreed to; says per shop what came of it."""
    said: dict[str, list[str]] = {s.name: [] for s in shops}
    for one, on in wanted_switches(shops, now):
        story = _proposed(house, one, on)
        stage = stage_of(story, house.now())
        if stage is Stage.APPROVED:
            try:
                stage_said = carry_out(house, story.proposal.key, SWITCHER).outcome.value
            except DaybookError as problem:
                stage_said = str(problem)
        else:
            stage_said = stage.value
        said[one.shop].append(f"{one.key} {'on' if on else 'off'}: {stage_said}")
    return {name: "; ".join(lines) or "nothing to switch" for name, lines in said.items()}


def _proposed(house: House, one: Switchback, on: bool) -> Story:
    move = one.move if on else one.move.undo()
    assert isinstance(move, Move)
    shop = house.shop(one.shop)
    number = one.block_on(shop.day_of(house.now()))
    why = Said("switchback {key}, block {n} of {all}: {why}", key=one.key, n=number or len(one.blocks), all=len(one.blocks),
               why=one.why or "—")
    wish = Wish(move, why, plan_line=f"{LINE}{one.key} {'on' if on else 'off'}")
    return propose(house, one.shop, [wish], one.planned_by, "plan")[0]
