"""Decision memos about rivals: drafted from what a morning knew and what the price planner leaves, edited, signed, kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from daybook.desks import market
from daybook.desks.market.memo import draft_memo, tells_costs
from daybook.domain.errors import WrongUsage
from daybook.domain.rival_memo import DECISIONS, KeptMemo, MemoDraft, Room
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.records.said_json import said_from_json, said_to_json
from daybook.workflows.house import House
from daybook.workflows.price_plan import shop_plan
from daybook.workflows.products import seen_of

LONGEST = 4000


def memo_of(house: House, shop: Shop, item: str, on: date, as_of: datetime | None = None,
            costs: bool = True) -> tuple[MemoDraft, tuple[KeptMemo, ...]]:
    """The draft of a morning and the versions that were kept of this item, the newest first.

    `costs` False: for somebody who may not see them; then no margin bounds the room.  Raises WrongUsage for an item that no rival
    is watched for.
    """
    seen = seen_of(house, shop, on, as_of, (market.DESK,))
    if item not in seen.given.watched(on):
        raise WrongUsage(Said("no rival is watched for {item}", item=item), where=shop.name,
                         next_step="name its rivals on the market page first")
    kept = memos_kept(shop, item, as_of or house.now())
    return draft_memo(seen, item, _room(house, shop, item, seen, costs)), kept if costs else without_costs(kept)


def memos_kept(shop: Shop, item: str, as_of: datetime) -> tuple[KeptMemo, ...]:
    """The versions of an item's memos known at a moment, the newest first."""
    from daybook.records import models

    rows = models.RivalMemo.objects.filter(shop__name=shop.name, item_id=item, known_at__lte=as_of).order_by("-known_at", "-pk")
    return tuple(_kept(row) for row in rows)


def without_costs(kept: Iterable[KeptMemo]) -> tuple[KeptMemo, ...]:
    """The same versions for somebody who may not see costs: what a margin allowed is left out, whoever kept it."""
    return tuple(replace(one, reasons=tuple(r for r in one.reasons if not tells_costs(r))) for one in kept)


def keep_memo(house: House, shop: Shop, draft: MemoDraft, decision: str, text: str, by: str, sign: bool) -> KeptMemo:
    """Keeps a version with what was found at that moment; the same again changes nothing.

    Raises WrongUsage for a decision there is not, without a name, and once the memo of that day is signed.
    """
    from daybook.records import models

    if decision not in DECISIONS:
        raise WrongUsage(Said("{name} is no decision", name=decision[:40] or "—"), where=shop.name,
                         next_step=Said("say one of: {words}", words=", ".join(DECISIONS)))
    if not by.strip():
        raise WrongUsage("a memo says who decided", where=shop.name, next_step="name the person")
    before = next((m for m in memos_kept(shop, draft.item_id, house.now()) if m.on == draft.on), None)
    if before is not None and before.signed:
        raise WrongUsage(Said("the memo of {day} is signed by {by}", day=draft.on, by=before.by), where=shop.name,
                         next_step="write a new one on another day")
    text = text.strip()[:LONGEST]
    if before is not None and (before.decision, before.text, before.by, before.signed) == (decision, text, by.strip()[:120], sign):
        return before
    row = models.RivalMemo.objects.create(
        shop=models.Shop.objects.get(name=shop.name), item_id=draft.item_id, on=draft.on, decision=decision, text=text,
        found={"reasons": [said_to_json(one) for one in draft.reasons], "triggers": [said_to_json(one) for one in draft.triggers]},
        by=by.strip()[:120], signed=sign, known_at=house.now())
    return _kept(row)


def _kept(row: Any) -> KeptMemo:
    reasons, triggers = (tuple(said_from_json(one) for one in row.found.get(name, ())) for name in ("reasons", "triggers"))
    return KeptMemo(row.item_id, row.on, row.decision, reasons, triggers, row.text, row.by, row.signed, row.known_at)


def _room(house: House, shop: Shop, item: str, seen: Seen, costs: bool) -> Room | None:
    """What the price planner leaves the item's best-selling SKU today."""
    lines = [line for line in shop_plan(house, shop, seen.on, seen.as_of, costs=costs).board().lines if line.item_id == item]
    best = max(lines, key=lambda line: line.units_per_day, default=None)
    return None if best is None else Room(best.sku, best.now, best.today.low, costs)
