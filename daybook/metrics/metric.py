"""What a definition is: a Metric is one aggregate of one table, a Ratio one sum over another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from daybook.domain.brief import Unit
from daybook.domain.errors import GrainError
from daybook.facts.table import Table, Type


@dataclass(frozen=True)
class Metric:
    """An aggregate of one table per shop and day.

    `value` maps an Ibis table of rows to an aggregate.  `never_sum_over` names dimensions over which
    daily values may not be added ("day", "shop", "item_id", ...), because people were counted once in each.
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

    @property
    def type(self) -> Type:
        return Type.MONEY if self.unit is Unit.MONEY else Type.COUNT

    def may_sum_over(self, dimension: str) -> None:
        """Raises GrainError when daily values of this metric may not be added over `dimension`."""
        if dimension in self.never_sum_over:
            raise GrainError(f"{self.name} ({self.zh}) may not be summed over {dimension}",
                             next_step="ask for it day by day, or for the platform's own count of that window")


@dataclass(frozen=True)
class Ratio:
    """One metric over another; over several days or slices it is the ratio of the sums, where both may be summed."""

    name: str
    zh: str
    unit: Unit
    over: Metric
    under: Metric
    note: str = ""
    higher_is_better: bool = True


Definition = Metric | Ratio
