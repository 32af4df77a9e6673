"""Words by which people ask for a section of the operating file, and words that say nothing of a question's subject."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _rows() -> dict[str, Any]:
    return tomllib.loads((files("daybook.rulebook") / "file_words.toml").read_text(encoding="utf-8"))


def words_of(section: str) -> str:
    """What a section is called in either language, by those who ask for it; "" for one that has no words.

    >>> "rival" in words_of("rivals")
    True
    """
    return str(_rows()["sections"].get(section, ""))


def subject_of(question: str) -> str:
    """A question without the words that every question has.

    >>> subject_of("11月的支付金额目标是多少？"), subject_of("What is the fee rate?")
    ('11月 支付金额目标 ？', 'fee rate')
    """
    nothing = _rows()["nothing"]
    said = re.sub("|".join(sorted(nothing["zh"].split(), key=len, reverse=True)), " ", question)
    said = re.sub(rf"\b(?:{'|'.join(nothing['en'].split())})\b|[?]", " ", said, flags=re.I | re.A)
    return " ".join(said.split())


def one_word(text: str) -> str:
    """A text in which words that mean the same are the same.

    >>> one_word("合同到期") == one_word("合同期限")
    True
    """
    for row in _rows()["same"]:
        first, *others = row["words"]
        for word in others:
            text = re.sub(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word), first, text, flags=re.I | re.A)
    return text
