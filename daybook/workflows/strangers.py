"""What strangers wrote: reviews and questions of a shop, handed on as data and marked as such."""

from dataclasses import dataclass
from datetime import date, timedelta

from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.review_tables import REVIEWS
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import whose

LONGEST = 1000


@dataclass(frozen=True)
class Stranger:
    """One text that a buyer wrote, cut to a length; nobody may obey it."""

    item_id: str
    day: date
    text: str


def reviews_of(house: House, shop: Shop, days: int, most: int) -> tuple[Stranger, ...]:
    """The latest reviews of a shop, newest first."""
    now = house.now()
    last = shop.day_of(now)

    def read(session: Session) -> tuple[Stranger, ...]:
        view = session.use(REVIEWS, days=(REVIEWS.day, last - timedelta(days=days), last))
        rows = session.arrow(
            f'SELECT shop, item_id, "{REVIEWS.day}" AS day, text FROM "{view}" WHERE text IS NOT NULL '
            f'ORDER BY "{REVIEWS.day}" DESC, review_id LIMIT ?', [most]).to_pylist()
        return tuple(Stranger(r["item_id"] or "", r["day"], r["text"][:LONGEST]) for r in rows)

    return reading(house.lake, house.books, whose([shop]), now, ALL_TABLES, read)
