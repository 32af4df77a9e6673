"""The dates of exports: every form seen in real files, read by explicit patterns and never by guessing.

A clock time without an offset is the shop's own; `05/06/2026` is read by what the rest of the column proves.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from daybook.domain.errors import NeedsPerson
from daybook.sources.cells import bare, matching
from daybook.sources.ids import identifier
from daybook.sources.zones import local_to_utc, utc_to_local

if TYPE_CHECKING:
    import pyarrow as pa

SERIAL_DAY_0 = datetime(1899, 12, 30)  # day 0 of a spreadsheet; its day 60 never was, so later days count from here
SERIAL_RANGE = (20_000, 80_000)  # 1954 to 2119: a number outside is not a date
_MONTHS = {m: i + 1 for i, m in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))}
_CLOCK = r"(?:[ T]+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.(?P<f>\d{1,9}))?)?\s*(?P<p>[ap]m)?)?"
_ZONE = r"\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_FORMS = tuple(re.compile(form + _CLOCK + _ZONE, re.I) for form in (
    r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    r"(?P<name>[a-z]{3})[a-z]*\.? (?P<d>\d{1,2}),? (?P<y>\d{4})",
    r"(?P<d>\d{1,2})[ -](?P<name>[a-z]{3})[a-z]*\.?[ -](?P<y>\d{4})",
))
_RUN = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?P<H>\d{2})(?:(?P<M>\d{2})(?P<S>\d{2})?)?")
_SLASHED = re.compile(r"(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4})" + _CLOCK + _ZONE, re.I)
_IN_NAME = re.compile(r"(?<!\d)(20\d{2})[-_.年]?(0[1-9]|1[0-2])[-_.月]?(0[1-9]|[12]\d|3[01])(?!\d{1,2}(?!\d))")


@dataclass(frozen=True)
class Stamp:
    """What one cell says: a clock time, its offset from UTC in minutes when stated, whether it has a time."""

    at: datetime
    offset: int | None = None
    timed: bool = True


@dataclass(frozen=True)
class Moments:
    """A column of dates: `local` clock times in the shop's zone, `at` UTC moments (null where only a day is known)."""

    local: "pa.Array"
    at: "pa.Array"
    bad: "pa.Array"

    @property
    def day(self) -> "pa.Array":
        import pyarrow as pa

        return self.local.cast(pa.date32(), safe=False)

    @property
    def hour(self) -> "pa.Array":
        """0 to 23 in the shop's zone; null where only a day is known."""
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.if_else(pc.is_valid(self.at), pc.hour(self.local), pa.scalar(None, pa.int64()))


def stamp(text: str, order: str = "") -> Stamp:
    """One date or moment.  `order` is "mdy" or "dmy" for `05/06/2026`.  Raises ValueError.

    >>> stamp("2012-5-23 23:34").at, stamp("20260811").timed
    (datetime.datetime(2012, 5, 23, 23, 34), False)
    >>> stamp("2026-04-05 21:06:21 +0400").offset
    240
    """
    folded = unicodedata.normalize("NFKC", identifier(text) or "").strip()
    found = next((f for f in (form.fullmatch(folded) for form in _FORMS) if f), None) or _RUN.fullmatch(folded)
    if found:
        return _stamped(found.groupdict())
    slashed = _SLASHED.fullmatch(folded)
    if slashed:
        return _stamped(slashed.groupdict() | _ordered(slashed["a"], slashed["b"], order))
    if re.fullmatch(r"\d{5}(\.\d+)?", folded):
        return _serial(float(folded))
    raise ValueError(f"{text!r} is not a date")


