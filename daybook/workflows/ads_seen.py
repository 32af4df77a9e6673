"""The plan, word or crowd of a move as exports, ticks and people tell it; what none of them says stays None."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.desks.month_split import hour_weights
from daybook.domain.moves.ads import Bid, CrowdPremium, KeywordAdd, TargetRoi
from daybook.domain.moves.move import Move
from daybook.domain.seen import Scope, Seen
from daybook.domain.shop import Shop
from daybook.domain.situation import Ads, Changed
from daybook.domain.ticks import Tick
from daybook.workflows.told import FRESH, Told

LATELY = 7
CENT = Decimal("0.01")


def ads_seen(move: Move, seen: Seen, changes: Sequence[Changed], told: Told, ticks: Sequence[Tick], now: datetime) -> Ads:
    """Edits of the object today, its clicks and orders of a week, the words of its plan, and what people told of it."""
    shop, object_id = seen.shop, move.object_id
    today = [c for c in changes if c.object_id == object_id and not c.pending]
    edits = [c for c in today if shop.day_of(c.at) == shop.day_of(now)]
    clicks, orders = (_of_word(m, object_id, seen) for m in ("keyword_clicks", "keyword_ad_orders"))
    words = {dict(s).get("keyword", "") for s in _sliced(seen, "keyword_clicks") if dict(s).get("plan_id") == object_id}
    spent, usual = _spend(seen, ticks, told, now)
    return Ads(
        told.yes(object_id, "learning"), len(edits), max((c.at for c in today), default=None), spent, usual,
        _budgets(seen, told), told.number(_word_of(move), "market_bid"), clicks, orders,
        tuple(sorted(words)) if words else None,
        told.count(object_id, "crowd_size") if isinstance(move, CrowdPremium) else None, _roi(move, seen))


def _word_of(move: Move) -> str:
    return move.word if isinstance(move, KeywordAdd) else move.object_id if isinstance(move, Bid) else ""


def _spend(seen: Seen, ticks: Sequence[Tick], told: Told, now: datetime) -> tuple[Decimal | None, Decimal | None]:
    """What the shop spent today by the last reading, and what it usually has by that hour of a day."""
    fresh = timedelta(hours=int(told.rules.value(FRESH, "tick")))
    read = [t for t in ticks if t.spend is not None and now - t.at <= fresh]
    if not read:
        return None, None
    last = read[-1]
    days = [v for d, v in seen.daily.get("ad_spend", {}).items() if seen.reviewed - timedelta(days=LATELY) < d <= seen.reviewed]
    share = _share_by(seen, last.at, seen.shop)
    return last.spend, (sum(days, Decimal(0)) / len(days) * share).quantize(CENT) if days and share is not None else None


def _share_by(seen: Seen, at: datetime, shop: Shop) -> Decimal | None:
    """The part of a day's sales that this hour of the weekday usually has seen; ads follow their buyers."""
    weights = hour_weights(seen, shop.day_of(at))
    if weights is None:
        return None
    local = at.astimezone(ZoneInfo(shop.zone))
    whole = sum(weights[:local.hour], Decimal(0)) + weights[local.hour] * local.minute / 60
    return whole / sum(weights)


def _budgets(seen: Seen, told: Told) -> Decimal | None:
    """Daily budgets of all plans that spent within a week; None where one of them is not known."""
    running: set[str] = set()
    for scope, days in seen.sliced.get("plan", {}).get("ad_spend", {}).items():
        if any(v > 0 for d, v in days.items() if _lately(d, seen)):
            running.add(dict(scope).get("plan_id", ""))
    found = [told.number(plan, "daily_budget") for plan in sorted(running)]
    known = [b for b in found if b is not None]
    return sum(known, Decimal(0)) if found and len(known) == len(found) else None


def _roi(move: Move, seen: Seen) -> Decimal | None:
    """What a plan returned in a week, over what it spent."""
    if not isinstance(move, TargetRoi):
        return None
    spent, made = (sum((v for s, days in seen.sliced.get("plan", {}).get(m, {}).items() if dict(s).get("plan_id") == move.object_id
                        for d, v in days.items() if _lately(d, seen)), Decimal(0)) for m in ("ad_spend", "ad_gmv"))
    return (made / spent).quantize(CENT) if spent else None


def _of_word(metric: str, word: str, seen: Seen) -> int | None:
    found = [v for scope, days in _sliced(seen, metric).items() if dict(scope).get("keyword") == word
             for d, v in days.items() if _lately(d, seen)]
    return int(sum(found, Decimal(0))) if found else None


def _sliced(seen: Seen, metric: str) -> Mapping[Scope, Mapping[date, Decimal]]:
    return seen.sliced.get("keyword", {}).get(metric, {})


def _lately(day: date, seen: Seen) -> bool:
    return day > seen.reviewed - timedelta(days=LATELY)
