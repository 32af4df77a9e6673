"""The operating file: everything that was proposed, decided, done, noted, set and checked for some shops, in one line each.

Lines are read from the records of the loop, which are only added to; nothing is kept a second time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from daybook.domain.effect import effect_said, learned_said
from daybook.domain.entry import Entry, EntryKind
from daybook.domain.given import TARGETS, TERMS
from daybook.domain.limits import LIMITS
from daybook.domain.moves.move import text_of
from daybook.domain.patrol import CHECKS
from daybook.domain.promises import PROMISE_KINDS, WISH
from daybook.domain.proposal import Approval, Outcome, Receipt
from daybook.domain.rights import Right
from daybook.domain.rivals import RIVAL_KINDS
from daybook.domain.said import Amount, Said, Term
from daybook.domain.shop import Shop
from daybook.domain.verdict import Refuse
from daybook.domain.work_items import StepKind
from daybook.workflows.kept import findings_kept
from daybook.workflows.learned import learned_between

Between = tuple[datetime, datetime]
_STEP = {StepKind.TAKE: EntryKind.TAKEN, StepKind.DONE: EntryKind.DID, StepKind.SNOOZE: EntryKind.PUT_OFF,
         StepKind.HAND: EntryKind.HANDED, StepKind.DROP: EntryKind.DROPPED, StepKind.REOPEN: EntryKind.REOPENED}
_OUTCOME = {Outcome.DONE: EntryKind.WRITTEN, Outcome.REFUSED: EntryKind.REFUSED, Outcome.WAITING_HAND: EntryKind.WAITING,
            Outcome.WAITING_EXPORT: EntryKind.WAITING}
#: What a line of a dispute's case says; everything else is a deed.
CASE_STEP = {"opened": EntryKind.FOUND, "closed": EntryKind.NOTED, "note": EntryKind.NOTED, "won": EntryKind.NOTED,
             "lost": EntryKind.NOTED}
#: Mornings before a stretch of time tell what was found before it.
LOOK_BACK = timedelta(days=4)
#: Lines about money that only those see who see the shop's numbers.
NUMBERS, COSTS = Right.SEE_NUMBERS.value, Right.SEE_COSTS.value


@dataclass(frozen=True)
class Asked:
    """Which lines: of `object`, `person` and `kinds` where they are named, and with a text in them where one is."""

    first: datetime
    last: datetime
    object: str = ""
    person: str = ""
    kinds: tuple[EntryKind, ...] = ()
    text: str = ""


def entries(shops: Sequence[Shop], asked: Asked) -> tuple[Entry, ...]:
    """The lines of some shops in a stretch of time, `first` in and `last` out, the latest first; twenty queries at most."""
    names = [s.name for s in shops]
    between = asked.first, asked.last
    reads = (read for read in READ if not asked.kinds or ONLY.get(read, asked.kinds[0]) in asked.kinds)
    found = (entry for read in reads for entry in read(names, between))
    kept = [e for e in found if asked.first <= e.at < asked.last and _wanted(e, asked)]
    return tuple(sorted(kept, key=lambda e: (e.at, e.known_at, e.ref, e.kind), reverse=True))


def entries_for(shops: Sequence[Shop], asked: Asked, held: Mapping[str, Collection[Right]]) -> tuple[Entry, ...]:
    """The lines that somebody may see; `held` are their rights by shop.  What is of all shops of a client needs each of them."""
    found = entries(shops, asked)
    everywhere = set.intersection(*(set(held.get(s.name, ())) for s in shops)) if shops else set()
    return tuple(e for e in found if not e.needs or Right(e.needs) in (held.get(e.shop, ()) if e.shop else everywhere))


def _wanted(entry: Entry, asked: Asked) -> bool:
    said = " ".join((entry.object, entry.person, entry.what, entry.from_, entry.to, entry.note, entry.ref)).casefold()
    return (asked.text.casefold() in said and (not asked.object or asked.object.casefold() in entry.object.casefold())
            and (not asked.person or asked.person.casefold() == entry.person.casefold())
            and (not asked.kinds or entry.kind in asked.kinds))


def _proposed(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """Proposals, what the guards refused at once, answers of people, and what came of each attempt."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.select_related("shop__client").filter(shop__name__in=shops)
    asked = rows.filter(proposed_at__range=between).values_list("pk", flat=True)
    answered = models.Approval.objects.filter(proposal__shop__name__in=shops, at__range=between)
    ended = models.Receipt.objects.filter(proposal__shop__name__in=shops, at__range=between)
    keys = {*asked, *answered.values_list("proposal", flat=True), *ended.values_list("proposal", flat=True)}
    for story in stories(rows.filter(pk__in=keys).order_by("pk")):
        said, move = story.proposal, story.proposal.move
        line = Entry(said.proposed_at, said.proposed_at, EntryKind.PROPOSED, said.client, said.shop, move.object_id,
                     said.proposed_by, move.what(), _fields(move.before()), _fields(move.after()), said.evidence,
                     gain=said.gain, ref=f"proposal {said.key}", needs=NUMBERS)
        yield line
        bare = replace(line, person="", from_="", to="", note="", gain=None)
        refused = [v for v in said.verdicts if isinstance(v, Refuse)]
        if refused:
            yield replace(bare, kind=EntryKind.REFUSED, note=refused[0].reason)
        yield from (_answered(bare, answer) for answer in story.approvals)
        by = {a.number: a.by for a in story.attempts}
        yield from (_ended(bare, receipt, by.get(receipt.number, ""), said.undo_of) for receipt in story.receipts)


