"""Words by which people ask the operating file: what means the same thing, what claims are about, and what says nothing."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

#: A month by its number, which stands as -11- in a day.
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月份?(?!\d)")
_DAY = timedelta(days=1)
Period = tuple[date, date]


@cache
def _rows() -> Mapping[str, Any]:
    return tomllib.loads((files("daybook.rulebook") / "file_words.toml").read_text(encoding="utf-8"))


def token(key: str) -> str:
    """A thing or matter as it stands in a text that is searched."""
    return f"q{key}q"


@cache
def things() -> frozenset[str]:
    """Tokens of things: a claim that is not about one answers no question about it."""
    return frozenset(token(key) for part in ("things", "names") for key in _rows()[part])


@cache
def names() -> frozenset[str]:
    """Tokens of things with a name of their own."""
    return frozenset(token(key) for key in _rows()["names"])


@cache
def matters() -> frozenset[str]:
    """Tokens of what is asked of things."""
    return frozenset(token(key) for key in _rows()["matters"])


def about(section: str, kinds: Iterable[str] = ()) -> str:
    """The tokens that every claim of a section and of some kinds is about.

    >>> about("rivals", ("rival_watched",))
    'qrivalq qpriceq qpricecutq'
    """
    rows = _rows()
    keys = [*rows["sections"].get(section, "").split(), *(k for kind in kinds for k in rows["kinds"].get(kind, "").split())]
    return " ".join(dict.fromkeys(token(key) for key in keys))


def of_others(section: str) -> bool:
    """Whether a section is about others, so that its claims answer only who asks for them."""
    return section in _rows()["others"]["sections"].split()


@lru_cache(maxsize=8192)
def in_tokens(text: str) -> str:
    """A text in which words that mean one thing are its token.

    >>> in_tokens("竞品降价"), in_tokens("Which rivals cut prices?")
    (' qrivalq  qpricecutq ', 'Which  qrivalq   qpricecutq ?')
    """
    pattern, keys = _same()
    return pattern.sub(lambda found: f" {token(keys.get(found[0].lower()) or keys[found[0].lower().removesuffix('s')])} ", text)


@cache
def _same() -> tuple[re.Pattern[str], Mapping[str, str]]:
    rows = _rows()
    keys = {word.strip().lower(): key for part in ("things", "names", "matters") for key, words in rows[part].items()
            for word in words.split(",")}
    return _any_of(keys), keys


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The longest of some words; those of Latin letters only as whole words, with or without a plural s."""
    longest = sorted(words, key=len, reverse=True)
    said = (rf"(?<![a-z]){re.escape(word)}s?(?![a-z])" if word.isascii() else re.escape(word) for word in longest)
    return re.compile("|".join(said), re.I | re.A)


@cache
def _nothing() -> re.Pattern[str]:
    said = _rows()["nothing"]
    return _any_of([*said["zh"].split(), *said["en"].split()])


def subject_of(question: str) -> str:
    """A question, in tokens, without the words that every question has.

    >>> subject_of(in_tokens("平台扣点是多少？")), subject_of(in_tokens("What is the fee rate?"))
    ('qplatformq qfeeq ？', 'qfeeq ?')
    """
    return " ".join(_nothing().sub(" ", question).split())


def period_of(question: str, on: date) -> tuple[str, Period | None]:
    """A question without its "this month" or "last week", and the days that it names, both in.

    >>> period_of("上个月改过价吗", date(2026, 11, 30))
    (' 改过价吗', (datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)))
    """
    question = _MONTH.sub(lambda found: f" {int(found[1]):02d} ", question)
    for name, words in _rows()["time"].items():
        pattern = _any_of(words.split(","))
        if pattern.search(question):
            return pattern.sub(" ", question), _days(name, on)
    return question, None


def _days(name: str, on: date) -> Period:
    month, monday = on.replace(day=1), on - timedelta(days=on.weekday())
    year = {"this_year": on.year, "last_year": on.year - 1, "next_year": on.year + 1}.get(name)
    if year is not None:
        return date(year, 1, 1), date(year, 12, 31)
    if name == "last_month":
        return (month - _DAY).replace(day=1), month - _DAY
    if name == "this_month":
        return month, (month + timedelta(days=31)).replace(day=1) - _DAY
    first = monday - timedelta(days=7) if name == "last_week" else monday
    return first, first + timedelta(days=6)
