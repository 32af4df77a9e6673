"""The morning for scripts: its schema, its exactness, and that equal briefs are equal bytes."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal as D
from pathlib import Path

import jsonschema
import pytest

from daybook.reports.brief_json import brief_json, brief_json_text
from tests.reports.briefs import FINDINGS, FULL, STATES, TILES

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/morning.json").read_text("utf-8"))


@pytest.mark.parametrize("state", STATES)
def test_every_morning_keeps_its_schema(state):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(brief_json_text(STATES[state])), SCHEMA,
                        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def test_the_schema_is_strict_all_the_way_down():
    def objects(node):
        if isinstance(node, dict):
            if "properties" in node:
                yield node
            for value in node.values():
                yield from objects(value)
        elif isinstance(node, list):
            for value in node:
                yield from objects(value)

    found = list(objects(SCHEMA))
    assert len(found) > 10
    for node in found:
        assert node["additionalProperties"] is False
        assert set(node["required"]) == set(node["properties"])


def test_the_same_brief_is_the_same_bytes_however_its_numbers_were_stored():
    """DECIMAL(18,4) from the lake gives 84216.5000, a hand-made value 84216.50; a moment may come in any zone."""
    stored = replace(TILES[0], value=D("84216.5000"))
    beijing = FULL.as_of.astimezone(timezone(timedelta(hours=8)))
    again = replace(FULL, tiles=(stored, *TILES[1:]), as_of=beijing)
    assert again == FULL
    assert brief_json_text(again).encode() == brief_json_text(FULL).encode()


def test_what_is_not_in_is_null_with_its_reason_and_never_zero():
    spend = brief_json(FULL)["tiles"][4]
    assert spend["metric"] == "ad_spend"
    assert spend["value"] is None
    assert spend["why_not"] == "推广报表还没有导出"
    assert spend["trend"][-1] == {"day": "2026-11-22", "value": None}
    assert [c["with"] for c in spend["comparisons"]] == ["yesterday", "last_week", "target", "peers"]
    assert all(c["value"] is None and c["why_not"] for c in spend["comparisons"])


def test_causes_and_remainder_add_up_to_the_cent():
    found = brief_json(FULL)["findings"][0]
    parts = sum((D(c["contribution"]) for c in found["causes"]), D(found["remainder"]))
    assert parts == D(found["measured"]) - D(found["base"]["value"]) == D("-11784.80")
    assert found["causes"][1]["scope"] == {"item": "手冲壶 KZ-041-BLK", "channel": "搜索"}


def test_a_bridge_that_does_not_add_up_is_refused():
    broken = replace(FINDINGS[0], remainder=D(0))
    with pytest.raises(ValueError, match="do not add up"):
        brief_json(replace(FULL, findings=(broken,)))


def test_a_tile_says_how_old_its_facts_are():
    """Read at 08:42, known at 09:00: eighteen minutes."""
    assert brief_json(FULL)["tiles"][0]["age"] == 18 * 60
    assert brief_json(FULL)["tiles"][4]["age"] is None


def test_a_plan_line_is_named_as_the_command_line_promises():
    line = brief_json(FULL)["plan"][1]
    assert (line["from"], line["to"]) == ("¥199.00", "¥189.00")
    assert line["gain"] == {"low": "-260", "mid": "420", "high": "1180", "basis": "contribution", "horizon": 7,
                            "currency": "CNY", "per": "day", "until": None}
    assert line["deadline"] == "2026-11-23T04:00:00Z"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="names no zone"):
        brief_json(replace(FULL, as_of=datetime(2026, 11, 23, 9)))


def test_what_could_not_be_computed_is_not_printed_as_a_number():
    with pytest.raises(ValueError, match="no number"):
        brief_json(replace(FULL, cost_known_share=D("NaN")))
    with pytest.raises(ValueError, match="JSON"):
        brief_json_text(replace(FULL, findings=(replace(FINDINGS[0], odds_noise=float("nan")),)))
