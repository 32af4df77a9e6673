"""What every command shares: the data folder, JSON or text, the clock, progress, and errors as sentences."""

import errno
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from daybook import __version__
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.said import Said

if TYPE_CHECKING:
    from daybook.workflows.house import House

#: No space left on the device, file too large for the limit set, quota exceeded.
DISK_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
NO_ROOM = Said("the disk is full; nothing was published. Next: make room and run the command again")


def clock() -> datetime:
    """The present moment, UTC.  The command line is a door: it may ask."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Door:
    """One call of the command line."""

    home: Path
    as_json: bool
    language: str

    def house(self) -> "House":
        from daybook.workflows.house import open_house

        return open_house(self.home, clock)

    def workbench(self, public_host: str = "") -> "House":
        """The house with its pages beside it: the same records, and the tables of the workbench."""
        from daybook.web.opened import open_workbench

        return open_workbench(self.home, public_host)

    def words(self, said: str) -> str:
        """A sentence in the reader's language; text that is none stays as it is."""
        if not isinstance(said, Said):
            return said
        from daybook.reports.localise import in_language
        from daybook.reports.wording import translator

        return in_language(said, translator(self.language))

    def show(self, value: Any, text: Callable[[], str] | str) -> None:
        """Prints the answer: JSON with --json, else text."""
        if self.as_json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=2))
        else:
            click.echo(text() if callable(text) else self.words(text))

    def tell(self, said: str) -> None:
        """Says on standard error what a person wants to know beside the answer."""
        click.echo(self.words(said), err=True)

    def progress(self, said: str) -> None:
        """Says on standard error what is being done, on a terminal or where work takes long."""
        if not self.as_json:  # a line about how long it takes is wiped first; click leaves the wiping out for files
            click.echo(f"\r\x1b[K{self.words(said)}" if sys.stderr.isatty() else self.words(said), err=True)


class Group(click.Group):
    """Turns the house's errors into a sentence on standard error and the exit code that belongs to them."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except DaybookError as problem:
            door = context.find_object(Door)
            fail(in_words(problem, door.language if door else "en"), problem.exit_code)
        except OSError as problem:
            if problem.errno in DISK_FULL or "No space left" in str(problem):
                _fail(context, NO_ROOM)
            _fail(context, Said("{file}: {problem}. Next: check the path and the rights on it, and run the command again; nothing "
                                "was published", file=problem.filename or Said("a file"), problem=problem.strerror or problem))
        except Exception as problem:
            if "disk is full" in str(problem):      # as the records' database says it
                _fail(context, NO_ROOM)
            raise


def _fail(context: click.Context, said: Said) -> NoReturn:
    door = context.find_object(Door)
    fail(door.words(said) if door else said, 1)


def in_words(problem: DaybookError, language: str) -> str:
    """An error as people of the language read it."""
    from daybook.reports.problem_phrases import problem_words
    from daybook.reports.wording import translator

    return str(problem_words(problem, translator(language)))


def fail(sentence: str, code: int) -> NoReturn:
    """Says what went wrong and ends with the code."""
    click.echo(sentence, err=True)
    sys.exit(code)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", envvar="DAYBOOK_HOME", type=click.Path(file_okay=False, path_type=Path), default=None,
              help="The data folder (or DAYBOOK_HOME): lake, landings, records. Nothing is written elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON; the schemas are in docs/schemas.")
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), envvar="DAYBOOK_LANG", default="zh",
              show_default=True, help="The language of text and pages.")
@click.version_option(__version__, prog_name="daybook")
@click.pass_context
def main(context: click.Context, home: Path | None, as_json: bool, language: str) -> None:
    """Daybook (运营日志) runs the working day of an e-commerce operation."""
    context.obj = Door(home or Path("daybook-home"), as_json, language)


def parse_day(text: str) -> date:
    """A day as YYYY-MM-DD; WrongUsage for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{text} is no day", next_step="write it as 2026-11-23") from None


def parse_moment(text: str | None) -> datetime | None:
    """A moment with its offset, such as 2026-11-23T01:00:00+00:00, or "now"; WrongUsage for anything else."""
    if text is None:
        return None
    if text == "now":
        return clock()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"{text} is no moment", next_step="write it as 2026-11-23T09:00:00+08:00") from None
    if moment.tzinfo is None:
        raise WrongUsage(f"{text} has no offset", next_step="write it as 2026-11-23T09:00:00+08:00")
    return moment.astimezone(UTC)


from daybook.cli import commands as _commands  # noqa: E402, F401  (the commands register themselves on `main`)
