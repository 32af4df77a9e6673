"""Ad units in one shape: plans where only words are told, and words and plans where only materials (素材) are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from daybook.domain.seen import Scope, Seen

#: Best sellers that stand for a plan's items where the platform does not tell which items it leads to.
LEADING = 3
#: A SKU with so much of its item's units is one for which people come.
CARRIES = Decimal("0.2")
Slices = Mapping[str, Mapping[Scope, Mapping[date, Decimal]]]
#: What plans count -> what words count.
OF_WORDS = {"clicks": "keyword_clicks", "ad_spend": "keyword_ad_spend", "ad_gmv": "keyword_ad_gmv",
            "direct_ad_gmv": "keyword_direct_ad_gmv"}
#: Consoles tell no direct sales of materials.
OF_MATERIALS = {"clicks": "material_clicks", "ad_spend": "material_ad_spend", "ad_gmv": "material_ad_gmv"}


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
