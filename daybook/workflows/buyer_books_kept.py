"""Kept books of buyers as known at a moment; how they are made is `buyer_books.py`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from daybook.domain.buyers import BuyerBook
from daybook.domain.plain_json import from_plain
from daybook.domain.shop import Shop


def books_known(shops: Sequence[Shop], on: date, as_of: datetime | None) -> dict[str, BuyerBook]:
    """shop -> the newest kept book that was known at a moment, or by now (None); one query, and one row a shop."""
    from django.db.models import OuterRef, Subquery

    from daybook.records import models

    own = models.BuyerBookKept.objects.filter(shop=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    if as_of is not None:
        own = own.filter(as_of__lte=as_of)
    newest = models.Shop.objects.filter(name__in=[s.name for s in shops]).annotate(kept=Subquery(own.values("pk")[:1]))
    kept = models.BuyerBookKept.objects.filter(pk__in=newest.values("kept")).values_list("shop__name", "content")
    return {name: _book(content) for name, content in kept}


def _book(content: Any) -> BuyerBook:
    book: BuyerBook = from_plain(BuyerBook, content)
    return book
