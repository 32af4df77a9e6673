"""daybook bench: runs one judgement method on a bench folder, by the functions that the desks use."""

from pathlib import Path

import click

from daybook.cli.door import fail, main


@main.command("bench")
@click.argument("name")
@click.argument("input_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
def bench(name: str, input_dir: Path, output: Path) -> None:
    """Runs the method NAME on INPUT_DIR and writes OUTPUT."""
    from daybook.workflows.judge import JUDGES

    if name not in JUDGES:
        fail(f"no method is called {name}. Next: use one of {', '.join(sorted(JUDGES))}", 2)
    JUDGES[name](input_dir, output)
