"""daybook switchback plan, list, stop: answers by their schemas, and sentences for a person."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema

from daybook.workflows.house import add_shop, open_house

from ..conftest import CommandLine

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
SHOP = "mei-tmall"
PAUSE = {"move": "plan_pause", "object_id": "P-1", "was": True, "to": False}


def fits(name: str, answer: Any) -> Any:
    jsonschema.validate(answer, json.loads((SCHEMAS / f"switchback-{name}.json").read_text(encoding="utf-8")))
    return answer


def test_one_is_planned_listed_and_stopped(daybook: CommandLine, tmp_path: Path) -> None:
    house = open_house(tmp_path / "home", lambda: datetime.now(UTC))
    add_shop(house, SHOP, "Mei", "tmall", "Asia/Shanghai", "CNY")
    asked = ("--shop", SHOP, "--by", "Bo", "--move", json.dumps(PAUSE))
    begin = house.shop(SHOP).day_of(house.now()) + timedelta(days=5)
    made = fits("plan", daybook.json("switchback", "plan", *asked, "--from", begin, "--why", "does display bring anything?"))
    assert (made["blocks"][0]["first"], made["planned_by"], made["stopped_on"]) == (begin.isoformat(), "Bo", None)
    assert sorted(b["on"] for b in made["blocks"]) == [False] * 4 + [True] * 4
    assert "has a switchback until" in daybook("--lang", "en", "switchback", "plan", *asked).stderr
    assert fits("list", daybook.json("switchback", "list", "--shop", SHOP)) == [made]
    assert made["key"] in daybook("switchback", "list", "--shop", SHOP).stdout
    stopped = fits("stop", daybook.json("switchback", "stop", made["key"], "--by", "Mei"))
    assert stopped["stopped_on"] is not None
    assert "is running" in daybook("--lang", "en", "switchback", "stop", made["key"], "--by", "Mei").stderr
