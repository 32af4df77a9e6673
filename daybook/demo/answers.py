"""The answer file: what was planted where, what it cost, and what the right move would have been."""

import json
from pathlib import Path

import numpy as np

from daybook.demo.creators import creator_answers, planted_creators
from daybook.demo.disputed import dispute_answers
from daybook.demo.effects import TYPED, declining, tiring
from daybook.demo.event_acts import event_answers, event_days
from daybook.demo.habits import habit_answers, habit_days
from daybook.demo.live import live_answers
from daybook.demo.paper import money
from daybook.demo.planted import Incident
from daybook.demo.rhythm import Floats
from daybook.demo.rivals import quiet_breaks, rival_answers
from daybook.demo.service import planted_of, service_answers
from daybook.demo.talked import talk_answers
from daybook.demo.tested import busy_days, tested_answers
from daybook.demo.typed import wanted_term
from daybook.demo.world import ShopWorld, World

Scope = dict[str, str]
#: Days within which an order is to leave: the norm that a late wave breaks.
PROMISED_DAYS = 2
#: Days after its dispatch by which a parcel is confirmed at the latest: the norm that a stuck wave breaks.
CONFIRMED_DAYS = 10
#: Days from which a word's usual orders are read.
USUAL_DAYS = 28

#: kind -> metric that shows it first, cause, kind of the right move
_TRUTH: dict[str, tuple[str, str, str]] = {
    "channel_lost": ("visitors", "traffic_source", "restore_channel"),
    "price_mistake": ("deal_price", "price", "restore_price"),
    "hero_stockout": ("sellable_units", "stock", "restock"),
    "rival_promotion": ("payment_cvr", "rival", "answer_rival"),
    "bid_error": ("cpc", "bid", "lower_bid"),
    "budget_exhausted": ("clicks", "budget", "raise_budget"),
    "late_export": ("readiness", "data_missing", "wait"),
    "definition_change": ("visitors", "definition", "note_definition"),
    "bad_review": ("payment_cvr", "review", "answer_review"),
    "slow_decline": ("visitors", "traffic_source", "restore_channel"),
    "giant_order": ("paid_gmv", "one_order", "mark_bulk_order"),
    "cancel_burst": ("refund_amount", "cancellations", "check_fraud"),
    "device_drop": ("payment_cvr", "device", "fix_checkout"),
    "edit_backfired": ("visitors", "edit", "restore_listing"),
    "landing_broken": ("visitors", "landing", "fix_landing"),
    "creative_tired": ("ctr", "creative", "swap_creative"),
    "image_backfired": ("ctr", "edit", "restore_listing"),
    "ladder_cut": ("payment_cvr", "edit", "restore_listing"),
    "word_to_harvest": ("ad_orders", "search_term", "harvest_term"),
    "late_wave": ("overdue_orders", "late_dispatch", "send_late"),
    "order_burst": ("burst_orders", "one_hand", "hold_burst"),
    "stuck_wave": ("stuck_parcels", "parcels_stand_still", "ask_courier"),
    "unpaid_wave": ("unpaid_orders", "not_paid", "remind_unpaid"),
    "word_dies": ("ad_orders", "keyword", "pause_keyword"),
}


#: Days after a planted incident of disputes in which a morning may still tell it: a week's counts hold it so long, a rate's month
#: longer.
_LINGERS, _RATE_LINGERS = 8, 31


def right_move(kind: str) -> str:
    """The kind of move that answers a kind of incident.

    >>> right_move("bid_error")
    'lower_bid'
    """
    return _TRUTH[kind][2]


def answers(world: World) -> dict[str, object]:
    """Incidents with scope, money and right move, and the quiet stretches between them."""
    return {
        "seed": world.seed, "first_day": str(world.days[0]), "last_day": str(world.days[-1]),
        "money": "actual minus the same world without the incident, same random draws; gmv as paid, profit as "
                 "contribution after goods, fees, shipping, ads and final refunds; shop currency; likely_gmv and "
                 "likely_profit: what came as it came, what did not come as it would have been on the mean",
        "counts_from": "the first day of the incident; of a slow decline the day by which the source has lost as many "
                       "visitors as come on one of its days, of a tiring image the day by which its clicks per view of a week "
                       "are four in ten down, of a late wave the day on which the first promises end, of parcels that stand "
                       "still the day by which they should have been confirmed, of a term to harvest the day by which it has "
                       "brought four orders, of a word that dies the day by which it would have brought six: before it, that "
                       "is how these move anyway",
        "incidents": [_answer(world.shops[i.shop], i, n) for n, i in enumerate(world.incidents, 1)],
        "service": [told for s in world.shops for told in service_answers(world.seed, s)],
        "quiet": [q for s in world.shops for q in _quiet(world.seed, s)],
        "disputes": [told for s in world.shops for told in dispute_answers(s)],
        "creators": [told for s in world.shops for told in creator_answers(s)],
        "talk": [told for s in world.shops for told in talk_answers(s)],
        "pages": [told for s in world.shops for told in tested_answers(s)],
        "live": [told for s in world.shops for told in live_answers(world.seed, s)],
        "market": [told for s in world.shops for told in rival_answers(s)],
        "activities": [told for s in world.shops for told in event_answers(s)],
        "buyers": [told for s in world.shops for told in habit_answers(s)],
    }


