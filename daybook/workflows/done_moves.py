"""Done moves: everything that was changed by API, by a confirmed sheet, by hand with a receipt, or that a note tells."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from daybook.domain.effect import DoneMove
from daybook.domain.moves.kinds import KINDS
from daybook.domain.moves.move import Group
from daybook.domain.proposal import Outcome
from daybook.domain.shop import Shop
from daybook.domain.switchback import Switchback
from daybook.domain.work_items import StepKind
from daybook.rulebook.reading import load
from daybook.workflows.switchback import LINE, Switch, switchbacks, switches_of

#: Work that changes something by hand -> its subject; other tasks look, fetch or answer, and have nothing to measure.
BY_HAND = {"restock": "stock", "order_stock": "stock", "restore_price": "price", "stop_ads": "ads", "lower_bid": "ads",
           "raise_budget": "ads", "pause_keyword": "ads", "fix_landing": "ads", "swap_creative": "ads", "harvest_term": "ads",
           "restore_listing": "listing", "edit": "edit"}
SUBJECT_OF_GROUP = {Group.PRICE: "price", Group.LISTING: "listing", Group.ADS: "ads", Group.STOCK: "stock",
                    Group.EVENT: "price"}
#: A note and a receipt on one object within this time tell of one thing.
SAME_THING = timedelta(hours=1)
#: What was done longer ago is measured, and beside no measurement any more.
LOOK_BACK = timedelta(days=130)


def done_moves(shops: Sequence[Shop], as_of: datetime) -> dict[str, tuple[DoneMove, ...]]:
    """shop -> its moves done and known at a moment, the earliest first."""
    named = {s.name: s for s in shops}
    found: dict[str, list[DoneMove]] = {s.name: [] for s in shops}
    for one in (*_proposed(named, as_of), *_worked(named, as_of), *_switched(shops, as_of)):
        found[one.shop].append(one)
    for one in _noted(named, as_of):
        if not any(o.object_id == one.object_id and abs(o.at - one.at) <= SAME_THING for o in found[one.shop]):
            found[one.shop].append(one)
    return {name: tuple(sorted(moves, key=lambda m: (m.at, m.ref))) for name, moves in found.items()}


def executed(shop: Shop, as_of: datetime) -> tuple[DoneMove, ...]:
    """The shop's moves whose receipts say that they are done, the earliest first; without what was done by other ways."""
    return tuple(_proposed({shop.name: shop}, as_of))


def subject_of(kind: str) -> str:
    """price, listing, ads, stock or edit; "" for a kind that changes nothing that sells."""
    if kind in KINDS:
        return SUBJECT_OF_GROUP.get(KINDS[kind].group, "")
    return BY_HAND.get(kind, "")


def days_measured(kind: str) -> int:
    """Days over which a kind of move is measured, by the rulebook."""
    return int(str(load().value("W-MEASURE", subject_of(kind))))


def _proposed(named: dict[str, Shop], as_of: datetime) -> Iterator[DoneMove]:
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.select_related("shop__client").filter(
        shop__name__in=named, undo_of="", receipts__outcome=Outcome.DONE.value,
        receipts__at__range=(as_of - LOOK_BACK, as_of)).distinct()
    taken_back = {r.proposal.undo_of: r.at for r in models.Receipt.objects.select_related("proposal").filter(
        proposal__shop__name__in=named, outcome=Outcome.DONE.value, at__lte=as_of).exclude(proposal__undo_of="")}
    for story in stories(rows.order_by("pk")):
        said, move = story.proposal, story.proposal.move
        if not subject_of(move.name) or said.plan_line.startswith(LINE):
            continue
        shop = named[said.shop]
        receipt = next(r for r in reversed(story.receipts) if r.outcome is Outcome.DONE)
        by = next((a.by for a in story.attempts if a.number == receipt.number), said.proposed_by)
        until = taken_back.get(said.key)
        before, after = (", ".join(f"{v}" for v in f.values()) for f in (move.before(), move.after()))
        yield _done(shop, f"proposal {said.key}", move.name, receipt.at, object_kind=move.object_kind,
                    object_id=move.object_id, item_id=move.item(), what=move.what(), from_=before, to=after, by=by,
                    expected=said.gain, until=shop.day_of(until) if until else None)


