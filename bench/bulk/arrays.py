"""numpy arrays as Arrow columns of a fact table, without a Python object per row."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Ints = np.typing.NDArray[np.int64]
Bools = np.typing.NDArray[np.bool_]


def money(cents: Ints, known: Bools | None = None) -> pa.Array:
    """Cents as DECIMAL(18,4); null where not `known`."""
    words = np.empty((len(cents), 2), dtype=np.int64)
    words[:, 0] = cents * 100
    words[:, 1] = np.where(cents < 0, -1, 0)
    return pa.Array.from_buffers(pa.decimal128(18, 4), len(cents), [_valid(known), pa.py_buffer(words)])


def counts(values: Ints, known: Bools | None = None) -> pa.Array:
    return pa.Array.from_buffers(pa.int64(), len(values), [_valid(known), pa.py_buffer(_ints(values))])


def moments(microseconds: Ints, known: Bools | None = None) -> pa.Array:
    """Microseconds since 1970, UTC."""
    return pa.Array.from_buffers(pa.timestamp("us", tz="UTC"), len(microseconds),
                                 [_valid(known), pa.py_buffer(_ints(microseconds))])


def days(ordinals: Ints, known: Bools | None = None) -> pa.Array:
    """Days as `date.toordinal` counts them."""
    since = np.ascontiguousarray(ordinals - date(1970, 1, 1).toordinal(), dtype=np.int32)
    return pa.Array.from_buffers(pa.date32(), len(since), [_valid(known), pa.py_buffer(since)])


def texts(at: Any, values: Sequence[str] | pa.Array) -> pa.Array:
    """values[at] of each row."""
    said = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    return said.take(pa.array(np.asarray(at, dtype=np.int32)))


def numbers_as_text(values: Any) -> pa.Array:
    return pc.cast(pa.array(values), pa.string())


def flags(values: Bools) -> pa.Array:
    return pa.array(values)


def same(value: str, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), rows)


def _ints(values: Ints) -> Ints:
    return np.ascontiguousarray(values, dtype=np.int64)


def _valid(known: Bools | None) -> Any:
    return None if known is None else pa.array(known).buffers()[1]
