"""What a morning tells of rivals and the market: rivals that undercut or joined an event, that are sold out or grow from
nothing, words that rise or fall, and rivals that nobody has looked at.

What a rival's move took away is told by the listings desk where buyers are gone (`listings.rival_promotion`); here nothing is at
stake yet, and no number of a rival is added to one of the shop's.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import rule
from daybook.desks.market.book import book_of
from daybook.desks.market.figures import newcomers, word_moves
from daybook.desks.market.looks import looks_of, slots, stale
from daybook.desks.market.own import item_name, own_price
from daybook.domain.brief import BriefFinding, Cause, Must, Unit
from daybook.domain.given import Note
from daybook.domain.rivals import Rival, by_rival, changes_of
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.seen import Seen
from daybook.rulebook.rival_lines import change_lines

MOVED, OUT, NEWCOMER, WORD, UNSEEN = ("market.rival_moved", "market.rival_out", "market.newcomer", "market.word_moved",
                                      "market.unseen")
RIVAL = "rival"
#: Sentences of one item that a finding tells; the page has all.
MOST_SAID = 3
MOST_WORDS = 3


def find_moves(seen: Seen) -> Iterator[BriefFinding]:
    """Items of which a rival cut its price, gave a coupon or joined an event since yesterday, and is now cheaper than the item.

    A rival that joined an event is told whatever it costs: its price of the event may come later.
    """
    since = seen.on - timedelta(days=1)
    looks = {look.rival.rival: look for look in looks_of(seen.given, seen.on)}
    for item, rivals in seen.given.watched(seen.on).items():
        own = own_price(seen, item)
        told: list[tuple[str, str]] = []
        for rival in rivals:
            look = looks[rival.rival]
            notes = [n for n in seen.given.rival_notes if n.kind == RIVAL and n.object == item and since <= seen.shop.day_of(n.at)
                     and _is_of(n, rival.name)]
            cheaper = own is not None and look.last is not None and look.last.pays is not None and look.last.pays < own
            notes = [n for n in notes if cheaper or _is_event(n)]
            told += [(rival.rival, n.text) for n in notes]
        if told:
            yield _moved(seen, item, own, told)


def _is_of(note: Note, name: str) -> bool:
    return isinstance(note.text, Said) and note.text.values.get("rival") == name


def _is_event(note: Note) -> bool:
    return isinstance(note.text, Said) and note.text.template.startswith("{rival} joined")


def _moved(seen: Seen, item: str, own: Decimal | None, told: list[tuple[str, str]]) -> BriefFinding:
    rivals = tuple(dict.fromkeys(rival for rival, _ in told))
    said = listed([text for _, text in told[:MOST_SAID]])
    words: str = Said("{name}: {said}", name=item_name(seen, item), said=said)
    if own is not None:
        words = listed((words, Said("a unit of ours was last paid with {own}", own=Amount(own, "money", seen.shop.currency))))
    scope = (("item_id", item),)
    return BriefFinding(
        id=f"{MOVED}.{item}", kind=MOVED, metric="rival_moves", zh="竞品动作", unit=Unit.COUNT, scope=scope, direction="up",
        measured=Decimal(len(told)), base_kind="expected", base=Decimal(0), since=seen.reviewed, urgency="today",
        causes=(Cause("event", (("rival", rivals[0]),), Decimal(len(told))),), sources=("sightings",), higher_is_better=False,
        words=words)


def find_sold_out(seen: Seen) -> Iterator[BriefFinding]:
    """Rivals that could be bought from and cannot since yesterday: their buyers look for another."""
    since = seen.on - timedelta(days=1)
    lines = change_lines()
    looks = by_rival(seen.given.sightings)
    done: set[str] = set()
    for item, rivals in seen.given.watched(seen.on).items():
        out: list[tuple[Rival, date]] = []
        for rival in rivals:
            own = looks.get(rival.rival, ())
            gone = [c for c in changes_of(own, lines) if c.kind in ("sold_out", "gone", "back")]
            if not gone or gone[-1].kind == "back" or seen.shop.day_of(gone[-1].at) < since or rival.rival in done:
                continue
            done.add(rival.rival)
            out.append((rival, seen.shop.day_of(gone[-1].at)))
        if out:
            yield _sold_out(seen, item, out)


def _sold_out(seen: Seen, item: str, out: list[tuple[Rival, date]]) -> BriefFinding:
    """One finding an item, however many of its rivals fell out."""
    return BriefFinding(
        id=f"{OUT}.{item}", kind=OUT, metric="rival_state", zh="竞品缺货", unit=Unit.COUNT, scope=(("item_id", item),),
        direction="up", measured=Decimal(len(out)), base_kind="expected", base=Decimal(0), since=min(day for _, day in out),
        urgency="today", causes=tuple(Cause("event", (("rival", rival.rival),), Decimal(1)) for rival, _ in out),
        sources=("sightings",), words=Said("{name}: its rival {rival} cannot be bought any more; its buyers look for another",
                                           name=item_name(seen, item), rival=", ".join(rival.name for rival, _ in out)))


def find_newcomers(seen: Seen) -> Iterator[BriefFinding]:
    """Listings nobody watches that grew beyond what their bands leave open, by growth and not by size, on the day it is told."""
    watched = frozenset(r.rival for own in seen.given.watched(seen.on).values() for r in own)
    for new in newcomers(book_of(seen), watched, seen.on)[:MOST_WORDS]:
        yield BriefFinding(
            id=f"{NEWCOMER}.{new.who}", kind=NEWCOMER, metric="newcomer_growth", zh="新竞品增速", unit=Unit.SHARE,
            scope=(("rival", new.who),), direction="up", measured=new.least_growth, base_kind="expected", base=Decimal(0),
            since=new.before_on, higher_is_better=False, sources=("competitor_day",),
            causes=(Cause("event", (("rival", new.who),), new.least_growth),),
            words=Said("{name} is new since {first} and grew by at least {growth} within a week ({metric}, by bands); "
                       "nobody watches it", name=new.name, first=new.first_on, growth=f"{new.least_growth:.0%}",
                       metric=Term("market_figure", new.metric)))


def find_words(seen: Seen) -> Iterator[BriefFinding]:
    """Demand words that rose or fell, on the morning after the day that an export tells of."""
    moves = {move.word: move for move in reversed(word_moves(book_of(seen))) if move.day >= seen.reviewed}    # the larger change
    for move in sorted(moves.values(), key=lambda m: (-abs(m.change), m.word))[:MOST_WORDS]:
        change = move.change.quantize(Decimal("0.0001"))
        yield BriefFinding(
            id=f"{WORD}.{move.word}", kind=WORD, metric="word_index", zh="需求词指数", unit=Unit.SHARE,
            scope=(("word", move.word),), direction="up" if change > 0 else "down", measured=change, base_kind="last_week",
            base=Decimal(0), since=move.before_on, sources=("market_day",),
            causes=(Cause("event", (("word", move.word),), change),),
            words=Said("buyers search {word} {change} against a week before (index, place {rank} of its category)", word=move.word,
                       change=f"{change:+.0%}", rank=move.rank))


def find_unseen(seen: Seen) -> Iterator[BriefFinding]:
    """One finding for all rivals that nobody has looked at for days: what stands on the page is not known to hold."""
    looks = looks_of(seen.given, seen.on)
    old = [look for look in looks if stale(look, seen.as_of)]
    if not old:
        return
    more = f" (+{len(old) - MOST_SAID})" if len(old) > MOST_SAID else ""
    names = ", ".join(look.rival.name for look in old[:MOST_SAID]) + more
    yield BriefFinding(
        id=UNSEEN, kind=UNSEEN, metric="rivals_unseen", zh="未查看竞品数", unit=Unit.COUNT, scope=(), direction="up",
        measured=Decimal(len(old)), base_kind="expected", base=Decimal(0), since=seen.reviewed,
        causes=(Cause("data", (("rivals", str(len(old))),), Decimal(len(old))),), sources=("sightings",), higher_is_better=False,
        words=Said("{n} of {all} rivals were not looked at for {days} days: {names}", n=len(old), all=len(looks),
                   days=int(rule("K-LOOKS", "stale_days")), names=names))


def looks_due(seen: Seen) -> Iterator[Must]:
    """Today's two looks at the rivals, where any are watched."""
    looks = looks_of(seen.given, seen.on)
    if looks:
        each = int(rule("K-LOOKS", "minutes"))
        for at in slots(seen.shop, seen.on):
            yield Must(Said("Look at the rivals: price, coupon, event tag"),
                       Said("{n} rivals, {minutes} minutes each", n=len(looks), minutes=each),
                       Said("market page: the two-minute form"), at, "rivals")
