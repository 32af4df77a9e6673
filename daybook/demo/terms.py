"""What no export says of a shop's costs: fees, shipping, and the like, as the owner would state them."""

from decimal import Decimal

from daybook.demo.shops import ShopPlan

_FEES = {"tmall": "0.055", "taobao": "0.016", "douyin": "0.052", "shopify": "0.031"}
_TAX = {"CNY": "0.01", "USD": "0", "EUR": "0"}


def of(plan: ShopPlan) -> dict[str, Decimal]:
    """Terms by name: rates as shares, money in the shop's currency per order, fixed cost per month."""
    home = plan.chinese
    fixed = round(plan.orders * (55 if home else 40), -2)
    return {
        "fee_rate": Decimal(_FEES[plan.platform]),
        "tax_rate": Decimal(_TAX[plan.currency]),
        "ship_cost": Decimal("4.20" if home else "5.40"),
        "ship_back_cost": Decimal("6.00" if home else "7.50"),
        "handling": Decimal("0.80" if home else "1.10"),
        "insurance": Decimal("0.60" if home else "0"),
        "resaleable_share": Decimal("0.82" if plan.category == "apparel" else "0.65"),
        "gift_cost": Decimal("0"),
        "fixed_cost": Decimal(int(fixed)),
    }
