"""What rows of Google Ads mean: money in millionths of the account's currency, conversions fractional.

Campaign and ad group stand for plan and unit by name, as in its exports; no orders are taken from conversions, which
follow the account's own definition.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from daybook.facts.market_tables import AD_TERM_PERIOD
from daybook.facts.report_tables import AD_KEYWORD_DAY, AD_PLAN_DAY
from daybook.sources.api.pages import PulledPages, Row, Rows, Told

PLATFORMS = ("shopify", "woocommerce", "vendure", "other")
#: Match types as the exports write them.
KINDS = {"EXACT": "Exact match", "PHRASE": "Phrase match", "BROAD": "Broad match"}
STEP = Decimal("0.0001")


def shared(row: Any) -> Row:
    """Day, plan and counts of a row; a removed campaign's name may have been given again."""
    campaign, counts = row["campaign"], row["metrics"]
    name = campaign["name"] + (f" ({campaign['id']})" if campaign.get("status") == "REMOVED" else "")
    return {
        "day": date.fromisoformat(row["segments"]["date"]), "plan_id": name,
        "impressions": int(counts.get("impressions", 0)), "clicks": int(counts.get("clicks", 0)),
        "ad_spend": (Decimal(counts.get("cost_micros", 0)) / 1_000_000).quantize(STEP),
        "ad_gmv": Decimal(str(counts.get("conversions_value", 0))).quantize(STEP),
        "currency": row["customer"]["currency_code"]}


def campaign_rows(row: Any, told: Told) -> Rows:
    own = shared(row)
    return {"ad_plan_day": [{**own, "plan": own["plan_id"], "scene": row["campaign"].get("advertising_channel_type")}]}


def keyword_rows(row: Any, told: Told) -> Rows:
    own, word = shared(row), row["ad_group_criterion"]["keyword"]
    return {"ad_keyword_day": [{
        **own, "plan": own["plan_id"], "scene": row["campaign"].get("advertising_channel_type"),
        "unit_id": row["ad_group"]["name"], "item_id": "", "keyword_kind": KINDS.get(word["match_type"], word["match_type"]),
        "keyword_id": str(row["ad_group_criterion"]["criterion_id"]), "keyword": word["text"]}]}


def term_rows(row: Any, told: Told) -> Rows:
    own = shared(row)
    return {"ad_term_period": [{
        **own, "first_on": own["day"], "unit_id": row["ad_group"]["name"], "keyword_kind": "", "keyword": "",
        "term": row["search_term_view"]["search_term"], "device": "",
        "scene": row["campaign"].get("advertising_channel_type"),
        "conversions": Decimal(str(row["metrics"].get("conversions", 0)))}]}


GOOGLE_ADS_PAGES = tuple(
    PulledPages(name, 1, PLATFORMS, "rows", "key", (table,), make, part=part, daily=True) for name, table, make, part in (
        ("google_ads.campaigns", AD_PLAN_DAY, campaign_rows, "google"),
        ("google_ads.keywords", AD_KEYWORD_DAY, keyword_rows, "google"),
        ("google_ads.terms", AD_TERM_PERIOD, term_rows, "google terms")))
