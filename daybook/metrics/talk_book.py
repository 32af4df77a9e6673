"""What buyers wrote, for all shops at once: reviews that may be poor row by row, counts of the rest, questions, latest scores."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from daybook.domain.reputation import QuestionSeen, ReviewSeen, ScoreSeen, TalkBook, Written
from daybook.facts.review_tables import BUYER_QUESTIONS, REVIEWS
from daybook.facts.service_tables import SHOP_SCORE_DAY

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: Reviews of one shop that are read word by word, the newest; the rest is counted.
MOST = 1500
#: Facts of which it is asked whether the exports tell them.
TOLD = ("rating", "stars", "written_at", "reply", "variant", "follow_up")
POOR = "(rating IN ('fair', 'bad') OR (rating IS NULL AND stars <= {stars}))"
GOOD = "(rating = 'good' OR (rating IS NULL AND stars > {stars}))"


def talk_books(session: "Session", on: date, review_days: int, question_days: int, poor_stars: int) -> dict[str, TalkBook]:
    """shop -> what its buyers wrote until the morning of `on`, as known at the session's moment; a silent shop has none.

    A review that no verdict rates is poor at `poor_stars` or fewer.
    """
    first = on - timedelta(days=review_days)
    view = session.use(REVIEWS, days=(REVIEWS.day, first, on))
    session.con.execute(f'CREATE OR REPLACE TEMP TABLE talk_reviews AS SELECT shop, review_id, known_at, written_on, written_at, '
                        f'item_id, variant, rating, stars, text, follow_up, reply FROM "{view}" '
                        f"WHERE written_on BETWEEN DATE '{first}' AND DATE '{on}'")
    reviews, written, told = _reviews(session, poor_stars), _written(session, poor_stars), _told(session)
    questions, scores = _questions(session, on, question_days), _scores(session, on, review_days)
    return {shop: TalkBook(tuple(reviews.get(shop, ())), tuple(written.get(shop, ())), tuple(questions.get(shop, ())),
                           tuple(scores.get(shop, ())), told.get(shop, frozenset()))
            for shop in sorted({*reviews, *written, *questions, *scores})}


def _reviews(session: "Session", stars: int) -> dict[str, list[ReviewSeen]]:
    """Those rated poor, those that nobody rated, and good ones that were followed up."""
    rows = session.arrow(
        f"SELECT * FROM talk_reviews WHERE {POOR.format(stars=stars)} OR (rating IS NULL AND stars IS NULL) "
        "OR follow_up IS NOT NULL "
        f"QUALIFY row_number() OVER (PARTITION BY shop ORDER BY written_on DESC, review_id) <= {MOST} "
        "ORDER BY shop, written_on DESC, written_at DESC NULLS LAST, review_id").to_pylist()
    return _by_shop(rows, lambda row: ReviewSeen(**row))


def _written(session: "Session", stars: int) -> dict[str, list[Written]]:
    good, poor = GOOD.format(stars=stars), POOR.format(stars=stars)
    rows = session.arrow(
        f"SELECT shop, item_id, written_on AS day, count(*) AS reviews, count(*) FILTER ({good}) AS good, "
        f"count(*) FILTER ({poor}) AS poor FROM talk_reviews WHERE item_id IS NOT NULL GROUP BY ALL ORDER BY ALL").to_pylist()
    return _by_shop(rows, lambda row: Written(**row))


def _told(session: "Session") -> dict[str, frozenset[str]]:
    counted = ", ".join(f'count("{name}") AS "{name}"' for name in TOLD)
    rows = session.arrow(f"SELECT shop, {counted} FROM talk_reviews GROUP BY shop ORDER BY shop").to_pylist()
    return {row["shop"]: frozenset(name for name in TOLD if row[name]) for row in rows}


def _questions(session: "Session", on: date, days: int) -> dict[str, list[QuestionSeen]]:
    first = on - timedelta(days=days)
    view = session.use(BUYER_QUESTIONS, days=(BUYER_QUESTIONS.day, first, on))
    rows = session.arrow(
        f'SELECT shop, question_id, asked_on, item_id, text, answer, answers FROM "{view}" '
        f"WHERE asked_on BETWEEN DATE '{first}' AND DATE '{on}' "
        f"QUALIFY row_number() OVER (PARTITION BY shop ORDER BY asked_on DESC, question_id) <= {MOST} "
        "ORDER BY shop, asked_on DESC, question_id").to_pylist()
    return _by_shop(rows, lambda row: QuestionSeen(**row))


def _scores(session: "Session", on: date, days: int) -> dict[str, list[ScoreSeen]]:
    first = on - timedelta(days=days)
    view = session.use(SHOP_SCORE_DAY, days=(SHOP_SCORE_DAY.day, first, on))
    rows = session.arrow(f'SELECT shop, score, day, value, industry_mean, target FROM "{view}" '
                         f"WHERE day BETWEEN DATE '{first}' AND DATE '{on}' AND value IS NOT NULL "
                         "ORDER BY shop, score, day").to_pylist()
    return _by_shop(rows, lambda row: ScoreSeen(**row))


def _by_shop(rows: Sequence[dict[str, Any]], made: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(made(row))
    return found
