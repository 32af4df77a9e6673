"""Who is sent which reports of a shop, and how often, as claims of the operating file."""

from collections.abc import Iterator
from datetime import datetime

from daybook.domain.file_page import Claim
from daybook.domain.letters import LetterKind
from daybook.domain.said import Said, Term, listed
from daybook.domain.shop import Shop
from daybook.workflows.client_reports import readers_of as client_readers
from daybook.workflows.recipients import readers_of

#: Messages that are reports, and how often each comes.
OFTEN = {LetterKind.BRIEF: Said("every morning"), LetterKind.DAY: Said("every morning, once the day before is in"),
         LetterKind.CLOSE: Said("every evening"), LetterKind.REVIEW: Said("every week, month and quarter")}


def report_claims(shop: Shop, as_of: datetime) -> Iterator[Claim]:
    """Each report with its readers: owners of the client get the signed reviews, others what they chose to be told.

    A report that nobody is sent has no claim.
    """
    from daybook.records import models

    row = models.Shop.objects.get(name=shop.name)
    on = shop.day_of(as_of)
    for kind, often in OFTEN.items():
        people = [reader.name for reader in readers_of(row, kind)]
        if people:
            yield Claim("access", Term("letter", kind.value), Said("{often}, to {people}", often=often, people=listed(people)),
                        "people", on, None, "", ("report",))
    owners = [str(user) for user in client_readers([shop])[shop.name].values()]
    if owners:
        yield Claim("access", Said("Reviews for the client"), Said(
            "every week, month and quarter, once signed, by mail to {people}", people=listed(owners)), "client_reports", on, None,
            "", ("report", "client_report"))