def write_answers(world: World, folder: Path) -> Path:
    """answers.json beside the client folders, never inside one."""
    path = folder / "answers.json"
    path.write_text(json.dumps(answers(world), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _answer(shop: ShopWorld, incident: Incident, number: int) -> dict[str, object]:
    metric, cause, move = _TRUTH[incident.kind]
    scope = scope_of(shop, incident)
    days = range(incident.first, incident.last + 1)
    diff = shop.difference
    return {
        "id": f"i{number:02d}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": incident.kind,
        "first_day": str(shop.days[incident.first]), "last_day": str(shop.days[incident.last]),
        "counts_from": str(shop.days[_counts_from(shop, incident)]),
        "metric": metric, "scope": scope, "currency": shop.plan.currency,
        "per_day": [
            {"day": str(shop.days[d]), "gmv": money(int(diff.gmv[d])), "profit": money(int(diff.profit[d])),
             "likely_gmv": money(int(diff.likely_gmv[d])), "likely_profit": money(int(diff.likely_profit[d])),
             "orders": int(diff.orders[d]), "ad_spend": money(int(diff.spend[d]))} for d in days],
        "gmv": money(int(sum(diff.gmv[d] for d in days))),
        "profit": money(int(sum(diff.profit[d] for d in days))),
        "cause": {"kind": cause, "scope": scope},
        "move": {"kind": move, "object": next(iter(reversed(scope.values())), shop.plan.name)},
        "fresh": incident.last == len(shop.days) - 1 and incident.kind != "definition_change",
    }


def _counts_from(shop: ShopWorld, incident: Incident) -> int:
    """The day index from which a brief can be asked to know of the incident."""
    if incident.kind == "late_wave":
        return min(incident.first + PROMISED_DAYS, incident.last)
    if incident.kind == "stuck_wave":
        return min(incident.first + CONFIRMED_DAYS, incident.last)
    if incident.kind == "slow_decline":
        return _day(incident, np.cumsum(1 - declining(incident)), 1.0)
    if incident.kind == "creative_tired":
        return _day(incident, np.asarray(np.cumsum(1 - tiring(incident)) / 7, dtype=np.float64), 0.4)
    if incident.kind == "word_to_harvest":
        days, bought = slice(incident.first, incident.last + 1), TYPED * incident.size
        sold = np.cumsum(shop.ads.direct_orders[days, incident.keyword]) * bought / (1 + bought)
        return _day(incident, np.asarray(sold, dtype=np.float64), 4.0)
    if incident.kind == "word_dies":
        usual = float(shop.ads.direct_orders[:incident.first, incident.keyword][-USUAL_DAYS:].mean())
        return _day(incident, np.cumsum(np.full(incident.last - incident.first + 1, usual)), 6.0)
    return incident.first


def _day(incident: Incident, so_far: Floats, mark: float) -> int:
    """The day index by which so much has come together, the last one at most."""
    return min(incident.first + int(np.searchsorted(so_far, mark)), incident.last)


def scope_of(shop: ShopWorld, incident: Incident) -> Scope:
    """Dimension -> value, from the widest to the narrowest; empty: the whole shop."""
    plan, scope = shop.plan, {}
    if incident.source >= 0:
        scope["channel"] = plan.sources[incident.source].name
    if incident.device >= 0:
        scope["device"] = plan.devices[incident.device][0]
    if incident.kind == "budget_exhausted":
        scope["ad_plan"] = plan.keywords[0].plan
    if incident.product >= 0:
        scope["item_id"] = plan.products[incident.product].item_id
    if incident.sku >= 0:
        scope["sku"] = plan.skus[incident.sku].code
    if incident.keyword >= 0:
        word = plan.keywords[incident.keyword]
        scope["keyword"] = wanted_term(word) if incident.kind == "word_to_harvest" else word.word
    return scope


def _quiet(seed: int, shop: ShopWorld) -> list[dict[str, str]]:
    """Stretches of at least five days of the last sixty in which nothing was planted in the shop.

    The day after an incident is not among them: orders placed before midnight are paid after it.
    """
    total = len(shop.days)
    spans = [(i.first, i.last) for i in shop.incidents] + [(i.first, i.last) for i in planted_of(seed, shop)]
    busy = {d for first, last in spans for d in range(first, min(last, first + 20) + 2)}
    busy |= {d for one in shop.disputes.planted for d in range(
        one.first, one.last + (_RATE_LINGERS if one.kind == "rate_near_line" else _LINGERS))}
    busy |= {d for one in planted_creators(shop.plan, total) for d in range(one.first - _LINGERS, one.last + _LINGERS)}
    busy |= {d for one in shop.talk.planted for d in range(one.first, one.last + _LINGERS)}
    busy |= busy_days(shop)
    busy |= quiet_breaks(shop) | event_days(shop) | habit_days(shop)
    out, start = [], None
    for d in range(max(0, total - 60), total + 1):
        free = d < total and d not in busy
        if free and start is None:
            start = d
        if not free and start is not None:
            if d - start >= 5:
                first, last = str(shop.days[start]), str(shop.days[d - 1])
                out.append({"shop": shop.plan.name, "first_day": first, "last_day": last})
            start = None
    return out
