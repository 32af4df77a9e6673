"""Ids for rows of exports that number nothing: the same row of a later export gets the same one."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.sources.columns import Columns


def made_ids(columns: "Columns", rows: "Mapping[str, pa.Array]", *names: str) -> "pa.Array":
    """A hash of the named values of each row; rows that are equal in all of them are counted through.

    Two equal fees of one order on one day are two fees: the second is `~…-2`, in every export that holds both.
    """
    import pyarrow as pa

    seen: Counter[bytes] = Counter()
    found: list[str] = []
    for key in zip(*(rows[name].to_pylist() for name in names), strict=True):
        digest = hashlib.sha256(repr(key).encode()).digest()
        seen[digest] += 1
        found.append(f"~{digest.hex()[:24]}" + (f"-{seen[digest]}" if seen[digest] > 1 else ""))
    return pa.array(found, pa.string())


def buyers(columns: "Columns", *aliases: str) -> "pa.Array":
    """Keyed hashes of buyers; a masked or absent one is nobody."""
    import pyarrow as pa

    coded = columns.text(*aliases).dictionary_encode()
    hashes = [None if "*" in b else columns.context.buyer_hash(b) for b in coded.dictionary.to_pylist()]
    return pa.array(hashes, pa.string()).take(coded.indices)
