"""For whom a job is due: zones and names, with what a shop changed in the timetable."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from daybook.domain.schedule import Timing
from daybook.jobs.job import ForWhom, Job
from daybook.workflows.house import House

HOUSE = "house"
UTC_ZONE = "UTC"


@dataclass(frozen=True)
class Member:
    """One subject of a job: since when it is registered, and when the job is due for it (None: never)."""

    name: str
    since: datetime
    timing: Timing | None


def members(house: House, job: Job) -> Mapping[str, list[Member]]:
    """Zone -> the subjects of a job in it, with their own timings; zones without any are left out."""
    from daybook.records import models

    if job.for_whom is ForWhom.PLACES:
        places = models.LookedInto.objects.order_by("name").values_list("name", "added_at")
        return {UTC_ZONE: [Member(name, at, job.timing) for name, at in places]} if places else {}
    rows = list(models.Shop.objects.filter(client__forgotten_at=None).order_by("name").values_list(
        "name", "zone", "created_at"))
    if job.for_whom is ForWhom.HOUSE:
        if not rows:
            return {}
        zones = Counter(zone for _, zone, _ in rows)
        zone = min(zones, key=lambda z: (-zones[z], z))
        return {zone: [Member(HOUSE, min(at for *_, at in rows), job.timing)]}
    general, own = _changes(job)
    found: dict[str, list[Member]] = defaultdict(list)
    for name, zone, at in rows:
        found[zone].append(Member(name, at, own.get(name, general)))
    return found


def due_for(house: House, job: Job, zone: str, due: datetime) -> list[str]:
    """Names of those for whom a job is due at exactly that moment."""
    by_timing: dict[Timing, bool] = {}
    names = []
    for one in members(house, job).get(zone, ()):
        if one.timing is None or one.since > due:
            continue
        if one.timing not in by_timing:
            by_timing[one.timing] = one.timing.next(due - due.resolution, zone) == due
        if by_timing[one.timing]:
            names.append(one.name)
    return names


def _changes(job: Job) -> tuple[Timing | None, dict[str, Timing | None]]:
    """The job's timing for all shops, and those of shops that have one of their own."""
    from daybook.records import models

    general: Timing | None = job.timing
    own: dict[str, Timing | None] = {}
    for row in models.JobChange.objects.filter(job=job.name).select_related("shop").order_by("known_at", "pk"):
        timing = None if row.off else replace(job.timing, at=row.at) if row.at else job.timing
        if row.shop is None:
            general = timing
        else:
            own[row.shop.name] = timing
    return general, own
