"""Moves that would have done harm in the world as it was: more traffic onto what is gone, a price cut in an event."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from daybook.domain.brief import Brief, PlanLine
from daybook.domain.said import Amount

if TYPE_CHECKING:
    from daybook.demo.world import ShopWorld

#: Moves that bring people to the items of an ad plan.
MORE_TRAFFIC = ("raise_budget",)
PRICES = ("restore_price",)


def harmful(shop: "ShopWorld", brief: Brief) -> Iterator[str]:
    """Lines of the plan that do harm on the day on which they would be done, as sentences."""
    from daybook.demo.rhythm import promotion_on

    for line in brief.plan:
        gone = _gone(shop, brief, line) if line.move in MORE_TRAFFIC else ""
        if gone:
            yield f"{brief.shop} {brief.on}: {line.id} brings people to {gone}, of which nothing is left"
        if line.move in PRICES and _is_cut(line) and promotion_on(shop.plan.platform, brief.on):
            yield f"{brief.shop} {brief.on}: {line.id} cuts a price within an event"


def _gone(shop: "ShopWorld", brief: Brief, line: PlanLine) -> str:
    """An item of the plan whose best-selling SKU had nothing left at the end of the reviewed day; "" for none."""
    day = (brief.reviewed - shop.days[0]).days
    for word in shop.plan.keywords:
        if line.object not in (word.plan, word.plan_id):
            continue
        product = shop.plan.products[word.product]
        best = max(product.skus, key=lambda s: s.share)
        if int(shop.shelf.sellable[day][best.index]) <= 0:
            return product.item_id
    return ""


def _is_cut(line: PlanLine) -> bool:
    """Whether the price that a line proposes is below the one that stands; unreadable ones count as a cut."""
    if isinstance(line.to, Amount) and isinstance(line.from_, Amount):
        return line.to.value < line.from_.value
    return True
