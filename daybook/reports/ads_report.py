"""The ads desk's page as a report: advised changes first, then plans, words and search terms."""

from collections.abc import Sequence
from decimal import Decimal

from daybook.domain.ad_words import AdAdvice, AdsTable, JudgedCreative, JudgedPlan, JudgedWord, Share, TestedProduct
from daybook.domain.brief import Unit
from daybook.reports.ad_phrases import account_says, advice, chance, changed, ratio, waiting, waiting_test
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, percent
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import Words, translator

#: Words that a printed table names.
SHOWN = 60


def ads_paper(found: AdsTable, language: str) -> Paper:
    """What the ads page of a morning shows."""
    w = translator(language)
    moves = [one for one in (*found.words, *found.terms) if one.moves]
    gain = sum((one.gain for one in moves), Decimal(0))
    lead = w("{n} advised changes, {gain} a day expected of them.", n=len(moves),
             gain=exact(gain, Unit.MONEY, found.currency, language)) if gain or not moves else w(
        "{n} advised changes; what they bring a day cannot be told: the report does not say of how many days it is.", n=len(moves))
    missing = w("Not in yet, so not told and not 0: {sources}",
                sources=" · ".join(sorted({w.name("source", t) for t in found.missing}))) if found.missing else ""
    about = (w.full_day(found.day), missing, *_account(found, w), *(in_language(one, w) for one in found.untold))
    return Paper(w("{shop}: ads", shop=found.shop), tuple(x for x in about if x), lead, (
        _plans(found.plans, found.currency, w), _advice(found.advice, found.currency, w),
        _words(w("Words"), w("Word"), found.words, found.currency, w, w("No word was clicked within four weeks.")),
        _words(w("What people typed"), w("Search term"), found.terms, found.currency, w, ""),
        _words(w("Crowds"), w("Crowd"), found.crowds, found.currency, w, ""),
        _creatives(found.creatives, found.currency, w), _products(found.products, found.currency, w)))


def _account(found: AdsTable, w: Words) -> tuple[str, ...]:
    one = found.account
    if one is None:
        return ()
    spend = exact(one.spend, Unit.MONEY, found.currency, w.language)
    if one.tacos is None:
        cost = w("Ads cost {spend} in four weeks, of sales that are not in; the console credits {roi} per 1 spent", spend=spend,
                 roi=ratio(one.credited))
    else:
        cost = w("Ads cost {spend} in four weeks, {share} of sales; the console credits {roi} per 1 spent", roi=ratio(one.credited),
                 share=percent(one.tacos), spend=spend)
    return cost, in_language(account_says(one), w)


def between(share: Share) -> str:
    """The middle 80 % of a share."""
    return f"{percent(Decimal(repr(round(share.low, 5))))} – {percent(Decimal(repr(round(share.high, 5))))}"


def _creatives(told: Sequence[JudgedCreative], currency: str, w: Words) -> Table:
    heads = (w("Creative"), w("Verdict"), w("Spend"), w("Clicks"), w("Click rate"), w("Carts per click"), w("Chance of being best"),
             w("Chance that it tired"))
    return table(w("Image tests"), heads, [
        (Cell(one.name, strong=True), _verdict(one.verdict, one.wait_clicks, one.wait_cost, currency, w),
         exact(one.spend, Unit.MONEY, currency, w.language), str(one.clicks), between(one.ctr),
         "—" if one.carts is None else between(one.carts), "—" if one.verdict == "alone" else chance(one.best), chance(one.tired))
        for one in told[:SHOWN]])


def _products(told: Sequence[TestedProduct], currency: str, w: Words) -> Table:
    heads = (w("Product"), w("Verdict"), w("Spend"), w("Clicks"), w("Click rate"), w("Carts per click"), w("Orders per click"),
             w("Chance that it passes"))
    return table(w("Product tests"), heads, [
        (Cell(one.title or one.item_id, strong=True), _verdict(one.verdict, one.wait_clicks, one.wait_cost, currency, w),
         exact(one.spend, Unit.MONEY, currency, w.language), str(one.clicks), between(one.ctr), between(one.carts),
         percent(Decimal(repr(round(one.cvr, 5)))), chance(one.passes)) for one in told[:SHOWN]])


def _verdict(verdict: str, clicks: int, cost: Decimal, currency: str, w: Words) -> str:
    waits = in_language(waiting_test(clicks, cost, currency), w)
    return f"{w.name('ad_test', verdict)} {waits}".strip()


def _plans(plans: Sequence[JudgedPlan], currency: str, w: Words) -> Table:
    heads = (w("Plan"), w("Spend"), w("ROI"), w("Break-even"), w("The next 1 brings"))
    return table(w("Plans"), heads, [
        (Cell(plan.plan, strong=True), exact(plan.spend, Unit.MONEY, currency, w.language), ratio(plan.roi),
         "—" if plan.whole_site else ratio(plan.break_even), ratio(plan.next_yuan)) for plan in plans])


def _advice(told: Sequence[AdAdvice], currency: str, w: Words) -> Table:
    heads = (w("Plan or word"), w("Advice"), w("To"), w("Gain a day"), w("Clicks"), w("Orders"), w("Conversion"), w("A click"),
             w("The next click"), w("Chance of being wrong"), w("Evidence"))
    return table(w("Plans and match types: what to change"), heads, [_advice_row(one, currency, w) for one in told[:SHOWN]])


def _advice_row(one: AdAdvice, currency: str, w: Words) -> tuple[Cell | str, ...]:
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, currency, w.language)

    said = " ".join(s for s in (in_language(one.says, w), in_language(waiting(one, currency), w)) if s)
    return (Cell(in_language(one.object, w), strong=True), w.name("ad_advice", one.kind), in_language(one.to, w),
            money(one.gain) if one.moves else "—", str(one.clicks), f"{one.orders:.1f}",
            "—" if one.cvr is None else spread(one.cvr), money(one.cpc), money(one.marginal_cpc), chance(one.wrong), said)


def spread(cvr: tuple[float, float, float]) -> str:
    """The middle 80 % of a conversion."""
    low, _, high = (Decimal(repr(round(share, 5))) for share in cvr)
    return f"{percent(low)} – {percent(high)}"


def _words(title: str, head: str, words: Sequence[JudgedWord], currency: str, w: Words, empty: str) -> Table:
    heads = (head, w("Plan"), w("Advice"), w("Gain a day"), w("Spend"), w("Clicks"), w("Orders"), w("Conversion"), w("A click"),
             w("The next click"), w("A click brings"), w("ROI"), w("Chance of being wrong"))
    ordered = sorted(words, key=lambda one: (not one.moves, -one.gain, -one.spend))
    return table(title, heads, [_row(one, currency, w) for one in ordered[:SHOWN]], empty)


def _row(one: JudgedWord, currency: str, w: Words) -> tuple[Cell | str, ...]:
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, currency, w.language)

    told = (advice(one), waiting(one, currency), changed(one))
    said = " ".join(s for s in (in_language(each, w) for each in told) if s)
    said = said or w.name("ad_move", one.move)
    why = in_language(one.why_not, w)
    said = f"{said} ({why})" if why else said
    return (Cell(one.word, strong=True), one.plan, said, money(one.gain) if one.moves and one.gain else "—", money(one.spend),
            str(one.clicks), f"{one.orders:.1f}", spread(one.cvr), money(one.cpc), money(one.marginal_cpc),
            money(one.worth), ratio(one.roi), chance(one.wrong))
