"""Proposals as they are shown: found by key, listed by shop and stage, and as JSON for every door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daybook.actions.stage import agreed, last_receipt, stage_of, wanting
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.kinds import move_json
from daybook.domain.moves.move import CannotUndo
from daybook.domain.proposal import Receipt, Stage, Story
from daybook.domain.verdict import NeedsApproval, Pass, Refuse, Verdict
from daybook.workflows.house import House

#: What still wants somebody: shown first.
OPEN = (Stage.UNKNOWN, Stage.WAITING, Stage.APPROVED, Stage.WAITING_HAND, Stage.WAITING_EXPORT, Stage.CHANGED_ELSEWHERE)


def story_of(house: House, key: str, shops: Sequence[str] | None = None) -> Story:
    """One proposal with all that happened to it.  `shops` are those that the asker may see (None: all)."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.select_related("shop__client").filter(key=key)
    if shops is not None:
        rows = rows.filter(shop__name__in=shops)
    found = stories(rows)
    if not found:
        raise WrongUsage(f"no proposal is called {key}", next_step="see `daybook proposals`")
    return found[0]


def list_proposals(house: House, shops: Sequence[str], stages: Sequence[Stage] = (), most: int = 200) -> tuple[Story, ...]:
    """The latest proposals of some shops, those that want somebody first; of some stages where any are named."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.select_related("shop__client").filter(shop__name__in=shops).order_by("-proposed_at", "-pk")
    now = house.now()
    staged = [(stage_of(story, now), story) for story in stories(rows[:most])]
    wanted = [(stage, story) for stage, story in staged if not stages or stage in stages]
    return tuple(story for _, story in sorted(wanted, key=lambda pair: pair[0] not in OPEN))


def as_json(story: Story, now: datetime) -> dict[str, Any]:
    """A proposal as the command line and the agent give it."""
    said, last = story.proposal, last_receipt(story)
    back = said.move.undo()
    return {
        "key": said.key, "shop": said.shop, "stage": stage_of(story, now).value, "what": str(said.move.what()),
        "move": move_json(said.move), "object": {"kind": said.move.object_kind, "id": said.move.object_id},
        "before": dict(said.move.before()), "after": dict(said.move.after()), "seen": dict(said.seen), "how": said.way.value,
        "evidence": str(said.evidence), "proposed_by": said.proposed_by, "door": said.door,
        "proposed_at": said.proposed_at.isoformat(), "expires_at": said.expires_at.isoformat(),
        "fingerprint": said.fingerprint, "plan_line": said.plan_line, "undo_of": said.undo_of, "undone_by": story.undone_by,
        "cannot_undo": str(back.why) if isinstance(back, CannotUndo) else "",
        "gain": None if said.gain is None else {"low": str(said.gain.low), "mid": str(said.gain.mid),
                                                "high": str(said.gain.high), "currency": said.gain.currency},
        "verdicts": [verdict_json(v) for v in said.verdicts],
        "wanting": [{"roles": [r.value for r in v.roles], "people": v.people, "reason": str(v.reason)}
                    for v in wanting(story, said.verdicts)],
        "approvals": [{"person": a.person, "roles": [r.value for r in a.roles], "yes": a.yes, "at": a.at.isoformat(),
                       "why": a.why, "counts": a in agreed(story)} for a in story.approvals],
        "receipt": None if last is None else receipt_json(last),
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """A guard's answer: pass, approval or refuse, with its reason, its rule and the nearest legal change."""
    answers = {Pass: "pass", NeedsApproval: "approval", Refuse: "refuse"}
    basis = verdict.basis
    nearest = verdict.nearest if isinstance(verdict, Refuse) else None
    wants = verdict.wants if isinstance(verdict, Refuse) else None
    return {
        "guard": verdict.guard, "answer": answers[type(verdict)], "reason": str(verdict.reason),
        "rule": basis.rule if basis else "", "source": basis.source if basis else "",
        "seen_on": basis.seen_on.isoformat() if basis else "", "confidence": basis.confidence if basis else "",
        "instead": str(verdict.instead) if isinstance(verdict, Refuse) else "",
        "nearest": move_json(nearest) if nearest is not None else None,
        "wants": {"object": wants[0], "fact": wants[1]} if wants else None,
    }


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """What an attempt came to."""
    return {"outcome": receipt.outcome.value, "at": receipt.at.isoformat(), "attempt": receipt.number,
            "before": dict(receipt.before), "found": dict(receipt.found), "note": str(receipt.note), "file": receipt.file,
            "refused_by": [verdict_json(v) for v in receipt.verdicts if isinstance(v, Refuse)]}


def stage_now(story: Story, now: datetime) -> Stage:
    """Where a proposal stands at a moment."""
    return stage_of(story, now)
