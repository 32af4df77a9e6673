"""Customer service of a morning from transcripts and the platforms' own reports: one query for all shops per question.

Which messages are whose round, and what each platform counts, follows the rules that are handed in; texts are only matched
against lists of words, counted, and a few of them quoted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from daybook.domain.service import AgentDay, AskerDay, Replies, Reported, ServiceBook, SlotDay
from daybook.facts.service_tables import SERVICE_AGENT_DAY, SERVICE_DAY
from daybook.facts.talk_tables import CHAT_MESSAGES
from daybook.metrics.service_contacts import again_of, between_of, handed_of
from daybook.metrics.service_inquiries import converted_of, lost_of, make_inquiries, ready_of, served_of
from daybook.metrics.service_texts import flagged_of, quoted_of, samples_of, topics_of

if TYPE_CHECKING:
    from daybook.facts.engine import Session

KEPT = ("shop", "message_id", "chat_id", "sent_on", "sent_at", "sent_hour", "direction", "agent", "buyer_id", "order_id",
        "item_id", "text")
COUNTS = tuple(f.name for f in fields(Replies))


@dataclass(frozen=True)
class Counting:
    """How one shop's service is counted: hours of the day in which replies count, and the rule by which a purchase is an agent's:
    placed (下单判定), paid (付款判定) or placed_first (下单优先判定)."""

    from_hour: int
    to_hour: int
    attribution: str


@dataclass(frozen=True)
class ServiceSpan:
    """Which days are read, what an answer in time is, when a talk begins anew, and how long after asking a purchase counts."""

    days: int
    minutes: int
    talk_gap_minutes: int
    window_days: int
    after_sale_days: int
    slow_minutes: int
    quoted_days: int
    samples: int
    again_days: int


@dataclass(frozen=True)
class ServiceWords:
    """Lists of words, each as one pattern: topics of questions, reasons for not buying, what must not be said, asking for a
    person, and what makes a text a question."""

    topics: Mapping[str, str]
    reasons: Mapping[str, str]
    forbidden: Mapping[str, str]
    person: str
    question: str


def service_books(session: "Session", on: date, counting: Mapping[str, Counting], span: ServiceSpan,
                  words: ServiceWords) -> dict[str, ServiceBook]:
    """shop -> its service on the morning of `on`; a shop without transcripts and reports of the window has none."""
    reviewed = on - timedelta(days=1)
    first = reviewed - timedelta(days=span.days - 1)
    told = _read_once(session, first, on, counting)
    reported = _reported(session, first, reviewed)
    if not told:
        return {shop: ServiceBook(reported=tuple(rows)) for shop, rows in reported.items()}
    _make_rounds(session, span, words)
    _make_talks(session, span)
    make_inquiries(session, first, on, span)
    parts: dict[str, Mapping[str, Sequence[Any]]] = {
        "agents": _agents(session), "slots": _slots(session), "askers": _askers(session), "open": _open(session),
        "converted": converted_of(session), "served": served_of(session, first, reviewed, span),
        "lost": lost_of(session, span, words.reasons), "ready": ready_of(session), "topics": topics_of(session, words.topics),
        "quoted": quoted_of(session, words, reviewed - timedelta(days=span.quoted_days - 1)),
        "flagged": flagged_of(session, words, reviewed), "samples": samples_of(session, reviewed, span.samples),
        "again": again_of(session, first, span), "handed": handed_of(session, words, span), "between": between_of(session),
        "reported": reported}
    lengths = _lengths(session)
    return {shop: ServiceBook(**{name: tuple(found.get(shop, ())) for name, found in parts.items()}, told=facts, until=until,
                              talk_seconds=lengths.get(shop, (None, None))[0], robot_share=lengths.get(shop, (None, None))[1])
            for shop, (facts, until) in {**{s: (frozenset[str](), None) for s in reported}, **told}.items()}


def service_slots(session: "Session", on: date, counting: Mapping[str, Counting], span: ServiceSpan,
                  words: ServiceWords) -> dict[str, ServiceBook]:
    """shop -> of its service what people are reckoned from: half hours, length of a talk, share of the robot; a shop without
    transcripts of the window has none."""
    told = _read_once(session, on - timedelta(days=span.days), on, counting)
    if not told:
        return {}
    _make_rounds(session, span, words)
    _make_talks(session, span)
    slots, lengths = _slots(session), _lengths(session)
    return {shop: ServiceBook(slots=tuple(slots.get(shop, ())), told=facts, until=until, talk_seconds=lengths[shop][0],
                              robot_share=lengths[shop][1]) for shop, (facts, until) in told.items() if shop in lengths}


def _read_once(session: "Session", first: date, on: date,
               counting: Mapping[str, Counting]) -> dict[str, tuple[frozenset[str], Any]]:
    """Makes a table of the shops' messages of the window; gives what each shop's transcripts tell, and until when."""
    session.write_down("service_counting", ("shop", "from_hour", "to_hour", "attribution"), [
        (shop, str(c.from_hour), str(c.to_hour), c.attribution) for shop, c in sorted(counting.items())])
    named = ", ".join(f'"{name}"' for name in KEPT)
    chats = session.use(CHAT_MESSAGES, days=(CHAT_MESSAGES.day, first, on))
    session.con.execute(f'CREATE OR REPLACE TEMP TABLE service_said AS SELECT {named} FROM "{chats}" '
                        f"WHERE sent_on BETWEEN DATE '{first}' AND DATE '{on}' AND shop IN (SELECT shop FROM service_counting)")
    rows = session.arrow("SELECT shop, max(sent_at) AS until, count(sent_at) AS times, count(agent) AS agents, "
    "count(buyer_id) AS "
                         "buyers, count(item_id) AS items FROM service_said GROUP BY shop ORDER BY shop").to_pylist()
    return {r["shop"]: (frozenset(n for n in ("times", "agents", "buyers", "items") if r[n]), r["until"]) for r in rows}


def _make_rounds(session: "Session", span: ServiceSpan, words: ServiceWords) -> None:
    """Rounds: a buyer's messages until a person answers, each counted from its first message within the counted hours.

    One that only a robot answered, of a buyer who asked for nobody else, is the robot's.  One that was asked so late that its time
    was not over at the last message known is neither in time nor late.
    """
    from daybook.facts.engine import filled

    counted = "direction = 'in' AND sent_hour >= from_hour AND sent_hour < to_hour"
    session.con.execute(filled(
        "CREATE OR REPLACE TEMP TABLE service_rounds AS WITH m AS (SELECT s.*, CAST(c.from_hour AS BIGINT) AS from_hour, "
        "CAST(c.to_hour AS BIGINT) AS to_hour, count(*) FILTER (direction = 'out') OVER (PARTITION BY s.shop, chat_id "
        "ORDER BY sent_at, direction, message_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS part, "
        "max(sent_at) OVER (PARTITION BY s.shop) AS until FROM service_said s JOIN service_counting c USING (shop) "
        "WHERE direction IN ('in', 'out', 'robot') AND sent_at IS NOT NULL), "
        f"g AS (SELECT shop, chat_id, part, any_value(until) AS until, min(sent_at) FILTER ({counted}) AS asked_at, "
        f"arg_min(sent_on, sent_at) FILTER ({counted}) AS day, arg_min(sent_hour, sent_at) FILTER ({counted}) AS hour, "
        "min(sent_at) FILTER (direction = 'out') AS answered_at, "
        "coalesce(arg_min(agent, (sent_at, message_id)) FILTER (direction = 'out'), arg_min(agent, (sent_at, message_id)), '') "
        "AS agent, coalesce(min(buyer_id), chat_id) AS asker, "
        "coalesce(bool_or(direction = 'robot'), false) AS robot, "
        "coalesce(bool_or(direction = 'in' AND regexp_matches(text, ?, 'i')), false) AS person "
        "FROM m GROUP BY shop, chat_id, part) "
        "SELECT *, epoch(answered_at) - epoch(asked_at) AS wait, coalesce(epoch(answered_at) - epoch(asked_at) <= ?, false) AS "
        "in_time, hour * 2 + CASE WHEN minute(asked_at) >= 30 THEN 1 ELSE 0 END AS slot FROM g WHERE asked_at IS NOT NULL "
        "AND NOT (answered_at IS NULL AND robot AND NOT person) "
        "AND NOT (answered_at IS NULL AND epoch(until) - epoch(asked_at) <= ?)",
        (words.person, span.minutes * 60, span.minutes * 60)))


def _make_talks(session: "Session", span: ServiceSpan) -> None:
    """Talks, what staffing counts as one ask: a buyer's message after a longer pause begins one anew, an answer never does, so a
    late first answer is still its talk's.  The length is from the first answer on: who waits keeps nobody busy."""
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE service_talks AS WITH p AS (SELECT *, CASE WHEN direction = 'in' AND "
        "coalesce(epoch(sent_at) - epoch(lag(sent_at) OVER w) "
        f"> {span.talk_gap_minutes * 60}, true) THEN 1 ELSE 0 END AS anew FROM service_said WHERE sent_at IS NOT NULL "
        "AND direction IN ('in', 'out', 'robot') WINDOW w AS (PARTITION BY shop, chat_id ORDER BY sent_at, direction, "
        "message_id)), "
        "n AS (SELECT *, sum(anew) OVER (PARTITION BY shop, chat_id ORDER BY sent_at, direction, message_id "
        "ROWS UNBOUNDED PRECEDING) AS talk FROM p) "
        "SELECT shop, chat_id, talk, min(sent_at) FILTER (direction = 'in') AS asked_at, "
        "arg_min(sent_on, sent_at) FILTER (direction = 'in') AS day, arg_min(sent_hour, sent_at) FILTER (direction = "
        "'in') AS hour, "
        "min(sent_at) FILTER (direction = 'out') AS answered_at, coalesce(arg_min(agent, (sent_at, message_id)) "
        "FILTER (direction = 'out'), '') AS agent, bool_or(direction = 'robot') AS robot, "
        "epoch(max(sent_at)) - epoch(answered_at) AS length "
        "FROM n GROUP BY shop, chat_id, talk HAVING asked_at IS NOT NULL")


