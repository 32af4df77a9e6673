"""The summary of a day: its numbers as the next morning's brief has them, what was done and decided, and what is open."""

from zoneinfo import ZoneInfo

from daybook.domain.brief import Brief
from daybook.domain.entry import Day
from daybook.reports.brief_phrases import head
from daybook.reports.brief_report import earlier_table, findings_table, plan_table
from daybook.reports.entry_phrases import entry_words
from daybook.reports.localise import in_language
from daybook.reports.number_tables import cautions, numbers_table
from daybook.reports.paper import Paper, Table, table
from daybook.reports.wording import Words, translator


def day_report(brief: Brief, day: Day, language: str = "zh") -> Paper:
    """The day that a brief reviews, with what people did on it."""
    w = translator(language)
    brief = in_language(brief, w)
    top = head(brief, w)
    return Paper(
        w("{shop}: summary of the day", shop=brief.shop),
        tuple(part for part in (top.reviewed, top.festival, top.written) if part), _lead(brief, day, w), (
            numbers_table(brief, w), table(w("About these numbers"), (w("Remark"),), [(said,) for said in cautions(brief, w)]),
            findings_table(brief, w), _deeds(brief, day, w), earlier_table(brief, w),
            plan_table(brief, w)),
        w("facts {digest} · code {version}", digest=brief.digest, version=brief.code_version))


def _lead(brief: Brief, day: Day, w: Words) -> str:
    moved = w.many("{n} thing moved beyond the usual.", "{n} things moved beyond the usual.", len(brief.findings)) \
        if brief.findings else w("Nothing moved beyond the usual.")
    done = w("Done and decided that day: {n}; still open: {open}.", n=len(day.deeds), open=day.still_open) \
        if day.minutes is None else w("Done and decided that day: {n}, {minutes} minutes; still open: {open}.",
                                      n=len(day.deeds), minutes=day.minutes, open=day.still_open)
    return w("{a} {b}", a=moved, b=done)


def _deeds(brief: Brief, day: Day, w: Words) -> Table:
    headers = (w("When"), w("Kind"), w("What"), w("Object"), w("Change"), w("Who"), w("Minutes"), w("Remark"))
    zone = ZoneInfo(brief.zone)
    rows = []
    for entry in sorted(day.deeds, key=lambda e: e.at):
        said = entry_words(entry, w)
        rows.append((f"{entry.at.astimezone(zone):%H:%M}", said.kind, said.what, said.object, said.change, said.person,
                     said.minutes, said.note))
    return table(w("Done and decided that day"), headers, rows, w("Nothing was written down as done that day."))
