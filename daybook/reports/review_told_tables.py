"""What people added to a review, as tables: their words, promises of earlier reviews by the facts, new ones, the signature."""

from collections.abc import Iterator
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.review import Review
from daybook.domain.review_told import ReviewTold, SpanPromise
from daybook.reports.numbers import exact
from daybook.reports.paper import Cell, Table, table
from daybook.reports.wording import Words

NOTHING = ReviewTold()
TONES = {"kept": "green", "not_kept": "red"}


def signature(told: ReviewTold, one: Review, w: Words) -> str:
    """Who signed it and when; that it is a draft, where nobody did."""
    if told.signed is None:
        return w("draft: nobody signed it yet")
    at = w.moment(told.signed.at, one.zone, one.last)
    if told.signed.changed:
        return w("signed by {who}, {at}; changed since then", who=told.signed.by, at=at)
    return w("signed by {who}, {at}", who=told.signed.by, at=at)


def own_words(told: ReviewTold, place: str, title: str, w: Words) -> Table | None:
    """A part in a person's words; None where nobody wrote it."""
    said = told.of(place)
    return None if said is None else table(title, (w("In the words of {who}", who=said.by),), [(line,) for line in said.lines])


def earlier_promises(one: Review, w: Words) -> Iterator[Table]:
    """Promises of earlier reviews: kept or not, by the facts."""
    if one.promises:
        yield table(w("What was promised before"), (w("Promise"), w("Days"), w("Measured"), w("How it stands"), w("Who")), [
            (Cell(promise_said(j.promise, one.currency, w), strong=True), days_said(j.promise, w),
             Cell(_level(j.measured, j.promise, one.currency, w), j.measured, j.promise.unit, _currency(j.promise, one.currency)),
             Cell(" · ".join(p for p in (w.name("promise_stands", j.stands), j.why) if p), tone=TONES.get(j.stands, "")),
             j.promise.by) for j in one.promises])


def new_promises(told: ReviewTold, one: Review, w: Words) -> Iterator[Table]:
    """What is promised with this review; the next ones say whether it was kept."""
    if told.promises:
        yield table(w("Promised with this review"), (w("Promise"), w("Days"), w("Who")), [
            (Cell(promise_said(p, one.currency, w), strong=True), days_said(p, w), p.by) for p in told.promises])


def promise_said(one: SpanPromise, currency: str, w: Words) -> str:
    """A promise in one line: the number, its level, and the words that somebody gave it."""
    level = _level(one.level, one, currency, w)
    number = w.metric(one.metric, one.zh)
    said = w("{number} at least {level}", number=number, level=level) if one.at_least else w(
        "{number} at most {level}", number=number, level=level)
    return f"{said} · {one.text}" if one.text else said


def days_said(one: SpanPromise, w: Words) -> str:
    """The days over which it is measured."""
    return f"{w.day(one.first)}–{w.day(one.last)}"


def _level(value: Decimal | None, one: SpanPromise, currency: str, w: Words) -> str:
    return exact(value, one.unit, _currency(one, currency), w.language)


def _currency(one: SpanPromise, currency: str) -> str:
    return currency if one.unit is Unit.MONEY else ""