def _switched(shops: Sequence[Shop], as_of: datetime) -> Iterator[DoneMove]:
    """Switchbacks, each as one move: on the days as planned, or where a switch was late or refused, as it was done."""
    named, done = {s.name: s for s in shops}, switches_of(shops, as_of)
    for one in switchbacks(shops):
        stood = _days_on(one, done.get(one.key, ()))
        if stood:
            before, after = (", ".join(f"{v}" for v in f.values()) for f in (one.move.before(), one.move.after()))
            yield DoneMove(
                f"switchback {one.key}", one.shop, one.client, one.move.name, one.move.object_kind, one.move.object_id,
                one.move.item(), one.move.what(), before, after, one.planned_by, named[one.shop].moment(stood[0][0], time(0)),
                stood[0][0], one.last + timedelta(days=1), stood=stood)


def _days_on(one: Switchback, done: Sequence[Switch]) -> tuple[tuple[date, date], ...]:
    """Stretches of days of the plan on which the move was on, as the receipts say."""
    spans: list[tuple[date, date]] = []
    for n in range((one.last - one.first).days + 1):
        day = one.first + timedelta(days=n)
        last = [s.on for s in done if s.day <= day]
        if last and last[-1]:
            joins = bool(spans) and spans[-1][1] == day - timedelta(days=1)
            spans[-1:] = [(spans[-1][0], day)] if joins else [*spans[-1:], (day, day)]
    return tuple(spans)


def _worked(named: dict[str, Shop], as_of: datetime) -> Iterator[DoneMove]:
    from daybook.records import models
    from daybook.records.work_rows import items_of

    proposed = set(models.Proposal.objects.filter(
        shop__name__in=named, receipts__outcome=Outcome.DONE.value).exclude(plan_line="").values_list(
        "shop__name", "plan_line"))
    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps").filter(
        shop__name__in=named, state="done", move__in=BY_HAND, on__gte=(as_of - LOOK_BACK).date())
    for item in items_of(rows.order_by("pk")):
        step = next((s for s in reversed(item.steps) if s.kind is StepKind.DONE and s.known_at <= as_of), None)
        if step is not None and (item.shop, item.line) not in proposed:
            was, now = item.change()
            yield _done(named[item.shop], f"work {item.key}", item.move, step.at, object_kind=_kind_of(item.move),
                        object_id=item.object, item_id="", what=item.what, from_=was, to=now, by=step.by, expected=item.gain)


def _kind_of(move: str) -> str:
    """The kind of object of work by hand: of ads, which are measured at the shop where they name no item; else not told.

    >>> _kind_of("lower_bid"), _kind_of("restock")
    ('ads', '')
    """
    return "ads" if BY_HAND[move] == "ads" else ""


def _noted(named: dict[str, Shop], as_of: datetime) -> Iterator[DoneMove]:
    """Edits that people noted; one that a step of work left is told by the work."""
    from daybook.records import models

    rows: Iterable[Any] = models.Note.objects.select_related("shop").filter(
        shop__name__in=named, kind="edit", known_at__lte=as_of,
        at__range=(as_of - LOOK_BACK, as_of)).exclude(object="").order_by("pk")
    for row in rows:
        yield _done(named[row.shop.name], f"note {row.pk}", "edit", row.at, object_kind="", object_id=row.object,
                    item_id="", what=row.text or row.object, from_=row.from_value, to=row.to, by="")


def _done(shop: Shop, ref: str, kind: str, at: datetime, *, object_kind: str, object_id: str, item_id: str, what: str,
          from_: str, to: str, by: str, expected: Any = None, until: date | None = None) -> DoneMove:
    on = shop.day_of(at)
    return DoneMove(ref, shop.name, shop.client, kind, object_kind, object_id, item_id, what, from_, to, by, at, on,
                    on + timedelta(days=days_measured(kind)), until, expected)
