"""Match types: a broad word whose other searches do not pay becomes exact; an exact word that pays becomes broad again where the
account's own broad words say that what they add pays too."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from daybook.desks.ads.terms import TermRow, added_once, judged_rows
from daybook.desks.gain import CENT, rule
from daybook.domain.ad_words import AdAdvice, JudgedWord
from daybook.domain.said import Said
from daybook.domain.seen import Seen

OTHERS = "\x1f"      # behind a word: all that was typed and is not the word


def match_advice(seen: Seen, rows: Sequence[TermRow]) -> Iterator[AdAdvice]:
    """By reports of terms that tell match types."""
    typed = [r for r in added_once(rows) if r.term and r.keyword]
    last, first = (max((r.last for r in typed), default=None), min((r.first or r.last for r in typed), default=None))
    if last is None or first is None:
        return
    days = (last - first).days + 1
    judged = {(one.plan_id, one.word, one.match): one for one in judged_rows(
        seen, typed, lambda r: r.keyword if r.term == r.keyword else r.keyword + OTHERS)}
    for (plan, word, match), own in judged.items():
        if word.endswith(OTHERS):
            continue
        if is_exact(match):
            yield from _to_broad(seen, own, _added(list(judged.values())), days)
        elif (rest := judged.get((plan, word + OTHERS, match))) is not None:
            yield from _to_exact(own, rest, days)


def is_exact(match: str) -> bool:
    """Whether a report calls a match type exact."""
    return "exact" in match.casefold() or "精准" in match


def _to_exact(own: JudgedWord, rest: JudgedWord, days: int) -> Iterator[AdAdvice]:
    """The other searches cost more than they bring by A-ZERO's odds, and the word itself pays."""
    if rest.worth is None or (own.pays or 0) < 0.5 or (rest.pays or 0) >= float(rule("A-ZERO")):
        return
    gain = ((rest.cpc - rest.worth) * rest.clicks / days).quantize(CENT)
    if gain > 0:
        yield _advice(own, rest, "match_exact", gain, rest.pays, Said(
            "what else it is shown for costs {cpc} a click and brings {worth}: {clicks} clicks, {orders} orders", cpc=rest.cpc,
            worth=rest.worth, clicks=rest.clicks, orders=f"{rest.orders:.1f}"))


def _added(judged: Sequence[JudgedWord]) -> tuple[float, float, float] | None:
    """What broad words add to themselves over the account: clicks a click, worth and price beside the word's own."""
    words = {(one.plan_id, one.word): one for one in judged if not is_exact(one.match)}
    pairs = [(words[plan, word.removesuffix(OTHERS)], one) for (plan, word), one in words.items()
             if word.endswith(OTHERS) and (plan, word.removesuffix(OTHERS)) in words]
    pairs = [(own, rest) for own, rest in pairs if own.worth and rest.worth is not None and own.clicks and own.cpc]
    clicks = sum(own.clicks for own, _ in pairs)
    if clicks < float(rule("A-BROAD", "clicks")):
        return None
    worth, price = (sum(own.clicks * float(getattr(rest, n) / getattr(own, n)) for own, rest in pairs) / clicks
                    for n in ("worth", "cpc"))
    return sum(rest.clicks for _, rest in pairs) / clicks, worth, price


def _to_broad(seen: Seen, own: JudgedWord, added: tuple[float, float, float] | None, days: int) -> Iterator[AdAdvice]:
    if added is None or own.worth is None or (own.pays or 0) < float(rule("A-HARVEST", "sure")):
        return
    more, worth, price = added
    gain = Decimal(repr(own.clicks / days * more * (float(own.worth) * worth - float(own.cpc) * price))).quantize(CENT)
    order = own.worth / Decimal(repr(max(own.cvr[1], 1e-9)))
    if gain * rule("A-EDIT", "days") >= rule("A-EDIT", "orders") * order:
        yield _advice(own, own, "match_broad", gain, 1 - (own.pays or 0), Said(
            "the account's broad words add {n} clicks to one of their own, worth {share} of it", n=f"{more:.1f}",
            share=f"{worth:.0%}"))


def _advice(own: JudgedWord, told: JudgedWord, kind: str, gain: Decimal, wrong: float | None, says: str) -> AdAdvice:
    to = Said("exact") if kind == "match_exact" else Said("broad")
    return AdAdvice(kind, "keyword", own.word, own.word, to, told.clicks, told.orders, told.cvr, told.cpc, told.marginal_cpc, gain,
                    wrong, told.wait_clicks, told.wait_days, told.wait_cost, says, own.plan_id)
