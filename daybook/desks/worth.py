"""What the money of a finding or a task is worth: GMV becomes contribution where costs are known, and says so where not.

This is the one place where it happens, for every desk; the margins are reckoned in `workflows/profit.py`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, rule
from daybook.domain.brief import BriefFinding, Gain
from daybook.domain.said import Said
from daybook.domain.seen import Scope, Seen
from daybook.domain.work import Suggestion

GMV, CONTRIBUTION = "gmv", "contribution"
#: Four whole weeks, so that every weekday weighs the same.
WINDOW = 28
#: Words by which consoles name promotion of the whole site (全站推广, 全域推广, 全站营销): its sales count organic ones.
WHOLE_SITE = ("全站", "全域")
#: A stake on prices is left on units that are sold anyway; a stake on refunds is no sale.
PRICE, REFUNDS = "deal_price", "refunds_by_day"


def is_whole_site(seen: Seen, plan_id: str) -> bool:
    """Whether a plan promotes the whole site, so that its ad sales hold organic ones (domain F2)."""
    named = (seen.names.get(dimension, {}).get(plan_id, "") for dimension in ("scene", "plan_id"))
    return any(word in name for name in named for word in WHOLE_SITE)


def any_whole_site(seen: Seen) -> bool:
    """Whether a plan of the whole site spent on the reviewed day, or only a report of all materials is in, whose
    整体 sales count organic ones too."""
    spend = seen.slices("plan", "ad_spend", seen.reviewed)
    if seen.value("ad_spend", seen.reviewed) is None:
        return seen.value("material_ad_spend", seen.reviewed) is not None
    return any(is_whole_site(seen, dict(scope).get("plan_id", "")) for scope, paid in spend.items() if paid)


def shop_margin(seen: Seen) -> Decimal | None:
    """The shop's margin where enough of its GMV has a known cost by the rulebook, else None."""
    share = seen.margins.cost_known_share
    return seen.margins.shop if share is not None and share >= rule("W-COST-KNOWN") else None


def margin_of(seen: Seen, metric: str, scope: Scope) -> Decimal | None:
    """What of a yuan of GMV at stake is contribution; None where that is not known.

    A product that is named speaks for itself: where its cost is not known, the shop's margin is none of its own.
    """
    named = dict(scope)
    if metric == REFUNDS or ("plan_id" in named and is_whole_site(seen, named["plan_id"])):
        return None
    if metric == PRICE:
        return seen.margins.of_price
    sku, item = named.get("sku", ""), named.get("item_id", "")
    if sku and sku in seen.margins.by_sku:
        return seen.margins.by_sku[sku]
    if sku or item:
        return seen.margins.by_item.get(item)
    return shop_margin(seen)


def in_contribution(found: BriefFinding, seen: Seen) -> BriefFinding:
    """The finding with its stake in contribution where that is known; it stays GMV, and is named so, where not."""
    stake = found.at_stake
    if stake is None or stake.basis != GMV:
        return found
    margin = margin_of(seen, found.metric, found.scope)
    return found if margin is None else replace(found, at_stake=_at(stake, margin))


def task_in_contribution(one: Suggestion, found: BriefFinding, seen: Seen) -> Suggestion:
    """The task with its gain in contribution where that is known; where only some costs are, its risk says so."""
    gain = one.gain
    if gain is None or gain.basis != GMV:
        return one
    margin = margin_of(seen, found.metric, found.scope)
    if margin is not None:
        return replace(one, gain=_at(gain, margin))
    if not seen.given.costs:
        return one
    return replace(one, risk=_joined((one.risk, Said("the gain is GMV, not profit: {why}", why=_why_gmv(seen, found)))))


def beside(seen: Seen, units: Decimal) -> Decimal:
    """GMV of the other lines in the orders of so many units, at the shop's lines an order of the four weeks before."""
    lines = seen.sliced.get("product", {})
    days = [seen.reviewed - timedelta(days=n) for n in range(1, WINDOW + 1)]
    orders = sum((seen.value("paid_orders", d) or Decimal(0) for d in days), Decimal(0))
    rows, gmv = (sum((of.get(d, Decimal(0)) for of in lines.get(m, {}).values() for d in days), Decimal(0))
                 for m in ("line_orders", "line_gmv"))
    return units * max(rows / orders - 1, Decimal(0)) * gmv / rows if orders and rows else Decimal(0)


def _at(money: Gain, margin: Decimal) -> Gain:
    """GMV at a margin, less the ads that it takes; below 0 where it costs more than it leaves."""
    low, mid, high = sorted((value * margin - money.spend).quantize(CENT) for value in (money.low, money.mid, money.high))
    return replace(money, low=low, mid=mid, high=high, basis=CONTRIBUTION, spend=Decimal(0))


def _why_gmv(seen: Seen, found: BriefFinding) -> str:
    named = dict(found.scope)
    if "plan_id" in named and is_whole_site(seen, named["plan_id"]):
        return Said("whole-site promotion counts organic sales")
    thing = named.get("sku") or named.get("item_id")
    if thing:
        return Said("cost not known for {things}", things=thing)
    return Said("costs or terms are not known for enough of the sales")


def _joined(parts: Iterable[str]) -> str:
    """Sentences one after another, empty ones left out."""
    said = ""
    for part in parts:
        said = part if not said else Said("{first}; {second}", first=said, second=part) if part else said
    return said
