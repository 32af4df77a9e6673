"""What buyers ask about and what agents say, counted by lists of words; a few texts are quoted, flagged or drawn to be read."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from daybook.domain.service import Flagged, Line, Quoted, Sampled, Topic

if TYPE_CHECKING:
    from daybook.facts.engine import Session
    from daybook.metrics.service_book import ServiceWords

#: Texts of one shop that are quoted: examples of each topic, and the most frequent ones that no topic holds.
EXAMPLES, UNKNOWN = 3, 300
#: Messages flagged in one shop and morning at most: forbidden words before unanswered chats, the earliest first; more are not held.
FLAGS = 60
#: Signs of a quoted text that is shown.
SHOWN = 160


def topics_of(session: "Session", topics: Mapping[str, str]) -> dict[str, list[Topic]]:
    """Talks by day, topic and listing; a chat of a day counts once a topic."""
    _make_topics(session, topics)
    rows = session.arrow("SELECT shop, day, topic, item_id, count(DISTINCT chat_id) AS talks FROM service_topics "
                         "GROUP BY ALL ORDER BY shop, day, topic, item_id").to_pylist()
    found: dict[str, list[Topic]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(Topic(**row))
    return found


def _make_topics(session: "Session", topics: Mapping[str, str]) -> None:
    """One query a topic: a pattern that is a constant is compiled once and not for each message."""
    from daybook.facts.engine import filled

    each = " UNION ALL ".join("SELECT *, ? AS topic FROM s WHERE regexp_matches(text, ?, 'i')" for _ in topics)
    session.con.execute(filled(
        "CREATE OR REPLACE TEMP TABLE service_topics AS WITH c AS (SELECT shop, chat_id, sent_on, coalesce(max(item_id), '') AS "
        "item_id FROM service_said GROUP BY ALL), s AS (SELECT shop, chat_id, sent_on, text FROM service_said WHERE "
        f"direction = 'in'), t AS ({each}) "
        "SELECT t.shop, t.sent_on AS day, t.chat_id, t.topic, c.item_id, t.text FROM t "
        "JOIN c ON c.shop = t.shop AND c.chat_id = t.chat_id AND c.sent_on = t.sent_on",
        [word for one in topics.items() for word in one]))


def quoted_of(session: "Session", words: "ServiceWords", since: date) -> dict[str, list[Quoted]]:
    """Examples of each topic, the newest days', and questions of no topic, the most frequent first."""
    from daybook.facts.engine import filled

    known = " OR ".join("regexp_matches(text, ?, 'i')" for _ in words.topics)
    sql = filled(
        f"SELECT shop, topic, left(text, {SHOWN}) AS text, count(*) AS times, max(item_id) AS item_id FROM service_topics "
        "WHERE day >= ? GROUP BY shop, topic, text QUALIFY row_number() OVER (PARTITION BY shop, topic ORDER BY "
        "count(*) DESC, text) "
        f"<= {EXAMPLES} UNION ALL SELECT shop, '' AS topic, left(text, {SHOWN}) AS text, count(*) AS times, "
        f"coalesce(max(item_id), "
        "'') AS item_id FROM service_said WHERE direction = 'in' AND sent_on >= ? AND regexp_matches(text, ?, 'i') "
        f"AND NOT ({known}) GROUP BY shop, text QUALIFY "
        "row_number() OVER "
        f"(PARTITION BY shop ORDER BY count(*) DESC, text) <= {UNKNOWN} ORDER BY shop, topic, times DESC, text",
        (since, since, words.question, *words.topics.values()))
    found: dict[str, list[Quoted]] = defaultdict(list)
    for row in session.arrow(sql).to_pylist():
        found[row.pop("shop")].append(Quoted(**row))
    return found


def flagged_of(session: "Session", words: "ServiceWords", day: date) -> dict[str, list[Flagged]]:
    """Of one day: what agents must not have said, and questions with which a chat ends by the last message known."""
    from daybook.facts.engine import filled

    each = " UNION ALL ".join(
        "SELECT shop, ? AS why, regexp_extract(text, ?) AS words, coalesce(agent, '') AS agent, chat_id, sent_at AS said_at, text "
        "FROM service_said WHERE direction = 'out' AND sent_on = ? AND regexp_matches(text, ?)" for _ in words.forbidden)
    sql = filled(
        f"WITH f AS ({each}), "
        "e AS (SELECT shop, chat_id, arg_max(direction, (sent_at, direction, message_id)) AS last, "
        "arg_max(text, (sent_at, direction, message_id)) AS text, arg_max(agent, (sent_at, direction, message_id)) AS agent, "
        "max(sent_at) AS said_at, max(sent_on) AS day FROM service_said "
        "WHERE direction IN ('in', 'out', 'robot') AND sent_at IS NOT NULL GROUP BY ALL), "
        "u AS (SELECT e.shop, 'unanswered' AS why, '' AS words, coalesce(e.agent, '') AS agent, e.chat_id, e.said_at, "
        "e.text FROM e "
        "WHERE e.last = 'in' AND e.day = ? AND regexp_matches(e.text, ?, 'i')) "
        f"SELECT shop, why, words, agent, chat_id, said_at, left(text, {SHOWN}) AS text FROM (SELECT * FROM f UNION ALL "
        f"SELECT * FROM u) "
        f"QUALIFY row_number() OVER (PARTITION BY shop ORDER BY why = 'unanswered', said_at, chat_id) <= {FLAGS} "
        "ORDER BY shop, why = 'unanswered', said_at, chat_id, why",
        [*(value for why, pattern in words.forbidden.items() for value in (why, pattern, day, pattern)), day, words.question])
    found: dict[str, list[Flagged]] = defaultdict(list)
    for row in session.arrow(sql).to_pylist():
        found[row["shop"]].append(Flagged(row["why"], row["words"], row["agent"], row["chat_id"], row["said_at"], row["text"]))
    return found


def samples_of(session: "Session", day: date, each: int) -> dict[str, list[Sampled]]:
    """Chats of one day to be read, so many of each agent, drawn by a hash of their ids: the same again on the same facts."""
    rows = session.arrow(
        "WITH c AS (SELECT shop, chat_id, coalesce(arg_min(agent, (sent_at, message_id)) FILTER (direction = 'out'), "
        "arg_min(agent, (sent_at, message_id)), '') AS agent "
        "FROM service_said WHERE sent_on = ? GROUP BY ALL HAVING count(*) FILTER (direction = 'out') > 0), "
        f"d AS (SELECT * FROM c QUALIFY row_number() OVER (PARTITION BY shop, agent ORDER BY md5(chat_id)) <= {each}) "
        f"SELECT d.shop, d.chat_id, d.agent, s.sent_at AS said_at, s.direction, left(s.text, {SHOWN}) AS text FROM d "
        "JOIN service_said s ON s.shop = d.shop AND s.chat_id = d.chat_id WHERE s.sent_on = ? "
        "ORDER BY d.shop, d.agent, d.chat_id, s.sent_at, s.direction, s.message_id", [day, day]).to_pylist()
    lines: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for r in rows:
        lines[r["shop"], r["chat_id"], r["agent"]].append(Line(r["said_at"], r["direction"], r["text"] or ""))
    found: dict[str, list[Sampled]] = defaultdict(list)
    for (shop, chat, agent), own in lines.items():
        found[shop].append(Sampled(chat, agent, tuple(own)))
    return found
