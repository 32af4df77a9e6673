"""daybook notify on the command line: a channel whose address is never shown, what a person wants, a test, the log."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import CommandLine
from tests.notify.receivers import Receiver, running

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
MEI = "mei@agency.example"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running(Receiver()) as server:
        yield server


def fits(answer: object, schema: str) -> None:
    jsonschema.validate(answer, json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))


def test_a_channel_is_added_tried_and_ended_and_its_address_is_never_shown(
        daybook: CommandLine, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    daybook("shop", "add", "jade", "--client", "Mei", "--platform", "taobao", "--tz", "Asia/Shanghai", "--currency", "CNY")
    from daybook.records import models
    from daybook.workflows.deliver import address_variable

    models.User.objects.create_user(MEI, None, name="Mei", language="en", created_at="2026-11-23T00:00:00Z")
    result = daybook("notify", "channel", "add", MEI, "hook", "--kind", "webhook", "--from-environment")
    assert (result.exit_code, address_variable(MEI, "hook") in result.stderr) == (3, True)
    monkeypatch.setenv(address_variable(MEI, "hook"), f"{receiver.url}/geheim")
    said = daybook.json("notify", "channel", "add", MEI, "hook", "--kind", "webhook", "--from-environment")
    assert said["variable"] == address_variable(MEI, "hook")
    assert daybook.json("notify", "test", MEI, "hook") == {"outcome": "delivered", "detail": "HTTP 200"}
    assert receiver.posts[0][2]["title"] == "Daybook: a test"
    receiver.answer = 404, "gone"
    assert daybook.json("notify", "test", MEI, "hook", code=1) == {"outcome": "refused", "detail": "HTTP 404"}
    assert "geheim" not in daybook("notify", "channel", "list").stdout
    assert len(daybook.json("notify", "channel", "list")) == 1
    daybook("notify", "channel", "end", MEI, "hook")
    assert daybook.json("notify", "channel", "list") == []
    fits(daybook.json("notify", "log"), "notify-log")
    fits(daybook.json("notify", "pressing"), "notify-pressing")


def test_what_a_person_wants_is_changed_bit_by_bit(daybook: CommandLine) -> None:
    daybook("shop", "list")
    from daybook.records import models

    models.User.objects.create_user(MEI, None, name="Mei", created_at="2026-11-23T00:00:00Z")
    assert daybook.json("notify", "wish", MEI, "--quiet", "21:00-07:00", "--digest", "15")["quiet"] == ["21:00", "07:00"]
    said = daybook.json("notify", "wish", MEI, "--kind", "must", "--urgent-through")
    assert (said["quiet"], said["digest_minutes"], said["kinds"], said["urgent_through"]) == (
        ["21:00", "07:00"], 15, ["must"], True)
    for wrong in (("wish", MEI, "--quiet", "late"), ("wish", MEI, "--zone", "Mars"), ("wish", "nobody@x.example"),
                  ("test", MEI, "none"), ("take", "7", "--by", "Mei"), ("channel", "end", MEI, "none")):
        result = daybook("notify", *wrong)
        assert (result.exit_code, "Next: " in result.stderr) == (2, True), wrong
