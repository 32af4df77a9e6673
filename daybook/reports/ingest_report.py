"""What became of files, for a terminal: what was recognised, what changed, what was left out and why."""

from collections.abc import Sequence
from typing import Any

from daybook.reports.problem_phrases import sentence
from daybook.reports.wording import Words, translator

#: Rows left out that are told one by one where a file is only looked at.
SHOWN = 20


def ingest_text(answers: Sequence[dict[str, Any]], language: str) -> str:
    """Lines for people of files that were taken in; `answers` as `workflows.ingest.as_json` gives them."""
    w = translator(language)
    return "\n".join(line for answer in answers for line in _taken_in(answer, w)) or w("no file was there")


def read_text(answers: Sequence[dict[str, Any]], language: str) -> str:
    """The same of files that were only looked at; `answers` as `workflows.look.look` gives them."""
    w = translator(language)
    return "\n".join(line for answer in answers for line in _looked_at(answer, w))


def _taken_in(answer: dict[str, Any], w: Words) -> list[str]:
    state = w.name("landing", answer["state"])
    lines = [w("{file}: {state} by {reader}", file=answer["file"], state=state, reader=answer["reader"]) if answer["reader"] else
             w("{file}: {state}", file=answer["file"], state=state)]
    if answer["why"]:
        lines.append(f"  {answer['shop']}: {sentence(answer['why'], w)}")
    lines += [f"  {_change(change, w)}" for change in answer["changes"]]
    if answer["rejected"]:
        first = answer["rejected"][0]
        lines.append("  " + w("{n} rows left out, the first in line {line}: {column}: {reason}", n=len(answer["rejected"]),
                              line=first["line"], column=first["column"], reason=sentence(first["reason"], w)))
    lines += _warnings(answer, w)
    lines += ["  " + w("own total of {column} differs by {difference}", column=t["column"], difference=t["difference"])
              for t in answer["own_totals"] if float(t["difference"])]
    return lines


def _change(change: dict[str, Any], w: Words) -> str:
    said = w("{table}: {rows} rows, {new} new, {restated} restated, {gone} gone", table=_table(change["table"], w),
             rows=f"{change['delivered']:,}", new=f"{change['new']:,}", restated=f"{change['restated']:,}",
             gone=f"{change['gone']:,}")
    days = change["restated_days"]
    return said + (w(" (days {first} to {last})", first=days[0], last=days[-1]) if days else "")


def _looked_at(answer: dict[str, Any], w: Words) -> list[str]:
    if "problem" in answer:
        return [w("{file}: not read", file=answer["file"])]
    lines = [f"{answer['file']}: {answer['reader']}"]
    for table in answer["tables"]:
        sums = ", ".join(f"{k} {v}" for k, v in table["sums"].items())
        rows = f"{table['rows']:,}"
        said = w("{rows} rows on {days} days", rows=rows, days=table["days"]) if table["days"] else w("{rows} rows", rows=rows)
        lines.append("  " + w("{table}: {said}; {sums}", table=_table(table["table"], w), said=said, sums=sums))
    lines += ["  " + w("line {line} left out: {column} {value}: {reason}", line=r["line"], column=r["column"],
                       value=repr(r["value"]), reason=sentence(r["reason"], w)) for r in answer["rejected"][:SHOWN]]
    if len(answer["rejected"]) > SHOWN:
        lines.append("  " + w("... and {n} more rows left out", n=len(answer["rejected"]) - SHOWN))
    lines += _warnings(answer, w)
    lines += ["  " + w("own total of {column}: file {file}, rows {rows}, difference {difference}", column=t["column"],
                       file=t["file"], rows=t["rows"], difference=t["difference"]) for t in answer["own_totals"]]
    return lines


def _warnings(answer: dict[str, Any], w: Words) -> list[str]:
    return ["  " + w("warning: {said}", said=sentence(said, w)) for said in answer["warnings"]]


def _table(name: str, w: Words) -> str:
    """A table by its name in the files of the lake, which commands ask for; in Chinese by its own name before that."""
    return f"{w.name('source', name)} {name}" if w.language == "zh" else name
