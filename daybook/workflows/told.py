"""What people told of objects, as it still counts: facts that no export has, each no older than its rule allows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.given import Given
from daybook.rulebook.rules import Rulebook

FRESH = "G-FRESH"
#: The object of what is said of the shop itself.
SHOP = "shop"


@dataclass(frozen=True)
class Told:
    """Facts of a shop's objects on a day; None is what nobody said, or said too long ago."""

    given: Given
    day: date
    rules: Rulebook

    def text(self, object_id: str, fact: str) -> str | None:
        found = self.given.fact(object_id, fact, self.day) if object_id else None
        if found is None or (self.day - found.valid_from).days > self.rules.value(FRESH, fact):
            return None
        return found.value

    def yes(self, object_id: str, fact: str) -> bool | None:
        found = self.text(object_id, fact)
        return None if found is None else found == "yes"

    def number(self, object_id: str, fact: str) -> Decimal | None:
        found = self.text(object_id, fact)
        return None if found is None else Decimal(found)

    def count(self, object_id: str, fact: str) -> int | None:
        found = self.number(object_id, fact)
        return None if found is None else int(found)

    def moment(self, object_id: str, fact: str) -> datetime | None:
        found = self.text(object_id, fact)
        return None if found is None else datetime.fromisoformat(found)
