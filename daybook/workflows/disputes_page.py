"""The disputes page (S8) and one case: rates, cases, proof and value as known on a morning, with the order's chat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from daybook.desks.disputes.book import BOOK, EXPORTS, STEPS, read_books
from daybook.desks.disputes.table import disputes_table
from daybook.domain.disputes import CaseFile, ChatLine, DisputesTable
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.talk_tables import CHAT_MESSAGES
from daybook.workflows.case_steps import exports_known, steps_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.seeing import SLICED_DAYS, see_sales, whose

#: Messages of one order that a case shows, the latest; and how long before the case they are read.
CHAT_LINES, CHAT_DAYS = 60, 60


def disputes_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> DisputesTable:
    """What the page of a shop shows on the morning of `on`, as exports knew it at nine of it or at a moment.

    What people added to the cases stands there up to now, or up to that moment where one is asked for.
    """
    return disputes_table(_looked(house, shop, on, as_of, ())[0])


def case_of(house: House, shop: Shop, on: date, case_id: str,
            as_of: datetime | None = None) -> tuple[DisputesTable, CaseFile, tuple[ChatLine, ...]] | None:
    """One case with the page that it stands on and the chat of its order; None where there is no such case."""
    seen, chat = _looked(house, shop, on, as_of, (case_id,))
    table = disputes_table(seen)
    found = next((c for c in table.cases if c.seen.case_id == case_id), None)
    return None if found is None else (table, found, chat)


def _looked(house: House, shop: Shop, on: date, as_of: datetime | None, cases: Sequence[str]) -> tuple[Seen, tuple[ChatLine, ...]]:
    moment = as_of or shop.moment(on, NINE)

    def look(session: Session) -> tuple[Seen, tuple[ChatLine, ...]]:
        seen = see_sales(session, shop, on, moment, SLICED_DAYS)
        book = read_books(session, [shop], on).get(shop.name)
        order = next((c.order_id for c in book.cases if c.case_id in cases), None) if book else None
        return replace(seen, read={} if book is None else {BOOK: book}), _chat(session, order, on)

    seen, chat = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, look)
    steps = steps_known([shop], as_of or house.now()).get(shop.name, {})
    exports = exports_known([shop], moment).get(shop.name, ())
    return replace(seen, read={**seen.read, STEPS: steps, EXPORTS: exports}), chat


def _chat(session: Session, order: str | None, on: date) -> tuple[ChatLine, ...]:
    """What was written about an order, in the order of time."""
    if order is None:
        return ()
    view = session.use(CHAT_MESSAGES, days=(CHAT_MESSAGES.day, on - timedelta(days=CHAT_DAYS), on))
    rows = session.arrow(
        f'SELECT shop, sent_at, sent_on, direction, agent, text FROM "{view}" WHERE order_id = ? ORDER BY sent_at DESC NULLS LAST, '
        f"message_id LIMIT {CHAT_LINES}", [order]).to_pylist()
    return tuple(ChatLine(r["sent_at"], r["sent_on"], r["direction"], r["agent"], r["text"]) for r in reversed(rows))
