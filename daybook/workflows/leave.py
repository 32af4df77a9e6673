"""Leaving: everything of a shop written out, and everything of a client destroyed."""

import csv
import os
import shutil
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from daybook.domain.errors import WrongUsage
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.tables import TABLES
from daybook.sources.given_cells import as_written
from daybook.sources.landing import folder_of, unseal
from daybook.workflows.clock import forget_outcomes
from daybook.workflows.crowds import refusal_of
from daybook.workflows.forget_backups import forget_in_backups
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import whose


def export(house: House, shop: Shop, folder: Path) -> dict[str, int]:
    """Writes a shop's original files, its tables as Parquet, its mornings as JSON and what was given of it as CSV into
    an empty folder."""
    from daybook.records import models

    if folder.exists() and any(folder.iterdir()):
        raise WrongUsage("the folder is not empty", where=str(folder), next_step="name a new folder")
    landings = list(models.Landing.objects.filter(shop__name=shop.name).order_by("received_at"))
    for row in landings:
        target = folder / "files" / row.key / Path(row.name).name
        target.parent.mkdir(parents=True, exist_ok=True)
        unseal(house.home / row.path, house.keys.of(shop.client), target)
    tables = reading(house.lake, house.books, whose([shop]), house.now(), ALL_TABLES,
                     lambda session: _write_tables(session, folder / "tables"))
    mornings = list(models.Morning.objects.filter(shop__name=shop.name).order_by("on", "made_at"))
    for row in mornings:
        target = folder / "mornings" / f"{row.on}-{row.content_hash[:8]}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes(row.content))
    given = _write_given(house, shop, folder / "given")
    return {"files": len(landings), "tables": tables, "mornings": len(mornings), "given": given}


def _write_given(house: House, shop: Shop, folder: Path) -> int:
    """What no export has, one CSV per kind with every row ever given and when it was known; gives how many rows."""
    from daybook.records.given_rows import KEPT, known_rows

    written = 0
    for kind, (make, _) in KEPT.items():
        found = known_rows(kind, [shop.client], house.now())
        rows = [astuple(value) for _, value in found if value.shop in ("", shop.name)]
        if rows:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow([f.name.rstrip("_") for f in fields(make)])
                writer.writerows([[as_written(cell) for cell in row] for row in rows])
            written += len(rows)
    return written + _write_ticks(shop, folder) + _write_work(house, shop, folder) \
        + _write_cases(house, shop, folder) + _write_creators(shop, folder)


def _write_work(house: House, shop: Shop, folder: Path) -> int:
    """Every step of every work item, and the files of receipts as they were given; gives how many steps."""
    from daybook.records import models

    titles = ("item__on", "item__line", "kind", "by", "at", "known_at", "person", "until", "from_value", "to", "minutes",
              "note")
    steps = models.WorkStep.objects.filter(item__shop__name=shop.name).order_by("pk")
    rows = list(steps.values_list(*titles))
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "work.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([[t.removeprefix("item__") for t in titles],
                                       *([as_written(c) for c in row] for row in rows)])
    for kept in (f for files in steps.values_list("files", flat=True) for f in files):
        target = folder / "receipts" / kept["sha256"][:16] / Path(kept["name"]).name
        target.parent.mkdir(parents=True, exist_ok=True)
        unseal(house.home / kept["path"], house.keys.of(shop.client), target)
    return len(rows)


def _write_cases(house: House, shop: Shop, folder: Path) -> int:
    """Every line of the case files of disputes, and the files of evidence as they were sent; gives how many lines."""
    from daybook.records import models

    titles = ("case_id", "kind", "piece", "text", "value", "file", "by", "at", "known_at")
    steps = models.DisputeStep.objects.filter(shop__name=shop.name).order_by("pk")
    rows = list(steps.values_list(*titles))
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "cases.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([titles, *([as_written(c) for c in row] for row in rows)])
    for key, name, path in steps.exclude(path="").values_list("pk", "file", "path"):
        target = folder / "evidence" / f"{key}-{Path(name).name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        unseal(house.home / path, house.keys.of(shop.client), target)
    return len(rows)


def _write_creators(shop: Shop, folder: Path) -> int:
    """Every line of cooperations with creators; gives how many."""
    from daybook.records import models

    titles = ("creator_id", "deal", "kind", "creator", "items", "day", "pay", "commission_rate", "fixed_fee", "samples",
              "rights_until", "rights_where", "post_id", "units", "text", "by", "at", "known_at")
    rows = list(models.CreatorStep.objects.filter(shop__name=shop.name).order_by("pk").values_list(*titles))
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "creator-steps.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([titles, *([as_written(" ".join(c) if isinstance(c, list) else c) for c in row]
                                                 for row in rows)])
    return len(rows)


def _write_ticks(shop: Shop, folder: Path) -> int:
    """Live readings, with when each was known; gives how many."""
    from daybook.records import models

    titles = ("at", "paid", "visitors", "spend", "waiting", "known_at")
    rows = list(models.Tick.objects.filter(shop__name=shop.name).order_by("pk").values_list(*titles))
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "ticks.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([titles, *([as_written(c) for c in row] for row in rows)])
    return len(rows) + _write_patrol(shop, folder)


def _write_patrol(shop: Shop, folder: Path) -> int:
    """Ticks of the patrol; gives how many."""
    from daybook.records import models

    titles = ("on", "check_name", "found", "note", "by", "at", "known_at")
    rows = list(models.PatrolTick.objects.filter(shop__name=shop.name).order_by("pk").values_list(*titles))
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "patrol.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([titles, *([as_written(c) for c in row] for row in rows)])
    return len(rows) + _write_marks(shop, folder)


