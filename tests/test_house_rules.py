"""The house as a test: which room may import which, which packages stand where, and how large a file may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "daybook"

#: Room -> the rooms that it may import (besides itself).
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "calendar": {"domain"},
    "rulebook": {"domain"},
    "analysis": {"domain"},
    "facts": {"domain"},
    "sources": {"domain", "facts"},
    "metrics": {"domain", "facts"},
    "desks": {"domain", "calendar", "rulebook", "analysis", "metrics", "facts"},
    "actions": {"domain", "calendar", "rulebook", "analysis"},
    "casefile": {"domain", "analysis"},
    "plan": {"domain", "rulebook", "analysis", "casefile"},
    "reports": {"domain", "metrics", "plan", "casefile"},
    "notify": {"domain"},
    "demo": {"domain", "calendar"},
    "records": {"domain"},
}
BELOW_WORKFLOWS = set(MAY_IMPORT)
MAY_IMPORT["workflows"] = BELOW_WORKFLOWS
DOORS = {"web", "cli", "jobs", "agent"}
for door in DOORS:
    MAY_IMPORT[door] = {"workflows", "desks", "metrics", "reports", "records", "domain"}
MAY_IMPORT["cli"] |= {"web", "jobs", "agent"}        # commands start the other doors

#: Package -> the rooms that may use it.
ONLY_IN: dict[str, set[str]] = {
    "duckdb": {"facts"}, "deltalake": {"facts"}, "ibis": {"facts", "metrics"}, "pyspark": {"facts"}, "sqlglot": {"facts"},
    "pyarrow": {"facts", "sources", "metrics", "workflows"},
    "django": {"records", "web", "jobs", "workflows"}, "allauth": {"records", "web"}, "ninja": {"web"},
    "httpx": {"sources", "actions"}, "python_calamine": {"sources"}, "charset_normalizer": {"sources"},
    "cryptography": {"sources"}, "zstandard": {"sources"}, "keyring": {"sources"},
    "numpy": {"analysis", "demo", "facts", "sources", "workflows"}, "scipy": {"analysis"}, "statsmodels": {"analysis"},
    "statsforecast": {"analysis"}, "sklearn": {"analysis"}, "rjieba": {"analysis"},
    "holidays": {"calendar"}, "chinese_calendar": {"calendar"}, "lunar_python": {"calendar"},
    "xlsxwriter": {"actions", "reports", "demo"}, "jinja2": {"reports"}, "weasyprint": {"reports"}, "docx": {"reports"},
    "apprise": {"notify"}, "ortools": {"plan"}, "click": {"cli"}, "rich": {"cli", "reports"}, "fastmcp": {"agent"},
    "waitress": {"web"}, "django_htmx": {"web"}, "django_tables2": {"web"}, "django_filters": {"web"},
    "huey": {"jobs"}, "procrastinate": {"jobs"},
}
#: No command may pay for these at start: they are imported by the function that needs them.
HEAVY = ("ibis", "duckdb", "deltalake", "pyarrow", "pyspark", "sqlglot", "pandas", "scipy", "statsmodels", "sklearn", "django",
         "weasyprint", "numpy", "xlsxwriter", "docx", "jinja2", "cryptography", "huey", "procrastinate", "apprise")
LONGEST_FILE = 400
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "data", "base", "core", "app"}


def python_files(room: str) -> list[Path]:
    folder, file = HOUSE / room, HOUSE / f"{room}.py"
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [file] if file.exists() else []


def imports(file: Path) -> set[str]:
    """Dotted names that a file imports, e.g. {"daybook.facts.tables.ORDERS", "ibis"}."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: write imports in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def test_every_room_of_the_house_is_in_the_table() -> None:
    rooms = {p.name for p in HOUSE.iterdir() if p.is_dir() and p.name != "__pycache__" and p.name != "locale"}
    assert rooms <= MAY_IMPORT.keys()


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_it_may(room: str) -> None:
    for file in python_files(room):
        parts = [name.split(".") for name in imports(file)]
        rooms = {p[1] for p in parts if p[0] == "daybook" and len(p) > 1} & MAY_IMPORT.keys()
        foreign = rooms - MAY_IMPORT[room] - {room}
        assert not foreign, f"{file.relative_to(ROOT)} imports {foreign}"
        for package in {p[0] for p in parts} & ONLY_IN.keys():
            assert room in ONLY_IN[package], f"{file.relative_to(ROOT)} imports {package}"


