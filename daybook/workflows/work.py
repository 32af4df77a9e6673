"""Work items: what a stored morning's plan asks for, taken, done, put off, handed over or dropped by people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from daybook.domain.brief import Brief
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said
from daybook.domain.work_items import UNFINISHED, ItemState, ReceiptFile, Step, StepKind, WorkItem, check_step
from daybook.workflows.house import House

if TYPE_CHECKING:
    from daybook.records import models

#: Undone work of mornings so many days back is still on the board; what is older is read in the history.
CARRIED_DAYS = 14
LARGEST_FILE = 20 * 1024 * 1024
#: What a receipt may show, by the bytes that such a file begins with.
MEDIA = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"%PDF-", "application/pdf"),
         (b"RIFF", "image/webp"))


@dataclass(frozen=True)
class Told:
    """What a person says of a step, before it is checked; `at` None is now."""

    by: str
    note: str = ""
    person: str = ""
    until: date | None = None
    from_: str | None = None         # None: as planned
    to: str | None = None
    minutes: int | None = None
    at: datetime | None = None
    files: tuple[Path, ...] = ()


def board(house: House, shops: Sequence[str], on: date) -> tuple[WorkItem, ...]:
    """What is on the board of a day, for shops by name: that morning's lines, and undone ones of earlier mornings.

    By shop, then the day's own in the order of their time, then what was carried over, the oldest first.
    """
    from daybook.records import models
    from daybook.records.work_rows import items_of

    zones = dict(models.Shop.objects.filter(name__in=shops).values_list("name", "zone"))
    found = _rows(shops).filter(on__lte=on, on__gt=on - timedelta(days=CARRIED_DAYS)).exclude(state="carried")
    shown = [i for i in items_of(found) if i.on == on or i.due_on(on) or _finished_on(i, on, zones[i.shop])]
    return tuple(sorted(shown, key=lambda i: (i.shop, i.on != on, i.on, i.slot, i.key)))


def _finished_on(item: WorkItem, on: date, zone: str) -> bool:
    last = item.steps[-1] if item.steps else None
    return item.state not in UNFINISHED and last is not None and last.at.astimezone(ZoneInfo(zone)).date() == on


def items_of_morning(shop: str, on: date) -> dict[str, WorkItem]:
    """Plan line -> its item, of a shop's morning; a line whose item is carried goes on in a later one."""
    from daybook.records.work_rows import items_of

    return {item.line: item for item in items_of(_rows([shop]).filter(on=on))}


def item_of(house: House, key: int, shops: Sequence[str] | None = None) -> WorkItem:
    """One item by its key; `shops` are those that the asker may see.  Raises WrongUsage where there is none."""
    from daybook.records.work_rows import items_of

    found = items_of(_rows(shops).filter(pk=key))
    if not found:
        raise WrongUsage(f"there is no work item {key}", next_step="see `daybook work list`")
    return found[0]


def _rows(shops: Sequence[str] | None) -> Any:
    from daybook.records import models

    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps")
    return rows if shops is None else rows.filter(shop__name__in=shops)


def take_step(house: House, key: int, kind: StepKind, told: Told) -> WorkItem:
    """Adds one step to an item and gives the item after it; the same step twice changes nothing.

    Something done with what it was and what it is now is also noted, so that the next diagnosis knows it.  Raises
    WrongUsage where the step cannot follow, or a file cannot be kept; then nothing is written.
    """
    from django.db import transaction

    from daybook.records import models
    from daybook.records.work_rows import add_step, items_of

    with transaction.atomic():
        models.WorkItem.objects.select_for_update().filter(pk=key).first()
        item = item_of(house, key)
        step = _step(house, item, kind, told)
        if not check_step(item, step):
            return item
        after = replace(item, steps=(*item.steps, step))
        add_step(models.WorkItem.objects.get(pk=key), step, after)
        if kind is StepKind.DONE:
            _note_change(house, item, step)
        return items_of(_rows(None).filter(pk=key))[0]


def _step(house: House, item: WorkItem, kind: StepKind, told: Told) -> Step:
    now = house.now()
    at = told.at or now
    if at > now:
        raise WrongUsage(f"{at:%Y-%m-%d %H:%M}Z is still to come", where=item.what, next_step="say when it was done")
    done = kind is StepKind.DONE
    return Step(
        kind, told.by.strip(), at, now, told.note.strip(), told.person.strip(),
        told.until if kind is StepKind.SNOOZE else None,
        (str(item.from_) if told.from_ is None else told.from_) if done else "",
        (str(item.to) if told.to is None else told.to) if done else "",
        told.minutes if done else None, tuple(_kept(house, item, f) for f in told.files) if done else ())


