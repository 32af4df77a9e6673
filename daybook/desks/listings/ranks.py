"""Own rank as daily facts (层级, 类目排名, 搜索位置): what people read in consoles, by day, and around an edit.

No export of these platforms holds it; `daybook fact`, `daybook set fact` or the form of a listing's desk do.  A smaller rank is a
better one; a level (层级) is better the higher it is.
"""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from daybook.desks.listings.titles import stands_in
from daybook.domain.edit_watch import RankMove
from daybook.domain.seen import Seen

#: Days around an edit within which a rank speaks of it.
DAYS_BEFORE, DAYS_AFTER = 7, 14


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
    """Every rank of a listing and of its words that was read near an edit."""
    asked = [("category_rank", item), *(("search_position", word) for word in words_of(seen, item))]
    moves = [_around(seen, fact, about, on) for fact, about in asked]
    return tuple(move for move in moves if move.before is not None or move.after is not None)


def _around(seen: Seen, fact: str, about: str, on: date) -> RankMove:
    days = rank_days(seen, fact, about)
    before = [one for one in days if on - timedelta(days=DAYS_BEFORE) <= one[0] < on]
    after = [one for one in days if on < one[0] <= on + timedelta(days=DAYS_AFTER)]
    return RankMove(fact, about, before[-1] if before else None, after[-1] if after else None)
