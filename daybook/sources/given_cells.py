"""The cells of files that people write for `daybook set`: text, ids, amounts, shares, days, or a reason why not."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from daybook.domain.roster import DAILY, MOST_CHATS, OFF, WEEKDAYS, spans_of
from daybook.sources.cells import AROUND, NULL_WORDS, NUMBER_NULLS, listed, plain_name
from daybook.sources.dates import Stamp, stamp
from daybook.sources.grammar import LARGEST, MONEY_STEP, RATE_STEP, number
from daybook.sources.ids import DESTROYED, identifier

#: How a cell begins that a spreadsheet would carry out instead of showing it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_ID, LONGEST_NAME, LONGEST_TEXT = 120, 120, 1000
MINUTES_A_DAY = 24 * 60
MOST_UNITS, LONGEST_WAIT = 100_000_000, 730


def as_written(value: object) -> str:
    """A value as it is written into a table that a spreadsheet may open: what it would carry out begins with a quote.

    >>> as_written("=1+1"), as_written("-8.14"), as_written("@sum(a1)"), as_written(None)
    ("'=1+1", '-8.14', "'@sum(a1)", '')
    """
    text = "" if value is None else str(value)
    try:
        refuse_formula(text)
    except ValueError:
        return "'" + text
    return "'" + text if text.lstrip().startswith("=") else text


def refuse_formula(text: str) -> None:
    """Raises ValueError for a cell that a spreadsheet would carry out: `=1+1`, `@sum`, `-cmd|...`.

    Plain numbers with a sign and ids wrapped as `="123"` are none.
    """
    folded = unicodedata.normalize("NFKC", text).strip(" \u3000\ufeff")
    if not folded.startswith(FORMULA) or folded in NULL_WORDS or re.fullmatch(r'="[^"]*"', folded):
        return
    try:
        number(folded)
    except ValueError:
        raise ValueError("looks like a formula: begin it with a letter, a digit or a quote of your own") from None


def bare_text(text: str) -> str:
    """A cell without blanks around it; null spellings are empty."""
    stripped = text.strip(AROUND)
    return "" if stripped in NULL_WORDS else stripped


def name(text: str) -> str:
    """A short text on one line, such as a name or a role.  Raises ValueError."""
    return _short(bare_text(text), LONGEST_NAME)


def words(text: str) -> str:
    """A sentence or two.  Raises ValueError when it is too long."""
    return _short(bare_text(text), LONGEST_TEXT, lines=True)


def value_text(text: str) -> str:
    """What something was before or after: any short text, a bare number with its sign too."""
    return _short(text.strip(AROUND), 400)


def an_id(text: str) -> str:
    """An id as text without its wrapping.  Raises ValueError for ids that a spreadsheet destroyed."""
    if re.match(DESTROYED, text.strip()):
        raise ValueError("a spreadsheet has shortened this id and its last digits are lost: write it as text")
    return _short(identifier(bare_text(text)) or "", LONGEST_ID)


def _short(text: str, longest: int, lines: bool = False) -> str:
    if len(text) > longest:
        raise ValueError(f"has {len(text)} signs, at most {longest} are kept")
    if any(unicodedata.category(c) == "Cc" and not (lines and c == "\n") for c in text):
        raise ValueError("holds a control sign or a line end")
    return text


def amount(text: str) -> Decimal:
    """Money of 0 or more, kept to four decimals.  Raises ValueError."""
    found = _number(text, MONEY_STEP)
    if found < 0:
        raise ValueError("is below zero")
    return found


def rate(text: str) -> Decimal:
    """A share: `0.055` or `5.5%`.  Raises ValueError for what is not between 0 and 1."""
    found = _number(text, RATE_STEP)
    if not 0 <= found <= 1:
        raise ValueError("is no share: write 5.5 % as 0.055 or 5.5%")
    return found


def minutes(text: str) -> int:
    """Whole minutes of a day, 0 to 1440.  Raises ValueError."""
    found = _number(text, MONEY_STEP)
    if found != found.to_integral_value() or not 0 <= found <= MINUTES_A_DAY:
        raise ValueError("is no number of minutes a day (0 to 1440)")
    return int(found)


def count(text: str) -> int:
    """Whole units, 0 or more.  Raises ValueError."""
    return _whole(text, MOST_UNITS)


def chats(text: str) -> int:
    """Chats that one person holds at once, 0 to 100.  Raises ValueError."""
    return _whole(text, MOST_CHATS)


def wait(text: str) -> int:
    """Whole days that something takes, 0 to two years.  Raises ValueError."""
    return _whole(text, LONGEST_WAIT)


def roster_day(text: str) -> str:
    """`daily`, a weekday 1..7, or a day such as 2026-11-29.  Raises ValueError."""
    said = {**{zh: key for key, zh in WEEKDAYS.items()}, "每天": DAILY}.get(text, text.lower())
    return said if said in WEEKDAYS or said == DAILY else day(text).isoformat()


def roster_hours(text: str) -> str:
    """Hours such as `09:00-12:00 18:30-23:00`, or `off`.  Raises ValueError."""
    spans = spans_of(text)
    return " ".join(f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in spans) or OFF


def _whole(text: str, most: int) -> int:
    found = _number(text, MONEY_STEP)
    if found != found.to_integral_value() or not 0 <= found <= most:
        raise ValueError(f"is no whole number from 0 to {most}")
    return int(found)


def _number(text: str, step: Decimal) -> Decimal:
    if text.strip(AROUND) in (*NULL_WORDS, *NUMBER_NULLS):
        raise ValueError("is empty")
    try:
        found = number(text)
    except (ValueError, ArithmeticError):
        raise ValueError("is not a number") from None
    if found is None or abs(found) >= LARGEST:
        raise ValueError("is not a number that can be kept")
    return found.quantize(step, ROUND_HALF_UP)


def day(text: str) -> date:
    """A day such as 2026-11-23.  Raises ValueError."""
    found = moment(text)
    if found.timed:
        raise ValueError("is a moment, a day is wanted: write it as 2026-11-23")
    return found.at.date()


def moment(text: str) -> Stamp:
    """A day with a clock time, with or without an offset.  Raises ValueError."""
    try:
        return stamp(text.replace("T", " ") if re.match(r"\d{4}-\d{2}-\d{2}T", text.strip()) else text)
    except ValueError:
        raise ValueError("is not a date: write it as 2026-11-23") from None


def month(text: str) -> date:
    """The first day of a month such as 2026-11, 2026/11, 202611 or 2026年11月.  Raises ValueError.

    >>> month("2026-11"), month("2026年3月")
    (datetime.date(2026, 11, 1), datetime.date(2026, 3, 1))
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})(?:[-/.月](?:01?日?)?)?", folded)
    if not found or not 1 <= int(found[2]) <= 12:
        raise ValueError("is no month: write it as 2026-11")
    return date(int(found[1]), int(found[2]), 1)


def currency(text: str) -> str:
    """Three capitals.  Raises ValueError."""
    found = bare_text(text).upper()
    if not re.fullmatch(r"[A-Z]{3}", found):
        raise ValueError("is no currency: write three letters such as CNY")
    return found


def one_of(words_known: Mapping[str, str], what: str) -> Callable[[str], str]:
    """A parser for one of some names, each with its Chinese word, which is understood too."""
    by_word = {plain_name(w): n for n, zh in words_known.items() for w in (n, zh)}

    def parse(text: str) -> str:
        found = by_word.get(plain_name(bare_text(text)))
        if found is None:
            raise ValueError(f"is no {what}: use one of {listed(words_known, len(words_known))}")
        return found

    return parse
