"""S6, ads: words by spend and return with the move that each makes and what speaks for it, plans, and what people typed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from daybook.domain.ad_words import AdAdvice, AdsTable, JudgedCreative, JudgedPlan, JudgedWord, TestedProduct
from daybook.domain.brief import Unit
from daybook.domain.rights import Right
from daybook.reports.ad_phrases import account_says, advice, chance, changed, ratio, waiting, waiting_test
from daybook.reports.ads_report import between, spread
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, percent, shown
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Board, Col, answered, table
from daybook.workflows.ads_page import ads_table
from daybook.workflows.kept import last_day

#: Move of the desk -> kind of change that is proposed for it.
PROPOSED = {"raise": "bid", "lower": "bid", "pause": "keyword_pause", "harvest": "keyword_add", "negative": "keyword_negative",
            "premium_up": "crowd_premium", "premium_down": "crowd_premium"}

#: Creatives and products that the page shows, the largest spend first.
TESTS = 20


@screen(Right.SEE_NUMBERS)
def today(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The words of the last morning."""
    return _page(request, seat, last_day(seat.shop, seat.shop.day_of(clock())))


@screen(Right.SEE_NUMBERS)
def of_day(request: HttpRequest, seat: Seat, on: date) -> HttpResponse:
    """The words as a past morning knew them."""
    return _page(request, seat, on)


def _page(request: HttpRequest, seat: Seat, on: date) -> HttpResponse:
    request.session["shop"] = seat.shop_row.pk
    w = translator(language_of())
    found = ads_table(the_house(), seat.shop, on)
    gain = sum((one.gain for one in (*found.words, *found.terms) if one.moves), Decimal(0))     # crowds spend the same money again
    moves = [one for one in (*found.words, *found.terms) if one.moves]
    return answered(request, "web/ads.html", {
        "title": _("Ads"), "on": on, "day_words": w.full_day(found.day), "found": found,
        "missing": sorted({w.name("source", t) for t in found.missing}), "moves": len(moves),
        "gain": exact(gain, Unit.MONEY, found.currency, w.language) if gain or not moves else _("not known"),
        "waiting": sum(one.move == "wait" for one in found.words),
        "break_even": ratio(found.break_even) if found.break_even else "",
        "words": _board(request, found, found.words, "word", seat, w),
        "terms": _board(request, found, found.terms, "term", seat, w),
        "crowds": _board(request, found, found.crowds, "crowd", seat, w), "untold": [in_language(one, w) for one in found.untold],
        "plans": [_plan(plan, found, seat, w) for plan in found.plans], "account": _account(found, w),
        "advice": [_advised(one, found.currency, seat, w) for one in found.advice],
        "creatives": [_creative(one, found.currency, w) for one in found.creatives[:TESTS]],
        "products": [_product(one, found.currency, w) for one in found.products[:TESTS]]})


def _board(request: HttpRequest, found: AdsTable, words: tuple[JudgedWord, ...], name: str, seat: Seat, w: Words) -> Board:
    def number(key: str, head: str, value: Callable[[JudgedWord], Any], says: str = "") -> Col:
        return Col(key, head, lambda row: _number(value(row[0])), number=True, says=says)

    rows = [(one, _shown(one, found, seat, w)) for one in words]
    return table(request, [
        Col("what", _heads(found)[name], lambda row: row[0].word),
        Col("place", _("Place"), lambda row: row[1]["place"], choice=True,
            says=_("By spend and whether it earns what it costs")),
        Col("move", _("Advice"), lambda row: row[1]["move"], choice=True),
        number("gain", _("Gain a day"), lambda one: one.gain, _("Contribution that the move is expected to bring")),
        number("spend", _("Spend, four weeks") if name == "word" else _("Spend"), lambda one: one.spend),
        number("clicks", _("Clicks"), lambda one: one.clicks),
        number("orders", _("Orders"), lambda one: one.orders, _("Those still to come are counted")),
        number("cvr", _("Conversion"), lambda one: one.cvr[1], _("80 % of the odds lie between the two")),
        number("cpc", _("A click"), lambda one: one.cpc, _("What a click costs, the next one costs, and one brings")),
        number("roi", _("ROI"), lambda one: one.roi, _("Ad sales over spend, beside break-even after refunds")),
        number("wrong", _("Chance of being wrong"), lambda one: one.wrong),
    ], rows, name=name, order="-spend", title=f"{_('Ads')} {found.day}", empty=_("No word was clicked within four weeks."))


def _heads(found: AdsTable) -> dict[str, str]:
    """Table -> what its rows are."""
    return {"term": _("Search term"), "crowd": _("Crowd"), "word": _("Material") if found.of_materials else _("Word")}


