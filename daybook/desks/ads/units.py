"""Ad units in one shape: plans where only words are told, and words and plans where only materials (素材) are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import log

from daybook.domain.seen import Scope, Seen

#: Best sellers that stand for a plan's items where the platform does not tell which items it leads to.
LEADING = 3
#: A SKU with so much of its item's units is one for which people come.
CARRIES = Decimal("0.2")
#: Words by which reports name the sources that are paid for.
PAID_SOURCES = ("paid", "cpc", "广告", "推广", "千川", "付费")
#: Four fifths of a click's sales are credited by then.
CREDITED_DAYS = 5
#: Eight whole weeks: one click in thirty brings an order, so that a few days say little.
WORTH_DAYS = 56
Slices = Mapping[str, Mapping[Scope, Mapping[date, Decimal]]]
#: What plans count -> what words count.
OF_WORDS = {"impressions": "keyword_impressions", "clicks": "keyword_clicks", "ad_spend": "keyword_ad_spend",
            "ad_gmv": "keyword_ad_gmv", "direct_ad_gmv": "keyword_direct_ad_gmv"}
#: Consoles tell no direct sales of materials.
OF_MATERIALS = {"impressions": "material_impressions", "clicks": "material_clicks",
                "ad_spend": "material_ad_spend", "ad_gmv": "material_ad_gmv"}


def with_units(seen: Seen) -> Seen:
    """The same morning with plans made of their words, or of materials one by one, where the platform tells no plans.

    A material plays the part of both word and plan: its bid and its budget are its own.
    """
    sliced = seen.sliced
    if sliced.get("plan", {}).get("clicks"):
        return seen
    if sliced.get("keyword", {}).get("keyword_clicks"):
        return replace(seen, sliced={**sliced, "plan": _plans(sliced["keyword"])})
    if sliced.get("material", {}).get("material_clicks"):
        return replace(seen, sliced={**sliced, "plan": _named(seen, "plan", OF_MATERIALS), "keyword": _named(
            seen, "keyword", {OF_WORDS[plan]: of for plan, of in OF_MATERIALS.items()})})
    return seen


def _plans(words: Slices) -> dict[str, dict[Scope, dict[date, Decimal]]]:
    found: dict[str, dict[Scope, dict[date, Decimal]]] = {}
    for metric, of_words in OF_WORDS.items():
        found[metric] = {}
        for scope, days in words.get(of_words, {}).items():
            own = found[metric].setdefault((("plan_id", dict(scope).get("plan_id", "")),), {})
            for day, value in days.items():
                own[day] = own.get(day, Decimal(0)) + value
    return found


def _named(seen: Seen, dimension: str, metrics: Mapping[str, str]) -> dict[str, Mapping[Scope, Mapping[date, Decimal]]]:
    """Materials under another dimension, by the name that people know them by."""
    names, told = seen.names.get("material_id", {}), seen.sliced["material"]
    key = "plan_id" if dimension == "plan" else "keyword"

    def renamed(scope: Scope) -> Scope:
        own = dict(scope).get("material_id", "")
        return ((key, names.get(own) or own),)

    return {metric: {renamed(s): days for s, days in told.get(of, {}).items()} for metric, of in metrics.items()}


def skus_behind(seen: Seen, plan: str) -> tuple[str, ...]:
    """The SKUs that carry the items to which a plan's words lead; the shop's best sellers where none is told."""
    words = seen.sliced.get("keyword", {}).get("keyword_clicks", {})
    items = {dict(s).get("item_id", "") for s in words if plan in (dict(s).get("plan_id"), dict(s).get("plan"))} - {""}
    sold = sorted(((sum(days.values(), Decimal(0)), dict(s).get("item_id", ""), dict(s).get("sku", ""))
                   for s, days in seen.sliced.get("product", {}).get("line_units", {}).items()), reverse=True)
    if not items:
        return tuple(sku for _, _, sku in sold[:LEADING] if sku)
    whole = {item: sum((units for units, of, _ in sold if of == item), Decimal(0)) for item in items}
    return tuple(sku for units, item, sku in sold if item in items and sku and units >= CARRIES * whole[item])


def is_material(seen: Seen, scope: Scope) -> bool:
    """Whether a plan is a material that plays its part."""
    names = seen.names.get("material_id", {})
    known = {names.get(own) or own for s in seen.sliced.get("material", {}).get("material_clicks", {})
             if (own := dict(s).get("material_id", ""))}
    return dict(scope).get("plan_id", "") in known


def likelier_short(now: Decimal, usual: Decimal, kept: Decimal) -> bool:
    """Whether so many clicks are likelier where a share is `kept` than where all usual ones came (Poisson).

    >>> likelier_short(Decimal(4), Decimal(10), Decimal("0.4")), likelier_short(Decimal(8), Decimal(10), Decimal("0.4"))
    (True, False)
    """
    share = max(float(kept), 0.01)
    return float(now) * log(share) + float(usual) * (1 - share) > 0


def share_counted(seen: Seen, credited: Mapping[date, Decimal]) -> Decimal:
    """How much of the sales that all ads are `credited` with the shop's own report counts for its paid sources, at most 1:
    consoles credit a click with whatever its buyer buys later.  1 where the report names no paid source."""
    days = [d for n in range(CREDITED_DAYS, WORTH_DAYS + 1) if credited.get(d := seen.reviewed - timedelta(days=n))]
    own = sum((_paid_sales(seen, d) for d in days), Decimal(0))
    every = sum((credited[d] for d in days), Decimal(0))
    return min(own / every, Decimal(1)) if own and every else Decimal(1)


def _paid_sales(seen: Seen, day: date) -> Decimal:
    """Paid amount of the paid sources on a day; where they are told in orders only, at the day's amount an order."""
    numbers = seen.sliced.get("source", {})
    gmv = {s: days.get(day, Decimal(0)) for s, days in numbers.get("paid_gmv", {}).items() if is_paid(s)}
    if gmv:
        return sum(gmv.values(), Decimal(0))
    orders = sum((days.get(day, Decimal(0)) for s, days in numbers.get("paid_sessions", {}).items() if is_paid(s)), Decimal(0))
    paid, number = seen.value("paid_gmv", day), seen.value("paid_orders", day)
    return orders * paid / number if paid and number else Decimal(0)


def unpaid_visitors(seen: Seen) -> dict[date, Decimal]:
    """Visitors of the sources that are not paid for, added up by day; empty where no paid source is told apart."""
    sources = seen.sliced.get("source", {}).get("visitors", {})
    found: dict[date, Decimal] = {}
    for scope, days in sources.items() if any(map(is_paid, sources)) else ():
        for day, value in days.items() if not is_paid(scope) else ():
            found[day] = found.get(day, Decimal(0)) + value
    return found


def is_paid(scope: Scope) -> bool:
    """Whether a source is paid for, by its names."""
    return any(word in value.casefold() for _, value in scope for word in PAID_SOURCES)
