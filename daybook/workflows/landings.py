"""Landings: what arrived, what became of it, and which of it has to be read again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.domain.shop import Shop
from daybook.facts.delivery import Delivery
from daybook.facts.load import Loaded
from daybook.sources.dates import period_in_name
from daybook.sources.landing import content_hash, keep, unseal
from daybook.sources.reader import Parsed
from daybook.workflows.house import House
from daybook.workflows.scratch import scratch_folder

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.records import models

#: More rejected rows than this are counted and not listed.
LISTED_ROWS = 1000


@dataclass(frozen=True)
class Arrival:
    """One arrival of a file.  `nothing_new`: its content already counts."""

    key: str
    known_at: datetime
    nothing_new: bool = False


def arrive(house: House, shop: Shop, file: Path, known_at: datetime) -> Arrival:
    """Keeps the file and writes its landing.  Content that still counts is not landed again.

    Content under a name that states other days is another file: quiet days of a report are the same to the byte.
    """
    from daybook.records import models

    sha256, size = content_hash(file)
    alike = list(models.Landing.objects.filter(shop__name=shop.name, sha256=sha256).order_by("known_at"))
    before = [row for row in alike if _same_days(row, file)]
    for row in before:
        if row.state in ("landed", "unknown", "refused"):
            row.known_at, row.name = min(row.known_at, known_at), file.name
            row.save()
            return Arrival(row.key, row.known_at)
    if before and not _superseded(before, known_at):
        return Arrival(before[-1].key, before[-1].known_at, nothing_new=True)
    kept = keep(file, house.home, shop.client, shop.name, shop.day_of(known_at), house.keys.of(shop.client))
    key = f"{_mark(shop.name, sha256)}-{len(alike) + 1}"
    models.Landing.objects.create(
        key=key, shop=models.Shop.objects.get(name=shop.name), sha256=sha256, name=file.name, size=size,
        path=kept.path, known_at=known_at, received_at=house.now())
    return Arrival(key, known_at)


def known_from(house: House, shop: str) -> datetime:
    """Since when a file that comes in now is known: now, or right after what came in before by a clock that was ahead.

    A clock that is put right would else let an older file say more than a newer one, as long as it had been ahead.
    """
    from django.db.models import Max

    from daybook.records import models

    now = house.now()
    ahead = models.Landing.objects.filter(shop__name=shop, known_at__gte=now, received_at__gt=now).aggregate(last=Max("known_at"))
    return max(now, ahead["last"] + timedelta(microseconds=1)) if ahead["last"] else now


def _same_days(row: "models.Landing", file: Path) -> bool:
    """Whether a landing's name states the days that the file's name does, or it waits for being told them."""
    stated = period_in_name(row.name)
    return stated == period_in_name(file.name) or (stated is None and row.state in ("unknown", "refused"))


def _superseded(before: "Sequence[models.Landing]", known_at: datetime) -> bool:
    """Whether the content, arriving again at `known_at`, may say something new.

    It does when it was known only later than `known_at`, or when another landing with days of the same tables
    was loaded in between: then it takes those days back.
    """
    from daybook.records import models

    earlier = [b for b in before if b.known_at <= known_at]
    if not earlier:
        return True
    last = earlier[-1]
    for table in last.tables.exclude(first_day=None):     # a file without a row takes no day back
        between = models.LandedTable.objects.filter(
            table=table.table, landing__shop=last.shop, landing__known_at__gte=last.known_at,
            landing__known_at__lte=known_at, first_day__lte=table.last_day, last_day__gte=table.first_day,
        ).exclude(landing=last)
        if between.exclude(new=0, restated=0, gone=0).exists():
            return True
    return False


def _mark(shop: str, sha256: str) -> str:
    import hashlib

    return hashlib.sha256(f"{shop}\x1f{sha256}".encode()).hexdigest()[:20]


def mark_problem(arrival: Arrival, state: str, problem: str) -> None:
    """Writes down why a landing was not loaded."""
    from daybook.records import models

    models.Landing.objects.filter(key=arrival.key).update(state=state, problem=problem)


def mark_read(arrival: Arrival, parsed: Sequence[Parsed]) -> None:
    """Writes down what a landing holds; it counts only once it is loaded."""
    from django.db import transaction

    from daybook.records import models

    with transaction.atomic():
        row = models.Landing.objects.select_for_update().get(key=arrival.key)
        row.reader = "+".join(sorted({p.reader for p in parsed}))
        row.reader_version = max(p.version for p in parsed)
        row.shop_names = sorted({n for p in parsed for n in p.shop_names})
        row.rejected = [[r.line, r.column, r.value, r.reason] for p in parsed for r in p.rejected][:LISTED_ROWS]
        row.warnings = [w for p in parsed for w in p.warnings]
        row.own_totals = [[t.column, str(t.file), str(t.rows)] for p in parsed for t in p.own_totals]
        row.problem = ""
        row.save()
        row.tables.all().delete()
        for table, (rows, first, last, stated) in _extents(parsed).items():
            models.LandedTable.objects.create(landing=row, table=table, rows=rows, first_day=first, last_day=last,
                                              covers_stated=stated)


def _extents(parsed: Sequence[Parsed]) -> dict[str, tuple[int, date | None, date | None, bool]]:
    """Per table: rows, first and last day, and whether the file itself states the days."""
    import pyarrow.compute as pc

    found: dict[str, tuple[int, date | None, date | None, bool]] = {}
    for batch in (b for p in parsed for b in p.batches):
        rows, first, last, stated = found.get(batch.table.name, (0, None, None, False))
        days = [d for d in (first, last, *(batch.covers or ())) if d is not None]
        if batch.rows.num_rows:
            span = pc.min_max(batch.rows[batch.table.day]).as_py()
            days += [d for d in (span["min"], span["max"]) if d is not None]
        found[batch.table.name] = (rows + batch.rows.num_rows, min(days, default=None), max(days, default=None),
                                   stated or batch.covers is not None)
    return found


def mark_loaded(loaded: Loaded, deliveries: Mapping[str, Delivery]) -> None:
    """Writes down that landings are loaded, and what they changed: one statement, run for each of many tables."""
    from django.db import connection, transaction

    from daybook.records import models

    with transaction.atomic():
        models.Landing.objects.filter(key__in=list(deliveries)).update(state="loaded")
        landed = models.LandedTable.objects.filter(landing__key__in=list(deliveries))
        ids = {(key, table): pk for key, table, pk in landed.values_list("landing__key", "table", "pk")}
        rows = [(loaded.loads[c.landing], c.new, c.restated, c.gone, json.dumps([d.isoformat() for d in c.restated_days]),
                 ids[c.landing, c.table]) for c in loaded.changes if (c.landing, c.table) in ids]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {models.LandedTable._meta.db_table} SET load = %s, new = %s, restated = %s, gone = %s, "
                "restated_days = %s WHERE id = %s", rows)


def reread_later(house: House, shops: Mapping[str, Shop], delivery: Delivery,
                 taken: set[str]) -> Iterator[tuple[Shop, Arrival, tuple[Parsed, ...]]]:
    """Later landings of the same days, read again, when a delivery is known before them.

    What a later landing held was compared with what was known then; a file that comes in between can make a
    row that was left out as equal into one that takes something back.
    """
    from daybook.records import models

    for batch in delivery.batches:
        days = _days_of(batch.rows[batch.table.day]) if batch.rows.num_rows else list(batch.covers or ())
        if not days:
            continue
        later = models.LandedTable.objects.filter(
            table=batch.table.name, landing__shop__name=delivery.shop, landing__state="loaded",
            landing__known_at__gt=delivery.known_at, first_day__lte=max(days), last_day__gte=min(days),
        ).select_related("landing")
        for found in later:
            if found.landing.key not in taken:
                taken.add(found.landing.key)
                shop = shops[delivery.shop]
                yield shop, Arrival(found.landing.key, found.landing.known_at), read_again(house, shop, found.landing)


def _days_of(column: "pa.ChunkedArray") -> list[date]:
    """The first and the last day of a column; none where no row has one."""
    import pyarrow.compute as pc

    ends = pc.min_max(column).as_py()
    return [ends["min"], ends["max"]] if ends["min"] is not None else []


def read_again(house: House, shop: Shop, landing: Any) -> tuple[Parsed, ...]:
    """What a kept landing holds, by today's readers or its shop's mapping."""
    from daybook.workflows.reading import read_for_shop

    with scratch_folder() as folder:
        file = folder / Path(landing.name).name
        unseal(house.home / landing.path, house.keys.of(shop.client), file)
        return read_for_shop(house, shop, file, None, landing.known_at)
