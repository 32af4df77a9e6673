"""The listings of a shop one by one, as a morning knew them: which step is off, what it costs, what to do first."""

from datetime import date, datetime

from daybook.desks.listings.one_by_one import listing_lines
from daybook.domain.errors import WrongUsage
from daybook.domain.listing_lines import ListingLine, ListingLines
from daybook.domain.shop import Shop
from daybook.workflows.house import House
from daybook.workflows.products import seen_of


def lines_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> ListingLines:
    """Every listing of a shop for the morning of `on`, as known at nine of it or at a moment."""
    return listing_lines(seen_of(house, shop, on, as_of))


def one_of(found: ListingLines, item: str) -> ListingLine:
    """One listing.  Raises WrongUsage for one that is not known."""
    line = next((line for line in found.lines if line.item_id == item), None)
    if line is None:
        raise WrongUsage(f"nothing is known of {item}", where=found.shop, next_step="see `daybook listings --shop`")
    return line
