"""Edits of listings under watch: each one's steps after 24, 48 and 72 hours beside its own weeks before, the others taken out.

An edit is told worse or better only beyond odds that a hundred harmless edits seldom reach (L-WATCH); a span that holds both a
loss and a gain is said to tell nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import exp, sqrt
from zoneinfo import ZoneInfo

from daybook.analysis.listing_steps import StepMove, Wobble, wobble_of
from daybook.desks.gain import rule
from daybook.desks.listings.counted import Counted, counted_of, items_of_skus
from daybook.desks.listings.moved import moves_of
from daybook.desks.listings.ranks import ranks_around
from daybook.domain.edit_watch import After, CurveDay, EditNumber, Mark, WatchedEdit
from daybook.domain.listing_lines import LESS_IS_BETTER
from daybook.domain.seen import Seen
from daybook.domain.situation import Changed
from daybook.rulebook.reading import load

#: What is watched after an edit, in the order in which it shows.
WATCHED = ("ctr", "visitors", "search_visitors", "cvr", "orders", "spend")
#: Days before an edit that its curve shows.
BEFORE = 7
#: Moves of this house that are edits of a listing -> what they are called here.
MOVES = {"title": "title", "images": "images", "attributes": "attributes", "item_discount": "price", "list_price": "price",
         "sku_add": "sku", "sku_remove": "sku", "listed": "state"}
#: Words of a note by which its kind of edit is told, in the order of asking.
TOLD_BY = (("images", ("主图", "main image", "main picture")), ("title", ("标题", "title")),
           ("price", ("价格", "改价", "调价", "降价", "涨价", "售价", "price", "券", "coupon")),
           ("sku", ("sku", "规格")), ("attributes", ("属性", "attribute")))
Found = tuple[str, str, str, date, datetime | None, str, str, str, str]


def watched_edits(seen: Seen, done: Sequence[Changed] = (), item: str = "") -> tuple[WatchedEdit, ...]:
    """Edits of the last two weeks, the latest first; `done` are changes that this house made, `item` asks for one listing's."""
    since = seen.reviewed - timedelta(days=int(rule("L-WATCH", "days")) - 1)
    found = [one for one in edits_since(seen, done, since) if item in ("", one[0])]
    if not found:
        return ()
    counted = counted_of(seen, whole=True)
    shared: dict[str, Wobble] = {}
    return tuple(_watched(seen, counted, shared, one) for one in sorted(found, key=lambda e: (e[3], e[0], e[1]), reverse=True))


def edits_since(seen: Seen, done: Sequence[Changed], since: date) -> list[Found]:
    """Edits of listings since a day, each once."""
    return _once(list(_edits(seen, done, since)))


def _edits(seen: Seen, done: Sequence[Changed], since: date) -> Iterable[Found]:
    items = {dict(s).get("item_id", "") for own in ("product_traffic", "product", "product_source")
             for days in seen.sliced.get(own, {}).values() for s in days} | set(seen.names.get("item_id", {}))
    for change in done:
        day = seen.shop.day_of(change.at)
        if change.move in MOVES and not change.pending and since <= day <= seen.reviewed:
            yield change.item_id, MOVES[change.move], "", day, change.at, change.was, change.to, "done", change.proposal
    owners = items_of_skus(seen)
    for note in seen.given.notes_between(since, seen.reviewed):
        item = note.object if note.object in items else owners.get(note.object, "")
        if note.kind == "edit" and item:
            yield (item, what_of(note.text), note.text, seen.shop.day_of(note.at), note.at, note.from_, note.to, "note", "")
    for edit in seen.edits:
        if since <= edit.seen_on <= seen.reviewed:
            what = "images" if edit.what == "main_image" else edit.what
            yield edit.item_id, what, "", edit.seen_on, None, edit.was, edit.now, "list", ""


def what_of(text: str) -> str:
    """The kind of edit that a note tells of, by its words; "edit" where they do not say it.

    >>> what_of("改标题：换了词根"), what_of("changed the main image"), what_of("详情页")
    ('title', 'images', 'edit')
    >>> what_of("Title: new root words"), what_of("改评价"), what_of("降价10元")
    ('title', 'edit', 'price')
    """
    told = text.casefold()
    return next((what for what, words in TOLD_BY if any(word in told for word in words)), "edit")


def _once(found: Sequence[Found]) -> list[Found]:
    """The same edit told twice (done here and seen in a list a day later) counts once, as told by who knows most of it; two
    edits that one source tells are two."""
    kept: list[Found] = []
    for one in found:
        if not any(k[0] == one[0] and k[1] == one[1] and k[7] != one[7] and abs((k[3] - one[3]).days) <= 2 for k in kept):
            kept.append(one)
    return kept