def _kept(house: House, item: WorkItem, file: Path) -> ReceiptFile:
    """A screenshot, sealed beside the shop's landings."""
    from daybook.sources.landing import keep

    size = file.stat().st_size
    with file.open("rb") as source:
        head = source.read(12)
    media = next((media for begins, media in MEDIA if head.startswith(begins)), "")
    if not media or (media == "image/webp" and head[8:12] != b"WEBP"):
        raise WrongUsage("this is no picture or PDF", where=file.name, next_step="give a PNG, JPEG, WebP or PDF")
    if size > LARGEST_FILE:
        raise WrongUsage(f"the file has {size >> 20} MB, at most {LARGEST_FILE >> 20} are kept", where=file.name,
                         next_step="save the picture smaller")
    shop = house.shop(item.shop)
    kept = keep(file, house.home, shop.client, shop.name, shop.day_of(house.now()), house.keys.of(shop.client))
    return ReceiptFile(file.name, media, kept.sha256, kept.size, kept.path)


def open_receipt_file(house: House, item: WorkItem, sha256: str, to: Path) -> ReceiptFile:
    """Writes a receipt's file, as it was given, to `to`.  Raises WrongUsage where the item has no such file."""
    from daybook.sources.landing import unseal

    for kept in (f for step in item.steps for f in step.files):
        if kept.sha256 == sha256:
            unseal(house.home / kept.path, house.keys.of(house.shop(item.shop).client), to)
            return kept
    raise WrongUsage("the item has no such file", where=f"work item {item.key}", next_step="see `daybook work show`")


def _note_change(house: House, item: WorkItem, step: Step) -> None:
    """What was done as a note on its object; sentences of the plan are no values of a change."""
    from daybook.workflows.given import note

    sentences = [v for v in (item.from_, item.to) if isinstance(v, Said)]
    from_, to = ("" if v in sentences else v for v in (step.from_, step.to))
    if item.object and to:
        note(house, item.shop, step.at.isoformat(timespec="seconds"), item.object, "edit", from_, to, step.note)


def open_items(house: House, shop: "models.Shop", brief: Brief) -> int:
    """Makes the plan lines of a stored morning into items and goes on with undone ones; gives how many are new.

    A line that an earlier morning left undone goes on in this one's item: with whoever has it, or put off as it was.
    The caller holds the transaction in which the morning is stored.
    """
    from daybook.records import models
    from daybook.records.work_rows import row_of

    there = set(models.WorkItem.objects.filter(shop=shop, on=brief.on).values_list("line", flat=True))
    new = [line for line in brief.plan if line.id[:200] not in there]
    if not new:
        return 0
    models.WorkItem.objects.bulk_create([row_of(shop, brief.on, line, house.now()) for line in new])
    _carry_over(house, shop, brief.on, [line.id[:200] for line in new])
    return len(new)


def _carry_over(house: House, shop: "models.Shop", on: date, lines: Sequence[str]) -> None:
    from daybook.records.work_rows import add_step, items_of

    undone = _rows([shop.name]).filter(on__lt=on, on__gt=on - timedelta(days=CARRIED_DAYS), line__in=lines,
                                       state__in=[s.value for s in UNFINISHED]).order_by("on")
    rows = {row.pk: row for row in undone}
    if not rows:
        return
    fresh = {row.line: row for row in _rows([shop.name]).filter(on=on, line__in=lines)}
    for item in items_of(rows.values()):
        ends = Step(StepKind.CARRY, "daybook", house.now(), house.now(), note=on.isoformat())
        add_step(rows[item.key], ends, replace(item, steps=(*item.steps, ends)))
        if _goes_on(item, on):
            (again,) = items_of([fresh[item.line]])
            same = replace(item.steps[-1], known_at=house.now())
            add_step(fresh[item.line], same, replace(again, steps=(same,)))


def _goes_on(item: WorkItem, on: date) -> bool:
    """Whether a later morning's item begins where this one stands."""
    if item.state is ItemState.SNOOZED:
        return item.until is not None and item.until > on
    return item.state in (ItemState.TAKEN, ItemState.HANDED)