def _number(value: Decimal | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _shown(one: JudgedWord, found: AdsTable, seat: Seat, w: Words) -> dict[str, Any]:
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, found.currency, w.language)

    low, mid, high = (Decimal(repr(round(share, 5))) for share in one.cvr)
    moves = one.moves
    return {
        "place": w.name("ad_place", one.quadrant), "move": w.name("ad_move", one.move), "moves": moves,
        "says": in_language(advice(one), w), "waiting": in_language(waiting(one, found.currency), w),
        "changed": in_language(changed(one), w),
        "why_not": in_language(one.why_not, w), "gain": money(one.gain) if moves and one.gain else "—",
        "spend": shown(one.spend, Unit.MONEY, found.currency, w.language), "orders": f"{one.orders:.1f}",
        "cvr": percent(mid), "between": f"{percent(low)} – {percent(high)}", "cpc": money(one.cpc), "next": money(one.marginal_cpc),
        "worth": money(one.worth), "roi": ratio(one.roi), "even": ratio(one.break_even) if one.break_even else "",
        "wrong": chance(one.wrong),
        "propose": _propose(one, found, seat, w) if one.move in PROPOSED and seat.may(Right.PROPOSE) else ""}


def _propose(one: JudgedWord, found: AdsTable, seat: Seat, w: Words) -> str:
    """The form of the change with what is known filled in: a person sees the diff, the guards answer, somebody agrees."""
    kind = PROPOSED[one.move]
    why = f"{in_language(advice(one), w)} {in_language(waiting(one, found.currency), w)}".strip()
    asked = {"move": kind, "object_id": one.plan_id if kind in ("keyword_add", "keyword_negative") else one.word,
             "item_id": one.item_id, "plan": one.plan_id, "why": why}
    if kind in ("keyword_add", "keyword_negative"):
        asked |= {"word": one.word, "match": "exact"}
    if kind == "keyword_pause":
        asked["to"] = "no"
    if kind == "keyword_add":
        asked["bid"] = str(one.cpc)
    return f"{reverse('propose', args=[seat.shop_row.pk])}?{urlencode({k: v for k, v in asked.items() if v})}"


def _of_plan(plan: JudgedPlan, seat: Seat) -> str:
    """The form of a plan's budget, or of its target ROI where it bids by itself; a person says from what to what."""
    why = "" if plan.next_yuan is None else _("The next 1 brings %(n)s.") % {"n": ratio(plan.next_yuan)}
    asked = {"move": "target_roi" if plan.whole_site else "budget", "object_id": plan.plan_id, "why": why}
    return f"{reverse('propose', args=[seat.shop_row.pk])}?{urlencode({k: v for k, v in asked.items() if v})}"


def _advised(one: AdAdvice, currency: str, seat: Seat, w: Words) -> dict[str, Any]:
    def money(value: Decimal | None) -> str:
        return exact(value, Unit.MONEY, currency, w.language)

    return {"name": in_language(one.object, w), "kind": w.name("ad_advice", one.kind), "to": in_language(one.to, w),
            "says": in_language(one.says, w), "waiting": in_language(waiting(one, currency), w),
            "gain": money(one.gain) if one.moves else "—", "clicks": one.clicks, "orders": f"{one.orders:.1f}",
            "cvr": "—" if one.cvr is None else spread(one.cvr), "cpc": money(one.cpc), "next": money(one.marginal_cpc),
            "wrong": chance(one.wrong), "propose": _of_advice(one, seat, w) if one.moves and seat.may(Right.PROPOSE) else ""}


def _of_advice(one: AdAdvice, seat: Seat, w: Words) -> str:
    """The form of the change with what is known filled in."""
    asked = {"object_id": one.object_id, "why": in_language(one.says, w)}
    if one.kind in ("match_exact", "match_broad"):
        asked |= {"move": "match_type", "plan": one.beside, "to": one.kind.removeprefix("match_")}
    else:
        asked["move"] = one.kind
    return f"{reverse('propose', args=[seat.shop_row.pk])}?{urlencode(asked)}"


def _account(found: AdsTable, w: Words) -> dict[str, str]:
    one = found.account
    if one is None:
        return {}
    return {"tacos": "" if one.tacos is None else percent(one.tacos), "credited": ratio(one.credited),
            "says": in_language(account_says(one), w)}


def _creative(one: JudgedCreative, currency: str, w: Words) -> dict[str, Any]:
    return {**_test(one, currency, w), "name": one.name, "best": "—" if one.verdict == "alone" else chance(one.best),
            "tired": chance(one.tired), "carts": "—" if one.carts is None else between(one.carts)}


def _product(one: TestedProduct, currency: str, w: Words) -> dict[str, Any]:
    return {**_test(one, currency, w), "name": one.title or one.item_id, "carts": between(one.carts), "passes": chance(one.passes),
            "cvr": percent(Decimal(repr(round(one.cvr, 5))))}


def _test(one: JudgedCreative | TestedProduct, currency: str, w: Words) -> dict[str, Any]:
    waits = in_language(waiting_test(one.wait_clicks, one.wait_cost, currency), w)
    return {"verdict": w.name("ad_test", one.verdict), "waits": waits,
            "spend": shown(one.spend, Unit.MONEY, currency, w.language), "clicks": one.clicks, "ctr": between(one.ctr)}


def _plan(plan: JudgedPlan, found: AdsTable, seat: Seat, w: Words) -> dict[str, str | bool]:
    propose = _of_plan(plan, seat) if seat.may(Right.PROPOSE) else ""
    return {"propose": propose, "name": plan.plan, "spend": shown(plan.spend, Unit.MONEY, found.currency, w.language),
            "roi": ratio(plan.roi), "even": ratio(plan.break_even), "next": ratio(plan.next_yuan),
            "whole_site": plan.whole_site}

