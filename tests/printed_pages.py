"""Pages of the docs that are printed from the code: commands, metrics, and the licences of what Daybook stands on."""

import importlib.metadata
import re
from collections.abc import Callable
from pathlib import Path

import click

from daybook.actions.page import guards_page
from daybook.cli import main
from daybook.desks import DESKS
from daybook.desks.ads.formulas import FORMULAS
from daybook.metrics.catalog import catalog_page, definitions_of
from daybook.metrics.definitions import ads as ad_numbers
from daybook.metrics.metric import Ratio
from daybook.rulebook.reading import load

ROOT = Path(__file__).resolve().parents[1]


def commands_page() -> str:
    """Every command with its arguments, options and their help."""
    lines = ["# Commands", "", "Printed from the code; `make golden` prints it again.", "",
             "Every command takes `--home DIR` (or `DAYBOOK_HOME`), `--json` (schemas in [schemas](schemas/)) and "
             "`--lang zh|en` before its name. It ends with 0 when done, 1 when something went wrong, 2 on wrong usage, "
             "3 when the input needs a person, and says on standard error what happened, to what, and what to do next."]
    for name, command in sorted(_commands(main)):
        lines += ["", f"## daybook {name}", "", _help(command)]
        for parameter in command.params:
            if isinstance(parameter, click.Argument):
                lines.append(f"- `{parameter.make_metavar(click.Context(command))}`")
            elif isinstance(parameter, click.Option):
                needed = " (required)" if parameter.required else ""
                lines.append(f"- `{', '.join(parameter.opts)}`{needed}: {parameter.help or _plain(parameter.name or '')}")
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, before: str = "") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                found.append((before + name, command))
            found += _commands(command, f"{before}{name} ")
        else:
            found.append((before + name, command))
    return found


def _help(command: click.Command) -> str:
    return " ".join((command.help or "").split()) + "\n"


def _plain(name: str) -> str:
    return f"{name.removesuffix('_name').replace('_', ' ')}."


def locked_packages() -> list[str]:
    """The packages that Daybook runs on, directly or through something else."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return sorted({name.lower().replace("_", "-").replace(".", "-")
                   for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", text, re.M)})


#: Files of the front end that lie in the package, unchanged but for the lines that name their source maps.
VENDORED = (("@tabler/core 1.6.1", "MIT", "tabler"), ("@tabler/icons 3.52.0", "MIT", "tabler-icons"),
            ("echarts 6.1.0", "Apache-2.0", "echarts"), ("htmx.org 2.0.11", "0BSD", "htmx"))


def licences_page() -> str:
    """What Daybook needs to run with its licence as the installed package states it."""
    lines = ["# Third-party licences", "",
             "What `requirements.lock` brings in, with the licence that each package states; printed from the installed "
             "packages by `make golden`. Daybook itself is under Apache-2.0.", "", "| package | licence |", "|---|---|"]
    lines += [f"| {name} | {_licence(name)} |" for name in locked_packages()]
    lines += ["", "In `daybook/web/static/vendor`, each with its licence beside it:", "", "| `files` | licence |", "|---|---|"]
    lines += [f"| `{name}` | [{licence}](../daybook/web/static/vendor/{folder}/LICENSE) |" for name, licence, folder in VENDORED]
    lines += ["", "In `daybook/reports/fonts`, under the SIL Open Font License 1.1 ([licence](../daybook/reports/fonts/LICENSE)): "
              "Noto Sans SC, and marks of Noto Sans CJK SC and Noto Sans Symbols 2."]
    return "\n".join(lines) + "\n"


def _licence(name: str) -> str:
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed on every platform; see the package"
    classified = [c.rsplit(" :: ", 1)[-1] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    stated = about.get("License-Expression") or "; ".join(classified) or (about.get("License") or "").strip()
    first = stated.splitlines()[0] if stated else ""
    return first[:80] if first else "see the package"


#: Page -> the function that prints it.
def desks_page() -> str:
    """Every desk: what it finds, what it would do about each, and its rules with their sources."""
    lines = ["# Desks", "", "Printed from the code; `make golden` prints it again. How good the ads desk's judgement is: "
             "[ads](judgement/ads.md); moves and what guards them: [guards](guards.md)."]
    rules = load()
    for desk in DESKS:
        lines += ["", f"## {desk.name} ({desk.zh})", "", "Finds:", ""]
        lines += [f"- `{find.__name__}`: {_first(find)}" for find in desk.finds]
        lines += ["", "Moves, by kind of finding:", ""] + [f"- `{kind}`: {_first(move)}" for kind, move in desk.moves.items()]
        if desk.name in RECKONED:
            lines += ["", "| number | 中文 | formula | where |", "|---|---|---|---|"]
            lines += [f"| {f.name} | {f.zh} | {f.says} | `{f.by.__module__}.{f.by.__name__}` |" for f in RECKONED[desk.name]]
        if desk.name in NUMBERS:
            lines += ["", "| metric | 中文 | is |", "|---|---|---|"]
            lines += [f"| `{d.name}` | {d.zh} | {_made_of(d)} |" for d in definitions_of(NUMBERS[desk.name])
                      if isinstance(d, Ratio) and not d.stands_in_for]
        own = rules.of_desk(desk.name)
        if own:
            lines += ["", "| rule | says | values | platform | source |", "|---|---|---|---|---|"]
            lines += [f"| {r.id} | {r.what} | {', '.join(f'{k} {v}' for k, v in r.values.items())} | {r.platform} | "
                      f"{r.source.replace('|', '/')} ({r.confidence}, {r.seen_on}) |" for r in own]
    return "\n".join(lines) + "\n"


#: Desk -> the definitions that it reads.
NUMBERS = {"ads": ad_numbers}
#: Desk -> its formulas.
RECKONED = {"ads": FORMULAS}


def _made_of(definition: Ratio) -> str:
    return f"`{definition.over.name}` / `{definition.under.name}`" + (f" x {definition.times}" if definition.times != 1 else "")


def _first(what: Callable[..., object]) -> str:
    return " ".join((what.__doc__ or "").split("\n\n")[0].split())


PAGES = {"commands.md": commands_page, "desks.md": desks_page, "guards.md": guards_page, "metrics.md": catalog_page}
