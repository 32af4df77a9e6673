"""Clock times of a shop's zone as UTC moments and back, a whole column at once.

Offsets are looked up once per distinct quarter of an hour: transitions fall on quarters.  A clock time
that occurs twice (the clock was put back) is the first of the two; one that never was (the clock was put
forward) moves forward by the gap, as a clock that nobody had changed would show it.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import pyarrow as pa

QUARTER = 900_000_000  # microseconds
_EPOCH = datetime(1970, 1, 1)


def local_to_utc(local: "pa.Array", zone: str) -> "pa.Array":
    """Naive timestamps of the zone as timestamp('us', tz='UTC')."""
    return _shifted(local, ZoneInfo(zone), -1, from_utc=False)


def utc_to_local(moments: "pa.Array", zone: str) -> "pa.Array":
    """UTC timestamps as the naive clock times of the zone, timestamp('us')."""
    return _shifted(moments, ZoneInfo(zone), 1, from_utc=True)


def _shifted(stamps: "pa.Array", zone: ZoneInfo, sign: int, *, from_utc: bool) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    if stamps.null_count == len(stamps):
        return pa.nulls(len(stamps), pa.timestamp("us", None if from_utc else "UTC"))
    micros = stamps.cast(pa.timestamp("us", "UTC" if from_utc else None)).cast(pa.int64())
    quarters = pc.divide(micros, QUARTER)
    distinct = pc.unique(quarters)
    offsets = pa.array([_offset(q, zone, from_utc) for q in distinct.to_pylist()], pa.int64())
    moved = pc.add(micros, pc.multiply(offsets.take(pc.index_in(quarters, value_set=distinct)), sign))
    return moved.cast(pa.timestamp("us", None if from_utc else "UTC"))


@lru_cache(maxsize=1 << 18)
def _offset(quarter: int | None, zone: ZoneInfo, from_utc: bool) -> int | None:
    """Microseconds east of UTC at the start of a quarter."""
    if quarter is None:
        return None
    naive = _EPOCH + timedelta(microseconds=quarter * QUARTER)
    at = naive.replace(tzinfo=UTC).astimezone(zone) if from_utc else naive.replace(tzinfo=zone)
    offset = at.utcoffset()
    return None if offset is None else offset // timedelta(microseconds=1)