def day_order(cells: Iterable[str], column: str) -> str:
    """"mdy", "dmy" or "" (nothing to decide), as the column's own cells prove it.

    Raises NeedsPerson when every slashed date could be both, or when cells contradict each other.
    """
    proofs: dict[str, str] = {}
    doubtful = ""
    for cell in cells:
        found = _SLASHED.fullmatch(unicodedata.normalize("NFKC", identifier(cell) or ""))
        if not found:
            continue
        first, second = int(found["a"]), int(found["b"])
        if first > 12 or second > 12:
            proofs.setdefault("dmy" if first > 12 else "mdy", cell.strip())
        elif first != second:
            doubtful = doubtful or cell.strip()
    if len(proofs) == 1 or (not proofs and not doubtful):
        return next(iter(proofs), "")
    shown = " and ".join(repr(c[:22]) for c in (*proofs.values(), doubtful) if c)
    raise NeedsPerson(
        f"column {column!r} holds {shown}: it is not clear whether the day or the month comes first",
        next_step="""say it in the mapping: dates = "dmy" (5 June is 05/06) or dates = "mdy" (6 May is 05/06)""",
    )


def moments(cells: "pa.Array", zone: str, column: str, order: str = "", clock_zone: str = "") -> Moments:
    """A column of dates or moments in the shop's `zone`; cells without an offset are clock times of `clock_zone`.

    `clock_zone` is `zone` when empty.

    Raises NeedsPerson when `05/06/2026` cannot be told from the column and `order` does not say it.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    text = bare(cells)
    naive = _possible(matching(text, r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$"))
    offset = _possible(matching(text, r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2} ?[+-]\d{4}$"))
    plain = pc.or_(pc.is_valid(naive), pc.is_valid(offset))
    rest = pc.if_else(plain, pa.scalar(None, pa.string()), text)
    odd = pc.unique(rest.drop_null())
    if not order and len(odd):
        order = day_order(odd.to_pylist(), column)
    stamps, place = [_stamp_or_none(c, order) for c in odd.to_pylist()], pc.index_in(rest, value_set=odd)
    clock = _parsed(naive, [_clock(s) for s in stamps], place)
    utc = _parsed(offset, [_utc(s) for s in stamps], place, zoned=True)
    day = _parsed(None, [_day(s) for s in stamps], place)
    at = pc.coalesce(utc, local_to_utc(clock, clock_zone or zone))
    # A clock time that never was is shown as the clock of its moment.
    local = pc.coalesce(utc_to_local(at, zone), day)
    return Moments(local, at, pc.and_(pc.is_valid(text), pc.is_null(local)))


def period(text: str) -> tuple[date, date] | None:
    """First and last day of `20260803至20260809`, `1 May 2026 - 8 May 2026` or one day; None when it is neither.

    >>> period("20260803至20260809")
    (datetime.date(2026, 8, 3), datetime.date(2026, 8, 9))
    """
    quarter = re.fullmatch(r"(\d{4})\s*[-年]?\s*Q([1-4])", text.strip(), re.I)
    if quarter:
        first_month = int(quarter[2]) * 3 - 2
        following = date(int(quarter[1]) + first_month // 10, (first_month + 2) % 12 + 1, 1)
        return date(int(quarter[1]), first_month, 1), following - timedelta(days=1)
    parts = re.split(r"\s*(?:至|~|～|—)\s*|\s+(?:-|to)\s+", text.strip())
    try:
        days = [stamp(part).at.date() for part in parts]
    except ValueError:
        return None
    return (days[0], days[-1]) if len(days) <= 2 and days[0] <= days[-1] else None


def period_in_name(name: str) -> tuple[date, date] | None:
    """First and last day that a file name states; None when it states none.

    >>> period_in_name("商品_全部_2026-06-18_2026-06-19.xls")
    (datetime.date(2026, 6, 18), datetime.date(2026, 6, 19))
    """
    days = []
    for year, month, day in _IN_NAME.findall(name):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return (min(days), max(days)) if days else None


def nth_day(text: str, first: date) -> date:
    """The day of an "Nth day" column: `0000` is the first.

    >>> nth_day("0003", date(2026, 5, 1))
    datetime.date(2026, 5, 4)
    """
    if not re.fullmatch(r"\d{1,4}", text.strip()):
        raise ValueError(f"{text!r} is not a day number")
    return first + timedelta(days=int(text))


def _parsed(
    fast: "pa.Array | None", odd: "list[datetime | None]", place: "pa.Array", zoned: bool = False
) -> "pa.Array":
    """One view of the column (clock times, UTC moments, or bare days), null where the cell is of another kind.

    `fast` are cells of the view's plain form, `odd` the values of the other distinct cells, found at `place`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.timestamp("us", "UTC" if zoned else None)
    slow = pa.array(odd, kind).take(place) if any(odd) else pa.nulls(len(place), kind)
    if fast is None or fast.null_count == len(fast):
        return slow
    quick = _with_offset(fast) if zoned else fast.cast(kind)
    return pc.coalesce(quick, slow) if any(odd) else quick


