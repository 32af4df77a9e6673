"""daybook work at the prompt: a line of the plan is taken and done, and a script reads what came of it."""

from pathlib import Path

import pytest

from tests.cli.test_commands import keeps_to
from tests.conftest import Clock, CommandLine
from tests.workflows.given_house import SHOP
from tests.workflows.worked_house import PNG, SATURDAY, copied, saturday_home


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saturday_home(tmp_path_factory.mktemp("made"))


@pytest.fixture
def prompt(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on a copy of the shop's data folder, used by Bo."""
    monkeypatch.setenv("DAYBOOK_KEYS", str(made / "keys"))
    monkeypatch.setenv("DAYBOOK_USER", "Bo")
    copied(made, tmp_path, Clock())
    return CommandLine(tmp_path / "home")


def test_an_item_is_taken_and_done_with_a_screenshot(prompt: CommandLine, tmp_path: Path) -> None:
    shot = tmp_path / "shelf.png"
    shot.write_bytes(PNG)
    listed = prompt.json("work", "list", "--shop", SHOP, "--on", SATURDAY)
    keeps_to("work", listed)
    key = next(i["item"] for i in listed if i["line"] == "restock.KZ-041")
    (taken,) = prompt.json("work", "take", key)
    assert (taken["state"], taken["holder"]) == ("taken", "Bo")
    answer = prompt.json("work", "done", key, "--minutes", 12, "--from", "0", "--to", "120", "--file", shot)
    keeps_to("work", answer)
    assert (answer[0]["state"], answer[0]["steps"][-1]["to"], answer[0]["steps"][-1]["files"][0]["name"]) == (
        "done", "120", "shelf.png")
    assert prompt.json("work", "show", key) == answer
    assert "Bo用时12 分钟完成，0 → 120" in prompt("work", "show", key, lang="zh").stdout


def test_what_cannot_be_done_says_so_and_ends_with_2(prompt: CommandLine) -> None:
    result = prompt("work", "drop", "999", "--why", "no")
    assert (result.exit_code, result.stderr) == (2, "there is no work item 999. Next: see `daybook work list`\n")
    assert prompt("work", "list").exit_code == 2


@pytest.mark.parametrize("words", [("snooze", "--until", "2126-01-01"), ("hand", "--to", "Lin"), ("drop", "--why", "no")])
def test_it_is_put_off_handed_over_or_dropped(prompt: CommandLine, words: tuple[str, ...]) -> None:
    key = prompt.json("work", "list", "--all", "--on", SATURDAY)[0]["item"]
    kind, *rest = words
    (after,) = prompt.json("work", kind, key, *rest)
    assert after["state"] in ("snoozed", "handed", "dropped")
    if kind == "drop":
        assert prompt.json("work", "reopen", key, "--why", "it came back")[0]["state"] == "open"
