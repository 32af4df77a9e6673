"""Every sentence of the workbench is there in Chinese, and none stays in the catalog after the pages stopped saying it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from daybook.domain.moves.kinds import KINDS, field_types
from daybook.domain.moves.move import Way
from daybook.domain.proposal import Stage
from daybook.domain.rights import Scope
from daybook.domain.shop import Platform
from daybook.domain.work import Role
from daybook.locale.compile import read_po, to_mo, web_catalogs
from daybook.web.move_choices import CHOICES, KEPT
from daybook.workflows.rules_shown import desks_with_rules, rules_shown
from tests.web.matrix import LIBRARY, MATRIX

WEB = Path(__file__).resolve().parents[2] / "daybook" / "web"
TRANSLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')""")
BLOCK = re.compile(r"{%\s*blocktranslate([^%]*)%}(.*?){%\s*endblocktranslate\s*%}", re.S)
PLURAL = re.compile(r"{%\s*plural\s*%}")
PLACE = re.compile(r"{{\s*(\w+)\s*}}")
ASKED = {"_", "gettext", "gettext_lazy", "later", "ngettext"}
#: Words that pages look up by their group and key.
NAMES = [("role", r.value) for r in Role] + [("scope", s.value) for s in Scope] + [
    ("stage", s.value) for s in Stage] + [
    ("move_field", f) for f in sorted({f for k in KINDS.values() for f in (*field_types(k), k.field)} - set(KEPT))] + [
    ("move_choice", c) for c in sorted({c for cs in CHOICES.values() for c in cs})] + [("way", w.value) for w in Way] + [
    ("landing", s) for s in ("landed", "loaded", "unchanged", "unknown", "refused", "waiting")] + [
    ("page", n) for n in sorted({*(n for n, row in MATRIX.items() if row.who != LIBRARY), "signed_in", "signed_out"})] + [
    ("desk", d) for d in desks_with_rules()]
Message = tuple[str, ...]


def messages() -> set[Message]:
    found: set[Message] = {(p.value,) for p in Platform}
    for file in WEB.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        found |= {((a or b).replace("%", "%%"),) for a, b in TRANSLATE.findall(text)}       # as Django looks them up
        for _, body in BLOCK.findall(text):
            found.add(tuple(PLACE.sub(r"%(\1)s", part) for part in PLURAL.split(body)))
    for file in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKED:
                texts = tuple(a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))
                if texts:
                    found.add(texts)
    return found


@cache
def chinese() -> dict[str, str]:
    [po] = [po for po in web_catalogs() if po.parts[-3] == "zh_Hans"]
    return read_po(po.read_text(encoding="utf-8"))


@pytest.mark.parametrize("message", sorted(messages()), ids=lambda m: m[0][:40])
def test_every_sentence_is_said_in_chinese_with_the_same_places(message: Message):
    said = chinese().get("\x00".join(message))
    assert said, f"no Chinese for {message}"
    assert set(re.findall(r"%\(\w+\)s|{\w+}", said)) == set(re.findall(r"%\(\w+\)s|{\w+}", message[-1]))


def test_no_sentence_stays_in_the_catalog_after_the_pages_stopped_saying_it():
    sentences = {key for key in chinese() if key and "\x04" not in key}
    assert sentences == {"\x00".join(m) for m in messages()}


@pytest.mark.parametrize("po", web_catalogs(), ids=lambda po: po.parts[-3])
def test_a_compiled_catalog_says_what_its_source_says(po: Path):
    assert po.with_suffix(".mo").read_bytes() == to_mo(read_po(po.read_text(encoding="utf-8"))), "run: make messages"


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize(("group", "key"), NAMES)
def test_words_by_group_and_key_have_a_name_in_both_languages(language: str, group: str, key: str):
    [po] = [po for po in web_catalogs() if po.parts[-3] == language]
    assert read_po(po.read_text(encoding="utf-8")).get(f"{group}\x04{key}")


def test_the_rulebook_speaks_chinese():
    from daybook.reports.wording import translator

    w = translator("zh")
    texts = {(group, text) for line in rules_shown() for group, text in (
        ("rule", line.what), ("rule", line.note), *(("rule number", n) for n, _value, _unit in line.values),
        *(("rule unit", unit) for _name, _value, unit in line.values if unit not in ("share", "yes"))) if text}
    assert len(texts) > 100
    assert not {(group, text) for group, text in texts if w.name(group, text) == text}


def test_every_definition_is_said_in_chinese_on_hover():
    from daybook.metrics.catalog import catalog
    from daybook.reports.brief_phrases import SENTENCE_END
    from daybook.reports.wording import translator

    w = translator("zh")
    sentences = {one for d in catalog().values() for one in SENTENCE_END.split(d.note.strip()) if one}
    assert len(sentences) > 20
    assert not {one for one in sentences if w.name("definition", one) == one}