def _possible(plain: "pa.Array") -> "pa.Array":
    """Plain cells without those that no calendar has, such as 2026-02-30: one of them must not stop the others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    clock = pc.utf8_slice_codeunits(plain, 0, 19)
    try:
        clock.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        good = pa.array([c for c in pc.unique(clock.drop_null()).to_pylist() if _exists(c)], pa.string())
        return pc.if_else(pc.is_in(clock, value_set=good), plain, pa.scalar(None, pa.string()))
    return plain


def _exists(clock: str) -> bool:
    try:
        datetime.fromisoformat(clock)
    except ValueError:
        return False
    return True


def _with_offset(text: "pa.Array") -> "pa.Array":
    """`2026-04-05 21:06:21 +0400` as UTC moments."""
    import pyarrow as pa
    import pyarrow.compute as pc

    clock = pc.utf8_slice_codeunits(text, 0, 19).cast(pa.timestamp("us")).cast(pa.int64())
    tail = pc.utf8_slice_codeunits(text, -5)
    hours = pc.utf8_slice_codeunits(tail, 1, 3).cast(pa.int64())
    minutes = pc.add(pc.multiply(hours, 60), pc.utf8_slice_codeunits(tail, 3, 5).cast(pa.int64()))
    east = pc.if_else(pc.starts_with(tail, "-"), pc.negate(minutes), minutes)
    return pc.subtract(clock, pc.multiply(east, 60_000_000)).cast(pa.timestamp("us", "UTC"))


def _stamp_or_none(cell: str, order: str) -> Stamp | None:
    try:
        return stamp(cell, order)
    except (ValueError, ArithmeticError):
        return None


def _clock(found: Stamp | None) -> datetime | None:
    return found.at if found and found.timed and found.offset is None else None


def _utc(found: Stamp | None) -> datetime | None:
    if found is None or found.offset is None:
        return None
    try:
        return found.at - timedelta(minutes=found.offset)
    except OverflowError:
        return None


def _day(found: Stamp | None) -> datetime | None:
    return None if found is None or found.timed else found.at


def _ordered(first: str, second: str, order: str) -> dict[str, str]:
    """Day and month of `a/b/yyyy`."""
    if int(first) > 12:
        order = "dmy"
    elif int(second) > 12 or int(first) == int(second):
        order = "mdy"
    if order not in ("mdy", "dmy"):
        raise ValueError("the day or the month may come first")
    return {"m": first, "d": second} if order == "mdy" else {"m": second, "d": first}


def _stamped(part: dict[str, str | None]) -> Stamp:
    hour = int(part.get("H") or 0)
    half = (part.get("p") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour} {half} is no hour")
        hour = hour % 12 + (12 if half == "pm" else 0)
    name = (part.get("name") or "").lower()
    month = _MONTHS.get(name, 0) if name else int(part["m"] or 0)
    micros = int((part.get("f") or "0").ljust(6, "0")[:6])
    at = datetime(int(part["y"] or 0), month, int(part["d"] or 0), hour, int(part.get("M") or 0),
                  int(part.get("S") or 0), micros)
    return Stamp(at, _minutes(part.get("z")), part.get("H") is not None)


def _minutes(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes


def _serial(value: float) -> Stamp:
    if not SERIAL_RANGE[0] <= value < SERIAL_RANGE[1]:
        raise ValueError(f"{value} is not a date")
    at = SERIAL_DAY_0 + timedelta(seconds=round(value * 86400))
    return Stamp(at, None, value != int(value))
