"""What people typed: terms that earn their own exact word, and terms that a plan should no longer be shown for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from daybook.desks.ads.judged import Days, Key, judge_words_of, margin_behind
from daybook.desks.gain import rule
from daybook.domain.ad_words import JudgedWord
from daybook.domain.seen import Seen


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
    gmv: Decimal


def judged_terms(seen: Seen, rows: Sequence[TermRow]) -> tuple[tuple[JudgedWord, ...], tuple[JudgedWord, ...]]:
    """The words of the report, and its terms with what to do about them: add as an exact word, exclude, or leave."""
    words = _judged(seen, [r for r in rows if not r.term or r.term == r.keyword], lambda r: r.keyword)
    typed = _judged(seen, [r for r in rows if r.term and r.term != r.keyword], lambda r: r.term)
    exact = {(r.plan, r.keyword) for r in rows if "exact" in r.match.casefold() or "精准" in r.match}
    return words, tuple(_as_term(one, exact) for one in typed)


def _as_term(one: JudgedWord, exact: set[tuple[str, str]]) -> JudgedWord:
    if one.move == "pause":
        return replace(one, move="negative")
    pays = one.pays or 0.0
    sure = pays >= float(rule("A-HARVEST", "sure")) and one.orders >= float(rule("A-HARVEST", "orders"))
    if sure and (one.plan_id, one.word) not in exact:
        return replace(one, move="harvest", gain=Decimal(0), wrong=1 - pays)
    return replace(one, move="wait" if one.move == "wait" else "keep", step=0.0)


def _judged(seen: Seen, rows: Sequence[TermRow], text) -> tuple[JudgedWord, ...]:  # type: ignore[no-untyped-def]
    told: dict[Key, dict[date, tuple[Decimal, ...]]] = {}
    match: dict[Key, str] = {}
    for row in rows:
        key = (row.plan, row.unit, text(row))
        days = told.setdefault(key, {})
        before = days.get(row.last, (Decimal(0),) * 4)
        days[row.last] = tuple(a + b for a, b in zip(before, (row.clicks, row.spend, row.orders, row.gmv), strict=True))
        match[key] = row.match
    if not told:
        return ()
    clicked: Mapping[Key, Days] = {key: days for key, days in told.items() if any(v[0] for v in days.values())}
    margins = {key: margin_behind(seen, key[0], "") for key in clicked}
    last = max(row.last for row in rows)
    found = judge_words_of(clicked, {k: m for k, (m, _) in margins.items()}, last, max(row.days for row in rows))
    made = [replace(one, plan=one.plan_id, why_not=margins[key][1], match=match[key], break_even=_even(margins[key][0]))
            for key, one in found.items()]
    made.sort(key=lambda one: (-one.spend, one.word, one.plan_id))
    return tuple(made)


def _even(margin: Decimal | None) -> Decimal | None:
    return (1 / margin).quantize(Decimal("0.01")) if margin is not None and margin > 0 else None
