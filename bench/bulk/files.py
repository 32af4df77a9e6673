"""The files that the agency is said to have sent: one of each kind per shop and period, and the load each came with."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import pyarrow as pa

from bench.bulk.agency import Agency, Period
from bench.bulk.arrays import Ints
from bench.bulk.rows import FILES, Rows

#: Reports that hold what there was and do not say for which days they were asked.
SILENT = ("product_source_day", "stock_day")


@dataclass(frozen=True)
class SentFile:
    """One file of a shop: its landing's key, kind and period, and the number of its load."""

    key: str
    kind: str
    shop: int
    period: int
    known_at: datetime
    load: int


@dataclass(frozen=True)
class Held:
    """Which rows of one table a file holds: from `start` up to `stop`, and their first and last day by index."""

    shop: int
    period: int
    start: int
    stop: int
    first: int
    last: int


class Files:
    """All files of an agency; their loads count from `first_load` in the order in which they were known."""

    def __init__(self, agency: Agency, first_load: int) -> None:
        self.agency = agency
        self._kinds = list(FILES)
        sent = sorted((period.known_at, f"{agency.names[shop]}-{kind}-{agency.dates[period.last]}", k, shop, p)
                      for p, period in enumerate(agency.periods) for k, kind in enumerate(self._kinds)
                      if self._is_sent(kind, period) for shop in range(agency.size.shops))
        self.all = [SentFile(key, self._kinds[k], shop, p, known_at, first_load + i)
                    for i, (known_at, key, k, shop, p) in enumerate(sent)]
        self.last_load = first_load + len(self.all) - 1

    def _is_sent(self, kind: str, period: Period) -> bool:
        return kind != "stock" or period.last >= self.agency.size.days - self.agency.size.stock_days

    @cached_property
    def _at(self) -> Ints:
        """(kinds, shops, periods) -> index in `all`, -1 where there is none."""
        found = np.full((len(self._kinds), self.agency.size.shops, len(self.agency.periods)), -1, dtype=np.int64)
        for i, file in enumerate(self.all):
            found[self._kinds.index(file.kind), file.shop, file.period] = i
        return found

    @cached_property
    def keys(self) -> pa.Array:
        return pa.array([f.key for f in self.all])

    @cached_property
    def known_at(self) -> Ints:
        """Microseconds since 1970."""
        return np.array([int(f.known_at.timestamp()) * 1_000_000 for f in self.all], dtype=np.int64)

    @cached_property
    def loads(self) -> Ints:
        return np.array([f.load for f in self.all], dtype=np.int64)

    def of(self, rows: Rows) -> Ints:
        """Index in `all` of the file of each row."""
        return self._at[self._kinds.index(rows.file), rows.shop, self.agency.period_of[rows.day]]

    def held(self, rows: Rows) -> list[Held]:
        """The rows of each file; `rows` are in the order of shop and day."""
        code = rows.shop * len(self.agency.periods) + self.agency.period_of[rows.day]
        starts = np.flatnonzero(np.diff(code, prepend=-1)).tolist()
        stops = [*starts[1:], len(code)] if starts else []
        periods, shops, days = self.agency.period_of[rows.day], rows.shop, rows.day
        return [Held(int(shops[i]), int(periods[i]), i, j, int(days[i]), int(days[j - 1]))
                for i, j in zip(starts, stops, strict=True)]
