"""A brief, something that cannot wait, or a failed job as a short message: the sentences of the reports, no new number."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from daybook.domain.brief import Brief, BriefFinding, Must
from daybook.domain.entry import Day
from daybook.domain.schedule import Failure
from daybook.reports.brief_phrases import head, tile_words
from daybook.reports.day_report import day_report
from daybook.reports.entry_phrases import entry_words
from daybook.reports.finding_phrases import finding_words
from daybook.reports.localise import in_language
from daybook.reports.plan_phrases import must_words
from daybook.reports.wording import Words

Words2 = tuple[str, str]       # title and body
#: Tiles, findings and lines of a plan in a message: what a phone shows without scrolling twice.
TILES, FINDINGS, PLAN, DEEDS = 5, 3, 3, 8


def brief_letter(brief: Brief, w: Words) -> Words2:
    """The brief of a morning: how it went, the first numbers, what cannot wait, what happened, what to do."""
    brief = in_language(brief, w)
    top = head(brief, w)
    lines = [top.lead, *top.states]
    lines += _tile_lines(brief, w)
    lines += ["! " + _must_line(m, brief, w) for m in brief.must]
    lines += [f"{n}. {_finding_line(f, brief, w)}" for n, f in enumerate(brief.findings[:FINDINGS], 1)]
    if brief.plan:
        lines.append(w("Today's plan") + ": " + " · ".join(f"{p.what} {p.object}" for p in brief.plan[:PLAN]))
    return top.title, "\n".join(line for line in lines if line)


def _tile_lines(brief: Brief, w: Words) -> list[str]:
    """The first numbers, each in a line with what it is compared with."""
    return [w("{label}: {text}", label=t.label, text=" · ".join((t.value, *(
        f"{c.label} {c.arrow} {c.text}" for c in t.compared if not c.why))))
        for t in (tile_words(tile, brief, w) for tile in brief.tiles[:TILES]) if t.is_in]


def day_letter(brief: Brief, day: Day, w: Words) -> Words2:
    """What a day came to: the sentence of its summary, the first numbers, and what was done."""
    report = day_report(brief, day, w.language)
    brief = in_language(brief, w)
    lines = [report.lead, *_tile_lines(brief, w)]
    lines += [" · ".join(part for part in (said.kind, said.what, said.object, said.change, said.person) if part)
              for said in (entry_words(e, w) for e in sorted(day.deeds, key=lambda e: e.at)[:DEEDS])]
    return report.title, "\n".join(lines)


def must_letter(must: Must, brief: Brief, w: Words) -> Words2:
    """One thing that cannot wait."""
    brief, must = in_language(brief, w), in_language(must, w)
    return w("{label}: {text}", label=brief.shop, text=w("Cannot wait")), _must_line(must, brief, w)


def finding_letter(found: BriefFinding, brief: Brief, w: Words) -> Words2:
    """One finding that asks for action now."""
    brief, found = in_language(brief, w), in_language(found, w)
    said = finding_words(found, brief, w)
    return (w("{label}: {text}", label=brief.shop, text=w("now") + " · " + said.label),
            "\n".join(part for part in (_finding_line(found, brief, w), said.words, said.odds) if part))


def failure_letter(job: str, due: datetime, zone: str, failures: Sequence[Failure], w: Words) -> Words2:
    """A job that failed, for whom and why."""
    at = due.astimezone(ZoneInfo(zone))
    title = w("{job} of {day} {at} failed", job=w.name("job", job), day=w.day(at.date()), at=f"{at:%H:%M}")
    return title, "\n".join(w("{label}: {text}", label=f.subject, text=f.reason) for f in failures)


def disk_letter(used: int, free: int, quota: int | None, w: Words) -> Words2:
    """Room on the disk runs out: what the data folder takes, what is free, what may be taken."""
    def gb(size: int) -> str:
        return f"{size / 10**9:,.1f} GB"

    said = w("The data folder holds {used}; {free} of the disk are free.", used=gb(used), free=gb(free))
    return w("The disk of the house fills up"), said + ("" if quota is None else " " + w(
        "It may hold {quota}; at that nothing more is taken in.", quota=gb(quota)))


def trial_letter(w: Words) -> Words2:
    """What a new channel is tried with."""
    return w("Daybook: a test"), w("Messages reach this channel.")


def without_report(letter: Words2, why: str, w: Words) -> Words2:
    """The same, saying why the report is not attached."""
    return letter[0], letter[1] + "\n" + w("The report is not attached: {why}", why=why)


def bundle(letters: Sequence[Words2], w: Words) -> Words2:
    """Several messages in one: whole where they are few, one line each where they are many."""
    if len(letters) == 1:
        return letters[0]
    title = w.many("{n} message", "{n} messages", len(letters))
    if len(letters) <= FINDINGS:
        return title, "\n\n".join(f"{head_}\n{body}" for head_, body in letters)
    return title, "\n".join(w("{label}: {text}", label=head_, text=body.split("\n")[0]) for head_, body in letters)


def escalated(letter: Words2, minutes: int, w: Words) -> Words2:
    """The same once more, for the next in line."""
    return letter[0], letter[1] + "\n" + w("nobody has taken this for {n} minutes", n=minutes)


def _must_line(must: Must, brief: Brief, w: Words) -> str:
    when, what, thing, where = must_words(must, brief, w)
    return f"{when} {what} · {thing}" + (f" → {where}" if where else "")


def _finding_line(found: BriefFinding, brief: Brief, w: Words) -> str:
    said = finding_words(found, brief, w)
    place = f" · {said.scope}" if said.scope else ""
    stake = " · " + w("{label}: {text}", label=w("At stake"), text=said.stake) if said.stake else ""
    return f"{said.label}{place} {said.compared} {said.arrow} {said.change}{stake}"
