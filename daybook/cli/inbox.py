"""daybook inbox: folders and mailboxes that fill themselves, what of it waits for a person, and their answers."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from daybook.cli.door import Door, in_words, main
from daybook.cli.files import show_reports
from daybook.domain.errors import DaybookError, WrongUsage

if TYPE_CHECKING:
    from daybook.workflows.inbox import InboxRound


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


@inbox.command("folder")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--watch", is_flag=True, help="Looks again and again, until interrupted; default: once.")
@click.option("--every", default=30, show_default=True, type=click.IntRange(1), help="With --watch: seconds between looks.")
@click.option("--settle", default=10, show_default=True, type=click.IntRange(0),
              help="Seconds without a write after which a file is whole.")
@click.option("--delete", is_flag=True, help="Removes what was taken in instead of moving it to done.")
@click.pass_context
def folder_(context: click.Context, folder: Path, watch: bool, every: int, settle: int, delete: bool) -> None:
    """Takes in what lies in a folder: to done, to failed with the reason, or waiting for an answer."""
    from daybook.workflows.inbox import look_into

    door: Door = context.obj
    house, whole = door.house(), timedelta(seconds=settle)

    def look() -> "InboxRound":
        return look_into(house, folder, delete=delete, settled=whole, progress=door.progress)

    if watch:
        _again_and_again(door, look, every)
    first = look()
    if first.unfinished and settle:
        time.sleep(settle)
        again = look()
        first = type(again)((*first.found, *again.found), again.waiting, again.unfinished)
    _show_round(context, first, {})


@inbox.command("mail")
@click.option("--server", required=True, help="The IMAP server.")
@click.option("--user", required=True, help="Whose mailbox; its password is DAYBOOK_IMAP_PASSWORD or in the keyring.")
@click.option("--folder", default="INBOX", show_default=True, help="The folder of the mailbox.")
@click.option("--port", default=993, show_default=True, type=int)
@click.option("--from", "senders", multiple=True, help="Only letters of this sender; may be said several times.")
@click.option("--plain", is_flag=True, help="Without TLS; only to this machine.")
@click.pass_context
def mail(context: click.Context, server: str, user: str, folder: str, port: int, senders: tuple[str, ...],
         plain: bool) -> None:
    """Takes in the files attached to letters that came since the last look; the mailbox stays as it is."""
    from daybook.workflows.mail import Mailbox, look_into_mail

    door: Door = context.obj
    box = Mailbox(server, user, folder, port, not plain)
    found = look_into_mail(door.house(), box, [s.lower() for s in senders], door.progress)
    for said in found.left:
        click.echo(said, err=True)
    _show_round(context, found.round, {"letters": found.letters, "attached": found.files, "left": list(found.left)})


def _again_and_again(door: Door, look: "Callable[[], InboxRound]", every: int) -> None:
    """Looks until interrupted; a look that fails is said, and the next one tries again."""
    while True:
        try:
            found = look()
            if found.found:
                click.echo(_round_text(_round_json(found)))
        except WrongUsage:
            raise
        except DaybookError as problem:
            click.echo(in_words(problem, door.language), err=True)
        try:
            time.sleep(every)
        except KeyboardInterrupt:
            raise SystemExit(0) from None


def _show_round(context: click.Context, found: "InboxRound", more: dict[str, Any]) -> None:
    """Says problems once each, and how many files became what; 3 where something waits, 1 where something failed."""
    problems = (one.report.problem for one in found.found if one.report.problem is not None)
    for said in dict.fromkeys(in_words(problem, context.obj.language) for problem in problems):
        click.echo(said, err=True)
    answer = {**_round_json(found), **more}
    context.obj.show(answer, lambda: _round_text(answer))
    context.exit(3 if found.waiting else int(bool(found.count("refused", "unknown"))))


def _round_json(found: "InboxRound") -> dict[str, Any]:
    from daybook.workflows.ingest import as_json

    return {"files": [as_json(one.report, one.why, one.question.key if one.question else "") for one in found.found],
            "loaded": found.count("loaded"), "unchanged": found.count("unchanged"), "waiting": found.waiting,
            "failed": found.count("refused", "unknown"), "unfinished": [str(p) for p in found.unfinished]}


def _round_text(answer: dict[str, Any]) -> str:
    text = (f"{answer['loaded']} loaded, {answer['unchanged']} unchanged, {answer['waiting']} waiting, "
            f"{answer['failed']} failed, {len(answer['unfinished'])} still written")
    if "letters" in answer:
        text = f"{answer['letters']} letters with {answer['attached']} files; {text}"
    return text + ("; see `daybook inbox questions`" if answer["waiting"] else "")