def _write_marks(shop: Shop, folder: Path) -> int:
    """Reviews that somebody saw to; gives how many."""
    from daybook.records import models

    titles = ("review", "done", "by", "at", "known_at")
    rows = list(models.ReviewMark.objects.filter(shop__name=shop.name).order_by("pk").values_list(*titles))
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "reviews_seen_to.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([titles, *([as_written(c) for c in row] for row in rows)])
    return len(rows) + _write_lists(shop, folder)


def _write_lists(shop: Shop, folder: Path) -> int:
    """What people left to coming mornings, with when each was known; gives how many."""
    from daybook.records import models

    titles = ("key", "on", "what", "object", "person", "minutes", "by", "known_at", "dropped")
    rows = list(models.Tomorrow.objects.filter(shop__name=shop.name).order_by("pk").values_list(*titles))
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "tomorrow.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([titles, *([as_written(c) for c in row] for row in rows)])
    return len(rows) + _write_pages(shop, folder) + _write_crowds(shop, folder)


def _write_crowds(shop: Shop, folder: Path) -> int:
    """Who took which crowd of buyers out, or was refused; gives how many."""
    from daybook.records import models

    titles = ("at", "by", "kind", "crowd", "size", "rows", "refused")
    rows = list(models.CrowdOut.objects.filter(shop__name=shop.name).order_by("pk").values_list(*titles))
    if rows:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "crowds_out.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([titles, *([as_written(c) for c in (*row, str(refusal_of(why)))] for *row, why in rows)])
    return len(rows)


def _write_tables(session: Session, folder: Path) -> int:
    import pyarrow.parquet as pq

    written = 0
    for table in TABLES.values():
        order = ", ".join(f'"{c}"' for c in (table.day, *table.key))
        rows = session.arrow(f'SELECT * FROM "{session.use(table)}" ORDER BY {order}')
        if rows.num_rows:
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(rows, folder / f"{table.name}.parquet")
            written += 1
    return written


def forget(house: House, client: str) -> dict[str, Any]:
    """Destroys a client's key, rows, landings and records, in backups too.  Run again, it finishes what a crash left.

    `backups_not_reached` are places where its part is still to be destroyed.
    """
    from daybook.facts.forget import forget_rows
    from daybook.records import models
    from daybook.records.connect import overwrite_deleted

    owner = models.Client.objects.filter(name=client).first()
    if owner is None:
        raise WrongUsage(f"no client is called {client}, or it was forgotten already", where=str(house.home),
                         next_step="see `daybook shop list`")
    with house.run("forget", "a client") as log:
        owner.forgotten_at = owner.forgotten_at or house.now()
        owner.save()
        house.keys.destroy(client)
        forget_rows(house.lake, house.books, client)
        landings = models.Landing.objects.filter(shop__client=owner)
        shutil.rmtree(house.home / folder_of(client), ignore_errors=True)
        shops = models.Shop.objects.filter(client=owner)
        said: dict[str, Any] = {"shops": shops.count(), "landings": landings.count()}
        said["backups_not_reached"] = forget_in_backups(
            house, client, shops.values_list("name", flat=True), os.environ)
        _forget_runs({client, *shops.values_list("name", flat=True), *landings.values_list("name", flat=True)})
        _forget_questions(set(shops.values_list("name", flat=True)))
        forget_outcomes({client, *shops.values_list("name", flat=True)})
        shops.delete()
        models.GivenBatch.objects.filter(client=owner).delete()
        models.ClientBrand.objects.filter(client=owner).delete()
        models.ForgottenBuyer.objects.filter(client=owner).delete()
        owner.name = f"forgotten-{owner.pk}"
        owner.save()
        log["rows"] = said["landings"]
    overwrite_deleted()
    return said


def _forget_questions(names: set[str]) -> None:
    """Questions that name one of the shops; their files lie outside the data folder and are asked about again."""
    from daybook.records import models

    rows = models.Question.objects.values_list("pk", "text", "choices", "answer")
    named = [pk for pk, text, choices, answer in rows
             if answer in names or names & set(choices) or any(name in text for name in names)]
    models.Question.objects.filter(pk__in=named).delete()


def _forget_runs(names: set[str]) -> None:
    """Lines of the run log that name the client, its shops or its files; problems are told in sentences."""
    from daybook.records import models

    lines = models.Run.objects.exclude(outcome="running").values_list("pk", "object", "detail")
    named = [pk for pk, subject, detail in lines
             if any(name in subject or name in str(detail) for name in names)]
    models.Run.objects.filter(pk__in=named).delete()


def _write_pages(shop: Shop, folder: Path) -> int:
    """Tests of pages with their steps, and briefs for the designer with theirs; gives how many lines."""
    from daybook.records import models

    tests = models.PageTest.objects.filter(shop__name=shop.name).order_by("pk")
    briefs = models.DesignBrief.objects.filter(shop__name=shop.name).order_by("pk")
    files = {
        "page_tests.csv": (("key", "item_id", "plan", "first", "last", "planned_by", "planned_at"), tests),
        "page_test_steps.csv": (("test__key", "kind", "on", "at", "by", "text", "result"),
                                models.PageTestStep.objects.filter(test__shop__name=shop.name).order_by("pk")),
        "designer_briefs.csv": (("key", "item_id", "part", "topic", "what", "evidence", "due", "made_by", "made_at"), briefs),
        "designer_brief_steps.csv": (("brief__key", "stage", "on", "at", "by", "text"),
                                     models.DesignBriefStep.objects.filter(brief__shop__name=shop.name).order_by("pk"))}
    written = 0
    for name, (titles, asked) in files.items():
        rows = list(asked.values_list(*titles))
        if rows:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([[t.replace("__", "_") for t in titles], *([as_written(c) for c in row] for row in rows)])
        written += len(rows)
    return written
