"""Lists of words that must not leave the house, and what of them stands in a text."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Rules of what is shown to everybody, and of titles: those lead nobody off the platform either.
OF_SHOWN = ("W-ABSOLUTE", "W-MEDICAL")
OF_TITLES = (*OF_SHOWN, "W-OFF-PLATFORM")


@dataclass(frozen=True)
class Found:
    """A forbidden piece of a text, and the rule that forbids it."""

    rule: str
    words: str


@cache
def _lists() -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = (files("daybook.rulebook") / "words.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["words"]
    return tuple((row["rule"], re.compile("|".join(f"(?:{p})" for p in row["patterns"]))) for row in rows)


def plain_patterns(rule: str) -> tuple[str, ...]:
    """The patterns of a rule's lists that look at nothing around them, as any engine reads them.

    >>> "微信" in plain_patterns("W-OFF-PLATFORM"), any("(?" in p for p in plain_patterns("W-INSULT"))
    (True, False)
    """
    text = (files("daybook.rulebook") / "words.toml").read_text(encoding="utf-8")
    return tuple(p for row in tomllib.loads(text)["words"] if row["rule"] == rule for p in row["patterns"] if "(?" not in p)


def forbidden(text: str, rules: Iterable[str]) -> Found | None:
    """The first piece of a text that a list of one of these rules forbids; None for a clean text.

    >>> forbidden("加微信领红包", ["W-OFF-PLATFORM"])
    Found(rule='W-OFF-PLATFORM', words='微信')
    >>> forbidden("第一次使用请煮一遍", ["W-ABSOLUTE"]) is None
    True
    """
    wanted = set(rules)
    for rule, pattern in _lists():
        hit = pattern.search(text) if rule in wanted else None
        if hit is not None:
            return Found(rule, hit.group())
    return None