def _agents(session: "Session") -> dict[str, list[AgentDay]]:
    rows = session.arrow(
        "WITH r AS (SELECT shop, day, agent, count(*) AS rounds, count(*) FILTER (in_time) AS in_time, count(wait) AS answered, "
        "CAST(coalesce(sum(wait), 0) AS BIGINT) AS wait_seconds FROM service_rounds GROUP BY ALL), "
        "f AS (SELECT t.shop, t.day, t.agent, count(*) AS first, CAST(sum(epoch(answered_at) - epoch(asked_at)) AS BIGINT) "
        "AS first_seconds FROM service_talks t JOIN service_counting c ON c.shop = t.shop AND t.hour >= "
        "CAST(c.from_hour AS BIGINT) "
        "AND t.hour < CAST(c.to_hour AS BIGINT) WHERE answered_at >= asked_at GROUP BY ALL) "
        "SELECT r.*, coalesce(first, 0) AS first, coalesce(first_seconds, 0) AS first_seconds FROM r LEFT JOIN f "
        "ON f.shop = r.shop AND f.day = r.day AND f.agent = r.agent ORDER BY r.shop, r.day, r.agent").to_pylist()
    found: dict[str, list[AgentDay]] = defaultdict(list)
    for row in rows:
        found[row["shop"]].append(AgentDay(row["day"], row["agent"], Replies(**{n: int(row[n]) for n in COUNTS})))
    return found


