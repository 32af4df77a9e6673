"""The market and rivals page as a report, and the words that it shares with the screen."""

from datetime import timedelta
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.market import ItemRivals, MarketFigure, Newcomer, RivalBand, RivalBoard, RivalLine, WordMove
from daybook.domain.rivals import NO_TAG, RivalSighting
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import Words, translator

#: Figures that are money, and those that are shares; others are counts or index values.
MONEY, SHARES = ("paid_gmv", "paid_amount", "spend_per_buyer", "uv_value"), ("payment_cvr", "share")
HOUR = timedelta(hours=1)


def rivals_paper(found: RivalBoard, language: str) -> Paper:
    """Items beside their rivals, what changed, bands of rival shops, newcomers, the market."""
    w = translator(language)
    title, lead = w("{shop}: market and rivals", shop=found.shop), w(
        "{n} rivals are watched, {due} of them wait for a look", n=found.rivals, due=found.due)
    rivals = [(Cell(item.name), Cell(line.rival.name), Cell(w.name("rival_kind", line.rival.kind)), Cell(price_words(line, found,
                                                                                                                     w)),
               Cell(gap_words(line)), Cell(tag_words(line.last, w)), Cell(age_words(line, w)))
              for item in found.items for line in item.lines]
    events = [(Cell(w.moment(e.at, found.zone, found.on)), Cell(in_language(e.words, w)), Cell(item_of(found, e.item_id)))
              for e in found.events]
    return Paper(title, bare_words(found, w), lead, (
        table(w("Rivals"), (w("Item"), w("Rival"), w("Kind of rival"), w("Buyers pay"), w("Against ours"), w("Event"),
                            w("Last look")),
              rivals, w("No rival is watched yet.")),
        table(w("What changed"), (w("When"), w("What"), w("Item")), events, w("No change was seen in thirty days.")),
        table(w("Rival shops"), (w("Number"), w("Ours that day"), w("Rival shops (band)"), w("Day")),
              [tuple(Cell(text) for text in band_words(band, own, found, w)) for band, own in found.bands],
              w("No export tells of rival shops.")),
        table(w("Newcomers by growth"), (w("Listing"), w("What grew"), w("A week before"), w("Now"), w("At least")),
              [tuple(Cell(text) for text in newcomer_words(new, found, w)) for new in found.newcomers],
              w("No listing grew beyond its bands.")),
        table(w("Demand words"), (w("Word"), w("Change in a week"), w("Place")), [tuple(Cell(text) for text in word_words(move))
              for move in found.words], w("No word moved, or no export tells of words.")),
        table(w("Category and price bands"), (w("Category"), w("What"), w("Number"), w("Value")),
              [tuple(Cell(text) for text in market_words(one, found, w)) for one in (*found.size, *found.price_bands)],
              w("No export tells of the category."))))


def bare_words(found: RivalBoard, w: Words) -> tuple[str, ...]:
    """Core items with too few rivals."""
    low, high = found.wanted
    return tuple(w("{item} has {n} rivals, {low} to {high} are to be watched", item=name, n=n, low=low, high=high)
                 for _, name, n in found.bare)


def item_of(found: RivalBoard, item: str) -> str:
    """An item by the name that the page gives it."""
    return next((one.name for one in found.items if one.item_id == item), item)


def price_words(line: RivalLine, found: RivalBoard, w: Words) -> str:
    """What buyers pay, and the price before a coupon."""
    last = line.last
    if last is None or last.pays is None or last.price is None:
        return "—"
    paid = exact(last.pays, Unit.MONEY, found.currency, w.language)
    return w("{paid} after a coupon of {coupon}", paid=paid, coupon=exact(last.coupon, Unit.MONEY, found.currency, w.language)) \
        if last.coupon else paid


def gap_words(line: RivalLine) -> str:
    """By how much a rival's buyers pay more or less than ours."""
    return "—" if line.gap is None else f"{line.gap:+.0%}"


def tag_words(last: RivalSighting | None, w: Words) -> str:
    """The event on the page and whether it can be bought."""
    if last is None:
        return "—"
    state = w.name("rival_state", last.state) if last.state in ("sold_out", "off_sale") else ""
    tag = w("none") if last.tag == NO_TAG else last.tag
    return " · ".join(part for part in (state, tag) if part) or "—"


def age_words(line: RivalLine, w: Words) -> str:
    """How long ago the last look was."""
    if line.age is None:
        return w("never looked at")
    hours = int(line.age / HOUR)
    return w("{n} hours ago", n=hours) if hours < 48 else w("{n} days ago", n=hours // 24)


def figure_words(metric: str, value: Decimal | None, currency: str, w: Words) -> str:
    """One end of a band, or a number of ours."""
    if value is None:
        return "—"
    if metric in SHARES:
        return f"{value:.2%}"
    return exact(value, Unit.MONEY if metric in MONEY else Unit.COUNT, currency if metric in MONEY else "", w.language)


def span_words(metric: str, low: Decimal | None, high: Decimal | None, currency: str, w: Words) -> str:
    """A band as text; open ends are said."""
    if low == high:
        return figure_words(metric, low, currency, w)
    ends = figure_words(metric, low, currency, w), figure_words(metric, high, currency, w)
    if high is None:
        return f"≥ {ends[0]}"
    return f"≤ {ends[1]}" if low is None else f"{ends[0]} ~ {ends[1]}"


def band_words(band: RivalBand, own: Decimal | None, found: RivalBoard, w: Words) -> tuple[str, ...]:
    """A number of ours beside the band of rival shops, with its day."""
    span = span_words(band.metric, band.low, band.high, found.currency, w)
    return (w.name("market_figure", band.metric), figure_words(band.metric, own, found.currency, w), w("{span} ({n} shops)",
                                                                                                       span=span, n=band.shops),
            w.day(band.day))


def newcomer_words(new: Newcomer, found: RivalBoard, w: Words) -> tuple[str, ...]:
    """A newcomer: what grew, from which band to which."""
    return (new.name, w.name("market_figure", new.metric), span_words(new.metric, *new.was, found.currency, w),
            span_words(new.metric, *new.now, found.currency, w), f"{new.least_growth:+.0%}")


def word_words(move: WordMove) -> tuple[str, ...]:
    """A demand word: its change and its place."""
    return (move.word, f"{move.change:+.0%}", str(move.rank))


def market_words(one: MarketFigure, found: RivalBoard, w: Words) -> tuple[str, ...]:
    """One figure of the category or of a price band."""
    return (one.category, one.value or w("whole category"), w.name("market_figure", one.metric),
            span_words(one.metric, one.low, one.high, found.currency, w))


def sold_words(item: ItemRivals, found: RivalBoard, w: Words) -> str:
    """What ours costs and sells, beside which the rivals stand."""
    own = figure_words("paid_gmv", item.own, found.currency, w)
    return w("ours was last paid with {own}", own=own) if item.own is not None else w("none of ours was sold lately")
