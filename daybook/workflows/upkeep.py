"""Upkeep: the nightly rewrite, reading landings again after a reader was mended, and the run log."""

from collections.abc import Callable, Sequence
from typing import Any

from daybook.domain.errors import DaybookError
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.facts.delivery import Delivery
from daybook.facts.load import load
from daybook.facts.tables import TABLES
from daybook.metrics.rollups import ROLLUPS
from daybook.sources.readers import READERS
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.landings import Arrival, mark_loaded, mark_problem, mark_read, read_again


def compact(house: House) -> dict[str, int]:
    """Rewrites what was appended, and removes files that nothing needs any more.

    On a cluster, where DAYBOOK_ENGINE names one, rollups are made again from all facts too and held against what is stored:
    LakeError names the first days that differ.
    """
    from daybook.facts.compact import compact as rewrite
    from daybook.facts.compact import vacuum
    from daybook.workflows.on_cluster import check_rollups, the_cluster

    with house.run("compact") as log, the_cluster() as cluster:
        rewritten = rewrite(house.lake, house.books, ALL_TABLES, cluster)
        removed = vacuum(house.lake, house.books)
        log["rows"] = removed
        if cluster:
            check_rollups(cluster, house)
        return {"tables": sum(1 for n in rewritten.partitions.values() if n), "files_removed": removed}


def rebuild(house: House, shops: Sequence[Shop], progress: Callable[[str], None] = lambda said: None,
            *, every: bool = False) -> dict[str, int]:
    """Reads again the landings whose reader has a newer version now (or all of them), and loads them as one.

    A morning shown again afterwards shows the mended numbers; the stored one names the difference.
    """
    from daybook.records import models

    versions = {r.name: r.version for r in READERS}
    by_name = {s.name: s for s in shops}
    rows = models.Landing.objects.filter(
        shop__name__in=by_name, state="loaded").select_related("shop").order_by("known_at")
    wanted = [row for row in rows if every or any(
        versions.get(name, 0) > row.reader_version for name in row.reader.split("+"))]
    with house.run("rebuild", f"{len(wanted)} landings") as log:
        deliveries: dict[str, Delivery] = {}
        for row in wanted:
            progress(Said("{shop}: reading {file} again", shop=row.shop.name, file=row.name))
            arrival = Arrival(row.key, row.known_at)
            try:
                parsed = read_again(house, by_name[row.shop.name], row)
            except DaybookError as problem:
                mark_problem(arrival, "loaded", f"could not be read again: {problem}")
                continue
            mark_read(arrival, parsed)
            shop = by_name[row.shop.name]
            deliveries[row.key] = Delivery(shop.client, shop.name, row.key, row.known_at,
                                           tuple(b for p in parsed for b in p.batches))
        changed = 0
        if deliveries:
            loaded = load(house.lake, house.books, tuple(deliveries.values()), ROLLUPS, TABLES,
                          reread=frozenset(deliveries), when_published=lambda done: mark_loaded(done, deliveries))
            changed = sum(c.new + c.restated + c.gone for c in loaded.changes)
        log["rows"] = changed
        return {"landings": len(deliveries), "rows": changed}


def run_log(house: House, last: int) -> list[dict[str, Any]]:
    """The latest runs, newest first."""
    from daybook.records import models

    return [{"what": r.what, "object": r.object, "started_at": r.started_at.isoformat(), "seconds": r.seconds,
             "rows": r.rows, "outcome": r.outcome, "detail": r.detail}
            for r in models.Run.objects.order_by("-started_at")[:last]]
