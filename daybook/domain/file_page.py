"""The operating file as a newcomer reads it: sections of claims, each with where it stands, since when it is known and by when
it grows old."""

from dataclasses import dataclass
from datetime import date

#: The sections of the file, in the order in which a new colleague reads them.
SECTIONS = ("identity", "contract", "goals", "baseline", "products", "prices", "events", "creatives", "keywords", "creators",
            "rivals", "service", "decisions", "lessons", "issues", "access", "risks")
#: Sections to which people add lines of their own, beside what the house writes into them.
TYPED = ("identity", "contract", "goals", "creatives", "creators", "rivals", "service", "issues", "access", "risks")


@dataclass(frozen=True)
class Claim:
    """One line of the file.  `subject` is what it is about, `text` what is said of it, `ref` where the whole of it stands.

    `known_on` is the day on which it was known; after `lasts_days` it is old (None: it does not grow old).  `needs` is the
    right without which it is not shown, "" for everybody who sees the shop's work.
    """

    section: str
    subject: str
    text: str
    ref: str
    known_on: date | None = None
    lasts_days: int | None = None
    needs: str = ""
    kinds: tuple[str, ...] = ()      # what it is about besides, by the names of the rulebook's file_words.toml

    def stale(self, on: date) -> bool:
        """Whether it is older than it lasts."""
        return self.lasts_days is not None and self.known_on is not None and (on - self.known_on).days > self.lasts_days


@dataclass(frozen=True)
class OperatingFile:
    """The file of a shop as known on a day; a section without a claim is said to be empty and how it is filled."""

    shop: str
    client: str
    on: date
    claims: tuple[Claim, ...]

    def of(self, section: str) -> tuple[Claim, ...]:
        """The claims of a section."""
        return tuple(c for c in self.claims if c.section == section)


@dataclass(frozen=True)
class Answer:
    """What the file says to a question: the claims that say it, part by part; `missing` are the parts that are not in the file."""

    question: str
    claims: tuple[Claim, ...] = ()
    missing: tuple[str, ...] = ()
