"""The grammar of numbers in exports: signs, thousands, currency marks, 万 and 亿, percent, brackets, bands.

A cell means one number or it is refused; nothing is guessed from half of a cell.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson
from daybook.sources.cells import NULL_WORDS, NUMBER_NULLS, bare, by_distinct, matching

if TYPE_CHECKING:
    import pyarrow as pa

MONEY_STEP = Decimal("0.0001")
RATE_STEP = Decimal("0.00000001")
LARGEST = Decimal(10) ** 13  # what DECIMAL(18, 4) holds, with a digit to spare for sums

_SCALES = {"": 1, "千": 10**3, "k": 10**3, "万": 10**4, "w": 10**4, "百万": 10**6, "m": 10**6, "亿": 10**8}
_CURRENCY = r"(?:cny|rmb|usd|eur|gbp|hkd|brl|inr|us\$|r\$|rs\.?|[¥$€£₹₩])"
_NUMBER = re.compile(
    rf"""(?P<sign>[+-])?\s*{_CURRENCY}?\s*(?P<inner>[+-])?\s*
    (?P<digits>\d[\d.,'\ ]*|[.,]\d+)(?P<power>e[+-]?\d+)?\s*
    (?P<scale>百万|千|万|亿|w|k|m)?\s*(?P<percent>[%‰])?\s*
    (?:元|件|人|个|笔|次|单|秒|天|分|倍|{_CURRENCY})?""",
    re.X,
)
_REFUNDED = re.compile(r"\s*\((?:已退款|已全额退款)[^)]*\)$")
_BAND = re.compile(r"(.+?)\s*(?:~|至|-(?=\s*[\d¥$]))\s*(.+)")
_CLOCK = re.compile(r"(?:(\d+)天)?(?:(\d+)(?:小时|时))?(?:(\d+)分钟?)?(?:(\d+(?:\.\d+)?)秒)?")


@dataclass(frozen=True)
class Band:
    """An interval [low, high] in place of a number; None is open."""

    low: Decimal | None
    high: Decimal | None


def number(text: str, mark: str = ".") -> Decimal | None:
    """The number that a cell says; None for a null spelling.  `%` divides by 100.

    `mark` is the decimal mark, "." or ",".  Raises ValueError for anything else, bands included.

    >>> number("¥1,299.00"), number("3.2万"), number("4.51%"), number("(8.14)"), number("--")
    (Decimal('1299.00'), Decimal('32000.0'), Decimal('0.0451'), Decimal('-8.14'), None)
    """
    folded = _fold(text)
    if folded in _NULLS:
        return None
    folded = _REFUNDED.sub("", folded)
    bracketed = folded.startswith("(") and folded.endswith(")")
    found = _NUMBER.fullmatch(folded[1:-1].strip() if bracketed else folded)
    if found is None or (bracketed and (found["sign"] or found["inner"])) or (found["sign"] and found["inner"]):
        raise ValueError(f"{text!r} is not a number")
    value = _plain(found["digits"], mark) * _SCALES[found["scale"] or ""]
    if found["power"]:
        if "-" not in found["power"]:
            raise ValueError(f"{text!r} was shortened by a spreadsheet")
        value = value.scaleb(int(found["power"][1:]))
    value /= {"%": 100, "‰": 1000}.get(found["percent"] or "", 1)
    negative = bracketed or "-" in (found["sign"] or "", found["inner"] or "")
    return -value if negative else value


def refunded_part(text: str) -> Decimal | None:
    """The refunded part of `131.77(已退款89.84)`; None when the cell names none.

    >>> refunded_part("131.77(已退款89.84)")
    Decimal('89.84')
    """
    found = re.search(r"\(已退款\s*([^)]*)\)$", _fold(text))
    return number(found[1]) if found and found[1] else None


def band(text: str, mark: str = ".") -> Band | None:
    """An interval: `1万 ~ 2.5万`, `15% ~ 20%`, `< 10%`, `> 90%`; a single number is a band of no width.

    >>> band("1万 ~ 2.5万")
    Band(low=Decimal('10000'), high=Decimal('25000.0'))
    >>> band("< 10%")
    Band(low=None, high=Decimal('0.1'))
    """
    folded = _fold(text)
    if folded in _NULLS:
        return None
    if folded[0] in "<≤":
        return Band(None, number(folded[1:].lstrip("="), mark))
    if folded[0] in ">≥":
        return Band(number(folded[1:].lstrip("="), mark), None)
    pair = _BAND.fullmatch(folded)
    if pair is None:
        point = number(folded, mark)
        return Band(point, point)
    low, high = number(pair[1], mark), number(pair[2], mark)
    if low is None or high is None or low > high:
        raise ValueError(f"{text!r} is not a band")
    return Band(low, high)


def seconds(text: str) -> Decimal | None:
    """A length of time in seconds: `1小时5分钟20秒`, `00:01:20`, `83.5`.

    >>> seconds("1小时5分钟20秒"), seconds("00:01:20")
    (Decimal('3920'), Decimal('80'))
    """
    folded = _fold(text).replace(" ", "")
    if folded in _NULLS:
        return None
    clock = _CLOCK.fullmatch(folded)
    if clock:
        days, hours, minutes, secs = (Decimal(g or 0) for g in clock.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60 + secs
    if re.fullmatch(r"\d+:\d{2}(:\d{2})?", folded):
        total = Decimal(0)
        for part in folded.split(":"):
            total = total * 60 + int(part)
        return total
    return number(text)


def decimal_mark(cells: Iterable[str], column: str) -> str:
    """The decimal mark that a column's own cells prove, "." when nothing needs proof.

    `1.234,56` proves ",", `0.5` and `1,234,567` prove ".".  Raises NeedsPerson when `1.234` or `1,234`
    is all that there is, or when cells contradict each other.
    """
    seen: dict[str, str] = {}
    doubtful = ""
    for cell in cells:
        found = re.search(r"\d[\d.,]*", _fold(cell))
        proof = _proof(found[0]) if found else ""
        if proof == "?":
            doubtful = doubtful or cell
        elif proof:
            seen.setdefault(proof, cell)
    if len(seen) == 1:
        return next(iter(seen))
    if not seen and not doubtful:
        return "."
    shown = " and ".join(repr(c.strip()[:20]) for c in (*seen.values(), doubtful) if c)
    raise NeedsPerson(
        f"column {column!r} holds {shown}: it is not clear whether '.' or ',' is the decimal mark",
        next_step='say it in the mapping: decimal = "." (1,234 is a thousand) or decimal = "," (1.234 is)',
    )


def decimals(cells: "pa.Array", step: Decimal = MONEY_STEP, mark: str = ".") -> "tuple[pa.Array, pa.Array]":
    """Numbers as decimal128(18, 4) or (18, 8) by `step`, and a mask of the cells that are not numbers."""
    import pyarrow as pa

    places = -int(step.as_tuple().exponent)
    kind = pa.decimal128(18, places)
    text = bare(cells, NULL_WORDS + NUMBER_NULLS)
    fast = matching(text, rf"^-?\d{{1,{17 - places}}}(?:\.\d{{1,{places}}})?$" if mark == "." else r"^-?\d{1,9}$")
    return by_distinct(text, fast.cast(kind), lambda cell: _fitting(number(cell, mark), step), kind)


def counts(cells: "pa.Array", mark: str = ".") -> "tuple[pa.Array, pa.Array]":
    """A column of whole numbers as int64 (`3.0` is 3), and a mask of cells that are not."""
    import pyarrow as pa

    text = bare(cells, NULL_WORDS + NUMBER_NULLS)
    fast = matching(text, r"^-?\d{1,17}$")
    return by_distinct(text, fast.cast(pa.int64()), lambda cell: _whole(number(cell, mark)), pa.int64())


def _fold(text: str) -> str:
    """Half-width, lower case, without surrounding blanks, `="…"` and leading apostrophe."""
    folded = unicodedata.normalize("NFKC", text).strip().lower().replace("−", "-")
    if folded.startswith('="') and folded.endswith('"'):
        folded = folded[2:-1]
    return folded.lstrip("'`").strip(" \ufeff\u200b")


def _plain(digits: str, mark: str) -> Decimal:
    """Digits with separators as a Decimal; separators that do not group (by three, or the Indian way) are refused."""
    if mark == ",":
        digits = digits.translate(str.maketrans(".,", ",."))
    digits = re.sub(r"[ ']", ",", digits.strip())
    if "," in digits:
        if not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?", digits):
            raise ValueError(f"{digits!r} is not grouped as a number")
        digits = digits.replace(",", "")
    if digits.count(".") > 1:
        raise ValueError(f"{digits!r} is not a number")
    return Decimal(digits)


def _proof(digits: str) -> str:
    """Which decimal mark one cell proves: ".", ",", "?" when it could be both, "" when it has no separator."""
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    separator, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    whole, _, rest = digits.partition(separator)
    if len(rest) != 3 or len(whole) > 3 or whole.startswith("0"):
        return separator
    return "?"


def _fitting(value: Decimal | None, step: Decimal) -> Decimal | None:
    """Rounded to the step; a number too large for the column is refused."""
    if value is None:
        return None
    if abs(value) >= LARGEST:
        raise ValueError("too large")
    return value.quantize(step, ROUND_HALF_UP)


def _whole(value: Decimal | None) -> int | None:
    if value is None:
        return None
    if value != value.to_integral_value() or abs(value) >= LARGEST:
        raise ValueError("not a whole number")
    return int(value)


_NULLS = frozenset(_fold(word) for word in NULL_WORDS + NUMBER_NULLS)
