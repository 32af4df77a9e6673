"""Cells as text: trimming, null spellings, header names, and one way to parse only the odd cells one by one."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

#: What surrounds a value without belonging to it: blanks of all kinds, TAB, BOM, zero-width marks.
AROUND = " \t\r\n\u00a0\u3000\ufeff\u200b\u200e\u200f"

#: How exports spell "no value".  `无退款申请` is not here: it means a refund of 0.
NULL_WORDS = (
    "", "-", "--", "—", "——", "－", "\\N", "NULL", "null", "Null", "None", "none", "N/A", "n/a", "#N/A",
    "NaN", "nan", "暂无数据", "暂无", "延迟统计", '""', "''",
)
#: What stands for "no value" only where a number is expected.
NUMBER_NULLS = ("n", "N", "/")

#: How exports label a row that sums the others.
TOTAL_WORDS = (
    "总计", "合计", "总和", "小计", "汇总", "总计:", "合计:", "总计：", "合计：", "汇总值",
    "Total", "TOTAL", "total", "Grand total", "Grand Total",
)
#: Google Ads: `Total: Search`, `Total: Account`.
TOTAL_START = r"^Total: "

_SAFE = re.compile(r"[\d\s.,:/\-+%¥￥$€£()~<>=eE]{0,24}")


def bare(cells: "pa.Array", nulls: tuple[str, ...] = NULL_WORDS) -> "pa.Array":
    """Text without what surrounds it; null spellings become null.  Array of strings, same length."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.utf8_trim(cells, characters=AROUND)
    empty = pc.is_in(text, value_set=_as_array(nulls))
    return pc.if_else(empty, pa.scalar(None, pa.string()), text)


@lru_cache(maxsize=8)
def _as_array(words: tuple[str, ...]) -> "pa.Array":
    import pyarrow as pa

    return pa.array(words, pa.string())


@lru_cache(maxsize=65_536)
def plain_name(cell: str) -> str:
    """A header cell as it is compared: half-width, without blanks, in lower case.

    >>> plain_name(" 首次响应时长（秒)")
    '首次响应时长(秒)'
    """
    folded = unicodedata.normalize("NFKC", cell).lower().replace("–", "-").strip(AROUND)
    if folded.startswith('="') and folded.endswith('"'):
        folded = folded[2:-1]
    return re.sub(r"[\s\ufeff\u200b]+", "", folded)


@lru_cache(maxsize=4096)
def names(*cells: str) -> frozenset[str]:
    """Header names, plain; every reader asks it of every header."""
    return frozenset(plain_name(c) for c in cells)


def shape(value: str) -> str:
    """What may be shown of a cell that was refused: numbers and dates as they are, of all else only the shape.

    A shifted row can put a name or a phone number into any column.

    >>> shape("12,5.0"), shape("张三 13800138000")
    ('12,5.0', '某某 99999999999')
    """
    value = value[:24]
    if _SAFE.fullmatch(value) and not re.search(r"\d{9,}", value):
        return value
    masked = re.sub(r"\d", "9", value)
    masked = re.sub(r"[A-Za-z]", "x", masked)
    return "".join("某" if ord(c) > 127 and c.isalpha() else c for c in masked)


def by_distinct(
    text: "pa.Array", fast: "pa.Array", parse: Callable[[str], Any], kind: "pa.DataType"
) -> "tuple[pa.Array, pa.Array]":
    """`fast` where it has a value; elsewhere each distinct text parsed once.  Returns values and a mask of bad cells.

    `parse` raises ValueError for a cell that it cannot read.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    pending = pc.and_(pc.is_valid(text), pc.is_null(fast))
    if not pc.any(pending).as_py():
        return fast, pending
    distinct = pc.unique(text.filter(pending))
    parsed = pa.array([_or_none(parse, cell) for cell in distinct.to_pylist()], kind)
    filled = parsed.take(pc.index_in(text, value_set=distinct))
    values = pc.coalesce(fast, filled)
    return values, pc.and_(pc.is_valid(text), pc.is_null(values))


def _or_none(parse: Callable[[str], Any], cell: str) -> Any:
    try:
        return parse(cell)
    except (ValueError, ArithmeticError):
        return None


def matching(text: "pa.Array", pattern: str) -> "pa.Array":
    """The text where all of it matches the pattern, else null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pc.match_substring_regex(text, pattern), text, pa.scalar(None, pa.string()))


def listed(words: Iterable[str], most: int = 8) -> str:
    """A short list for a sentence, with how many more there are."""
    found = list(words)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more
