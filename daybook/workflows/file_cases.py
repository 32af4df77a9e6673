"""Disputes as a claim of the operating file: the cases that wait for the shop, and until when the first of them does."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from daybook.domain.disputes import DisputesTable
from daybook.domain.file_page import Claim
from daybook.domain.said import Said
from daybook.workflows.file_products import lasts

WAITING = ("open", "overdue")


def case_claims(table: DisputesTable) -> Iterator[Claim]:
    """How many cases are open; nothing where no export of the shop tells disputes."""
    cases = [case for case in table.cases if case.state in WAITING]
    if not table.cases:
        return
    said: str = Said("{n} disputes wait for the shop", n=len(cases))
    ends = [case.deadline for case in cases if case.deadline is not None and case.deadline > table.as_of]
    if ends:
        first = min(ends).astimezone(ZoneInfo(table.zone))
        said = Said("{said}; the first until {moment}", said=said, moment=f"{first:%Y-%m-%d %H:%M}")
    late = sum(1 for case in cases if case.state == "overdue")
    said = Said("{said}; {n} are late", said=said, n=late) if late else said
    yield Claim("service", table.shop, said, "disputes", table.on, lasts("issue"), "", ("cases",))
