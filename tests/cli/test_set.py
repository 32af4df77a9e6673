"""`daybook set` and `daybook note` on the command line: answers, exit codes, sentences that help."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from daybook.cli import main

SHOP = "mei-tmall"


class Terminal:
    """One data folder and the commands typed in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def type(self, *words: str, as_json: bool = False) -> Result:
        return CliRunner().invoke(main, ["--home", str(self.folder / "home"), "--lang", "en",
                                          *(["--json"] if as_json else []), *words])

    def file(self, text: str) -> str:
        path = self.folder / "given.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "keys"))
    made = Terminal(tmp_path)
    added = made.type("shop", "add", SHOP, "--client", "Mei", "--platform", "tmall", "--tz", "Asia/Shanghai",
                      "--currency", "CNY")
    assert added.exit_code == 0, added.output
    return made


def test_a_file_of_costs_is_taken_in_and_says_what_was_left_out(terminal: Terminal) -> None:
    file = terminal.file("sku,unit_cost,currency,valid_from\nKZ-041,82.00,CNY,2026-11-01\n"
                         "MUG-007,nine,CNY,2026-11-01\n")
    said = terminal.type("set", "cost", file)
    assert said.exit_code == 0
    assert "1 of 2 cost rows stored" in said.stdout
    assert "line 3 left out: unit_cost 'xxxx' is not a number" in said.stdout
    again = json.loads(terminal.type("set", "cost", file, as_json=True).stdout)
    assert (again["stored"], again["unchanged"], [r["line"] for r in again["rejected"]]) == (0, 1, [3])


def test_a_file_of_which_no_row_can_be_used_ends_with_one(terminal: Terminal) -> None:
    said = terminal.type("set", "target", terminal.file("shop,metric,month,value\nother-shop,paid_gmv,2026-11,1\n"))
    assert said.exit_code == 1
    assert SHOP in said.stdout
    assert "mend the rows" in said.stderr


@pytest.mark.parametrize(("kind", "text", "code", "help_"), [
    ("price", "sku,price\nA,1\n", 2, "use one of: cost, terms"),
    ("cost", "sku,price\nA,1\n", 3, "begin the file with: sku,unit_cost,currency,valid_from"),
    ("cost", "", 1, "write a header"),
])
def test_what_cannot_be_read_is_a_sentence_with_the_next_step(
        terminal: Terminal, kind: str, text: str, code: int, help_: str) -> None:
    said = terminal.type("set", kind, terminal.file(text))
    assert (said.exit_code, said.stdout) == (code, "")
    assert help_ in said.stderr


def test_what_went_wrong_is_said_in_the_language_asked_for(terminal: Terminal) -> None:
    said = CliRunner().invoke(main, ["--home", str(terminal.folder / "home"), "--lang", "zh", "set", "cost",
                                     terminal.file("")])
    assert said.exit_code == 1
    assert "文件是空的" in said.stderr


def test_a_second_client_has_to_be_named(terminal: Terminal) -> None:
    terminal.type("shop", "add", "wu-tmall", "--client", "Wu", "--platform", "tmall", "--tz", "Asia/Shanghai",
                  "--currency", "CNY")
    file = terminal.file("sku,unit_cost,currency,valid_from\nKZ-041,82.00,CNY,2026-11-01\n")
    said = terminal.type("set", "cost", file)
    assert said.exit_code == 1
    assert "--client" in said.stdout
    assert terminal.type("set", "cost", file, "--client", "Wu").exit_code == 0


def test_notes_are_kept_and_listed_on_the_shops_clock(terminal: Terminal) -> None:
    kept = terminal.type("note", "--shop", SHOP, "--at", "2026-11-22 00:05", "--object", "KZ-041", "--kind", "edit",
                         "--from", "199.00", "--to", "189.00", "改价", "--known-at", "2026-11-22T09:00:00+08:00")
    assert (kept.exit_code, kept.stdout) == (0, "2026-11-22 00:05  edit  KZ-041 199.00 -> 189.00  改价\n")
    (listed,) = json.loads(terminal.type("notes", "--shop", SHOP, as_json=True).stdout)
    assert (listed["at"], listed["from"], listed["text"]) == ("2026-11-21T16:05:00+00:00", "199.00", "改价")
    before = terminal.type("notes", "--shop", SHOP, "--as-of", "2026-11-22T08:59:00+08:00")
    assert before.stdout.startswith("no note yet")
    wrong = terminal.type("note", "--shop", SHOP, "--at", "yesterday", "--object", "KZ-041", "--kind", "edit", "x")
    assert wrong.exit_code == 2
    assert "2026-11-23" in wrong.stderr


def test_a_forgotten_client_leaves_no_given_value_behind(terminal: Terminal) -> None:
    from django.db import connection

    terminal.type("set", "cost", terminal.file("sku,unit_cost,currency,valid_from\nKZ-041,82.00,CNY,2026-11-01\n"))
    terminal.type("note", "--shop", SHOP, "--at", "2026-11-22 00:05", "--object", "KZ-041", "--kind", "other", "x")
    assert terminal.type("forget", "--client", "Mei", "--yes").exit_code == 0
    with connection.cursor() as records:
        for table in ("unitcost", "note", "givenbatch"):
            records.execute(f"SELECT count(*) FROM records_{table}")
            assert records.fetchone() == (0,), table


@pytest.mark.parametrize("kind", ["set", "note"])
def test_answers_follow_their_schemas(terminal: Terminal, kind: str) -> None:
    from jsonschema import validate

    schema = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / f"{kind}.json").read_text(encoding="utf-8"))
    note = ("note", "--shop", SHOP, "--at", "2026-11-22 09:00", "--object", "1", "--kind", "rival", "x")
    words = note if kind == "note" else ("set", "role", terminal.file(f"shop,item_id,role\n{SHOP},1,hero\n,2,hero\n"))
    validate(json.loads(terminal.type(*words, as_json=True).stdout), schema)


def test_every_example_of_the_docs_is_taken_in(terminal: Terminal) -> None:
    terminal.type("shop", "add", "mei-douyin", "--client", "Mei", "--platform", "douyin", "--tz", "Asia/Shanghai",
                  "--currency", "CNY")
    text = (Path(__file__).parents[2] / "docs" / "set.md").read_text(encoding="utf-8")
    sections = text.split("\n### `")[1:]
    assert len(sections) == 19
    for section in sections:
        kind, example = section.split("`", 1)[0], section.split("```\n")[1]
        answer = json.loads(terminal.type("set", kind, terminal.file(example), as_json=True).stdout)
        assert (answer["rejected"], answer["stored"]) == ([], example.count("\n") - 1), kind
