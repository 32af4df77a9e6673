"""What the price desk would do: put a price back that nobody meant."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, minutes, rule
from daybook.domain.brief import BriefFinding, Gain
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.domain.work import Pull, Role, Suggestion


def restore_price(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Restore the usual price today; every hour at the wrong one costs as much as yesterday's did."""
    if found.base is None or found.measured is None:
        return
    sku = dict(found.scope).get("sku") or dict(found.scope).get("item_id", "")
    stake = found.at_stake.mid if found.at_stake else Decimal(0)
    yield Suggestion(
        id=f"restore_price.{sku}", findings=(found.id,), move="restore_price",
        what=Said("Restore the price of {sku}", sku=sku), object_kind="sku", object_id=sku, object=sku,
        from_=Amount(found.measured, "money", seen.shop.currency), to=Amount(found.base, "money", seen.shop.currency),
        role=Role.OPERATOR, minutes=minutes("price"),
        gain=Gain((stake / 2).quantize(CENT), stake, stake * 2, seen.shop.currency,
                  found.at_stake.basis if found.at_stake else "gmv", "", None, 1),
        where=Said("shop console: price of this SKU, and the discounts that stack on it"), how="by hand",
        risk=Said("if the price was meant, say so with `daybook note`"), evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "price"))),
        pull=Pull.PRICE_UP if found.measured < found.base else Pull.PRICE_DOWN, must=True,
        change=ItemDiscount(sku, found.measured.quantize(CENT), found.base.quantize(CENT), dict(found.scope).get("item_id", ""))
        if dict(found.scope).get("sku") else None)
