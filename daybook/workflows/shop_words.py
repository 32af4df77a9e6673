"""The words of a shop's own buyers: learnt by night from its reviews, tried against the stars that some have, kept with their day.

A try that is not good enough is kept too, with the reason, and changes nothing.  Only Chinese is learnt so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from daybook.analysis.text.grams import language_of
from daybook.analysis.text.own_words import Trial, learn, packed, tried
from daybook.analysis.text.polarity import made_from
from daybook.analysis.text.taught import taught_of
from daybook.analysis.text.training import table_of
from daybook.desks.gain import rule
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics.own_texts import own_texts, texts_counted
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import whose
from daybook.workflows.shop_words_kept import LANGUAGE

#: Shops whose texts are in memory at once.
AT_ONCE = 20


def shops_due(house: House, names: Sequence[str], due: datetime) -> list[str]:
    """Shops with enough texts, and enough more than when they were last learnt, that were not tried in the last days."""
    from daybook.records import models

    since = due - timedelta(days=float(rule("R-WORDS", "between")))
    rows = models.ShopWords.objects.filter(shop__name__in=names, made_from=made_from()).order_by("as_of", "pk")
    last = {name: (at, texts) for name, at, texts in rows.values_list("shop__name", "as_of", "texts")}
    asked = [name for name in names if name not in last or last[name][0] <= since]
    if not asked:
        return []
    shops, least, grown = [house.shop(n) for n in asked], int(rule("R-WORDS", "texts")), 1 + float(rule("R-WORDS", "grown"))

    def look(session: Session) -> dict[str, int]:
        return texts_counted(session, max(s.day_of(due) for s in shops), int(rule("R-WORDS", "days")))

    counted = reading(house.lake, house.books, whose(shops), due, ALL_TABLES, look)
    return [n for n in asked if counted.get(n, 0) >= max(least, grown * last[n][1] if n in last else 0)]


def keep_words(house: House, shops: Sequence[Shop], on: date, as_of: datetime, known_from: datetime) -> dict[str, str]:
    """Learns the words of shops from what was known at `as_of`, and keeps what came of it; mornings know it from `known_from` on.

    shop -> what came of it in words; a shop with too few Chinese texts is left out.
    """
    said: dict[str, str] = {}
    for first in range(0, len(shops), AT_ONCE):
        some = shops[first:first + AT_ONCE]

        def look(session: Session) -> dict[str, Mapping[str, bool | None]]:
            return own_texts(session, on, int(rule("R-WORDS", "days")), int(rule("R-WORDS", "most")), int(rule("R-STARS", "poor")))

        texts = reading(house.lake, house.books, whose(some), as_of, ALL_TABLES, look)
        said |= {s.name: told for s in some if (told := _kept(house, s, on, known_from, texts.get(s.name, {})))}
    return said


def _kept(house: House, shop: Shop, on: date, known_from: datetime, texts: Mapping[str, bool | None]) -> str:
    from daybook.records import models

    taught = taught_of(LANGUAGE)
    own = {text: good for text, good in texts.items() if language_of(text) == LANGUAGE}
    if taught is None or len(own) < int(rule("R-WORDS", "texts")):
        return ""
    table = table_of(list(own), LANGUAGE)
    weights = learn(taught, table)
    trial = tried(table, list(own.values()), taught.weights, weights)
    refused = why_not(trial)
    models.ShopWords.objects.create(
        shop=models.Shop.objects.get(name=shop.name), on=on, as_of=known_from, made_at=house.now(), made_from=made_from(),
        texts=len(texts), trial=asdict(trial), refused=refused, content=b"" if refused else packed(taught.weights, weights))
    return f"{trial.texts} texts: {refused or 'learnt'}"


def why_not(trial: Trial) -> str:
    """Why own words are not taken; "" where they are.

    Where buyers praise nearly always, what is guessed to be blame is mostly praise, and would be learnt as blame.
    """
    if not float(rule("R-WORDS", "low")) <= trial.good_before <= float(rule("R-WORDS", "high")):
        return "nearly all of one kind"
    if abs(trial.good_after - trial.good_before) > float(rule("R-WORDS", "swing")):
        return "moved the share of good ones too far"
    if trial.starred >= int(rule("R-WORDS", "starred")) and trial.right_after < trial.right_before:
        return "told fewer of those with stars"
    return ""
