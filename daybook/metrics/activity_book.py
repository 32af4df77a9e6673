"""Sign-ups for events as exports tell them, for all shops at once: those whose event is to come, runs, or is not long over."""

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from daybook.domain.activities import GONE_WORDS, ActivityBook, Signed
from daybook.facts.rival_tables import EVENT_SIGNUPS

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: Sign-ups are made so many days before an event at most, and matter so many days after it.
MADE, AFTER = 120, 45


def activity_books(session: "Session", on: date, after: int = AFTER) -> dict[str, ActivityBook]:
    """shop -> its sign-ups; a shop whose exports tell none has none.  One query over sign-ups alone, of a few months."""
    view = session.use(EVENT_SIGNUPS, days=(EVENT_SIGNUPS.day, on - timedelta(days=MADE + after), on))
    rows = session.arrow(
        "SELECT shop, event, item_id, title, signed_up_on, event_from, coalesce(event_to, event_from) AS event_to, "
        "coalesce(expected_price, event_price) AS price, event_units, units_sold, "
        f"coalesce(item_status, '') || ' ' || coalesce(status, '') AS said FROM \"{view}\" WHERE event_from IS NOT NULL "
        "AND coalesce(event_to, event_from) >= ? ORDER BY shop, event_from, event, item_id, signup_id",
        [on - timedelta(days=after)]).to_pylist()
    found: dict[str, list[Signed]] = defaultdict(list)
    for row in rows:
        stands = not any(word in row["said"].lower() for word in GONE_WORDS)
        found[row["shop"]].append(Signed(
            row["event"], row["item_id"], row["title"] or "", row["signed_up_on"], row["event_from"], row["event_to"], row["price"],
            row["event_units"], row["units_sold"], row["said"].strip(), stands))
    return {shop: ActivityBook(tuple(signed)) for shop, signed in found.items()}
