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
#: Messages flagged in one shop and morning at most; more are counted by their kind all the same.
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
    session.write_down("service_words", ("topic", "pattern"), list(topics.items()))
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE service_topics AS WITH c AS (SELECT shop, chat_id, sent_on, coalesce(max(item_id), '') AS "
        "item_id FROM service_said GROUP BY ALL) "
        "SELECT s.shop, s.sent_on AS day, s.chat_id, w.topic, c.item_id, s.text FROM service_said s "
        "JOIN c ON c.shop = s.shop AND c.chat_id = s.chat_id AND c.sent_on = s.sent_on "
        "JOIN service_words w ON regexp_matches(s.text, w.pattern, 'i') WHERE s.direction = 'in'")


def quoted_of(session: "Session", words: "ServiceWords", since: date) -> dict[str, list[Quoted]]:
    """Examples of each topic, the newest days', and questions of no topic, the most frequent first."""
    from daybook.facts.engine import filled

    sql = filled(
        f"SELECT shop, topic, left(text, {SHOWN}) AS text, count(*) AS times, max(item_id) AS item_id FROM service_topics "
        "WHERE day >= ? GROUP BY shop, topic, text QUALIFY row_number() OVER (PARTITION BY shop, topic ORDER BY "
        "count(*) DESC, text) "
        f"<= {EXAMPLES} UNION ALL SELECT shop, '' AS topic, left(text, {SHOWN}) AS text, count(*) AS times, "
        f"coalesce(max(item_id), "
        "'') AS item_id FROM service_said s WHERE direction = 'in' AND sent_on >= ? AND regexp_matches(text, ?, 'i') "
        "AND NOT EXISTS "
        "(SELECT 1 FROM service_words w WHERE regexp_matches(s.text, w.pattern, 'i')) GROUP BY shop, text QUALIFY "
        "row_number() OVER "
        f"(PARTITION BY shop ORDER BY count(*) DESC, text) <= {UNKNOWN} ORDER BY shop, topic, times DESC, text",
        (since, since, words.question))
    found: dict[str, list[Quoted]] = defaultdict(list)
    for row in session.arrow(sql).to_pylist():
        found[row.pop("shop")].append(Quoted(**row))
    return found


def flagged_of(session: "Session", words: "ServiceWords", day: date) -> dict[str, list[Flagged]]:
    """Of one day: what agents must not have said, and questions with which a chat ends, hours before the last message known."""
    session.write_down("service_forbidden", ("why", "pattern"), list(words.forbidden.items()))
    from daybook.facts.engine import filled

    sql = filled(
        "WITH f AS (SELECT s.shop, w.why, regexp_extract(s.text, w.pattern) AS words, coalesce(s.agent, '') AS agent, s.chat_id, "
        "s.sent_at AS said_at, s.text FROM service_said s JOIN service_forbidden w ON regexp_matches(s.text, w.pattern) "
        "WHERE s.direction = 'out' AND s.sent_on = ?), "
        "e AS (SELECT shop, chat_id, arg_max(direction, sent_at) AS last, arg_max(text, sent_at) AS text, "
        "any_value(agent) AS agent, max(sent_at) AS said_at, max(sent_on) AS day FROM service_said "
        "WHERE direction IN ('in', 'out', 'robot') AND sent_at IS NOT NULL GROUP BY ALL), "
        "u AS (SELECT e.shop, 'unanswered' AS why, '' AS words, coalesce(e.agent, '') AS agent, e.chat_id, e.said_at, "
        "e.text FROM e "
        "WHERE e.last = 'in' AND e.day = ? AND regexp_matches(e.text, ?, 'i')) "
        f"SELECT shop, why, words, agent, chat_id, said_at, left(text, {SHOWN}) AS text FROM (SELECT * FROM f UNION ALL "
        f"SELECT * FROM u) "
        f"QUALIFY row_number() OVER (PARTITION BY shop ORDER BY why = 'unanswered', said_at, chat_id) <= {FLAGS} "
        "ORDER BY shop, why = 'unanswered', said_at, chat_id, why", (day, day, words.question))
    found: dict[str, list[Flagged]] = defaultdict(list)
    for row in session.arrow(sql).to_pylist():
        found[row["shop"]].append(Flagged(row["why"], row["words"], row["agent"], row["chat_id"], row["said_at"], row["text"]))
    return found


def samples_of(session: "Session", day: date, each: int) -> dict[str, list[Sampled]]:
    """Chats of one day to be read, so many of each agent, drawn by a hash of their ids: the same again on the same facts."""
    rows = session.arrow(
        "WITH c AS (SELECT shop, chat_id, coalesce(arg_min(agent, sent_at) FILTER (direction = 'out'), "
        "any_value(agent), '') AS agent "
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
