"""daybook bench: runs one judgement method on a bench folder, by the functions that the desks use."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

import click

from daybook.cli.door import fail, main


@main.command("bench")
@click.argument("name")
@click.argument("input_dir", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("output", required=False, type=click.Path(path_type=Path))
def bench(name: str, input_dir: Path | None, output: Path | None) -> None:
    """Runs the method NAME on INPUT_DIR and writes OUTPUT; a method that plays a market reads one folder of reports a line
    from standard input and answers beside them."""
    from daybook.workflows.judge import JUDGES, PLAYERS

    if name in PLAYERS:
        play: Callable[[Iterable[str], TextIO], None] = PLAYERS[name]
        play(sys.stdin, sys.stdout)
        return
    if name not in JUDGES:
        fail(f"no method is called {name}. Next: use one of {', '.join(sorted(JUDGES.keys() | PLAYERS.keys()))}", 2)
    if input_dir is None or output is None:
        fail(f"{name} needs a folder to read and a file to write. Next: daybook bench {name} INPUT_DIR OUTPUT", 2)
    JUDGES[name](input_dir, output)
