"""The brief of a listing's copy and poster: what search words, reviews, questions and chats of 90 days prove; what is banned."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from daybook.actions.guards.texts import EVERY_LIST
from daybook.desks.gain import rule
from daybook.desks.listings.copy_points import points_of, quotes_of
from daybook.desks.listings.titles import title_advice
from daybook.domain.copy_brief import CopyBrief, Proof
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.review_tables import BUYER_QUESTIONS, REVIEWS
from daybook.facts.table import Table
from daybook.facts.talk_tables import CHAT_MESSAGES
from daybook.metrics.listing_lives import lives_of
from daybook.metrics.talk_book import GOOD, POOR
from daybook.rulebook.words import forbidden
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.listing_desk import with_order_titles
from daybook.workflows.morning import NINE
from daybook.workflows.seeing import see, whose

DAYS = 90
#: Texts of one kind that are looked through, and quotes that are shown where no subject groups them.
MOST, QUOTES = 5000, 5
Texts = Sequence[tuple[date, str]]


def copy_brief(house: House, shop: Shop, item: str, on: date, as_of: datetime | None = None) -> CopyBrief:
    """The brief of one listing for the morning of `on`.  Raises WrongUsage where no export names the listing."""
    moment = as_of or shop.moment(on, NINE)
    last = on - timedelta(days=1)

    def read(session: Session) -> tuple[Seen, dict[str, Texts]]:
        seen = see(session, [shop], on, moment, reading_for=())[shop.name].seen
        return with_order_titles(seen, lives_of(session, on)), _texts(session, item, last)

    seen, texts = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)
    title = title_advice(seen, item)
    if title is None:
        raise WrongUsage(Said("no export says what {item} is called", item=item), where=shop.name,
                         next_step="see `daybook listings --shop`")
    searched = [Proof("search", one.word, int(one.buyers))
                for one in (*title.missing, *title.gained, *title.kept, *title.lost) if one.buyers]
    proofs = (*sorted(searched, key=lambda p: -p.times), *points_of("praise", texts["good"]), *points_of("complaint", texts["bad"]),
              *points_of("question", texts["question"]), *quotes_of("question", texts["question"], QUOTES),
              *points_of("chat", texts["chat"]))
    prices = [days[max(days)] for scope, days in seen.sliced.get("stock", {}).get("list_price", {}).items()
              if dict(scope).get("item_id") == item and days]
    banned = {(f.words, f.rule) for _, text in (*texts["good"], *texts["question"]) for rule in EVERY_LIST
              if (f := forbidden(text, [rule])) is not None} | set(title.forbidden)
    return CopyBrief(shop.name, item, title.title, last, title.units, title.most, min(prices, default=None), shop.currency, proofs,
                     tuple(sorted(banned)), tuple(name for name, found in (("reviews", [*texts["good"], *texts["bad"]]), (
                         "questions", texts["question"]), ("chats", texts["chat"]), ("search_words", searched)) if not found))


def _texts(session: Session, item: str, last: date) -> dict[str, Texts]:
    """What buyers wrote of a listing: good and bad reviews, questions, and what they say in chats."""
    stars = int(rule("R-STARS", "poor"))
    return {
        "good": _rows(session, REVIEWS, "text", item, last, f"AND {GOOD.format(stars=stars)}"),
        "bad": _rows(session, REVIEWS, "text", item, last, f"AND {POOR.format(stars=stars)}"),
        "question": _rows(session, BUYER_QUESTIONS, "text", item, last),
        "chat": _rows(session, CHAT_MESSAGES, "text", item, last, "AND direction = 'in'")}


def _rows(session: Session, table: Table, column: str, item: str, last: date, more: str = "") -> Texts:
    view, first = session.use(table), last - timedelta(days=DAYS - 1)
    rows: list[dict[str, Any]] = session.arrow(
        f'SELECT "{table.day}" AS day, "{column}" AS text FROM "{view}" WHERE item_id = ? AND "{table.day}" BETWEEN ? AND ? '
        f'AND "{column}" IS NOT NULL AND "{column}" <> \'\' {more} ORDER BY ALL DESC LIMIT {MOST}', [item, first, last]).to_pylist()
    return [(row["day"], row["text"]) for row in rows]
