"""Own rank as daily facts (层级, 类目排名, 搜索位置): what people read in consoles, by day, and judged around an edit.

No export of these platforms holds it; `daybook fact`, `daybook set fact` or the form of a listing's desk do.  A smaller rank is a
better one; a level (层级) is better the higher it is.
"""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from daybook.analysis.rank_moves import rank_change
from daybook.desks.gain import rule
from daybook.desks.listings.titles import stands_in
from daybook.domain.edit_watch import After, RankMove
from daybook.domain.seen import Seen

#: Fact -> of what it is told: the shop, a listing, a search word.
RANKS = {"shop_level": "shop", "category_rank": "item", "search_position": "keyword"}
#: What facts of the whole shop are set down under.
SHOP = "shop"
Days = list[tuple[date, Decimal]]


def rank_days(seen: Seen, fact: str, about: str) -> list[tuple[date, Decimal]]:
    """What was read of a rank, by day, oldest first; a value that is no number is passed over."""
    found: dict[date, Decimal] = {}
    for one in seen.given.facts:
        if one.fact == fact and one.object == about and one.valid_from <= seen.on:
            try:
                found[one.valid_from] = Decimal(one.value)
            except InvalidOperation:
                continue
    return sorted(found.items())


def words_of(seen: Seen, item: str) -> list[str]:
    """Search words whose position somebody reads and that stand in the listing's title."""
    title = seen.names.get("item_id", {}).get(item, "")
    words = sorted({one.object for one in seen.given.facts if one.fact == "search_position"})
    return [word for word in words if title and stands_in(word, title)]


def ranks_around(seen: Seen, item: str, on: date) -> tuple[RankMove, ...]:
    """Every rank of a listing and of its words, and the shop's level, that was read near an edit, judged."""
    asked = [("category_rank", item), *(("search_position", word) for word in words_of(seen, item)), ("shop_level", SHOP)]
    moves = [rank_around(seen, fact, about, on) for fact, about in asked]
    return tuple(move for move in moves if move.before is not None or move.after is not None)


def rank_around(seen: Seen, fact: str, about: str, on: date) -> RankMove:
    """One rank before and after a day; the day itself is neither.

    Worse or better only beyond the odds of L-RANK and from its share on; the same where the span leaves no room for that share.
    """
    days = rank_days(seen, fact, about)
    before = [one for one in days if on - timedelta(days=int(rule("L-RANK", "before"))) <= one[0] < on]
    after = [one for one in days if on < one[0] <= on + timedelta(days=int(rule("L-RANK", "after")))]
    last = (before[-1] if before else None, after[-1] if after else None)
    if not before or not after:
        waits = not after and seen.reviewed <= on + timedelta(days=1)
        return RankMove(fact, about, *last, After.TOO_EARLY if before and waits else After.UNTOLD, read=(len(before), len(after)))
    if RANKS[fact] == "shop":
        return _level(fact, about, before, after)
    moved = rank_change([float(v) for _, v in before], [float(v) for _, v in after], float(rule("L-RANK", "scatter")),
                        float(rule("L-RANK", "weight")))
    assert moved is not None
    size = float(rule("L-RANK", "share"))
    told = After.SAME if 1 / (1 + size) - 1 <= moved.low and moved.high <= size else After.UNTOLD
    if moved.odds < float(rule("L-RANK", "odds")) and (moved.change >= size or moved.change <= 1 / (1 + size) - 1):
        told = After.WORSE if moved.change > 0 else After.BETTER
    return RankMove(fact, about, *last, told, moved.change, moved.low, moved.high, moved.odds, (len(before), len(after)))


def _level(fact: str, about: str, before: Days, after: Days) -> RankMove:
    """A level is a step of the platform's own ladder and does not stray: below all, or above all, of those read before."""
    was, now = [v for _, v in before], after[-1][1]
    told = After.WORSE if now < min(was) else After.BETTER if now > max(was) else After.SAME
    return RankMove(fact, about, before[-1], after[-1], told, float(now - was[-1]), read=(len(before), len(after)))
