"""A listing's title beside the words that people type: which it lost, which sell without it, what lies idle, what is forbidden."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.listing_steps import Wobble, judge_step
from daybook.desks.gain import rule
from daybook.domain.listing_advice import TitleAdvice, TitleWord
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load
from daybook.rulebook.texts import half_width
from daybook.rulebook.words import OF_TITLES, forbidden

WEEKS = 28
SHOWN = 8
#: Words by which people look for a shop and not for goods.
NAVIGATION = "W-NAVIGATION"
Days = Mapping[date, Decimal]


def title_advice(seen: Seen, item: str) -> TitleAdvice | None:
    """What is known of a listing's title; None where no export names it."""
    title = seen.names.get("item_id", {}).get(item, "")
    if not title:
        return None
    rules = load().for_(seen.shop.platform, seen.categories.get(item, "*"))
    most = int(rules.value("L-TITLE" if rules.found("L-TITLE") else "L-TEXT", "half_width"))
    told = seen.sliced.get("search_word", {}).get("visitors", {}).values()
    known = sorted({d for days in told for d in days if d <= seen.reviewed})
    words = [_word(title, word, visitors, buyers, known) for word, visitors, buyers in _typed(seen, title)] if known else []
    ads = [_ad_word(title, word, clicks, orders) for word, clicks, orders in _bought(seen, item)]
    named = {plain(w.word) for w in words}
    inside = [w for w in words if w.inside]
    moved = [w for w in inside if w.beyond]
    sells = sorted((w for w in (*words, *(a for a in ads if plain(a.word) not in named)) if not w.inside and w.buyers
                    and forbidden(w.word, [NAVIGATION]) is None),
                   key=lambda w: (-(w.buyers or 0), -w.visitors, w.word))
    return TitleAdvice(
        item, title, half_width(title), most, tuple(sells[:SHOWN]),
        tuple(w for w in moved if (w.moved or 0) < 0)[:SHOWN], tuple(w for w in moved if (w.moved or 0) > 0)[:SHOWN],
        tuple(w for w in inside if w not in moved)[:SHOWN], _idle(title, [w.word for w in (*words, *ads)]),
        tuple((f.words, f.rule) for r in OF_TITLES if (f := forbidden(title, [r])) is not None), bool(words or ads))


def _typed(seen: Seen, title: str) -> Iterable[tuple[str, Days, Days]]:
    """Search words without ads that have to do with the title: they share a part of it."""
    visitors, buyers = (seen.sliced.get("search_word", {}).get(name, {}) for name in ("visitors", "paid_buyers"))
    parts = parts_of(title)
    for scope, days in visitors.items():
        word = dict(scope).get("word", "")
        if word and any(p in plain(word) or plain(word) in p for p in parts):
            yield word, days, buyers.get(scope, {})


def _bought(seen: Seen, item: str) -> Iterable[tuple[str, Decimal, Decimal]]:
    """Words of the listing's ads with their clicks and orders of four weeks."""
    since = seen.reviewed - timedelta(days=WEEKS - 1)
    clicks, orders = (seen.sliced.get("keyword", {}).get(name, {}) for name in ("clicks", "ad_orders"))
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for scope, days in clicks.items():
        named = dict(scope)
        if named.get("item_id") == item and named.get("keyword"):
            before = found.get(named["keyword"], (Decimal(0), Decimal(0)))
            found[named["keyword"]] = (before[0] + _sum(days, since, seen.reviewed),
                                       before[1] + _sum(orders.get(scope, {}), since, seen.reviewed))
    yield from ((word, c, o) for word, (c, o) in sorted(found.items()))


def _word(title: str, word: str, visitors: Days, buyers: Days, known: Sequence[date]) -> TitleWord:
    """A word's people now and before, the last known week beside the weeks before it.  `known`: the days of which any word is
    told, oldest first: on those a word that is not told had nobody."""
    last = known[-1]
    now = [d for d in known if (last - d).days < 7]
    before = [d for d in known if 7 <= (last - d).days < 7 + WEEKS]
    move = judge_step([(float(visitors.get(d, 0)), 1.0) for d in now], [(float(visitors.get(d, 0)), 1.0) for d in before],
                      (0.0, 0.0), Wobble(dispersion=float(rule("L-TITLE-WORDS", "dispersion"))), float(rule("L-STEPS", "drift")))
    since = last - timedelta(days=WEEKS - 1)
    earlier = _sum(visitors, since - timedelta(days=WEEKS), since - timedelta(days=1)) if known[0] < since else None
    return TitleWord(word, _sum(visitors, since, last), earlier, _sum(buyers, since, last) if buyers else None,
                     stands_in(word, title), move.change if move else None, move.odds if move else None,
                     beyond=move is not None and move.odds < float(rule("L-WATCH", "odds")))


def _ad_word(title: str, word: str, clicks: Decimal, orders: Decimal) -> TitleWord:
    return TitleWord(word, clicks, None, orders, stands_in(word, title), from_ads=True)


def _sum(days: Days, first: date, last: date) -> Decimal:
    return sum((v for d, v in days.items() if first <= d <= last), Decimal(0))


def plain(text: str) -> str:
    """A text without spaces and capitals, by which words are compared."""
    return "".join(text.split()).casefold()


def parts_of(title: str) -> list[str]:
    """The parts of a title between spaces and marks, without those of one character.

    >>> parts_of("恒温电热水壶 1.5L/家用")
    ['恒温电热水壶', '1.5l', '家用']
    """
    return [plain(p) for p in re.split(r"[\s/|,，、·()（）]+", title) if len(p) > 1]


def stands_in(word: str, title: str) -> bool:
    """Whether a title holds a word: all of it, or each of its parts between spaces.

    >>> stands_in("电热水壶 家用", "恒温电热水壶 1.5L 家用"), stands_in("电热水壶推荐", "恒温电热水壶 1.5L")
    (True, False)
    """
    return plain(word) in plain(title) or all(plain(part) in plain(title) for part in word.split())


def _idle(title: str, words: list[str]) -> tuple[str, ...]:
    """Parts of the title that no word people came by has anything of; nothing where no word is known."""
    if not words:
        return ()
    typed = [plain(w) for w in words]
    return tuple(p for p in parts_of(title) if not any(p in w or w in p or _shares(p, w) for w in typed))


def _shares(part: str, word: str) -> bool:
    """Whether two texts share two characters in a row."""
    return any(part[n:n + 2] in word for n in range(len(part) - 1))
