"""Buyers who ask again, chats that were passed on between people, and buyers whom no person answered; from a window's messages.

Reads the tables that `service_book` and `service_texts` make: messages and topics.
"""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from daybook.domain.service import AskedAgain, HandedDay, PassedBetween

if TYPE_CHECKING:
    from daybook.facts.engine import Session
    from daybook.metrics.service_book import ServiceSpan, ServiceWords

#: Pairs of accounts of one shop that are told, those with most chats.
PAIRS = 12


def again_of(session: "Session", first: date, span: "ServiceSpan") -> dict[str, list[AskedAgain]]:
    """By day and topic, from the day on whose days before are all in the window; of buyers who can be told apart alone."""
    rows = session.arrow(
        "WITH b AS (SELECT DISTINCT shop, chat_id, sent_on, buyer_id FROM service_said WHERE buyer_id IS NOT NULL), "
        "a AS (SELECT DISTINCT t.shop, t.day, t.topic, b.buyer_id FROM service_topics t JOIN b ON b.shop = t.shop AND "
        "b.chat_id = t.chat_id AND b.sent_on = t.day), "
        "n AS (SELECT *, day - lag(day) OVER (PARTITION BY shop, topic, buyer_id ORDER BY day) AS since FROM a) "
        "SELECT shop, day, topic, count(*) AS askers, count(*) FILTER (since <= ?) AS again FROM n "
        "WHERE day >= ? + CAST(? AS INTEGER) GROUP BY ALL ORDER BY shop, day, topic",
        [span.again_days, first, span.again_days]).to_pylist()
    found: dict[str, list[AskedAgain]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(AskedAgain(**row))
    return found


def handed_of(session: "Session", words: "ServiceWords", span: "ServiceSpan") -> dict[str, list[HandedDay]]:
    """By day; a buyer who wants a person near the last message known, whose time is not over, is left out."""
    rows = session.arrow(
        "WITH s AS (SELECT m.*, direction = 'in' AND regexp_matches(text, ?, 'i') AND sent_hour >= CAST(from_hour AS BIGINT) AND "
        "sent_hour < CAST(to_hour AS BIGINT) AS asks, max(sent_at) OVER (PARTITION BY m.shop) AS until FROM service_said m "
        "JOIN service_counting USING (shop) WHERE direction IN ('in', 'out', 'robot')), "
        "c AS (SELECT shop, chat_id, sent_on AS day, count(DISTINCT agent) FILTER (direction = 'out') AS people, "
        "coalesce(bool_or(direction = 'out'), false) AS answered, "
        "coalesce(bool_or(direction = 'robot'), false) AS robot, min(sent_at) FILTER (asks) AS wanted_at, "
        "max(sent_at) FILTER (direction = 'out') AS last_out, any_value(until) AS until FROM s GROUP BY ALL), "
        "w AS (SELECT *, robot AND wanted_at IS NOT NULL AND epoch(until) - epoch(wanted_at) > ? AS wanted FROM c) "
        "SELECT shop, day, count(*) FILTER (answered) AS answered, count(*) FILTER (people > 1) AS passed, "
        "count(*) FILTER (wanted) AS wanted, count(*) FILTER (wanted AND (last_out IS NULL OR last_out < wanted_at)) AS unserved "
        "FROM w GROUP BY ALL ORDER BY shop, day", [words.person, span.minutes * 60]).to_pylist()
    found: dict[str, list[HandedDay]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(HandedDay(**row))
    return found


def between_of(session: "Session") -> dict[str, list[PassedBetween]]:
    """Who began chats that somebody else ended, over the window."""
    rows = session.arrow(
        "WITH c AS (SELECT shop, chat_id, sent_on, arg_min(agent, (sent_at, message_id)) AS first, "
        "arg_max(agent, (sent_at, message_id)) AS last FROM service_said WHERE direction = 'out' AND agent IS NOT NULL "
        "AND sent_at IS NOT NULL GROUP BY ALL HAVING count(DISTINCT agent) > 1) SELECT shop, first, last, count(*) AS chats FROM c "
        "WHERE first <> last GROUP BY shop, first, last QUALIFY row_number() OVER (PARTITION BY shop ORDER BY count(*) DESC, "
        f"first, last) <= {PAIRS} ORDER BY shop, chats DESC, first, last").to_pylist()
    found: dict[str, list[PassedBetween]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(PassedBetween(**row))
    return found
