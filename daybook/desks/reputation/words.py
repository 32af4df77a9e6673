"""The words of a shop's own buyers as a morning knows them: the newest weights that were kept, put there by the workflow that
builds `Seen`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from daybook.analysis.text.polarity import Weights
from daybook.domain.seen import Seen

WORDS = "reputation.words"


@dataclass(frozen=True)
class OwnWords:
    """Weights learnt on a day from so many texts of the shop's own, by language."""

    on: date
    texts: int
    weights: Mapping[str, Weights]


def words_in(seen: Seen) -> OwnWords | None:
    """The shop's own words; None where none were learnt: the shipped weights read its reviews."""
    found = seen.read.get(WORDS)
    return found if isinstance(found, OwnWords) else None
