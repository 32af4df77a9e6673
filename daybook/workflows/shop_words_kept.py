"""Own words of shops as known at a moment; how they are learnt is `shop_words.py`."""

from collections.abc import Sequence
from datetime import date, datetime

from daybook.analysis.text.own_words import unpacked
from daybook.analysis.text.polarity import made_from, weights_of
from daybook.desks.reputation.words import OwnWords
from daybook.domain.shop import Shop

#: The language whose words are learnt: of English too few texts are labelled to learn from guesses.
LANGUAGE = "zh"


def words_known(shops: Sequence[Shop], on: date, as_of: datetime) -> dict[str, OwnWords]:
    """shop -> its newest own words that were known at a moment and learnt on the file that is shipped now."""
    from django.db.models import OuterRef, Subquery

    from daybook.records import models

    shipped = weights_of(LANGUAGE)
    if shipped is None:
        return {}
    own = models.ShopWords.objects.filter(shop=OuterRef("pk"), on__lte=on, as_of__lte=as_of, made_from=made_from(),
                                          refused="").order_by("-as_of", "-pk")
    newest = models.Shop.objects.filter(name__in=[s.name for s in shops]).annotate(kept=Subquery(own.values("pk")[:1]))
    rows = models.ShopWords.objects.filter(pk__in=newest.values("kept")).values_list("shop__name", "on", "texts", "content")
    return {name: OwnWords(day, texts, {LANGUAGE: unpacked(shipped, bytes(content))}) for name, day, texts, content in rows}
