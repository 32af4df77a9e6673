"""Parcels as claims of the operating file: who carries them, from where they leave, and whether they leave in time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from daybook.domain.file_page import Claim
from daybook.domain.order_book import Fared
from daybook.domain.said import Amount, Said, listed
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load
from daybook.workflows.file_products import NUMBERS, lasts
from daybook.workflows.orders_page import book_of

MOST = 5
STEP = Decimal("0.001")


def parcel_claims(seen: Seen) -> Iterator[Claim]:
    """Couriers and places of dispatch as orders name them; the hours that are promised, and how many orders left later.

    What no export of the shop tells has no claim.
    """
    book = book_of(seen)
    for subject, kind in ((Said("Courier"), "courier"), (Said("Place of dispatch"), "warehouse")):
        named = _counted(book.fared, kind)
        if named:
            yield Claim("service", subject, _shares(named, book.fared), "orders", seen.reviewed, lasts("source"), "", (kind,))
    if book.fared and "shipped_at" in book.told:
        yield Claim("service", Said("Dispatch"), _dispatch(seen, book.fared), "orders", seen.reviewed, lasts("source"), NUMBERS,
                    ("dispatch",))


def _counted(fared: Sequence[Fared], name: str) -> Counter[str]:
    """Orders by what they name; those that name none are left out."""
    found: Counter[str] = Counter()
    for one in fared:
        if getattr(one, name):
            found[getattr(one, name)] += one.orders
    return found


def _shares(counted: Counter[str], fared: Sequence[Fared]) -> str:
    whole = Decimal(counted.total())
    shares = listed(Said("{name} {share}", name=name, share=Amount((n / whole).quantize(STEP), "share"))
                    for name, n in counted.most_common(MOST))
    return Said("{shares} of the orders paid from {first} to {last} that name one", shares=shares, **_days(fared))


def _dispatch(seen: Seen, fared: Sequence[Fared]) -> str:
    """Orders whose promise still runs are not counted."""
    hours = load().for_(seen.shop.platform).value("CLK-SHIP")
    return Said("to leave within {hours} hours of payment (rule CLK-SHIP); of {n} orders paid from {first} to {last} {late} left "
                "later", hours=f"{hours.normalize():f}", n=sum(f.orders - f.unseen for f in fared), late=sum(f.late for f in fared),
                **_days(fared))


def _days(fared: Sequence[Fared]) -> dict[str, str]:
    return {"first": f"{min(f.day for f in fared)}", "last": f"{max(f.day for f in fared)}"}
