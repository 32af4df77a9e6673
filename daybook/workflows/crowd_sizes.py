"""Which buyers a crowd means, among the purchases of one shop; and the crowds that every shop is shown."""

from typing import TYPE_CHECKING, Any

import numpy as np

from daybook.domain.buyers import Crowd
from daybook.metrics.buyer_book import PARTS
from daybook.workflows.purchases import UNKNOWN

if TYPE_CHECKING:
    from daybook.workflows.buyers_described import Bought

#: What every shop is shown, by the names under which screens say them.
PRESETS = (
    Crowd("best", orders_from=3, last_to_days=90),
    Crowd("fresh", orders_to=1, last_to_days=30),
    Crowd("slipping", orders_from=2, last_from_days=91, last_to_days=365),
    Crowd("once", orders_to=1, last_from_days=181),
    Crowd("discount_only", orders_from=2, discount=True),
    Crowd("full_price", orders_from=2, discount=False),
)


def chosen(made: "Bought", crowd: Crowd) -> Any:
    """Which of `made.buyers` a crowd means, as flags; all conditions hold at once.  Days count back from the reviewed day."""
    b = made.buyers
    since, begun = made.today - b.last, made.today - b.first
    net = b.net / PARTS
    keep = np.ones(len(b.buyer), dtype=bool)
    for values, low, high in ((b.visits, crowd.orders_from, crowd.orders_to), (since, crowd.last_from_days, crowd.last_to_days),
                              (begun, crowd.first_from_days, crowd.first_to_days), (net, crowd.spent_from, crowd.spent_to)):
        if low is not None:
            keep &= values >= float(low)
        if high is not None:
            keep &= values <= float(high)
    if crowd.item_id:
        keep &= _bought(made, crowd.item_id)
    if crowd.not_item_id:
        keep &= ~_bought(made, crowd.not_item_id)
    if crowd.province:
        keep &= _lives(made, crowd.province)
    if crowd.discount is not None:
        keep &= _discount(made, crowd.discount)
    return keep


def _bought(made: "Bought", item: str) -> Any:
    p = made.p
    if item not in p.items:
        return np.zeros(len(made.buyers.buyer), dtype=bool)
    return np.isin(made.buyers.buyer, p.buyer[p.line_order[p.item == p.items.index(item)]])


def _lives(made: "Bought", province: str) -> Any:
    """Whose last order that tells a region went there."""
    p = made.p
    told = (p.buyer >= 0) & (p.region >= 0)
    last = np.full(len(p.ids), -1, dtype=np.int64)
    last[p.buyer[told]] = p.region[told]                # orders stand by day: the last one is left
    return last[made.buyers.buyer] == (p.regions.index(province) if province in p.regions else -2)


def _discount(made: "Bought", always: bool) -> Any:
    """Who always had a discount, or paid without one at least once; an order that does not tell leaves its buyer out."""
    p, size = made.p, len(made.p.ids)
    known = p.buyer >= 0
    full, untold = (np.bincount(p.buyer[known & here], minlength=size) for here in (p.discount == 0, p.discount == UNKNOWN))
    own = made.buyers.buyer
    return (full[own] == 0) & (untold[own] == 0) if always else full[own] > 0
