"""Lessons of a shop: what its moves, and moves of the same kind in all shops of the house, brought of what was expected.

Only ratios go between shops.  Which shop, which object and how much money stay where they were measured.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from daybook.analysis.lessons import Lessons, Outcome
from daybook.domain.brief import Gain
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.work import Suggestion

CENT = Decimal("0.01")
#: Low and high of a gain hold 80 %.
IN_80 = Decimal("1.2816")
#: Between the levels of a platform's category, and between two of one listing.
LEVELS = re.compile(r"\s*[>/,，›»;；|]\s*")


@dataclass(frozen=True)
class Taught:
    """What one shop goes by: `moves` counts measured moves of a kind in the house, `own` those of this shop."""

    shop: str = ""
    group: str = ""
    lessons: Lessons | None = None
    moves: Mapping[str, int] = field(default_factory=dict)
    own: Mapping[str, int] = field(default_factory=dict)

    def learned(self, one: Suggestion, categories: Mapping[str, str]) -> Suggestion:
        """The task with its gain pulled towards what moves like it brought; as it is where none was measured.

        `categories` are those of the shop's items, by item.
        """
        kind = one.change.name if one.change is not None else one.move
        if self.lessons is None or one.gain is None or not self.moves.get(kind):
            return one
        ratio = self.lessons.ratio(kind, self.group, category_of(one, categories), self.shop, one.object_id)
        mean, error = (Decimal(str(round(v, 3))) for v in (ratio.mean, ratio.error))
        return replace(one, gain=_pulled(one.gain, mean, error), evidence=Said(
            "{evidence}; of what moves like this were expected to bring, {share} came ({own} measured here, {n} in all)",
            evidence=one.evidence, share=f"{mean:.0%}", own=self.own.get(kind, 0), n=self.moves[kind]))


UNTAUGHT = Taught()


def taught(shops: Sequence[Shop], as_of: datetime) -> dict[str, Taught]:
    """shop -> what it goes by, as known at a moment; one query for all of them."""
    told = outcomes(as_of)
    if not told:
        return {s.name: Taught() for s in shops}
    lessons, moves = Lessons(told), _counts(told)
    return {s.name: Taught(s.name, str(s.platform), lessons, moves, _counts([o for o in told if o.shop == s.name]))
            for s in shops}


def outcomes(as_of: datetime) -> list[Outcome]:
    """Everything that was measured and expected in all shops of the house, as known at a moment; one query."""
    from daybook.records import models

    rows: Iterable[tuple[Any, ...]] = models.MeasuredMove.objects.filter(
        measured_at__lte=as_of, own_error__gt=0).exclude(expected=None).exclude(own_value=None).order_by("pk").values_list(
        "kind", "shop__platform", "category", "shop__name", "object_id", "expected", "own_value", "own_error")
    return [Outcome(kind, platform, top_level(category), shop, object_, float(expected), float(value), float(error))
            for kind, platform, category, shop, object_, expected, value, error in rows]


def category_of(one: Suggestion, categories: Mapping[str, str]) -> str:
    """The category of the item that a task is about, "" where it is not known."""
    behind = getattr(one.change, "item_id", "") if one.change is not None else ""
    things = (one.object_id, behind, *(id_ for kind, id_ in one.touches if kind == "item"))
    return top_level(next((categories[t] for t in things if t in categories), ""))


def top_level(category: str) -> str:
    """The first level of a category, by which lessons of several platforms are pooled.

    >>> top_level("Home > Kitchen > Kettles"), top_level("  家居/厨房 "), top_level("")
    ('home', '家居', '')
    """
    return LEVELS.split(category.strip())[0].casefold()


def _counts(told: Sequence[Outcome]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in told:
        found[one.kind] = found.get(one.kind, 0) + 1
    return found


def _pulled(gain: Gain, ratio: Decimal, error: Decimal) -> Gain:
    """The gain times the ratio; the range holds what was not known before and what the lesson does not know."""
    mid, doubt = gain.mid * ratio, IN_80 * error * abs(gain.mid)
    below, above = (((edge - gain.mid) * ratio) ** 2 + doubt**2 for edge in (gain.low, gain.high))
    return replace(gain, low=(mid - below.sqrt()).quantize(CENT), mid=mid.quantize(CENT),
                   high=(mid + above.sqrt()).quantize(CENT))
