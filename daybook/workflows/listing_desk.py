"""The listings desk of a shop and of one listing (S3): steps, edits under watch, title, ladder, ranks, who comes and goes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from daybook.actions.limits import limits_of
from daybook.desks.listings.attributes import missing_attributes
from daybook.desks.listings.batches import launches_of, leaving_of
from daybook.desks.listings.ladder import ladder_of
from daybook.desks.listings.one_by_one import listing_lines
from daybook.desks.listings.ranks import rank_days, words_of
from daybook.desks.listings.shelf import has_shelf, shelf_map
from daybook.desks.listings.titles import title_advice
from daybook.desks.listings.watched import watched_edits
from daybook.domain.errors import WrongUsage
from daybook.domain.listing_desk import ListingDesk, Ranks, ShopDesk
from daybook.domain.listing_lines import ListingLine, ListingLines
from daybook.domain.listing_lives import Leaving, Life
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics.listing_lives import lives_of, off_sale
from daybook.rulebook.reading import load
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.seeing import see, whose
from daybook.workflows.situation import changes_of


def shop_desk(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> ShopDesk:
    """The desk of a shop for the morning of `on`, as known at nine of it or at a moment."""
    seen, lives, off = _read(house, shop, on, as_of)
    return ShopDesk(listing_lines(seen), watched_edits(seen, changes_of(shop, seen.as_of)), launches_of(seen, lives),
                    leaving_of(seen, lives, off), shelf_map(seen) if has_shelf(seen) else None)


def listing_desk(house: House, shop: Shop, item: str, on: date, as_of: datetime | None = None) -> ListingDesk:
    """The desk of one listing.  Raises WrongUsage for one that is not known."""
    seen, lives, off = _read(house, shop, on, as_of)
    lines = listing_lines(seen)
    limits = limits_of(load().for_(shop.platform), seen.given.limits(seen.on))
    return ListingDesk(
        lines, one_of(lines, item), watched_edits(seen, changes_of(shop, seen.as_of), item), title_advice(seen, item),
        ladder_of(seen, item, limits.min_margin), _ranks(seen, item),
        next((one for one in launches_of(seen, lives) if one.item_id == item), None),
        next((one for one in leaving_of(seen, lives, off) if one.item_id == item), None), missing_attributes(seen, item))


def leaving_now(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> tuple[Leaving, ...]:
    """What may leave the shelf or come back, and nothing else of the desk."""
    return leaving_of(*_read(house, shop, on, as_of))


def with_order_titles(seen: Seen, lives: Sequence[Life]) -> Seen:
    """The same with what order lines call a listing, where no report names it."""
    titles = {one.item_id: one.title for one in lives if one.title}
    return replace(seen, names={**seen.names, "item_id": {**titles, **seen.names.get("item_id", {})}})


def one_of(found: ListingLines, item: str) -> ListingLine:
    """One listing.  Raises WrongUsage for one that is not known."""
    line = next((line for line in found.lines if line.item_id == item), None)
    if line is None:
        raise WrongUsage(Said("nothing is known of {item}", item=item), where=found.shop, next_step="see `daybook listings --shop`")
    return line


def _read(house: House, shop: Shop, on: date, as_of: datetime | None) -> tuple[Seen, tuple[Life, ...], dict[str, str]]:
    moment, rules = as_of or shop.moment(on, NINE), load()
    days = int(max(rules.value("L-NEW", "third"), rules.value("L-SLOW", "days")))

    def read(session: Session) -> tuple[Seen, tuple[Life, ...], dict[str, str]]:
        seen, lives = see(session, [shop], on, moment, reading_for=())[shop.name].seen, lives_of(session, on, days)
        return with_order_titles(seen, lives), lives, off_sale(session, on)

    return reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)


def _ranks(seen: Seen, item: str) -> Ranks:
    asked = [("category_rank", item), *(("search_position", word) for word in words_of(seen, item)), ("shop_level", "shop")]
    found = ((fact, about, tuple(rank_days(seen, fact, about))) for fact, about in asked)
    return tuple(one for one in found if one[2])
