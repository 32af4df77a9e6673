"""What people typed: terms that earn their own exact word, and terms that a plan should no longer be shown for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from daybook.desks.ads.judged import Days, Key, judge_words_of, margin_behind, order_value
from daybook.desks.gain import rule
from daybook.domain.ad_words import JudgedWord
from daybook.domain.said import Said
from daybook.domain.seen import Seen

NO_SALES = Said("the report tells orders and no sales: set what an order may cost (cpa), and the word is judged")

ITS_WORD = Said("its word is to be paused: that ends this search too")


@dataclass(frozen=True)
class TermRow:
    """One row of a search term report; `term` "" is a row of the keyword itself, `days` the length of its period."""

    plan: str
    unit: str
    match: str
    keyword: str
    term: str
    last: date
    days: int
    clicks: Decimal
    spend: Decimal
    orders: Decimal
    gmv: Decimal | None        # None: the report tells no sales
    first: date | None = None        # None: the report does not say since when


def judged_terms(seen: Seen, rows: Sequence[TermRow],
                 daily: Sequence[JudgedWord] = ()) -> tuple[tuple[JudgedWord, ...], tuple[JudgedWord, ...]]:
    """The words of the report, and its terms with what to do about them: add as an exact word, exclude, or leave.  `daily` are
    the words as reports by day judge them, where there are any."""
    rows = added_once(rows)
    words = judged_rows(seen, [r for r in rows if not r.term or r.term == r.keyword], lambda r: r.keyword)
    typed_rows = [r for r in rows if r.term and r.term != r.keyword]
    exact = {(r.plan, r.keyword) for r in rows if "exact" in r.match.casefold() or "精准" in r.match}
    cut = {(one.plan_id, one.word) for one in daily or words if one.move == "pause"}
    kept = {(r.plan, r.term) for r in typed_rows if (r.plan, r.keyword) not in cut}
    return words, tuple(_as_term(one, exact, kept) for one in judged_rows(seen, typed_rows, lambda r: r.term))


def _as_term(one: JudgedWord, exact: set[tuple[str, str]], kept: set[tuple[str, str]]) -> JudgedWord:
    """A term is excluded where it has cost what an order leaves, by the odds, and its word itself is to stay."""
    pays, key = one.pays or 0.0, (one.plan_id, one.word)
    if one.move == "pause" and key in kept:
        order = float(one.worth or 0) / max(one.cvr[1], 1e-9)
        if float(one.spend) >= float(rule("A-NEGATIVE")) * order:
            return replace(one, move="negative")
    sure = pays >= float(rule("A-HARVEST", "sure")) and one.orders >= float(rule("A-HARVEST", "orders"))
    if sure and key not in exact:
        return replace(one, move="harvest", gain=Decimal(0), wrong=1 - pays)
    why = one.why_not or (ITS_WORD if one.move == "pause" and key not in kept else "")
    return replace(one, move="wait" if one.move == "wait" else "keep", step=0.0, gain=Decimal(0), why_not=why)


def added_once(rows: Sequence[TermRow]) -> list[TermRow]:
    """Rows of one word whose periods do not overlap, the latest first: days add up, a week inside a month does not."""
    found: list[TermRow] = []
    earliest: dict[tuple[str, ...], date] = {}
    for row in sorted(rows, key=lambda r: (r.last, r.days), reverse=True):
        key = (row.plan, row.unit, row.match, row.keyword, row.term)
        if row.last < earliest.get(key, date.max):
            found.append(row)
            earliest[key] = row.first or date.min
    return found


def judged_rows(seen: Seen, rows: Sequence[TermRow], text: Callable[[TermRow], str],
                steps: tuple[float, float] | None = None) -> tuple[JudgedWord, ...]:
    """The rows of a report judged together by the text that each goes under; `steps` as `judge_words_of` takes them."""
    sold = any(row.gmv is not None for row in rows)
    of_order, margin_of_order, why = (None, None, "") if sold else order_worth(seen)
    told: dict[Key, dict[date, tuple[Decimal, ...]]] = {}
    match: dict[Key, str] = {}
    for row in rows:
        key = (row.plan, row.unit, text(row))
        days = told.setdefault(key, {})
        before = days.get(row.last, (Decimal(0),) * 4)
        gmv = row.gmv or Decimal(0) if sold else row.orders * (of_order or Decimal(0))
        days[row.last] = tuple(a + b for a, b in zip(before, (row.clicks, row.spend, row.orders, gmv), strict=True))
        match[key] = row.match
    if not told:
        return ()
    clicked: Mapping[Key, Days] = {key: days for key, days in told.items() if any(v[0] for v in days.values())}
    margins = {key: margin_behind(seen, key[0], "") if sold else (margin_of_order, why) for key in clicked}
    last, first = max(row.last for row in rows), min(row.first or row.last for row in rows)
    found = judge_words_of(clicked, {k: m for k, (m, _) in margins.items()}, last, (last - first).days + 1,
                           of_order or order_value(seen), changes=False, steps_of=steps)
    made = [_with_report(replace(one, plan=one.plan_id, why_not=one.why_not or margins[key][1], match=match[key]),
                         margins[key][0], sold, all(r.first for r in rows)) for key, one in found.items()]
    made.sort(key=lambda one: (-one.spend, one.word, one.plan_id))
    return tuple(made)


def _with_report(one: JudgedWord, margin: Decimal | None, sold: bool, dated: bool) -> JudgedWord:
    """ROI and break-even where the report tells sales; a report of conversions alone has neither, and one that does not say
    of how many days it is ("all time") has nothing a day."""
    if not dated:
        one = replace(one, gain=Decimal(0), wait_days=None)
    return replace(one, break_even=_even(margin)) if sold else replace(one, roi=None)


def order_worth(seen: Seen) -> tuple[Decimal | None, Decimal | None, str]:
    """What an order is worth where a report tells orders and no sales, what of it is left before ads, and why that is not
    known: the cost of an order that the month's target allows, else what the shop's orders came to in four weeks."""
    target = seen.given.target("cpa", seen.reviewed.replace(day=1))
    if target is not None and target.value > 0:
        return target.value, Decimal(1), ""
    value, (margin, why) = order_value(seen), margin_behind(seen, "", "")
    return (value, margin, why) if value is not None else (None, None, NO_SALES)


def _even(margin: Decimal | None) -> Decimal | None:
    return (1 / margin).quantize(Decimal("0.01")) if margin is not None and margin > 0 else None
