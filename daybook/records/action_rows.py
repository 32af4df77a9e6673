"""Proposals and what happened to them, as rows and back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.brief import Gain
from daybook.domain.errors import NotAllowed
from daybook.domain.moves.kinds import move_from, move_json
from daybook.domain.moves.move import Way
from daybook.domain.proposal import Approval, Attempt, Outcome, Proposal, Receipt, Story
from daybook.domain.said import Said
from daybook.domain.said_json import said_from, said_json
from daybook.domain.verdict import Basis, NeedsApproval, Pass, Refuse, Verdict
from daybook.domain.work import Role
from daybook.records import models

Json = dict[str, Any]


def verdict_json(verdict: Verdict) -> Json:
    """A verdict as JSON; its sentences keep their places."""
    said: Json = {"answer": type(verdict).__name__, "guard": verdict.guard, "reason": said_json(verdict.reason)}
    if verdict.basis is not None:
        said["basis"] = [verdict.basis.rule, verdict.basis.source, verdict.basis.seen_on.isoformat(), verdict.basis.confidence]
    if isinstance(verdict, NeedsApproval):
        said |= {"roles": [r.value for r in verdict.roles], "people": verdict.people}
    if isinstance(verdict, Refuse):
        said |= {"instead": said_json(verdict.instead), "nearest": move_json(verdict.nearest) if verdict.nearest else None,
                 "wants": list(verdict.wants) if verdict.wants else None}
    return said


def verdict_from(kept: Mapping[str, Any]) -> Verdict:
    """The verdict that was kept."""
    reason, guard = said_from(kept["reason"]), kept["guard"]
    basis = None
    if kept.get("basis"):
        rule, source, seen_on, confidence = kept["basis"]
        basis = Basis(rule, source, date.fromisoformat(seen_on), confidence)
    if kept["answer"] == "NeedsApproval":
        return NeedsApproval(tuple(Role(r) for r in kept["roles"]), reason, kept["people"], basis, guard)
    if kept["answer"] == "Refuse":
        nearest = move_from(kept["nearest"]) if kept["nearest"] else None
        wants = kept.get("wants")
        return Refuse(reason, said_from(kept["instead"]), nearest, basis, guard, (wants[0], wants[1]) if wants else None)
    return Pass(reason, basis, guard)


def gain_json(gain: Gain | None) -> Json | None:
    """A gain as JSON, money as text."""
    if gain is None:
        return None
    return {f.name: _plain(getattr(gain, f.name)) for f in fields(gain)}


def gain_from(kept: Mapping[str, Any] | None) -> Gain | None:
    """The gain that was kept."""
    if kept is None:
        return None
    said = dict(kept)
    for name in ("low", "mid", "high", "spend"):
        said[name] = Decimal(said[name])
    said["until"] = date.fromisoformat(said["until"]) if said["until"] else None
    return Gain(**said)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, (Decimal, date)) else value


def add_proposal(made: Proposal) -> None:
    """Adds a proposal; the caller holds the transaction."""
    models.Proposal.objects.create(
        key=made.key, shop=models.Shop.objects.get(name=made.shop), fingerprint=made.fingerprint, move=made.move.name,
        object_kind=made.move.object_kind, object_id=made.move.object_id, item_id=made.move.item(),
        content=move_json(made.move), seen=dict(made.seen), way=made.way.value, evidence=said_json(made.evidence),
        proposed_by=made.proposed_by, door=made.door, proposed_at=made.proposed_at, expires_at=made.expires_at,
        verdicts=[verdict_json(v) for v in made.verdicts], gain=gain_json(made.gain), plan_line=made.plan_line,
        undo_of=made.undo_of)


def add_approval(made: Approval) -> None:
    """Adds an approval; a second equal answer of a person raises IntegrityError."""
    models.Approval.objects.create(
        proposal=models.Proposal.objects.get(key=made.proposal), fingerprint=made.fingerprint, person=made.person,
        roles=[r.value for r in made.roles], yes=made.yes, at=made.at, why=made.why)


class ActionLog:
    """Attempts and receipts in the records; every method returns when it is on the disk."""

    def begin(self, attempt: Attempt, touches: tuple[tuple[str, str], ...]) -> None:
        """Adds an attempt.  Raises NotAllowed when another process was first, or writes one of the objects now."""
        from django.db import IntegrityError, transaction

        try:
            with transaction.atomic():
                row = models.Proposal.objects.get(key=attempt.proposal)
                self._nobody_else_writes(row, touches)
                models.Attempt.objects.create(proposal=row, number=attempt.number, at=attempt.at, by=attempt.by,
                                              seen=dict(attempt.seen))
        except IntegrityError:
            raise NotAllowed(Said("another process writes it now"), where=attempt.proposal,
                             next_step="ask again in two minutes") from None

    def end(self, receipt: Receipt) -> None:
        """Adds a receipt."""
        models.Receipt.objects.create(
            proposal=models.Proposal.objects.get(key=receipt.proposal), number=receipt.number,
            outcome=receipt.outcome.value, at=receipt.at, before=dict(receipt.before), found=dict(receipt.found),
            note=said_json(receipt.note), file=receipt.file, verdicts=[verdict_json(v) for v in receipt.verdicts])

    def _nobody_else_writes(self, row: models.Proposal, touches: Sequence[tuple[str, str]]) -> None:
        from django.db.models import Exists, F, OuterRef

        answered = models.Receipt.objects.filter(proposal=OuterRef("proposal"), number=OuterRef("number"))
        begun = models.Attempt.objects.filter(~Exists(answered), proposal__shop=row.shop).exclude(proposal=row)
        for kind, object_id, key in begun.annotate(
                kind=F("proposal__object_kind"), object=F("proposal__object_id"),
                key=F("proposal__key")).values_list("kind", "object", "key"):
            if (kind, object_id) in touches:
                raise NotAllowed(Said("another change of {object} is being written", object=object_id), where=key,
                                 next_step="settle that one first: `daybook execute` reads what became of it")


def stories(rows: Iterable[models.Proposal]) -> tuple[Story, ...]:
    """Proposals with everything that happened to them, in their order; five queries, however many."""
    found = list(rows)
    keys = [row.pk for row in found]
    approvals, attempts, receipts = (_grouped(model, keys) for model in (models.Approval, models.Attempt, models.Receipt))
    undone = dict(models.Receipt.objects.filter(
        proposal__undo_of__in=[row.key for row in found], outcome=Outcome.DONE.value).values_list(
        "proposal__undo_of", "proposal__key"))
    return tuple(Story(
        _proposal(row), tuple(_approval(a, row.key) for a in approvals[row.pk]),
        tuple(_attempt(a, row.key) for a in attempts[row.pk]), tuple(_receipt(r, row.key) for r in receipts[row.pk]),
        undone.get(row.key, "")) for row in found)


def _grouped(model: Any, keys: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in model.objects.filter(proposal_id__in=keys).order_by("pk"):
        found[row.proposal_id].append(row)
    return found


def _proposal(row: models.Proposal) -> Proposal:
    return Proposal(row.key, row.shop.name, row.shop.client.name, move_from(row.content), row.seen, Way(row.way),
                    said_from(row.evidence), row.proposed_by, row.door, row.proposed_at, row.expires_at,
                    tuple(verdict_from(v) for v in row.verdicts), gain_from(row.gain), row.plan_line, row.undo_of)


def _approval(row: models.Approval, key: str) -> Approval:
    return Approval(key, row.fingerprint, row.person, tuple(Role(r) for r in row.roles), row.yes, row.at, row.why)


def _attempt(row: models.Attempt, key: str) -> Attempt:
    return Attempt(key, row.number, row.at, row.by, row.seen)


def _receipt(row: models.Receipt, key: str) -> Receipt:
    return Receipt(key, row.number, Outcome(row.outcome), row.at, row.before, row.found, said_from(row.note), row.file,
                   tuple(verdict_from(v) for v in row.verdicts))