def _watched(seen: Seen, counted: dict[str, Counted], shared: dict[str, Wobble], one: Found) -> WatchedEdit:
    item, what, text, on, at, was, now, source, proposal = one
    first = on if at is not None and _hour(seen, at) < int(rule("L-WATCH", "early_hour")) else on + timedelta(days=1)
    marks = tuple(_mark(seen, counted, shared, item, first, int(hours), max(1, round(hours / 24)))
                  for hours in (load().value("L-72H", name) for name in ("first", "second", "third")))
    shown = _shown(marks, counted)
    return WatchedEdit(item, seen.names.get("item_id", {}).get(item, ""), what, text, on, at, was, now, source, marks, shown,
                       _curve(seen, counted.get(shown), shared, item, first), ranks_around(seen, item, on), proposal)


def _shown(marks: tuple[Mark, ...], counted: dict[str, Counted]) -> str:
    """The step that a curve shows: a count that moved most surely, else visitors, else orders."""
    moved = [n for m in marks for n in m.numbers if n.told in (After.WORSE, After.BETTER) and counted[n.name].relative]
    if moved:
        return min(moved, key=lambda n: n.odds).name
    return "visitors" if "visitors" in counted else "orders"


def _hour(seen: Seen, at: datetime) -> int:
    return at.astimezone(ZoneInfo(seen.shop.zone)).hour


def _mark(seen: Seen, counted: dict[str, Counted], shared: dict[str, Wobble], item: str, first: date, hours: int, n: int) -> Mark:
    last = first + timedelta(days=n - 1)
    days = [first + timedelta(days=k) for k in range(n)]
    if last > seen.reviewed:
        return Mark(hours, first, last, After.TOO_EARLY)
    numbers = []
    for name in WATCHED:
        if name in counted and all(d in counted[name].days for d in days):
            move = _move(counted[name], shared, item, days, _before(first))
            if move is not None:
                numbers.append(EditNumber(name, move.change, move.low, move.high, move.odds, _told(name, move)))
    return Mark(hours, first, last, _all(numbers), tuple(numbers))


def _before(first: date) -> list[date]:
    """The weeks before the edit; the day of the edit itself is neither before nor after."""
    return [first - timedelta(days=n) for n in range(int(rule("L-STEPS", "before")) + 1, 1, -1)]


def _move(one: Counted, shared: dict[str, Wobble], item: str, now: list[date], before: list[date]) -> StepMove | None:
    key = f"{one.name} {before[0]}"
    if key not in shared:
        shared[key] = wobble_of([one.pairs(i, before) for i in one.counts], one.scatter)
    return moves_of(one, shared[key], now, before, [item]).get(item)


def _told(name: str, move: StepMove) -> After:
    """Worse or better beyond the odds and of some size; the same where the span leaves no room for it; else not to be told."""
    size = float(rule("L-WATCH", "share"))
    if move.odds < float(rule("L-WATCH", "odds")) and abs(move.change) >= size:
        return After.BETTER if (move.change > 0) != (name in LESS_IS_BETTER) else After.WORSE
    return After.SAME if -size <= move.low and move.high <= size else After.UNTOLD


def _all(numbers: Sequence[EditNumber]) -> After:
    """What the steps say together: a loss counts first, as it is what one watches for."""
    told = {n.told for n in numbers}
    return next((a for a in (After.WORSE, After.BETTER, After.UNTOLD, After.SAME) if a in told), After.UNTOLD)


def _curve(seen: Seen, one: Counted | None, shared: dict[str, Wobble], item: str, first: date) -> tuple[CurveDay, ...]:
    """A count on the days of a week before the edit and on those since, with what was expected of each."""
    if one is None or item not in one.counts:
        return ()
    before = _before(first)
    pairs = one.pairs(item, before)
    of = sum(n for _, n in pairs)
    if not of:
        return ()
    rate, key = sum(k for k, _ in pairs) / of, f"{one.name} {before[0]}"
    scatter = shared[key].dispersion if key in shared else 1.0
    last = min(seen.reviewed, first + timedelta(days=BEFORE - 1))
    return tuple(_curve_day(one, item, first + timedelta(days=n), rate, scatter)
                 for n in range(-BEFORE, (last - first).days + 1))


def _curve_day(one: Counted, item: str, day: date, rate: float, scatter: float) -> CurveDay:
    expected = rate * one.of.get(item, {}).get(day, 0.0)
    if day not in one.days or expected <= 0:
        return CurveDay(day, None, None, None, None)
    wide = exp(1.2816 * sqrt(scatter / expected))
    return CurveDay(day, _number(one.counts[item].get(day, 0.0)), *map(_number, (expected, expected / wide, expected * wide)))


def _number(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))
