"""Which edits of a listing are safe today: one light per kind of edit, with what the guards say."""

from dataclasses import dataclass
from enum import StrEnum

from daybook.domain.moves.move import Move
from daybook.domain.verdict import Verdict


class Light(StrEnum):
    """GO: nothing stands against it today.  ASK: something is not known yet, or it holds for some SKUs only.  STOP: leave it."""

    GO = "go"
    ASK = "ask"
    STOP = "stop"


@dataclass(frozen=True)
class AllowedEdit:
    """One kind of edit of a listing; `move` is the probe that the guards were asked about, whose value means nothing."""

    edit: str
    light: Light
    said: tuple[Verdict, ...]
    move: Move
