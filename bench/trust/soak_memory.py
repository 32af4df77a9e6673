"""Memory of the clock's processes by hour of the soak's clock, and whether it stays flat once it has been through a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from bench.trust.soak_house import memory_kb

#: Growth of a process over a day, as the slope of its hours after its first day, that still counts as flat.
FLAT_MB_A_DAY = 8.0
#: Hours of a process's life that are left out: it has met each kind of work of a weekday twice by then, and its largest of each.
WARM_HOURS = 50
#: A slope is told from so many hours on.
HOURS_ENOUGH = 30


@dataclass
class Memory:
    """What each process (name and how often it was started) holds for itself, in MB by hour; `peak` is of all that is resident."""

    hours: dict[tuple[str, int], dict[datetime, float]] = field(default_factory=lambda: defaultdict(dict))
    peak: float = 0.0

    def look(self, now: datetime, processes: Mapping[str, tuple[int, int]]) -> None:
        """The first look of each hour counts; the peak is of all looks."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        for name, (pid, number) in processes.items():
            found = memory_kb(pid)
            if found is not None:
                own, resident = found
                self.peak = max(self.peak, resident / 1024)
                self.hours[name, number].setdefault(hour, own / 1024)

    def longest(self) -> tuple[str, list[tuple[datetime, float]]]:
        """The process that lived longest, by its hours."""
        if not self.hours:
            return "", []
        key = max(self.hours, key=lambda k: len(self.hours[k]))
        return f"{key[0]} {key[1]}", sorted(self.hours[key].items())

    def slope(self) -> float | None:
        """MB a day over the hours after the warm ones, by least squares; None where there are too few."""
        rows = self.longest()[1][WARM_HOURS:]
        if len(rows) < HOURS_ENOUGH:
            return None
        import numpy as np

        days = [(at - rows[0][0]).total_seconds() / 86400 for at, _ in rows]
        return float(np.polyfit(days, [mb for _, mb in rows], 1)[0])

    def differences(self, days: int) -> list[str]:
        """What is not flat; a soak of a few days tells nothing."""
        slope = self.slope()
        if slope is None:
            return [] if days < 5 else ["no process lived long enough to tell"]
        return [] if slope <= FLAT_MB_A_DAY else [f"process {self.longest()[0]} grows by {slope:.1f} MB a day"]

    def as_json(self) -> dict[str, Any]:
        name, rows = self.longest()
        slope = self.slope()
        by_day: dict[str, list[float]] = defaultdict(list)
        for at, mb in rows:
            by_day[f"{at:%F}"].append(mb)
        return {"process": name, "hours": len(rows), "peak_mb": round(self.peak, 1),
                "slope_mb_a_day": round(slope, 2) if slope is not None else None,
                "median_mb_by_day": {day: round(median(found), 1) for day, found in by_day.items()}}