def test_a_desk_never_imports_another_desk() -> None:
    desks = {p.name for p in (HOUSE / "desks").iterdir() if p.is_dir()}
    for file in python_files("desks"):
        own = file.relative_to(HOUSE / "desks").parts[0]
        if own in desks:
            foreign = {n for n in imports(file) if n.startswith("daybook.desks.") and n.split(".")[2] in desks - {own}}
            assert not foreign, f"{file.relative_to(ROOT)} imports {foreign}"


def test_nothing_that_judges_can_see_the_answers_of_the_demonstration() -> None:
    """Only the workflows that write and score the demonstration know of its world; the generator knows of no judge (the
    table above), and its answers lie beside the clients' folders, of which no file is taken in."""
    mine = {"demonstrate.py", "score.py", "score_harm.py"}
    for room in MAY_IMPORT.keys() - {"demo"}:
        for file in python_files(room):
            if room == "workflows" and file.name in mine:
                continue
            assert not {n for n in imports(file) if n.startswith("daybook.demo")}, file
            assert "answers.json" not in file.read_text(encoding="utf-8"), file


def test_the_agent_cannot_reach_approval() -> None:
    for file in python_files("agent"):
        assert not {n for n in imports(file) if n.startswith(("daybook.workflows.approve", "daybook.workflows.execute"))}


def test_only_doors_ask_for_the_present_moment() -> None:
    for room in MAY_IMPORT.keys() - DOORS:
        for file in python_files(room):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    called = ast.unparse(node.func)
                    assert not called.endswith(("datetime.now", "datetime.utcnow", "date.today", "time.time")), (
                        f"{file.relative_to(ROOT)}:{node.lineno} asks for the present moment")


def test_nothing_imports_a_door() -> None:
    for room in MAY_IMPORT.keys() - DOORS:
        for file in python_files(room):
            assert not {n for n in imports(file) if any(n.startswith(f"daybook.{door}.") for door in DOORS)}, file


@pytest.mark.parametrize("folder", ["daybook", "tests", "bench"])
def test_files_stay_small(folder: str) -> None:
    long = {str(f.relative_to(ROOT)): n for f in (ROOT / folder).rglob("*.py")
            if (n := f.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE and "migrations" not in f.parts}
    assert not long


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [str(f.relative_to(ROOT)) for f in HOUSE.rglob("*.py") if f.stem in FORBIDDEN_NAMES]


def test_every_module_says_what_it_is_about() -> None:
    for file in HOUSE.rglob("*.py"):
        if "migrations" not in file.parts:
            assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))), file.relative_to(ROOT)


def test_no_heavy_library_is_imported_at_start() -> None:
    asked = ("import sys, daybook.cli; "
             f"print([m for m in {HEAVY!r} if m in sys.modules])")
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=ROOT, check=True)
    assert found.stdout.strip() == "[]"


def test_no_registry_or_machine_is_named() -> None:
    """No registry's host name and no path of a builder's machine stands in any file."""
    names = ["py" + "pi.org", "python" + "hosted", "npm" + "js", "deb" + "ian.org", "/wo" + "rk/main", "/wo" + "rk/sha"]
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    for name in listed.splitlines():
        file = ROOT / name
        if file.suffix in (".mo", ".png", ".parquet", ".xlsx", ".xls", ".zip", ".gz") or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="ignore")
        assert not [n for n in names if n in text], name
