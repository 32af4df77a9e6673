"""The ads desk's page as JSON: money as text, shares 0..1, absent as null; sentences in the language asked for."""

from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.ad_words import (
    AdAccount,
    AdAdvice,
    AdsTable,
    JudgedCreative,
    JudgedPlan,
    JudgedWord,
    Share,
    TestedProduct,
)
from daybook.reports.ad_phrases import advice, waiting
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

Json = dict[str, Any]


def ads_json(found: AdsTable, language: str) -> Json:
    """Words, plans and search terms of a morning with the move that each makes and what speaks for it."""
    w = translator(language)
    return {"shop": found.shop, "currency": found.currency, "day": found.day.isoformat(), "break_even_roi": _text(found.break_even),
            "missing": list(found.missing), "plans": [_plan(plan) for plan in found.plans],
            "words": [_word(one, found.currency, w) for one in found.words],
            "terms": [_word(one, found.currency, w) for one in found.terms],
            "crowds": [_word(one, found.currency, w) for one in found.crowds],
            "untold": [in_language(one, w) for one in found.untold],
            "account": None if found.account is None else _account(found.account, w),
            "creatives": [_creative(one) for one in found.creatives], "products": [_product(one) for one in found.products],
            "advice": [_advice(one, found.currency, w) for one in found.advice]}


def _word(one: JudgedWord, currency: str, w: Words) -> Json:
    low, middle, high = one.cvr
    return {"word": one.word, "plan_id": one.plan_id, "plan": one.plan, "item_id": one.item_id, "match": one.match,
            "move": one.move, "step": one.step, "place": one.quadrant, "says": in_language(advice(one), w),
            "clicks": one.clicks, "orders": round(one.orders, 2), "cvr": {"low": low, "mid": middle, "high": high},
            "spend": _text(one.spend), "cpc": _text(one.cpc), "next_cpc": _text(one.marginal_cpc), "worth": _text(one.worth),
            "roi": _text(one.roi), "break_even_roi": _text(one.break_even), "gain_a_day": _text(one.gain), "pays": one.pays,
            "wrong": one.wrong, "wait": _wait(one, currency, w),
            "sells_since": _day(one.sells_since), "costs_since": _day(one.costs_since), "why_not": in_language(one.why_not, w)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _advice(one: AdAdvice, currency: str, w: Words) -> Json:
    return {"kind": one.kind, "object_kind": one.object_kind, "object_id": one.object_id, "object": in_language(one.object, w),
            "beside": one.beside, "to": in_language(one.to, w), "says": in_language(one.says, w), "clicks": one.clicks,
            "orders": round(one.orders, 2),
            "cvr": None if one.cvr is None else dict(zip(("low", "mid", "high"), one.cvr, strict=True)), 
            "cpc": _text(one.cpc), "next_cpc": _text(one.marginal_cpc), "gain_a_day": _text(one.gain), "wrong": one.wrong,
            "wait": _wait(one, currency, w)}


def _wait(one: JudgedWord | AdAdvice, currency: str, w: Words) -> Json | None:
    return None if not one.wait_clicks else {
        "clicks": one.wait_clicks, "days": one.wait_days, "cost": _text(one.wait_cost),
        "says": in_language(waiting(one, currency), w)}


def _plan(plan: JudgedPlan) -> Json:
    return {"plan_id": plan.plan_id, "plan": plan.plan, "spend": _text(plan.spend), "roi": _text(plan.roi),
            "break_even_roi": None if plan.whole_site else _text(plan.break_even), "next_brings": _text(plan.next_yuan),
            "whole_site": plan.whole_site}


def _account(one: AdAccount, w: Words) -> Json:
    return {"spend": _text(one.spend), "sales": _text(one.sales), "tacos": _text(one.tacos), "credited_roi": _text(one.credited),
            "more": None if one.more is None else dict(zip(("low", "mid", "high"), one.more, strict=True)), "days": one.days,
            "pays": one.pays, "why_not": in_language(one.why_not, w)}


def _creative(one: JudgedCreative) -> Json:
    return {"plan_id": one.plan_id, "item_id": one.item_id, "creative_id": one.creative, "creative": one.name,
            "impressions": one.impressions, "clicks": one.clicks, "spend": _text(one.spend), "ctr": _share(one.ctr),
            "cart_rate": None if one.carts is None else _share(one.carts), "best": one.best, "tired": one.tired,
            "verdict": one.verdict, "wait_clicks": one.wait_clicks, "wait_cost": _text(one.wait_cost)}


def _product(one: TestedProduct) -> Json:
    return {"item_id": one.item_id, "title": one.title, "clicks": one.clicks, "spend": _text(one.spend), "ctr": _share(one.ctr),
            "cart_rate": _share(one.carts), "cvr": one.cvr, "passes": one.passes, "verdict": one.verdict,
            "wait_clicks": one.wait_clicks, "wait_cost": _text(one.wait_cost)}


def _share(one: Share) -> Json:
    return {"low": one.low, "mid": one.mid, "high": one.high}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
