"""daybook read, ingest, map: export files looked at, taken in, and mapped where no reader knows them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from daybook.cli.door import Door, clock, in_words, main, parse_moment
from daybook.cli.waiting import shown
from daybook.domain.errors import DaybookError, WrongUsage

if TYPE_CHECKING:
    from datetime import datetime

    Answered = tuple[DaybookError | None, dict[str, Any]]

FILE = click.Path(path_type=Path)


@main.command("read")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--mapping", type=FILE, default=None, help="A column mapping (TOML) for a table that no reader knows.")
@click.option("--tz", "zone", default="Asia/Shanghai", show_default=True, help="The zone of times without an offset.")
@click.option("--currency", default="CNY", show_default=True, help="The currency of money without one.")
@click.pass_context
def read(context: click.Context, files: tuple[Path, ...], mapping: Path | None, zone: str, currency: str) -> None:
    """Recognises and parses files without storing anything."""
    from daybook.workflows.look import look

    door: Door = context.obj
    answers, worst = [], 0
    for file in files:
        try:
            with shown(not door.as_json, door.words):
                answers.append(look(file, mapping, zone, currency, clock()))
        except DaybookError as problem:
            click.echo(in_words(problem, context.obj.language), err=True)
            worst = max(worst, problem.exit_code)
            answers.append({"file": file.name, "problem": str(problem)})
    from daybook.reports.ingest_report import read_text

    door.show(answers, lambda: read_text(answers, door.language))
    context.exit(worst)


@main.command("ingest")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--shop", default="", help="The shop that all files belong to; without it each file finds its own.")
@click.option("--answer", "answers", multiple=True, metavar="KEY=ANSWER", help="Answers a question that came before.")
@click.option("--mapping", type=FILE, default=None, help="A column mapping (TOML); saved for the shop when it works.")
@click.option("--known-at", default=None, help="When the files were known, with offset; default: now.")
@click.pass_context
def ingest(context: click.Context, files: tuple[Path, ...], shop: str, answers: tuple[str, ...], mapping: Path | None,
           known_at: str | None) -> None:
    """Lands, reads and loads files, folders and zips; prints what changed and what was restated.

    Without --shop a mixed folder sorts itself; what it cannot tell is asked once (exit code 3).
    """
    door: Door = context.obj
    moment = parse_moment(known_at)
    if moment is not None and moment > clock():
        raise WrongUsage(f"{known_at} lies in the future",
                         next_step="say when the file was known, or leave --known-at out")
    if mapping is not None and not shop:
        raise WrongUsage("a mapping is saved for a shop", next_step="name it with --shop")
    answered = dict(_answer(a) for a in answers)
    with shown(not door.as_json, door.words):
        found = _taken_in(door, files, shop, answered, mapping, moment)
    show_reports(context, found)


def _taken_in(door: Door, files: tuple[Path, ...], shop: str, answered: dict[str, str], mapping: Path | None,
              moment: "datetime | None") -> "list[Answered]":
    """Files of one shop, or of whichever shops they find."""
    if shop and not any(f.is_dir() for f in files):
        return _of_one_shop(door, files, shop, mapping, moment)
    from daybook.workflows.ingest import as_json
    from daybook.workflows.sorting import sort_in

    house = door.house()
    if shop:
        house.shop(shop)
    found = sort_in(house, files, answers=answered, known_at=moment, shop=shop, mapping=mapping, progress=door.progress)
    return [(one.report.problem, as_json(one.report, one.why, one.question.key if one.question else "")) for one in found]


def _answer(text: str) -> tuple[str, str]:
    key, sign, said = text.partition("=")
    if not sign or not said:
        raise WrongUsage(f"{text} is no answer", next_step="write it as KEY=ANSWER, with the key of the question")
    return key, said


def _of_one_shop(door: Door, files: tuple[Path, ...], shop: str, mapping: Path | None,
                 moment: "datetime | None") -> "list[Answered]":
    from daybook.workflows.ingest import Incoming, as_json
    from daybook.workflows.ingest import ingest as take_in

    reports = take_in(door.house(), [Incoming(shop, f, moment, mapping) for f in files], door.progress)
    return [(r.problem, as_json(r)) for r in reports]


def show_reports(context: click.Context, found: "list[Answered]") -> None:
    """Says problems on standard error, each once, prints the answers, and ends with the worst exit code."""
    for said in dict.fromkeys(in_words(problem, context.obj.language) for problem, _ in found if problem is not None):
        click.echo(said, err=True)
    from daybook.reports.ingest_report import ingest_text

    answers = [answer for _, answer in found]
    context.obj.show(answers, lambda: ingest_text(answers, context.obj.language))
    context.exit(max((problem.exit_code for problem, _ in found if problem is not None), default=0))


@main.command("map")
@click.argument("file", type=FILE)
@click.pass_obj
def map_(door: Door, file: Path) -> None:
    """Proposes a column mapping for a table that no reader knows, as TOML to edit."""
    from daybook.workflows.look import propose_mapping

    text = propose_mapping(file)
    door.show({"file": file.name, "mapping": text}, text)
