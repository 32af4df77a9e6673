"""Words by which people ask the operating file: what means the same thing, what claims are about, and what says nothing."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

#: A month by its number, which stands as -11- in a day.
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月份?(?!\d)")
_ZH_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ZH_MONTH = re.compile(f"(?<![一二三四五六七八九十个])({'|'.join(reversed(_ZH_MONTHS))})月(?!光|饼)")
_EN_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EN_MONTH = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_DAY = timedelta(days=1)
_ZH = re.compile(r"[\u4e00-\u9fff]+")
_PARTICLES = re.compile("[的了是在有吗呢把被与和]")
#: A word of asking beside a concept.
_ASKED = re.compile(
    r"(?:哪个|哪些|哪几个|哪家|哪款|哪条|哪一个|哪种|哪|什么|啥|几个|几|多少|which|what|whose|how many|how much|who)"
    r"(?:的|个|种|家|条|些)?\s*(?:(?:of|the|our|its|are|is|was|were|a|an|this|that)\s+){0,3}q[a-z]+q"
    r"|q[a-z]+q\s*(?:是|有|要|为|一般|大概|通常|会|还|能|了|一共)*\s*"
    r"(?:多少|几|怎么样|如何|什么|哪|谁|高不高|吗|呢)", re.I)
#: Of which one something is asked: "X的 ..." and "... of X", "X's ...".
_OF_ZH = re.compile(r"([\u4e00-\u9fff]+)的")
_OF_EN = re.compile(r"\bof (?:the |our |this |that )?([a-z]{3,})\s*$|\b([a-z]{3,})[’']s\b|\bdoes (?:the |our )([a-z]{4,})\b", re.I)
#: Chinese words of so many characters before 的 are names oftener than they are qualities.
LONG_ZH = 3
#: "The last promotion", not "the last few days".
_THE_LAST = re.compile(r"\b(?:the|our) last (?!few|couple|\d|(?:\w+ )?(?:days?|weeks?|months?)\b)|\blast (?:time|big)\b", re.I)
Period = tuple[date, date]
Concepts = frozenset[str]
#: Parts of the list that hold concepts.
CONCEPTS = ("things", "names", "matters", "elsewhere")
#: A count or a span, which names no thing: "three days", not "2024".
_AMOUNT = re.compile(
    r"(?:近|过去|最近|前|top|last|past|next|within)?\s*(?<![\d.\-/])\d+(?:\.\d+)?\s*"
    r"(?:(?:天|日内|周|个月|小时|分钟|秒|名|款|个|件|条|次|成|块|元|%|％)|(?:days?|weeks?|months?|hours?|minutes?|percent)\b)"
    r"|(?:前|top)\s*\d+", re.I)


@cache
def _rows() -> Mapping[str, Any]:
    return tomllib.loads((files("daybook.rulebook") / "file_words.toml").read_text(encoding="utf-8"))


def token(key: str) -> str:
    """A thing or matter as it stands in a text that is searched."""
    return f"q{key}q"


@cache
def things() -> Concepts:
    """What questions are about."""
    return frozenset(token(key) for part in ("things", "names") for key in _rows()[part])


@cache
def names() -> Concepts:
    """Things with a name of their own."""
    return frozenset(token(key) for key in _rows()["names"])


@cache
def concepts() -> Concepts:
    """Every concept: things, names, what is asked of them, and what is asked of persons and places."""
    return frozenset(token(key) for part in CONCEPTS for key in _rows()[part])


@cache
def soft() -> Concepts:
    """Concepts that nearly every claim has to do with."""
    return _tokens(_rows()["soft"]["concepts"])


@cache
def outcomes() -> Concepts:
    """By which a part asks what came of the part before it."""
    return _tokens(_rows()["outcomes"]["matters"])


def about(section: str, kinds: Sequence[str] = ()) -> Concepts:
    """What every claim of a section and of some kinds is about; one of no kind is a line by hand.

    >>> sorted(about("rivals", ("rival_watched",)))
    ['qpricebandq', 'qpriceq', 'qrivalq', 'qsellsforq']
    """
    rows = _rows()
    hand = "" if kinds else rows["by_hand"].get(section, "")
    told = (rows["sections"].get(section, ""), hand, *(rows["kinds"].get(kind, "").replace("|", " ") for kind in kinds))
    return _tokens(" ".join(told))


def mainly(kind: str) -> Concepts:
    """What makes a claim of a kind less of an answer to a question that does not ask for it."""
    return _tokens(_rows()["kinds"].get(kind, "").partition("|")[0])


def with_wider(told: Concepts) -> Concepts:
    """Concepts with the wider ones that they belong to.

    >>> sorted(with_wider(frozenset({"qmainimageq"})))
    ['qcreativeq', 'qmainimageq']
    """
    return told | {token(wide) for narrow, wide in _rows()["wider"].items() if token(narrow) in told}


def opened_by(section: str, kinds: Sequence[str] = ()) -> Concepts:
    """Of which a question has to name one before a claim of a kind or else of a section answers it; none: any question may ask."""
    rows = _rows()["opened_by"]
    return _tokens(next((rows[kind] for kind in kinds[:1] if kind in rows), rows.get(section, "")))


@cache
def attributes() -> Concepts:
    """Matters that say nothing without the thing that they are asked of."""
    return _tokens(_rows()["attributes"]["matters"])


def actual(asked: Concepts, before: Concepts) -> Concepts:
    """What is asked where it is asked what a thing stands at now: the number that goes with what was asked before it.

    >>> sorted(actual(frozenset({"qactualq"}), frozenset({"qbreakevenq"})))
    ['qroasq']
    """
    if (now := token("actual")) not in asked:
        return asked
    told = {token(of) for named, of in _rows()["actual"].items() if token(named) in before | asked}
    return (asked | told) - {now, *(token(named) for named in _rows()["actual"])} if told else asked - {now}


def measures(asked: Concepts) -> Concepts:
    """What a question names only as the measure of the number that it asks for: the target that was hit."""
    return frozenset(token(named) for named, of in _rows()["actual"].items() if token(of) in asked)


def without_actor(question: str) -> str:
    """A question without who wants it.

    >>> without_actor("老板要我们做到多少"), without_actor("老板是谁")
    ('要我们做到多少', '老板是谁')
    """
    who, does = ("|".join(_rows()["actors"][part].split(",")) for part in ("who", "does"))
    return re.sub(rf"(?:{who})\s*(?={does})", "", question)


def asks_newest(question: str) -> bool:
    """Whether the newest of what has been is asked for."""
    return bool(_any_of(_rows()["newest"]["words"].split(",")).search(question)) or bool(_THE_LAST.search(question))


def to_come(kinds: Iterable[str]) -> bool:
    """Whether a claim of such kinds speaks of what is yet to be."""
    return bool(set(kinds) & set(_rows()["newest"]["to_come"].split()))


def is_open(section: str) -> bool:
    """Whether the claims of a section are open until they are no more."""
    return section in _rows()["standing"]["open"].split()


def is_dated(section: str) -> bool:
    """Whether the claims of a section say from which day to which they hold."""
    return section in _rows()["standing"]["dated"].split()


def told_by_text(kinds: Sequence[str]) -> bool:
    """Whether the text of such a claim says what it is about: lines by hand, notes, decisions."""
    return not kinds or kinds[0] in _rows()["told_by_text"]["kinds"].split()


def holds_since(section: str, kinds: Iterable[str]) -> bool:
    """Whether a claim holds from the day on which it is known, and does not tell what happened on it."""
    rows = _rows()["standing"]
    return section in rows["sections"].split() and not set(kinds) & set(rows["but"].split())


def of_four_weeks(section: str) -> bool:
    """Whether the numbers of a section are of four weeks."""
    return section in _rows()["standing"]["four_weeks"].split()


def _tokens(keys: str) -> Concepts:
    return frozenset(token(key) for key in keys.split())


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
    keys = {word.strip().lower(): key for part in CONCEPTS for key, words in rows[part].items()
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
    return _any_of([*(word for word in said["zh"].split() if len(word) > 1), *said["en"].split()])


@cache
def _edges() -> str:
    """Single characters that say nothing at either end of a word, and are part of it within."""
    return "".join(word for word in _rows()["nothing"]["zh"].split() if len(word) == 1)


def _without_nothing(text: str) -> str:
    """A text without words that say nothing; other Chinese words stand apart."""
    return _ZH.sub(lambda run: " ".join(filter(None, (part.strip(_edges()) for part in _PARTICLES.split(run[0])))) + " ",
                   _nothing().sub(" ", text))


def subject_of(question: str) -> str:
    """A question, in tokens, without the words that every question has.

    >>> subject_of(in_tokens("平台扣点是多少？")), subject_of(in_tokens("What is the fee rate?"))
    ('qplatformq qfeeq ？', 'qfeeq ?')
    """
    return " ".join(_without_nothing(question).split())


def bound_words(question: str) -> tuple[str, ...]:
    """Words of a question, in tokens, that say of which one it is asked, where they are no concept and not said in passing.

    >>> bound_words(in_tokens("空气炸锅的毛利是多少")), bound_words(in_tokens("What is the margin of the microwave"))
    (('空气炸锅',), ('microwave',))
    """
    found = [word for run in _OF_ZH.findall(question) for word in _without_nothing(run).split()[-1:]]
    return tuple(word for word in found if len(word) >= LONG_ZH) + tuple(
        word.lower() for pair in _OF_EN.findall(question) for word in pair
        if word and word.lower() not in concepts() and not _nothing().fullmatch(word))


def asks_of_known(question: str) -> bool:
    """Whether what is asked is a concept: the word of asking stands beside one.

    >>> asks_of_known(in_tokens("用什么币种记账")), asks_of_known(in_tokens("竞品的座机是多少"))
    (True, False)
    """
    return bool(_ASKED.search(question))


def period_of(question: str, on: date) -> tuple[str, Period | None]:
    """A question without its "this month" or "last week", and the days that it names, both in.

    >>> period_of("上个月改过价吗", date(2026, 11, 30))
    (' 改过价吗', (datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)))
    """
    question = _ZH_MONTH.sub(lambda found: f"{_ZH_MONTHS.index(found[1]) + 1}月", question)
    question = _EN_MONTH.sub(lambda found: f" {_EN_MONTHS.index(found[0].lower()[:3]) + 1:02d} ", question)
    question = _AMOUNT.sub(" ", _MONTH.sub(lambda found: f" {int(found[1]):02d} ", question))
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
    if name in ("this_month", "next_month"):
        month = month if name == "this_month" else (month + timedelta(days=31)).replace(day=1)
        return month, (month + timedelta(days=31)).replace(day=1) - _DAY
    if name in (near := {"yesterday": -1, "today": 0, "tomorrow": 1}):
        return (day := on + near[name] * _DAY), day
    first = monday + timedelta(days={"last_week": -7, "next_week": 7}.get(name, 0))
    return first, first + timedelta(days=6)
