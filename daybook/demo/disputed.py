"""Disputes of the demonstration agency: cases at the platform, a bad batch, a rate near its line, a buyer who claims again.

Cases that are lost are refunds that the world has anyway; those that are won are asked for beside them and bring no money back,
so that nothing else of the world moves.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from daybook.demo.buying import DAY_SECONDS, NEVER, Orders
from daybook.demo.paper import Sink, money, plain_csv
from daybook.demo.rhythm import Ints
from daybook.demo.shops import ShopPlan, stream

if TYPE_CHECKING:
    from daybook.demo.world import ShopWorld

HOUR = 3600
#: Share of refunds after the parcel that are taken to the platform; of cases that are won beside the lost ones.
TAKEN, WON = 0.015, 0.8
#: Hours that a shop has to answer.
ANSWER_HOURS = 72
QUALITY, ANY = 2, 0  # indexes of REASONS_CN
#: One in so many refunds that name quality is left with that reason: consoles show two or three in a hundred orders.
KEPT_QUALITY = 4
#: Shop of the dozen -> what is planted: kind, days before the last day on which it begins, days that it lasts.
PLANTED = {0: ("rate_near_line", 9, 10), 1: ("repeat_claimant", 0, 1), 2: ("quality_batch", 6, 7), 4: ("rate_near_line", 40, 10),
           7: ("quality_batch", 38, 7), 10: ("repeat_claimant", 20, 1)}
#: Mornings after which a rate that began to rise can be known to near its line.
RISES = 4
CASES_OF_ONE, APART = 3, 12  # cases of a buyer who claims again, and days between them
OWN_HEADER = ("dispute_id", "opened_at", "answer_by", "order_id", "item_id", "kind", "reason", "status", "liable", "amount",
              "closed_on", "currency")


@dataclass(frozen=True)
class PlantedDispute:
    """One planted incident of disputes; `first` and `last` are day indexes, both in, `order` the newest case of a claimant."""

    kind: str
    first: int
    last: int
    counts_from: int
    product: int = -1
    order: int = -1


@dataclass(frozen=True)
class Disputes:
    """By order: whether its refund, or one that it asks for in vain (`vain`), is taken to the platform; when it was asked for and
    judged (seconds from the first midnight, NEVER: not), and the reason as an index of REASONS_CN.  `again` are the orders of one
    buyer who claims again and again."""

    taken: NDArray[np.bool_]
    vain: NDArray[np.bool_]
    applied: Ints
    judged: Ints
    reason: Ints
    again: tuple[int, ...]
    planted: tuple[PlantedDispute, ...]


def disputes_of(seed: int, plan: ShopPlan, days: int, orders: Orders) -> Disputes:
    """The disputes of one shop; its own stream of draws moves no other number."""
    rng = stream(seed, plan.index, "disputes")
    n, last = len(orders.placed), days - 1
    draw, hours, wait, kept = rng.random(n), rng.uniform(20, 64, n), rng.uniform(3, 10, n), rng.integers(0, KEPT_QUALITY, n)
    after = (orders.refund_applied < NEVER) & (orders.shipped < orders.refund_applied)
    sent = (orders.shipped < NEVER) & (orders.refund_applied >= NEVER)
    vain = sent & (draw < plan.refund_rate * 0.67 * TAKEN * WON)
    applied = np.where(vain, orders.shipped + (wait * DAY_SECONDS).astype(np.int64), orders.refund_applied)
    taken, reason = vain | after & (draw < TAKEN), orders.reason.copy()
    reason[(reason == QUALITY) & (kept > 0)] = ANY
    planted: list[PlantedDispute] = []
    again: tuple[int, ...] = ()
    kind, ago, length = PLANTED.get(plan.index % 12, ("", 0, 0))
    first = last - ago
    span = (applied // DAY_SECONDS >= first) & (applied // DAY_SECONDS < first + length)
    if kind == "quality_batch":
        counts = np.bincount(orders.product[after & span], minlength=len(plan.products))
        product = int(counts.argmax())
        reason[after & span & (orders.product == product) & (draw < 0.85)] = QUALITY
        planted = [PlantedDispute(kind, first, first + length - 1, first + 2, product)]
    elif kind == "rate_near_line":
        taken |= after & span & (draw < 0.7)
        planted = [PlantedDispute(kind, first, first + length - 1, first + RISES)]
    elif kind == "repeat_claimant":
        again = _claimant(orders, first)
        planted = [PlantedDispute(kind, first, first, first, order=again[-1])] if again else []
    after_hours = applied + (hours * HOUR).astype(np.int64)          # nobody is paid back before it is judged
    judged = np.where(taken, np.where(vain, after_hours, np.minimum(after_hours, orders.refunded)), NEVER)
    return Disputes(taken, vain, applied, judged, reason, again, tuple(planted))


def _claimant(orders: Orders, day: int) -> tuple[int, ...]:
    """The last orders of the buyer who, of those with few enough, bought most by a week before a day: he disputes them all."""
    placed = orders.placed // DAY_SECONDS
    sent = np.flatnonzero((orders.shipped < NEVER) & (placed <= day - 26) & (placed > day - 80) & (orders.refund_applied >= NEVER))
    buyers, counts = np.unique(orders.buyer[sent], return_counts=True)
    late = np.isin(buyers, orders.buyer[sent][placed[sent] > day - 50])
    fitting = buyers[late & (counts >= CASES_OF_ONE) & (counts <= CASES_OF_ONE + 2)]
    if not len(fitting):
        return ()
    mine = sent[orders.buyer[sent] == fitting[0]]
    return tuple(int(i) for i in mine[np.argsort(orders.placed[mine], kind="stable")][-CASES_OF_ONE:])


def state_of(shop: "ShopWorld", i: int, now: int) -> str:
    """"", "open", "lost" or "won": how the case of an order stands at a moment."""
    d = shop.disputes
    if not d.taken[i] or d.applied[i] > now:
        return ""
    return "open" if d.judged[i] > now else "won" if d.vain[i] else "lost"


def write_chargebacks(shop: "ShopWorld", sink: Sink) -> None:
    """The cases of the buyer who claims again, in our own layout: the bank tells them by mail, no export has them."""
    from daybook.demo.landings import window
    from daybook.demo.orders_seen import Stamps

    d, o, stamps = shop.disputes, shop.orders, Stamps(shop)
    if not d.planted or d.planted[0].kind != "repeat_claimant":
        return
    day = d.planted[0].first
    w = window(shop, day, day, day + 1, 8)
    rows = []
    for place, i in enumerate(d.again, 1):
        opened_on = day - APART * (len(d.again) - place)
        opened = opened_on * DAY_SECONDS + 10 * HOUR
        over = place < len(d.again)
        item = shop.plan.products[int(o.product[i])]
        rows.append([
            f"dp_{shop.plan.index:02d}{day:04d}{place}", stamps.at(opened, w.moment),
            stamps.at(opened + 7 * DAY_SECONDS, int(NEVER)),
            order_number(shop, i), item.item_id, "chargeback", "product_not_received",
            "lost" if over else "needs_response", "merchant" if over else "", money(int(shop.amounts.paid[i])),
            str(shop.days[opened_on + 5]) if over else "", shop.plan.currency])
    sink.put(f"disputes_{shop.days[day]}.csv", "disputes", w.known_at, plain_csv(OWN_HEADER, rows, "utf-8"))


#: kind -> metric that shows it first, cause, kind of the right move
_TRUTH = {"quality_batch": ("quality_refunds", "batch", "fix_cause"), "rate_near_line": ("intervention_rate", "cases", "keep_rate"),
          "repeat_claimant": ("claims_of_buyer", "buyer", "check_claimant")}


def dispute_answers(shop: "ShopWorld") -> list[dict[str, object]]:
    """What was planted of disputes, as the answer file tells other incidents; none of it moves other numbers."""
    found: list[dict[str, object]] = []
    for n, one in enumerate(shop.disputes.planted, 1):
        metric, cause, move = _TRUTH[one.kind]
        scope: dict[str, str] = {}
        if one.product >= 0:
            scope["item_id"] = shop.plan.products[one.product].item_id
        if one.order >= 0:
            scope["order_id"] = order_number(shop, one.order)
        found.append({
            "id": f"d{shop.plan.index:02d}{n}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": one.kind,
            "first_day": str(shop.days[one.first]), "last_day": str(shop.days[one.last]),
            "counts_from": str(shop.days[one.counts_from]), "metric": metric, "scope": scope, "currency": shop.plan.currency,
            "per_day": [], "cause": {"kind": cause, "scope": scope},
            "move": {"kind": move, "object": next(iter(scope.values()), shop.plan.name)}})
    return found


def order_number(shop: "ShopWorld", i: int) -> str:
    """The id of an order as Shopify writes it."""
    return f"{5_000_000_000_000 + shop.plan.index * 10**10 + i}"
