"""Kept books of buyers as known at a moment; how they are made is `buyer_books.py`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from daybook.domain.buyers import BuyerBook
from daybook.domain.plain_json import from_plain
from daybook.domain.shop import Shop


def books_known(shops: Sequence[Shop], on: date, as_of: datetime) -> dict[str, BuyerBook]:
    """shop -> the newest kept book that was known at a moment; one query, and one row a shop."""
    from django.db.models import OuterRef, Subquery

    from daybook.records import models

    own = models.BuyerBookKept.objects.filter(shop=OuterRef("pk"), on__lte=on, as_of__lte=as_of).order_by("-on", "-pk")
    rows = models.Shop.objects.filter(name__in=[s.name for s in shops]).annotate(
        kept=Subquery(own.values("pk")[:1])).exclude(kept=None).values_list("kept", flat=True)
    kept = models.BuyerBookKept.objects.filter(pk__in=list(rows)).values_list("shop__name", "content")
    return {name: _book(content) for name, content in kept}


def _book(content: Any) -> BuyerBook:
    book: BuyerBook = from_plain(BuyerBook, content)
    return book
