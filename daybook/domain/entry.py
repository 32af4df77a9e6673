"""One line of a client's operating file: what was proposed, decided, done, noted or set, by whom, to which object.

Lines are read from records that are only added to, so that a line that stood once stands for ever.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from daybook.domain.brief import Gain


class EntryKind(StrEnum):
    """What a line of the file says."""

    FOUND = "found"              # by a morning, on the first of the mornings that tell it
    PROPOSED = "proposed"
    REFUSED = "refused"          # by the guards
    APPROVED = "approved"
    DECLINED = "declined"        # by a person
    WRITTEN = "written"          # carried out, and read back
    UNDONE = "undone"            # an earlier change was taken back, and read back
    NOT_WRITTEN = "not written"
    WAITING = "waiting"          # handed to a person or an export
    TAKEN = "taken"
    DID = "did"                  # by hand
    PUT_OFF = "put off"
    HANDED = "handed"
    DROPPED = "dropped"
    REOPENED = "reopened"
    NOTED = "noted"
    SET = "set"                  # a target, a limit, a cost, an event
    CHECKED = "checked"          # on patrol
    MEASURED = "measured"        # what came of it
    LEARNED = "learned"          # what is expected of such moves from now on


#: Lines that say that something was changed or decided: what a summary of a day tells.
DEEDS = (EntryKind.APPROVED, EntryKind.DECLINED, EntryKind.REFUSED, EntryKind.WRITTEN, EntryKind.UNDONE, EntryKind.NOT_WRITTEN,
         EntryKind.DID, EntryKind.DROPPED, EntryKind.NOTED)


@dataclass(frozen=True)
class Entry:
    """One line.  `at` is when it happened, `known_at` when it was told; sentences may be said in any language."""

    at: datetime
    known_at: datetime
    kind: EntryKind
    client: str
    shop: str                    # "" is all shops of the client
    object: str
    person: str                  # "" where nobody was named
    what: str
    from_: str = ""
    to: str = ""
    note: str = ""
    minutes: int | None = None
    gain: Gain | None = None     # expected when it was proposed
    ref: str = ""                # where the whole of it stands, such as "proposal 7f3a" or "work 12"
    needs: str = ""              # the right without which it is not shown, beyond seeing the shop's work
    moved_on: date | None = None     # of a measurement: the day of what was measured
    basis: str = ""              # of a measurement: gmv or contribution


@dataclass(frozen=True)
class Day:
    """What a shop's day came to: its numbers as a morning's brief has them stand beside it, what was done stands here."""

    deeds: tuple[Entry, ...] = ()
    minutes: int | None = None   # None where nobody said how long anything took
    still_open: int = 0
