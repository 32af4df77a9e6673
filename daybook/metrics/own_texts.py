"""Texts of reviews for learning the words of a shop's own buyers: each text once, and what its stars say."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from daybook.facts.review_tables import REVIEWS
from daybook.metrics.talk_book import GOOD, POOR

if TYPE_CHECKING:
    from daybook.facts.engine import Session


def texts_counted(session: "Session", on: date, days: int) -> dict[str, int]:
    """shop -> different texts of its reviews in the days up to the morning of `on`."""
    rows = session.arrow(f"SELECT shop, count(DISTINCT text) AS texts FROM ({_texts(session, on, days)}) "
                         "GROUP BY shop ORDER BY shop").to_pylist()
    return {row["shop"]: row["texts"] for row in rows}


def own_texts(session: "Session", on: date, days: int, most: int, poor_stars: int) -> dict[str, Mapping[str, bool | None]]:
    """shop -> its newest texts, `most` at most, and whether their stars praise: None where none say, or say both of one text."""
    good, poor = GOOD.format(stars=poor_stars), POOR.format(stars=poor_stars)
    rows = session.arrow(
        f"SELECT shop, text, bool_or({good}) AS good, bool_or({poor}) AS poor, max(written_on) AS day "
        f"FROM ({_texts(session, on, days)}) GROUP BY shop, text "
        f"QUALIFY row_number() OVER (PARTITION BY shop ORDER BY day DESC, text) <= {most} ORDER BY shop, text").to_pylist()
    found: dict[str, dict[str, bool | None]] = defaultdict(dict)
    for row in rows:
        said = bool(row["good"]), bool(row["poor"])
        found[row["shop"]][row["text"]] = said[0] if said[0] != said[1] else None
    return dict(found)


def _texts(session: "Session", on: date, days: int) -> str:
    first = on - timedelta(days=days)
    view = session.use(REVIEWS, days=(REVIEWS.day, first, on))
    return (f'SELECT shop, text, written_on, rating, stars FROM "{view}" WHERE written_on BETWEEN DATE \'{first}\' AND '
            f"DATE '{on}' AND text IS NOT NULL AND trim(text) <> ''")
