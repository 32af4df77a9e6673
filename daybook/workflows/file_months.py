"""What each whole month brought beside its target, as claims of the operating file: the shop's history at a glance."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.domain.file_page import Claim
from daybook.domain.review import Span, days_of, last_whole
from daybook.domain.said import Amount, Said, listed
from daybook.domain.seen import Seen
from daybook.workflows.file_products import NUMBERS, last_in, lasts

#: Months that are looked at, the latest first, and how many of the latest are told; the first that is in is told beside them.
MOST, LATEST = 36, 6
STEP = Decimal("0.001")


def month_claims(seen: Seen) -> Iterator[Claim]:
    """Paid amounts of whole months whose days are all in, each with its share of the target where one was set."""
    told: list[str] = []
    first, last = last_whole(Span.MONTH, last_in(seen) + timedelta(days=1))
    for _ in range(MOST):
        month = _month(seen, first, last)
        if month:
            told.append(month)
        first, last = last_whole(Span.MONTH, first)
    if told:
        told = told if len(told) <= LATEST else [*told[:LATEST], told[-1]]
        yield Claim("goals", Said("Paid by month, share of target"), listed(told), f"metric paid_gmv {last_in(seen)}",
                    last_in(seen), lasts("source"), NUMBERS, ("progress", "paid_gmv", "months"))


def _month(seen: Seen, first: date, last: date) -> str:
    paid = [seen.value("paid_gmv", day) for day in days_of(first, last)]
    known = [v for v in paid if v is not None]
    if len(known) < len(paid):
        return ""
    whole, target = sum(known, Decimal(0)), seen.given.target("paid_gmv", first, seen.on)
    money = Amount(whole, "money", seen.shop.currency)
    if target is None or not target.value:
        return Said("{month} {paid}", month=f"{first:%Y-%m}", paid=money)
    return Said("{month} {paid} ({share})", month=f"{first:%Y-%m}", paid=money, share=Amount(
        (whole / target.value).quantize(STEP), "share"))
