"""An amount shared out over lines so that the shares add up to it exactly."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")
STEP = Decimal("0.0001")


def share_out(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Shares of `total` in proportion to `weights` (>= 0), in whole cents by largest remainder, earlier lines first.

    Weights that are all 0 share equally.  A total finer than a cent is shared in steps of 0.0001.  The shares sum
    to `total` exactly; no weights, no shares.

    >>> share_out(Decimal("10.00"), [Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('3.34'), Decimal('3.33'), Decimal('3.33')]
    """
    if not weights:
        return []
    step = CENT if total == total.quantize(CENT) else STEP
    whole = sum(weights, Decimal(0))
    parts = list(weights) if whole > 0 else [Decimal(1)] * len(weights)
    whole = whole if whole > 0 else Decimal(len(weights))
    exact = [abs(total) * part / whole for part in parts]
    shares = [e.quantize(step, ROUND_DOWN) for e in exact]
    left = int((abs(total) - sum(shares, Decimal(0))) / step)
    for i in sorted(range(len(parts)), key=lambda i: (shares[i] - exact[i], i))[:left]:
        shares[i] += step
    return shares if total >= 0 else [-s for s in shares]
