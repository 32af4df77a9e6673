"""A morning that was kept is there again as it was, with what can be proposed of its plan."""

import json
import zlib
from dataclasses import replace

import pytest

from daybook.domain.moves.kinds import KINDS, blank
from daybook.workflows.kept import from_bytes, to_bytes
from tests.reports.briefs import FULL


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda k: k.name)
def test_a_plan_keeps_what_can_be_proposed(kind: type) -> None:
    change = blank(kind, "737559603417")
    brief = replace(FULL, plan=(replace(FULL.plan[0], change=change), *FULL.plan[1:]))
    assert from_bytes(to_bytes(brief)) == brief


def test_a_morning_whose_change_lost_its_kind_is_still_shown() -> None:
    change = blank(next(iter(KINDS.values())), "737559603417")
    said = json.loads(zlib.decompress(to_bytes(replace(FULL, plan=(replace(FULL.plan[0], change=change),)))))
    del said["plan"][0]["change"]["move"]
    again = from_bytes(zlib.compress(json.dumps(said).encode()))
    assert again is not None
    assert (again.plan[0].change, again.plan[0].what, again.tiles) == (None, FULL.plan[0].what, FULL.tiles)
