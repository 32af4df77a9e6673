"""Edits that the shop's own lists show: a listing stands otherwise than when it was listed before."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edit:
    """One thing of one listing that changed between two lists.

    `what` is title, state, main_image or category; `before_on` is the day of the last list that said `was`, `seen_on`
    that of the first which says `now`.
    """

    item_id: str
    what: str
    was: str
    now: str
    before_on: date
    seen_on: date
