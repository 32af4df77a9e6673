"""Ids as text: the wrappings that exports put around them, and ids that a spreadsheet destroyed."""

import re
from typing import TYPE_CHECKING

from daybook.domain.errors import BrokenFile
from daybook.sources.cells import AROUND, bare

if TYPE_CHECKING:
    import pyarrow as pa

#: A long number that a spreadsheet turned into 15 digits and an exponent.
DESTROYED = r"^[+-]?\d(?:\.\d+)?[eE]\+\d+$"
_WRAPPED = r"^[='`\"\t]|[\"\t]$|[:：]|\.0$|^\d{1,3}(?:,\d{3})+$"
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_PREFIX = re.compile(r"^(?:id|商品id|订单号|编号)\s*[:：]\s*", re.I)


def identifier(text: str) -> str | None:
    """One id without its wrapping: leading apostrophe, backtick or TAB, `="…"`, trailing TAB, `ID：`.

    >>> identifier('="201809011818"'), identifier("\\t6917926768823643751"), identifier("ID：123")
    ('201809011818', '6917926768823643751', '123')
    """
    bared = text.strip(AROUND)
    if bared.startswith('="') and bared.endswith('"'):
        bared = bared[2:-1]
    elif len(bared) > 1 and bared[0] == bared[-1] == '"':
        bared = bared[1:-1]
    bared = _PREFIX.sub("", bared.lstrip(AROUND + "'`"))
    if _GROUPED.fullmatch(bared):  # a spreadsheet wrote thousands into it
        return bared.replace(",", "")
    return re.sub(r"^(\d+)\.0$", r"\1", bared).strip(AROUND) or None


def identifiers(cells: "pa.Array") -> "pa.Array":
    """A column of ids as text, unwrapped."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = bare(cells)
    wrapped = pc.match_substring_regex(text, _WRAPPED)
    if not pc.any(wrapped).as_py():
        return text
    distinct = pc.unique(text.filter(wrapped))
    unwrapped = pa.array([identifier(cell) for cell in distinct.to_pylist()], pa.string())
    return pc.if_else(wrapped, unwrapped.take(pc.index_in(text, value_set=distinct)), text)


def _rounded(ids: "pa.Array") -> "tuple[pa.Array, int]":
    """Long ids of which every one ends in zeros after its 15th digit: a spreadsheet keeps 15 digits of a number."""
    import pyarrow.compute as pc

    long = pc.fill_null(pc.match_substring_regex(ids, r"^\d{17,}$"), False)
    zeros = pc.fill_null(pc.match_substring_regex(ids, r"^\d{15}0{2,}$"), False)
    count = pc.sum(pc.cast(long, "int64")).as_py() or 0
    if count < 2 or pc.count_distinct(ids.filter(long)).as_py() < 2 or not pc.all(zeros.filter(long)).as_py():
        return zeros, 0
    return zeros, int(count)


def refuse_destroyed(ids: "pa.Array", column: str, where: str) -> None:
    """Raises BrokenFile when a spreadsheet has turned ids into `1.37359E+14` or rounded them to 15 digits."""
    import pyarrow.compute as pc

    lost = pc.match_substring_regex(ids, DESTROYED)
    count = pc.sum(pc.cast(lost, "int64")).as_py() or 0
    if not count:
        lost, count = _rounded(ids)
    if count:
        example = ids.filter(pc.fill_null(lost, False))[0].as_py()
        raise BrokenFile(
            f"column {column!r}: {count} of {len(ids) - ids.null_count} ids look like {example}; a spreadsheet has "
            "saved the file and the last digits of these ids are lost",
            where=where,
            next_step="export the file again and give it to daybook as it was downloaded, without opening it in "
            "a spreadsheet first",
        )
