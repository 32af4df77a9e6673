"""A listing whose own rank fell after an edit: told with the edit, before its visitors are gone."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, rule
from daybook.desks.listings.findings import find_noted_losses, name_of
from daybook.desks.listings.items import items_of, lost_visitors
from daybook.desks.listings.ranks import ranks_around
from daybook.desks.listings.watched import Found, edits_since
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.edit_watch import After, RankMove
from daybook.domain.said import Said, Term
from daybook.domain.seen import Scope, Seen

FELL = "listings.rank_fell"
ZH = {"category_rank": "类目排名", "search_position": "搜索位置"}


def find_rank_falls(seen: Seen) -> Iterator[BriefFinding]:
    """Listings of which a rank fell beyond noise after an edit of the last days; an edit told by its loss is left to that."""
    if not any(one.fact in ZH for one in seen.given.facts):
        return
    since = seen.reviewed - timedelta(days=int(rule("L-RANK", "told")) - 1)
    fell: dict[str, tuple[Found, RankMove]] = {}
    for edit in edits_since(seen, (), since):
        moves = [m for m in ranks_around(seen, edit[0], edit[3]) if m.told is After.WORSE and m.fact in ZH and _is_fresh(seen, m)]
        if moves:
            fell.setdefault(edit[0], (edit, min(moves, key=lambda m: (m.odds or 0.0, m.fact, m.object))))
    if fell:
        told = {dict(found.scope).get("item_id") for found in find_noted_losses(seen)}
        items = items_of(seen)
        for item, (edit, move) in sorted(fell.items()):
            if item not in told:
                loss = lost_visitors(seen, items, item, min(edit[3] + timedelta(days=1), seen.reviewed)) if item in items else None
                money = loss.gmv if loss is not None and loss.share > 0 else None
                yield _finding(seen, item, edit[2] or Term("edited", edit[1]), move, money, edit[3])


def _is_fresh(seen: Seen, move: RankMove) -> bool:
    return move.after is not None and move.after[0] >= seen.on - timedelta(days=int(rule("L-RANK", "fresh")))


def _finding(seen: Seen, item: str, text: str, move: RankMove, money: Decimal | None, since: date) -> BriefFinding:
    assert move.before is not None
    assert move.after is not None
    scope: Scope = (("item_id", item),)
    was, now = move.before[1], move.after[1]
    rank = Term("metric", move.fact, ZH[move.fact])
    said = {"name": name_of(seen, item), "text": text, "rank": rank, "now": f"{now:f}", "was": f"{was:f}", "after": move.read[1],
            "before": move.read[0]}
    words = (Said("{name} was edited ({text}); since then {rank} of {word} {now}, before {was} ({after} and {before} readings)",
                  **said, word=move.object) if move.fact == "search_position"
             else Said("{name} was edited ({text}); since then {rank} {now}, before {was} ({after} and {before} readings)", **said))
    stake = None if money is None else Gain((money / 2).quantize(CENT), money.quantize(CENT), (money * 3 / 2).quantize(CENT),
                                            seen.shop.currency)
    return BriefFinding(
        id=f"{FELL}.{item}", kind=FELL, metric=move.fact, zh=ZH[move.fact], unit=Unit.COUNT, scope=scope, direction="up",
        measured=now, base_kind="usual", base=was, odds_noise=move.odds, at_stake=stake, since=since, urgency="today",
        causes=(Cause("event", scope, now - was),), sources=("notes",), higher_is_better=False, words=words)