def _answered(bare: Entry, answer: Approval) -> Entry:
    return replace(bare, at=answer.at, known_at=answer.at, kind=EntryKind.APPROVED if answer.yes else EntryKind.DECLINED,
                   person=answer.person, note=answer.why)


def _ended(bare: Entry, receipt: Receipt, by: str, undo_of: str) -> Entry:
    kind = _OUTCOME.get(receipt.outcome, EntryKind.NOT_WRITTEN)
    kind = EntryKind.UNDONE if undo_of and kind is EntryKind.WRITTEN else kind
    return replace(bare, at=receipt.at, known_at=receipt.at, kind=kind, person=by, note=receipt.note,
                   from_=_fields(receipt.before), to=_fields(receipt.found))


def _fields(values: Any) -> str:
    """What an object showed, as field and value."""
    return ", ".join(f"{name} {value}" for name, value in dict(values).items())


def _worked(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    from daybook.records import models
    from daybook.records.said_json import said_from_json
    from daybook.records.work_rows import gain_from_json

    steps = models.WorkStep.objects.filter(item__shop__name__in=shops, at__range=between).exclude(kind=StepKind.CARRY)
    for step in steps.select_related("item__shop__client").order_by("pk"):
        item = step.item
        note = f"→ {step.person}" if step.kind == StepKind.HAND else f"→ {step.until}" if step.until else ""
        yield Entry(
            step.at, step.known_at, _STEP[StepKind(step.kind)], item.shop.client.name, item.shop.name, item.object, step.by,
            said_from_json(item.words.get("what", "")), step.from_value, step.to, " ".join(filter(None, (note, step.note))),
            step.minutes, gain_from_json(item.gain), f"work {item.pk}")


def _noted(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("Note", shops, at__range=between):
        yield Entry(row.at, row.known_at, EntryKind.NOTED, row.client.name, _shop(row), row.object, "",
                    Term("note", row.kind), row.from_value, row.to, row.text)


def _targets(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("Target", shops, known_at__range=between):
        yield _set(row, Said("target of {month}", month=f"{row.month:%Y-%m}"), Term("metric", row.metric, TARGETS[row.metric]),
                   row.value, NUMBERS)


def _costs(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("UnitCost", shops, known_at__range=between):
        yield _set(row, Said("unit cost"), row.sku, Amount(row.unit_cost, "money", row.currency), COSTS)
    for row in _given("Term", shops, known_at__range=between):
        yield _set(row, Said("cost of selling"), Term("term", row.term, TERMS[row.term]), row.value, COSTS)


def _limits(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("LimitSet", shops, known_at__range=between):
        zh = LIMITS[row.limit][1] if row.limit in LIMITS else ""
        yield _set(row, Said("what the client allows"), Term("limit", row.limit, zh), row.value, NUMBERS)


def _events(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("OwnEvent", shops, known_at__range=between):
        yield _set(row, Said("event of its own"), row.name, f"{row.first} – {row.last}")


def _promises(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("PricePromise", shops, known_at__range=between):
        what = Said("price promise") if row.kind != WISH else Said("event wished for")
        line = _set(row, what, row.object or row.name, Said(
            "{kind} {name}: {price} from {first} to {last}", kind=Term("promise", row.kind, PROMISE_KINDS.get(row.kind, "")),
            name=row.name, price=Amount(row.price, "money", row.shop.currency if row.shop else ""), first=row.first,
            last=row.last), NUMBERS)
        yield replace(line, note=" · ".join(filter(None, (row.to, row.source, line.note))))


def _coupons(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("RunningCoupon", shops, known_at__range=between):
        currency = row.shop.currency if row.shop else ""
        line = _set(row, Said("coupon that runs"), row.object or row.name, Said(
            "{name}: {off} off from {threshold} on, {first} to {last}", name=row.name, off=Amount(row.off, "money", currency),
            threshold=Amount(row.threshold, "money", currency), first=row.first, last=row.last), NUMBERS)
        yield replace(line, note=" · ".join(filter(None, (row.source, line.note))))


def _leads(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("LeadTime", shops, known_at__range=between):
        line = _set(row, Said("lead time"), row.sku, Said("{n} days", n=row.days))
        yield replace(line, note=" · ".join(filter(None, (row.supplier, line.note))))


def _inbounds(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("Inbound", shops, known_at__range=between):
        yield _set(row, Said("stock on its way"), row.sku, Said("{units} units, arriving {day}", units=row.units, day=row.arrives))


def _shifts(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("RosterShift", shops, known_at__range=between):
        yield _set(row, Said("hours of a person"), row.person, f"{row.day} {row.hours}")


def _scripts(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("Script", shops, known_at__range=between):
        yield _set(row, Said("sentence kept ready"), row.name, row.text or "-")


def _rivals(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    for row in _given("Rival", shops, known_at__range=between):
        line = _set(row, Said("rival watched"), row.item_id, Said("{name}: {kind}", name=row.name, kind=Term(
            "rival_kind", row.kind, RIVAL_KINDS.get(row.kind, ""))))
        yield replace(line, note=" · ".join(filter(None, (row.rival, row.seller, line.note))))


def _set(row: Any, what: str, subject: str, value: object, needs: str = "") -> Entry:
    said = value if isinstance(value, str) else f"{value.normalize():f}"  # type: ignore[attr-defined]
    return Entry(row.known_at, row.known_at, EntryKind.SET, row.client.name, _shop(row), subject, "", what, "", said,
                 str(row.batch.source), ref=f"given {row.batch_id}", needs=needs)


def _checked(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    from daybook.records import models

    for row in models.PatrolTick.objects.filter(shop__name__in=shops, at__range=between).select_related("shop__client"):
        yield Entry(row.at, row.known_at, EntryKind.CHECKED, row.shop.client.name, row.shop.name,
                    Term("check", row.check_name, CHECKS.get(row.check_name, "")), row.by, Said("patrol"), "",
                    Said("{n} found", n=row.found), row.note)


def _disputed(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """What mornings saw of disputes, and what people added to their cases."""
    from daybook.records import models

    rows = models.DisputeStep.objects.filter(shop__name__in=shops, at__range=between).select_related("shop__client").order_by("pk")
    for row in rows:
        kind = CASE_STEP.get(row.kind, EntryKind.DID)
        yield Entry(row.at, row.known_at, kind, row.shop.client.name, row.shop.name, row.case_id, row.by,
                    Said("dispute: {step}", step=Term("case_step", row.kind)), "", Term("evidence", row.piece) if row.piece else "",
                    " · ".join(filter(None, (row.file, row.text))), ref=f"case {row.case_id}")


def _in_events(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """The way of products in events, and what was set for an event's plan."""
    from daybook.records import models

    steps = models.EventStep.objects.filter(shop__name__in=shops, at__range=between).order_by("pk")
    for row in steps.select_related("shop__client"):
        said = Term("closing", row.tick) if row.tick else Term("entry_state", row.state)
        yield Entry(row.at, row.known_at, EntryKind.DID, row.shop.client.name, row.shop.name,
                    f"{row.activity} {row.sku or row.item_id}", row.by, Said("event entry: {step}", step=said), "",
                    "" if row.price is None else text_of(row.price), row.reason, ref=f"event {row.activity}",
                    needs=NUMBERS)
    for row in models.EventPlanLine.objects.filter(shop__name__in=shops, at__range=between).select_related("shop__client"):
        yield Entry(row.at, row.known_at, EntryKind.SET, row.shop.client.name, row.shop.name, row.activity, row.by, Said(
            "event plan: {kind}", kind=Term("plan_kind", row.kind)), "", "" if row.value is None else text_of(row.value),
                    " ".join(filter(None, (row.name, row.text))), ref=f"event {row.activity}", needs=NUMBERS)


def _cooperated(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """Steps of cooperations with creators, with their terms."""
    from daybook.records import models

    rows = models.CreatorStep.objects.filter(shop__name__in=shops, at__range=between).select_related("shop__client").order_by("pk")
    for row in rows:
        rate = "" if row.commission_rate is None else f"{row.commission_rate * 100:.1f} %"
        yield Entry(row.at, row.known_at, EntryKind.DID, row.shop.client.name, row.shop.name, row.creator or row.creator_id, row.by,
                    Said("creator: {step}", step=Term("creator_stage", row.kind)), "", rate,
                    " · ".join(filter(None, (" ".join(row.items), str(row.day or ""), row.text))), ref=f"creator {row.creator_id}")


def _seen_to(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """Reviews that somebody answered or settled; the review's own words stand in the facts and not here."""
    from daybook.records import models

    for row in models.ReviewMark.objects.filter(shop__name__in=shops, at__range=between).select_related("shop__client"):
        yield Entry(row.at, row.known_at, EntryKind.DID, row.shop.client.name, row.shop.name, row.review, row.by,
                    Said("review seen to"), "", "", row.done)


def _page_tests(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """Tests of pages: planned, started, decided with what they brought; and briefs of the designer that went live."""
    from daybook.records import models

    for row in models.PageTest.objects.filter(shop__name__in=shops, planned_at__range=between).select_related("shop__client"):
        yield Entry(row.planned_at, row.planned_at, EntryKind.SET, row.shop.client.name, row.shop.name, row.item_id,
                    row.planned_by, Said("page test planned"), "", Term("page_part", row.plan["change"]), row.plan["what"],
                    ref=f"page test {row.key}")
    steps = models.PageTestStep.objects.filter(test__shop__name__in=shops, at__range=between).select_related("test__shop__client")
    for row in steps.order_by("pk"):
        kind = EntryKind.LEARNED if row.result else EntryKind.NOTED if row.kind == "note" else EntryKind.DID
        lift = (row.result or {}).get("lift")
        brought = "" if not lift else f"{lift['value']:+.1%}"
        yield Entry(row.at, row.at, kind, row.test.shop.client.name, row.test.shop.name, row.test.item_id, row.by,
                    Said("page test: {step}", step=Term("page_step", row.kind)), "", brought, row.text,
                    ref=f"page test {row.test.key}")
    live = models.DesignBriefStep.objects.filter(brief__shop__name__in=shops, at__range=between, stage="live")
    for row in live.select_related("brief__shop__client").order_by("pk"):
        yield Entry(row.at, row.at, EntryKind.DID, row.brief.shop.client.name, row.brief.shop.name, row.brief.item_id, row.by,
                    Said("brief of the designer is live"), "", Term("page_part", row.brief.part), row.text,
                    ref=f"brief {row.brief.key}")


def _measured(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """What came of moves, with what was expected of them beside it."""
    from daybook.records import models
    from daybook.records.effect_rows import effects_of

    rows = models.MeasuredMove.objects.select_related("shop__client").filter(shop__name__in=shops, measured_at__range=between)
    for effect in effects_of(rows.order_by("pk")):
        move = effect.move
        yield Entry(effect.measured_at, effect.measured_at, EntryKind.MEASURED, move.client, move.shop, move.object_id, "",
                    move.what, move.from_, move.to, effect_said(effect), gain=move.expected, ref=move.ref, needs=NUMBERS,
                    moved_on=move.on, basis=effect.basis)


def _learned(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """Lessons that changed: what was believed of a kind of move, what is now, and from which measurements."""
    from daybook.domain.moves.kinds import KINDS

    for lines in learned_between(shops, *between).values():
        for one in lines:
            kind = KINDS.get(one.kind)
            yield Entry(one.at, one.at, EntryKind.LEARNED, one.client, one.shop, Term("move", one.kind, kind.zh if kind else ""),
                        "", Said("what such moves bring of what is expected"), f"{one.before:.0%}", f"{one.now:.0%}",
                        learned_said(one), needs=NUMBERS)


def _found(shops: Sequence[str], between: Between) -> Iterator[Entry]:
    """What mornings found, on the first of the mornings in a row that tell it."""
    from daybook.records import models

    first, last = between
    rows = models.Morning.objects.select_related("shop__client").filter(
        shop__name__in=shops, as_of__gte=first - LOOK_BACK, as_of__lt=last).defer("content").order_by("shop", "as_of", "pk")
    told: dict[str, set[str]] = {}
    for row in rows:
        findings = findings_kept(bytes(row.said))
        before = told.get(row.shop.name, set())
        for one in findings if row.as_of >= first else ():
            if one.id not in before:
                yield Entry(row.as_of, row.made_at, EntryKind.FOUND, row.shop.client.name, row.shop.name,
                            " · ".join(value for _, value in one.scope), "", one.words or Term("metric", one.metric, one.zh),
                            ref=f"morning {row.on}", needs=NUMBERS)
        told[row.shop.name] = {one.id for one in findings}


def _given(model: str, shops: Sequence[str], **when: Any) -> Any:
    """Given rows of some shops, and of all shops of their clients."""
    from django.db.models import Q

    from daybook.records import models

    here = Q(shop__name__in=shops) | Q(shop=None, client__shops__name__in=shops)
    rows = getattr(models, model).objects.filter(here, **when).select_related("client", "shop", "batch")
    return rows.distinct().order_by("pk")


def _shop(row: Any) -> str:
    return row.shop.name if row.shop else ""


#: Every source of lines.
READ: tuple[Callable[[Sequence[str], Between], Iterable[Entry]], ...] = (
    _proposed, _worked, _noted, _targets, _costs, _limits, _events, _promises, _coupons, _leads, _inbounds, _shifts, _scripts,
    _rivals, _checked, _disputed, _cooperated, _in_events, _seen_to, _page_tests, _measured, _learned, _found)
#: Sources of one kind of line, which is not read where it is not asked for.
ONLY: Mapping[Callable[[Sequence[str], Between], Iterable[Entry]], EntryKind] = {
    _checked: EntryKind.CHECKED, _measured: EntryKind.MEASURED, _learned: EntryKind.LEARNED, _found: EntryKind.FOUND}
