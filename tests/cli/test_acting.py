"""The guarded loop on the command line: its answers have their schemas, and a person gets a sentence."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from daybook.workflows.house import House

from ..conftest import CommandLine
from ..workflows.acting_house import KETTLE, SHOP, acting_house
from ..workflows.given_house import ITEM

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
ONE = {"move": "item_discount", "object_id": KETTLE, "item_id": ITEM[KETTLE], "was": "199", "to": "189"}
#: Far from any night of the shop: the commands ask the real clock.
ALWAYS = "shop,limit,value,valid_from\n,quiet_from,3,\n,quiet_to,3,\n"


def fits(name: str, answer: Any) -> Any:
    jsonschema.validate(answer, json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))
    return answer


def wanted(made: Any) -> set[tuple[str, str]]:
    """The facts that refusals ask for."""
    return {(v["wants"]["object"], v["wants"]["fact"]) for v in made[0]["verdicts"] if v["wants"]}


@pytest.fixture
def shop(daybook: CommandLine, tmp_path: Path) -> House:
    return acting_house(tmp_path, lambda: datetime.now(UTC))


def test_every_step_answers_by_its_schema(daybook: CommandLine, shop: House, tmp_path: Path) -> None:
    """Two months of orders end in November 2026: later nothing is known of the last 30 days, and that is said."""
    limits = tmp_path / "limits.csv"
    limits.write_text(ALWAYS, encoding="utf-8")
    daybook.json("set", "limit", limits, "--client", "Mei")
    (made,) = fits("propose", daybook.json("propose", "--shop", SHOP, "--by", "Bo", "--why", "slow", "--move", json.dumps(ONE)))
    fits("proposals", daybook.json("proposals", "--shop", SHOP))
    fits("proposals", daybook.json("proposals", made["key"]))
    pause = {"move": "keyword_pause", "object_id": "plan/kettle", "was": True, "to": False}
    (made,) = fits("propose", daybook.json("propose", "--shop", SHOP, "--by", "Bo", "--move", json.dumps(pause)))
    assert made["stage"] == "waiting"
    assert "approved" in daybook("--lang", "en", "execute", made["key"], "--by", "Bo").stderr
    fits("approve", daybook.json("approve", made["key"], "--by", "Mei", "--fingerprint", made["fingerprint"][:12]))
    assert fits("execute", daybook.json("execute", made["key"], "--by", "Bo", "--dry-run"))["outcome"] == "done"
    assert fits("execute", daybook.json("execute", made["key"], "--by", "Bo"))["outcome"] == "waiting for a person"
    assert fits("done", daybook.json("done", made["key"], "paused", "--by", "Bo"))["outcome"] == "done"
    bid = {"move": "bid", "object_id": "细口壶", "was": "1.00", "to": "1.10", "item_id": ITEM[KETTLE]}
    assert ("细口壶", "market_bid") in wanted(fits("propose", daybook.json("propose", "--shop", SHOP, "--by", "Bo", "--move",
                                                                           json.dumps(bid))))
    fits("fact", daybook.json("fact", "--shop", SHOP, "--object", "细口壶", "market_bid=1.20"))
    assert wanted(daybook.json("propose", "--shop", SHOP, "--by", "Bo", "--move", json.dumps(bid))) == set()
    back = fits("undo", daybook.json("undo", made["key"], "--by", "Bo", "--why", "it sells again"))
    assert {**pause, "was": False, "to": True}.items() <= back["move"].items()


@pytest.mark.parametrize(("said", "because"), [
    ("{", "no JSON"), ('{"move": "burn"}', "no move is called"), ('{"move": "title", "object_id": "1", "was": "a"}', "lacks to"),
    ('{"move": "bid", "object_id": "w", "was": "1", "to": "NaN"}', "13 digits"),
    ('{"move": "listed", "object_id": " ", "was": true, "to": false}', "names no object"),
    ('{"move": "listed", "object_id": "1", "was": "yes", "to": false}', "yes or no"),
    ('{"move": "bid", "object_id": "w", "was": "1", "to": "2", "skip_guards": true}', "no field skip_guards"),
])
def test_a_move_that_is_none_is_wrong_usage(daybook: CommandLine, said: str, because: str) -> None:
    result = daybook("propose", "--shop", "x", "--by", "Bo", "--move", said)
    assert (result.exit_code, because in result.stderr) == (2, True), result.stderr
