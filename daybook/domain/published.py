"""What readers of the lake see: the one value that makes a set of commits visible."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Swept:
    """How far a table's last nightly rewrite saw: superseded rows up to here are in the history partition."""

    known_at: datetime
    load: int


@dataclass(frozen=True)
class Published:
    """What readers see: a version of each table, and the last load in it.

    `load` bounds every row that may be read, so that a later publish or a compaction in the middle of a
    long read changes no answer.  `swept` is per table how far its last rewrite saw: a reader whose as_of
    and load are not before it can leave the history partition alone.
    """

    seq: int = 0
    load: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    swept: Mapping[str, Swept] = field(default_factory=dict)
