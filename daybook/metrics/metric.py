"""What a definition is: a Metric is one aggregate of one table, a Ratio one sum over another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from daybook.domain.brief import Unit
from daybook.domain.errors import GrainError
from daybook.facts.table import Table, Type

#: What a number of a unit is kept as; every other unit counts whole things.
KEPT_AS = {Unit.MONEY: Type.MONEY, Unit.SHARE: Type.RATE, Unit.RATIO: Type.RATE, Unit.SECONDS: Type.RATE}


@dataclass(frozen=True)
class Metric:
    """An aggregate of one table per shop and day.

    `value` maps an Ibis table of rows to an aggregate.  `never_sum_over` names dimensions over which
    daily values may not be added ("day", "shop", "item_id", ...), because people were counted once in each.
    A `level` holds at the end of its day: several days have its last one.  `stands_in_for` names the definition
    whose place it takes on screens where that one is not known.  A day's number that `ripens` over so many days is not
    compared with that of an older day before.
    """

    name: str
    zh: str
    unit: Unit
    table: Table
    day: str
    value: Callable[[Any], Any]
    note: str = ""
    never_sum_over: tuple[str, ...] = ()
    higher_is_better: bool = True
    restates: str = ""           # how long the number still moves, and why
    level: bool = False
    stands_in_for: str = ""
    ripens: int = 0

    @property
    def type(self) -> Type:
        return KEPT_AS.get(self.unit, Type.COUNT)

    def may_sum_over(self, dimension: str) -> None:
        """Raises GrainError when daily values of this metric may not be added over `dimension`."""
        if dimension in self.never_sum_over:
            raise GrainError(f"{self.name} ({self.zh}) may not be summed over {dimension}",
                             next_step="ask for it day by day, or for the platform's own count of that window")


@dataclass(frozen=True)
class Ratio:
    """One metric over another, `times` a number where the trade says it so (per thousand).

    Over several days or slices it is the ratio of the sums, where both may be summed.
    """

    name: str
    zh: str
    unit: Unit
    over: Metric
    under: Metric
    note: str = ""
    higher_is_better: bool = True
    stands_in_for: str = ""
    times: int = 1


Definition = Metric | Ratio


def parts(definition: Definition) -> tuple[Metric, ...]:
    """The metrics that a definition is made of."""
    return (definition.over, definition.under) if isinstance(definition, Ratio) else (definition,)


def ripens(definition: Definition) -> int:
    """Days after which little more comes to a day's number; 0 for what is whole at once."""
    return max(m.ripens for m in parts(definition))
