"""The guards that judge an edit before its value is chosen: what may be touched of a listing today, and what not."""

from daybook.actions.guards import GUARDS
from daybook.actions.guards.listing import (
    a_sku_that_sells_stays,
    no_new_price_within_an_event,
    no_risky_edit_near_an_event,
    one_edit_at_a_time,
    sales_are_known,
    what_sells_keeps_its_identity,
    what_sells_stays_listed,
)
from daybook.actions.guards.price import list_price_of_what_sells_stays, no_promotion_lock, price_protection_is_kept
from daybook.domain.allowed import Light
from daybook.domain.moves.move import Move
from daybook.domain.situation import Situation
from daybook.domain.verdict import Pass, Refuse, Verdict
from daybook.rulebook.rules import Rulebook

#: Guards whose answer does not hang on the new value: they look at what sells, what changed lately, and which events are near.
BEFORE_A_VALUE = frozenset({
    sales_are_known, what_sells_keeps_its_identity, a_sku_that_sells_stays, one_edit_at_a_time, no_risky_edit_near_an_event,
    what_sells_stays_listed, list_price_of_what_sells_stays, no_promotion_lock, price_protection_is_kept,
    no_new_price_within_an_event})
UNKNOWN = "G-KNOWN"


def ask_before(move: Move, situation: Situation, rules: Rulebook) -> tuple[Verdict, ...]:
    """What these guards say of a kind of edit, refusals first; `move` is any move of the kind on that object."""
    here = rules.for_(situation.shop.platform, situation.category)
    said = [g.ask(move, situation, here) for g in GUARDS if isinstance(move, g.moves) and g.holds in BEFORE_A_VALUE]
    return tuple(sorted(said, key=lambda v: not isinstance(v, Refuse)))


def light_of(said: tuple[Verdict, ...]) -> Light:
    """STOP where a rule refuses, ASK where something is only not known, else GO; nothing asked is not safe."""
    refused = [v for v in said if isinstance(v, Refuse)]
    if any(v.basis is None or v.basis.rule != UNKNOWN for v in refused):
        return Light.STOP
    return Light.GO if said and not refused and all(isinstance(v, Pass) for v in said) else Light.ASK
