"""Every sentence is there in both languages, and the compiled catalogs say what their sources say."""

import gettext
import io
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import daybook
from daybook.domain.brief import State, Urgency
from daybook.domain.moves.kinds import KINDS
from daybook.facts.tables import TABLES
from daybook.locale.compile import catalogs, read_po, to_mo
from daybook.reports.brief_json import COMPARED_WITH
from daybook.reports.wording import translator
from daybook.rulebook.rules import CONFIDENCE
from daybook.workflows.done_moves import BY_HAND
from tests.reports.messages import messages

NAMES = [("state", state.value) for state in State] + [("compared", kind) for kind in COMPARED_WITH] + [
    ("basis", key) for key in ("contribution", "gmv", "cash")] + [
    ("how", key) for key in ("api", "sheet", "by hand")] + [
    ("cause", key) for key in ("driver", "mix", "slice", "event", "data")] + [
    ("metric", key) for key in (
        "paid_gmv", "visitors", "payment_cvr", "spend_per_buyer", "ad_spend", "roas", "refund_rate")]
NAMES += [("confidence", one) for one in CONFIDENCE]
NAMES += [("move", kind) for kind in (*BY_HAND, *KINDS)]
NAMES += [("urgency", key) for key in get_args(Urgency) if key]
#: What the desks' findings stand beside, as their code says it.
BASE_KINDS = sorted({kind for file in sorted((Path(daybook.__file__).parent / "desks").rglob("*.py"))
                     for kind in re.findall(r'base_kind="(\w+)"', file.read_text("utf-8"))})
NAMES += [(group, kind) for group in ("compared", "base") for kind in BASE_KINDS]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def chinese() -> dict[str, str]:
    """The Chinese catalog, read once for all tests."""
    [po] = [po for po in catalogs() if po.parts[-3] == "zh_Hans"]
    return read_po(po.read_text("utf-8"))


@pytest.mark.parametrize("po", catalogs(), ids=lambda po: po.parts[-3])
def test_a_compiled_catalog_says_what_its_source_says(po):
    assert po.with_suffix(".mo").read_bytes() == to_mo(read_po(po.read_text("utf-8"))), "run: make messages"


def test_there_is_a_catalog_for_each_language():
    assert [po.parts[-3] for po in catalogs()] == ["en", "zh_Hans"]


@pytest.mark.parametrize("message", sorted(messages()), ids=lambda m: m[0][:40])
def test_every_sentence_is_said_in_chinese_with_the_same_places(message):
    said = chinese().get("\x00".join(message))
    assert said, f"no Chinese for {message}"
    assert set(re.findall(r"{\w+}", said)) == set(re.findall(r"{\w+}", message[-1]))


def test_no_sentence_stays_in_the_catalog_after_the_reports_stopped_saying_it():
    sentences = {key for key in chinese() if key and "\x04" not in key}
    assert sentences == {"\x00".join(message) for message in messages()}


def sources_said() -> set[str]:
    """Where rules and days of the calendar come from, as their files say it."""
    def inside(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (v for k, v in value.items() if k == "source" and isinstance(v, str) and "confidence" in value)
            for v in value.values():
                yield from inside(v)
        elif isinstance(value, list):
            for v in value:
                yield from inside(v)

    house = Path(daybook.__file__).parent
    return {said for room in ("rulebook", "calendar") for file in sorted((house / room).rglob("*.toml"))
            for said in inside(tomllib.loads(file.read_text("utf-8")))}


def test_where_a_rule_comes_from_is_said_in_chinese_unless_it_is_an_address():
    """Hosts, pages and titles stay as they are."""
    prose = re.compile(r"\b(own|published|trade|and|the|of|for|with|from|in|as|a|to|is|are|on)\b(?![.\w-])")
    found = sources_said()
    assert len(found) > 200
    untold = {said for said in found if not CHINESE.search(translator("zh").name("rule source", said)) and prose.search(said)}
    assert not untold


@pytest.mark.parametrize(("group", "key"), NAMES)
def test_the_trades_words_have_a_name_in_both_languages(group, key):
    assert CHINESE.search(translator("zh").name(group, key))
    assert not CHINESE.search(translator("en").name(group, key))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_table_of_facts_has_a_name_in_the_list_of_sources(language):
    w = translator(language)
    assert [t for t in TABLES if not w.name("source", t, "") or "_" in w.name("source", t, "")] == []


def test_english_names_what_the_catalog_does_not_know_by_its_key():
    assert translator("en").metric("host_clicks", "主播点击") == "Host clicks"
    assert translator("zh").metric("host_clicks", "主播点击") == "主播点击"


def test_a_clock_time_is_the_shops_and_names_its_day_when_it_is_not_today():
    w, today = translator("en"), date(2026, 11, 23)
    assert w.moment(datetime(2026, 11, 23, 0, 42, tzinfo=UTC), "Asia/Shanghai", today) == "08:42"
    assert w.moment(datetime(2026, 11, 22, 0, 40, tzinfo=UTC), "Asia/Shanghai", today) == "22 Nov 08:40"
    assert w.moment(datetime(2026, 11, 23, 0, 42, tzinfo=UTC), "America/New_York", today) == "22 Nov 19:42"


def test_a_language_without_words_is_refused_by_name():
    with pytest.raises(ValueError, match="'fr'"):
        translator("fr")


def test_a_catalog_is_read_by_gettext_itself():
    po = 'msgid "a"\nmsgstr "甲\\n"\n\nmsgid "{n} b"\nmsgid_plural "{n} bs"\nmsgstr[0] "{n} 乙"'
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"\n\n'
    read = gettext.GNUTranslations(io.BytesIO(to_mo(read_po(header + po))))
    assert read.gettext("a") == "甲\n"
    assert read.ngettext("{n} b", "{n} bs", 1) == read.ngettext("{n} b", "{n} bs", 2) == "{n} 乙"


@pytest.mark.parametrize(("po", "because"), [
    ('msgid "a"\nmsgstr "1"\n\nmsgid "a"\nmsgstr "2"', "twice"),
    ('msgid "a"\nmsgstr "1"\nmsgid "b"\nmsgstr "2"', "empty line"),
])
def test_a_broken_catalog_is_refused(po, because):
    with pytest.raises(ValueError, match=because):
        read_po(po)