def _slots(session: "Session") -> dict[str, list[SlotDay]]:
    rows = session.arrow(
        "WITH a AS (SELECT shop, day, hour * 2 + CASE WHEN minute(asked_at) >= 30 THEN 1 ELSE 0 END AS slot, count(*) AS asks "
        "FROM service_talks GROUP BY ALL), r AS (SELECT shop, day, slot, count(*) AS rounds, count(*) FILTER (NOT "
        "in_time) AS late "
        "FROM service_rounds GROUP BY ALL) SELECT shop, day, slot, coalesce(asks, 0) AS asks, coalesce(rounds, 0) AS rounds, "
        "coalesce(late, 0) AS late FROM a FULL JOIN r USING (shop, day, slot) ORDER BY shop, day, slot").to_pylist()
    found: dict[str, list[SlotDay]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(SlotDay(**row))
    return found


def _askers(session: "Session") -> dict[str, list[AskerDay]]:
    """People, each once a day however many chats; late with any message that nobody answered in time."""
    rows = session.arrow(
        "SELECT shop, day, count(*) AS askers, count(*) FILTER (late) AS late FROM (SELECT shop, day, asker, "
        "bool_or(NOT in_time) "
        "AS late FROM service_rounds GROUP BY ALL) GROUP BY ALL ORDER BY shop, day").to_pylist()
    found: dict[str, list[AskerDay]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(AskerDay(**row))
    return found


def _open(session: "Session") -> dict[str, list[Any]]:
    """Moments of asks of the last day known that nobody had answered at the last message known."""
    rows = session.arrow(
        "SELECT shop, min(sent_at) AS asked_at FROM (SELECT *, max(sent_at) FILTER (direction <> 'in') OVER (PARTITION BY shop, "
        "chat_id) AS answered, max(sent_at) OVER (PARTITION BY shop) AS until FROM service_said WHERE sent_at IS NOT NULL) "
        "WHERE direction = 'in' AND (answered IS NULL OR sent_at > answered) AND epoch(until) - epoch(sent_at) < 86400 "
        "GROUP BY shop, chat_id ORDER BY shop, asked_at").to_pylist()
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["shop"]].append(row["asked_at"])
    return found


def _lengths(session: "Session") -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """shop -> mean seconds of a talk that a person took part in, and the part of the talks of counted hours that a robot ended."""
    rows = session.arrow(
        "SELECT t.shop, CAST(avg(length) FILTER (agent <> '' AND length > 0) AS BIGINT) AS seconds, count(*) FILTER (counted) AS "
        "talks, count(*) FILTER (counted AND robot AND agent = '') AS alone FROM (SELECT t.*, hour >= CAST(from_hour AS BIGINT) "
        "AND hour < CAST(to_hour AS BIGINT) AS counted FROM service_talks t JOIN service_counting c USING (shop)) t GROUP BY "
        "t.shop ORDER BY t.shop").to_pylist()
    return {r["shop"]: (None if r["seconds"] is None else Decimal(r["seconds"]),
                        Decimal(r["alone"]) / r["talks"] if r["talks"] else None) for r in rows}


def _reported(session: "Session", first: date, last: date) -> dict[str, list[Reported]]:
    """What the platform's own reports say of the shops that are asked for, agent by agent, and the shop as a whole."""
    named = ("inquirers, inquiry_buyers AS buyers, inquiry_paid_amount AS amount, first_reply_seconds, mean_reply_seconds, "
             "reply_3min_rate, inquiry_cvr, csat, "
             "very_satisfied + satisfied + neutral + dissatisfied + very_dissatisfied AS rated, "
             "dissatisfied + very_dissatisfied AS dissatisfied, handed_over")
    own = "day BETWEEN ? AND ? AND shop IN (SELECT shop FROM service_counting)"
    agents, shops = (session.use(t, days=("day", first, last)) for t in (SERVICE_AGENT_DAY, SERVICE_DAY))
    rows = session.arrow(
        f"SELECT shop, day, agent, {named} FROM \"{agents}\" WHERE {own} UNION ALL SELECT shop, day, '' AS agent, "
        f"{named} FROM \"{shops}\" WHERE scope = 'shop' AND {own} ORDER BY shop, day, agent",
        [first, last, first, last]).to_pylist()
    found: dict[str, list[Reported]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(Reported(**row))
    return found
