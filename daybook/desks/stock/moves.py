"""What the stock desk would do: restock, and stop paying for clicks onto what cannot be bought."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_UP, Decimal

from daybook.desks.gain import CENT, minutes, recovered, rule
from daybook.desks.stock.findings import usual
from daybook.domain.brief import BriefFinding, Gain
from daybook.domain.moves.stock import PurchaseRequest
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.domain.work import Pull, Role, Suggestion


def restock(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Restock the SKU; and where keywords or plans bring paid clicks to its item, pause them until it is back."""
    scope = dict(found.scope)
    sku, item = scope.get("sku", ""), scope.get("item_id", "")
    transit = next((days.get(seen.reviewed) for s, days in seen.sliced.get("stock", {}).get(
        "in_transit_units", {}).items() if dict(s).get("sku") == sku), None)
    check = seen.on + timedelta(days=int(rule("W-CHECK", "stock")))
    coming = Said("{n} units are on their way", n=transit.quantize(Decimal(1))) if transit else Said("nothing is on its way")
    yield Suggestion(
        id=f"restock.{sku or item}", findings=(found.id,), move="restock", what=Said("Restock {sku}", sku=sku or item),
        object_kind="sku", object_id=sku or item, object=sku or item, from_="0", to=Said("four weeks of cover"),
        role=Role.OPERATOR, minutes=minutes("restock"), gain=recovered(seen, found.at_stake),
        cost=_cost(found, seen, transit or Decimal(0)),
        where=Said("warehouse or supplier; then stock in the shop's console"), how="by hand",
        risk=Said("late delivery: the loss goes on"), evidence=Said("{words}; {coming}", words=found.words, coming=coming),
        check_on=check, pull=Pull.MORE_STOCK, touches=(("item", item),) if item else (),
        change=_purchase(found, seen, sku, transit or Decimal(0)))
    yield from _pause_ads(found, seen, item, sku)


def _purchase(found: BriefFinding, seen: Seen, sku: str, coming: Decimal) -> PurchaseRequest | None:
    """The units for four weeks, those on their way left out; None where the unit cost is not known."""
    cost = seen.given.unit_cost(sku, seen.on)
    if cost is None or found.since is None:
        return None
    a_day, _ = usual(seen, found.scope, found.since)
    units = int(max(a_day * rule("I-RESTOCK") - coming, Decimal(0)).to_integral_value(ROUND_UP))
    return PurchaseRequest(sku, units, cost.unit_cost, "") if units else None


def _cost(found: BriefFinding, seen: Seen, coming: Decimal) -> Decimal | None:
    """What the units for four weeks cost, those on their way left out; None where the unit cost is not known."""
    cost = seen.given.unit_cost(dict(found.scope).get("sku", ""), seen.on)
    if cost is None or found.since is None:
        return None
    a_day, _ = usual(seen, found.scope, found.since)
    return (max(a_day * rule("I-RESTOCK") - coming, Decimal(0)) * cost.unit_cost).quantize(CENT)


def _pause_ads(found: BriefFinding, seen: Seen, item: str, sku: str) -> Iterator[Suggestion]:
    spend = sum((days.get(seen.reviewed, Decimal(0)) for s, days in seen.sliced.get("keyword", {}).get(
        "keyword_ad_spend", {}).items() if item and dict(s).get("item_id") == item), Decimal(0))
    if spend <= 0 or not _whole_item_out(seen, item):
        return
    money = Amount(spend.quantize(CENT), "money", seen.shop.currency)
    yield Suggestion(
        id=f"stop_ads.{item}", findings=(found.id,), move="stop_ads",
        what=Said("Pause the ads of {item} until it is back", item=item), object_kind="ads_of_item", object_id=item,
        object=item, from_=Said("{money} a day", money=money), to=Said("paused"), role=Role.ADS, minutes=minutes("ads"),
        gain=Gain(spend.quantize(CENT), spend.quantize(CENT), spend.quantize(CENT), seen.shop.currency, "contribution", "",
                  None, 1),
        where=Said("ad console: plans of this item"), how="by hand", risk=Said("the plan learns again when it is resumed"),
        evidence=Said("{money} a day of clicks onto {sku}, which cannot be bought", money=money, sku=sku or item),
        check_on=seen.on + timedelta(days=1), pull=Pull.LESS_TRAFFIC)


def _whole_item_out(seen: Seen, item: str) -> bool:
    """Ads bring people to the item: they are wasted only when none of its SKUs that sell is left."""
    levels = [days.get(seen.reviewed) for s, days in seen.sliced.get("stock", {}).get("sellable_units", {}).items()
              if dict(s).get("item_id") == item]
    return bool(levels) and all(level is not None and level <= 0 for level in levels)
