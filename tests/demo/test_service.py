"""Chats of the demonstration: slow where an agent was made slow, one question where a wave was planted, quiet elsewhere."""

import csv
import io
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from daybook.demo.answers import answers
from daybook.demo.service import APART, KINDS, SHOPS, planted_of
from tests.demo.conftest import Agency

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def chats(agency: Agency) -> dict[str, Rows]:
    """shop -> all messages of its files."""
    return {s.plan.name: [row for _, content in agency.files(s, "chats") for row in csv.DictReader(io.StringIO(content.decode()))]
            for s in agency.world.shops}


def waits(rows: Rows, day: str, agent: str = "") -> list[int]:
    """Seconds from each chat's question to its first answer by a person."""
    asked: dict[str, int] = {}
    found = []
    for row in rows:
        if row["time"].startswith(day) and agent in ("", row["agent"]):
            second = sum(int(part) * times for part, times in zip(row["time"][11:].split(":"), (3600, 60, 1), strict=True))
            if row["direction"] == "in":
                asked.setdefault(row["chat_id"], second)
            elif row["direction"] == "out" and row["chat_id"] in asked:
                found.append(second - asked.pop(row["chat_id"]))
    return found


def test_every_shop_with_chats_and_no_other_has_trouble_apart_from_all_else(agency: Agency) -> None:
    for shop in agency.world.shops:
        planted = planted_of(agency.world.seed, shop)
        assert bool(planted) == (shop.plan.name in SHOPS)
        spans = sorted([(p.first, p.last) for p in planted])
        assert all(b[0] - a[1] > APART for a, b in pairwise(spans))
    kinds = Counter(one["kind"] for one in answers(agency.world)["service"])  # type: ignore[attr-defined]
    assert all(kinds[kind] for kind in KINDS)


def test_a_slow_agent_is_slow_on_his_days_alone(agency: Agency, chats: dict[str, Rows]) -> None:
    shop = next(s for s in agency.world.shops if any(p.kind == "agent_slow" for p in planted_of(agency.world.seed, s)))
    one = next(p for p in planted_of(agency.world.seed, shop) if p.kind == "agent_slow")
    rows = chats[shop.plan.name]
    slow, before = (waits(rows, str(shop.days[d]), one.agent) for d in (one.first, one.first - 2))
    assert np.median(slow) > 180 > 90 > np.median(before)


def test_a_wave_asks_one_question_of_one_product(agency: Agency, chats: dict[str, Rows]) -> None:
    shop = next(s for s in agency.world.shops if any(p.kind == "question_wave" for p in planted_of(agency.world.seed, s)))
    one = next(p for p in planted_of(agency.world.seed, shop) if p.kind == "question_wave")
    day, item = str(shop.days[one.first]), shop.plan.products[one.product].item_id
    asked = [r for r in chats[shop.plan.name] if r["time"].startswith(day) and r["direction"] == "in"]
    first = {r["chat_id"]: r for r in reversed(asked)}
    assert sum(r["item_id"] == item for r in first.values()) > 0.3 * len(first)
