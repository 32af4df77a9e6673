"""daybook inbox: what waits for a person, and their answers."""

import click

from daybook.cli.door import Door, main
from daybook.cli.files import show_reports


@main.group("inbox")
def inbox() -> None:
    """What comes in by itself, and what of it waits for a person."""


@inbox.command("questions")
@click.pass_obj
def questions(door: Door) -> None:
    """What files wait for, each asked once, with its choices."""
    from daybook.workflows.questions import open_questions

    found = open_questions(door.house())
    door.show([{"key": q.key, "kind": q.kind, "text": q.text, "choices": list(q.choices), "files": list(q.files),
                "asked_at": q.asked_at} for q in found],
              lambda: "\n".join(f"{q.key}  {q.text}\n  choices: {', '.join(q.choices)}\n  files: {', '.join(q.files)}"
                                for q in found) or "nothing waits")


@inbox.command("answer")
@click.argument("key")
@click.argument("answer")
@click.pass_context
def answer_(context: click.Context, key: str, answer: str) -> None:
    """Answers a question once for all its files, and takes them in; the answer is remembered."""
    from daybook.workflows.ingest import as_json
    from daybook.workflows.sorting import take_answer

    door: Door = context.obj
    found = take_answer(door.house(), key, answer, door.progress)
    show_reports(context, [(one.report.problem, as_json(one.report, one.why, one.question.key if one.question else ""))
                           for one in found])
