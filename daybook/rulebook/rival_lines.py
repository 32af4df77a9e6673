"""From which size on a rival's step is a change (rules K-PRICE5 and K-CHANGE)."""

from decimal import Decimal

from daybook.domain.rivals import ChangeLines
from daybook.rulebook.reading import load


def change_lines() -> ChangeLines:
    """The lines of a price as a share, of a rank in places, of reviews in number."""
    rules = load()
    return ChangeLines(Decimal(str(rules.value("K-PRICE5", "change"))), int(rules.value("K-CHANGE", "rank")),
                       int(rules.value("K-CHANGE", "reviews")), Decimal(str(rules.value("K-CHANGE", "reviews_share"))))
