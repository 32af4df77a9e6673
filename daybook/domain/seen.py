"""Seen: what was known about one shop on one morning.  A desk gets this and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from daybook.domain.brief import Readiness, State
from daybook.domain.edits import Edit
from daybook.domain.given import Given
from daybook.domain.judged import Judged
from daybook.domain.profit import Margins, Profit
from daybook.domain.shop import Shop

#: One slice of a dimension: (dimension, value) pairs in the order of the rollup's dimensions.
Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Seen:
    """One shop's numbers as known at `as_of`.

    `daily[metric][day]` holds a day's value where the facts are in; an absent day is unknown, never 0.
    `sliced[dimension][metric][scope][day]` holds the same by slice; there an absent slice of a known day is 0, of
    stock unknown.  `names["item_id"][id]` is how a thing was last called.
    `states[table][day]` says of each day whether the facts of a table are in.  `given` is what no export has;
    the orders that it excludes are not in the numbers.  `profit` is the reviewed day's contribution, None where it was
    not asked for; `earlier_profits` those of the days that it is compared with.  `edits` are what lists of listings
    show otherwise than before; `categories` are those of items, as the last list or a person named them.  `read` is what
    desks asked to be read for themselves, by the name that they gave it.
    """

    shop: Shop
    on: date
    as_of: datetime
    daily: Mapping[str, Mapping[date, Decimal]]
    sliced: Mapping[str, Mapping[str, Mapping[Scope, Mapping[date, Decimal]]]] = field(default_factory=dict)
    states: Mapping[str, Mapping[date, State]] = field(default_factory=dict)
    readiness: Sequence[Readiness] = ()
    first_day: date | None = None
    notes: Sequence[str] = ()
    given: Given = field(default_factory=Given)
    judged: Judged = field(default_factory=Judged)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    profit: Profit | None = None
    earlier_profits: Mapping[date, Profit] = field(default_factory=dict)
    margins: Margins = field(default_factory=Margins)
    edits: Sequence[Edit] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, object] = field(default_factory=dict)

    #: What was reckoned of it once and is asked for again, by name; a changed copy begins with none.
    reckoned: dict[str, object] = field(init=False, default_factory=dict, compare=False, repr=False)

    @cached_property
    def reviewed(self) -> date:
        return self.on - timedelta(days=1)

    def value(self, metric: str, day: date) -> Decimal | None:
        """A metric's value of a day, None when it is not known."""
        return self.daily.get(metric, {}).get(day)

    def state(self, table: str, day: date) -> State:
        """Whether the facts of a table are in for a day."""
        return self.states.get(table, {}).get(day, State.NOT_IN)

    def slices(self, dimension: str, metric: str, day: date) -> dict[Scope, Decimal]:
        """A metric by slice on a day; slices without a row that day are left out."""
        found = self.sliced.get(dimension, {}).get(metric, {})
        return {scope: days[day] for scope, days in found.items() if day in days}
