"""A plan's return on ad spend beside the ROI at which ads break even, where the two may be compared (domain F2)."""

from datetime import timedelta
from decimal import Decimal

from daybook.desks.worth import is_whole_site, shop_margin
from daybook.domain.said import Said
from daybook.domain.seen import Scope, Seen

WINDOW = 28
LATE_DAYS = 3        # ad sales of the last days are still being credited
CENT = Decimal("0.01")


def break_even_roi(seen: Seen) -> Decimal | None:
    """Paid GMV over contribution before ads of four weeks; None where costs are not known or nothing is left."""
    margin = shop_margin(seen)
    return 1 / margin if margin is not None and margin > 0 else None


def roi_of(seen: Seen, scope: Scope) -> Decimal | None:
    """A plan's ad sales over its spend, of the four weeks that are settled; None where nothing was spent."""
    days = [seen.reviewed - timedelta(days=n) for n in range(LATE_DAYS, WINDOW + 1)]
    numbers = seen.sliced.get("plan", {})
    gmv, spend = (sum((numbers.get(m, {}).get(scope, {}).get(d, Decimal(0)) for d in days), Decimal(0))
                  for m in ("ad_gmv", "ad_spend"))
    return gmv / spend if spend > 0 else None


def beside_break_even(seen: Seen, scope: Scope) -> str:
    """A plan's ROI beside break-even in a sentence; it says why where the two cannot be compared."""
    roi = roi_of(seen, scope)
    if roi is None:
        return ""
    if is_whole_site(seen, dict(scope).get("plan_id", "")):
        return Said("ROI {roi}, not held against break-even: whole-site promotion counts organic sales",
                    roi=roi.quantize(CENT))
    margin = shop_margin(seen)
    if margin is None:
        return Said("ROI {roi}, break-even not known: costs or terms are not known for enough of the sales",
                    roi=roi.quantize(CENT)) if seen.given.costs else ""
    even = break_even_roi(seen)
    if even is None:
        return Said("no ROI breaks even: the shop loses money before ads")
    return Said("ROI {roi}, break-even {even}", roi=roi.quantize(CENT), even=even.quantize(CENT))
