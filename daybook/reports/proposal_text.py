"""A proposal as text: what it would change, what every guard says, who has agreed, and what came of it."""

from daybook.domain.proposal import Stage, Story
from daybook.domain.verdict import NeedsApproval, Pass, Refuse, Verdict
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

MARK = {Pass: "✓", NeedsApproval: "?", Refuse: "✗"}
SHORT = 12


def proposal_line(story: Story, stage: Stage, language: str) -> str:
    """One proposal on one line."""
    w = translator(language)
    said = story.proposal
    return f"{said.key}  {w.name('stage', stage.value)}  {said.shop}  {in_language(said.move.what(), w)}"


def proposal_text(story: Story, stage: Stage, language: str) -> str:
    """One proposal with every guard's answer."""
    w = translator(language)
    said = story.proposal
    lines = [proposal_line(story, stage, language),
             w("proposed by {person}, good until {moment:%Y-%m-%d %H:%M} UTC, fingerprint {mark}", person=said.proposed_by,
               moment=said.expires_at, mark=said.fingerprint[:SHORT])]
    if said.evidence:
        lines.append(w("because: {evidence}", evidence=in_language(said.evidence, w)))
    lines += [_answer(v, w) for v in said.verdicts]
    lines += [w("{person} agreed", person=a.person) if a.yes else w("{person} declined: {why}", person=a.person, why=a.why)
              for a in story.approvals]
    lines += [f"{w.name('outcome', r.outcome.value)}: {in_language(r.note, w)}" for r in story.receipts]
    return "\n".join(lines)


def _answer(verdict: Verdict, w: Words) -> str:
    basis = f" [{verdict.basis.rule}]" if verdict.basis else ""
    said = f"  {MARK[type(verdict)]} {in_language(verdict.reason, w)}{basis}"
    if isinstance(verdict, Refuse):
        return said + "\n      " + w("instead: {instead}", instead=in_language(verdict.instead, w))
    return said
