"""The score by its command: several seeds one after another, each in a data folder of its own."""

import functools
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from daybook.cli import main
from daybook.workflows import score


@pytest.mark.long
def test_several_seeds_are_scored_one_after_another_and_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two agencies of one shop, whose search was lost on the last day (a rival's newcomer grows beside it in the first); nothing
    of them stays behind."""
    small = score.Size(shops=1, days=90, mornings=2, incidents=1, fresh=True)
    monkeypatch.setattr(score, "score_seed", functools.partial(score.score_seed, size=small))
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "keys"))
    asked = ["--home", str(tmp_path / "home"), "--json", "demo", "--score", "--seeds", "2", "--first-seed", "1"]
    said = CliRunner().invoke(main, asked, catch_exceptions=False)
    answer = json.loads(said.stdout)
    assert answer["seeds"] == [1, 2]
    assert [(o["seed"], o["kind"], o["day"], o["cause"]) for o in answer["outcomes"] if o["kind"] == "channel_lost"] == [
        (1, "channel_lost", 1, 1), (2, "channel_lost", 1, 1)]
    assert {o["seed"] for o in answer["outcomes"]} == {1, 2}
    assert not list((tmp_path / "home").glob("score-*"))
