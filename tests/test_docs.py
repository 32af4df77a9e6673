"""The docs: every page is reachable, every link resolves, and pages printed from the code are fresh."""

import os
import re
from pathlib import Path

import pytest
from click import Group

from tests.printed_pages import PAGES, ROOT, licences_page, locked_packages

DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def pages() -> list[Path]:
    return sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])


def targets(page: Path) -> list[Path]:
    """The files that a page links to."""
    return [(page.parent / link).resolve() for link in LINK.findall(page.read_text(encoding="utf-8"))
            if not re.match(r"[a-z]+:", link)]


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert not [str(t) for t in targets(page) if not t.exists()]


def test_every_page_is_reachable_from_the_map() -> None:
    seen, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen and page.suffix == ".md" and page.exists():
            seen.add(page)
            waiting += targets(page)
    assert not {str(p.relative_to(ROOT)) for p in DOCS.rglob("*.md")} - {str(p.relative_to(ROOT)) for p in seen}


def test_the_readme_leads_to_the_map() -> None:
    assert DOCS / "index.md" in targets(ROOT / "README.md")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_printed_from_the_code_is_fresh(name: str) -> None:
    """`make golden` prints it again."""
    file, printed = DOCS / name, PAGES[name]()
    if os.environ.get("DAYBOOK_GOLDEN"):
        file.write_text(printed, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == printed


def test_the_sql_of_every_rollup_is_fresh() -> None:
    """What Ibis makes of the definitions is kept as text, so that no process waits for Ibis; `make golden` makes it again."""
    from daybook.facts.rollups import compile_sql
    from daybook.metrics.rollups import COMPILED, ROLLUPS

    made = {f"{rollup.name}.sql": compile_sql(rollup) for rollup in ROLLUPS}
    if os.environ.get("DAYBOOK_GOLDEN"):
        COMPILED.mkdir(exist_ok=True)
        for name, text in made.items():
            (COMPILED / name).write_text(text, encoding="utf-8")
    assert {f.name: f.read_text(encoding="utf-8") for f in COMPILED.iterdir()} == made


def test_every_locked_package_has_its_licence_listed() -> None:
    """Licences themselves are read from installed packages, which differ from machine to machine."""
    file = DOCS / "third-party.md"
    if os.environ.get("DAYBOOK_GOLDEN"):
        file.write_text(licences_page(), encoding="utf-8")
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \|", file.read_text(encoding="utf-8"), re.M)) - {"package"}
    assert listed == set(locked_packages())


def test_every_schema_belongs_to_a_command() -> None:
    from daybook.cli import main

    known = {*main.commands, *(f"{name}-{part}" for name, command in main.commands.items()
                               if isinstance(command, Group) for part in command.commands)}
    assert {f.stem for f in (DOCS / "schemas").glob("*.json")} <= known
