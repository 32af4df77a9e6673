"""What is off with orders: a day that left late, parcels that stand still, a courier or province that comes late, a burst."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.analysis.orders.late import Slice, odds_of_late, slices_that_stand_out
from daybook.desks.gain import CENT
from daybook.desks.orders import kinds as k
from daybook.desks.orders.abnormal import at_risk, of_clocks
from daybook.desks.orders.book import book_of
from daybook.desks.orders.hands import of_hands
from daybook.desks.orders.promises import rules_of
from daybook.domain.brief import BriefFinding, Cause, Gain, Must, Unit
from daybook.domain.order_book import Abnormal, Fared, OrderSeen
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Scope, Seen
from daybook.metrics.order_book import late_and_all

LATE, STUCK, SLOW, BURST = "orders.late_dispatch", "orders.stuck_parcels", "orders.late_delivery", "orders.fraud_burst"
UNPAID = "orders.unpaid_wave"
#: Where the shop's exports name more than one, the slice that has most of the late ones is told.
SLICES = ("warehouse", "courier")
#: Slices of lateness on the way, the first that stands out.
ON_THE_WAY = ("courier", "province")


@dataclass(frozen=True)
class LateDay:
    """One day's orders whose promise has ended: late ones among those of which it is known, beside all other days."""

    day: date
    late: int
    known: int
    usual: Decimal
    odds: float


def find_late_dispatch(seen: Seen) -> Iterator[BriefFinding]:
    """A day of payment of which many more orders than usual have not left though their promise has ended."""
    waiting = [a.order for a in of_clocks(seen) if a.kind == k.OVERDUE]
    days = late_days(book_of(seen).fared, seen) if waiting else []
    ours = {one.day for one in days}
    orders = [o for o in waiting if o.paid_at is not None and seen.shop.day_of(o.paid_at) in ours]
    if not orders:
        return
    known, usual = sum(d.known for d in days), sum((d.usual * d.known for d in days), Decimal(0)).quantize(Decimal("0.1"))
    scope = _most(orders, seen)
    yield _finding(seen, LATE, scope, "overdue_orders", "超时未发货订单", len(orders), min(usual, Decimal(len(orders))),
                   "RISK-LATE", orders, min(d.odds for d in days), min(ours), Said(
                       "{n} of {of} orders paid on {days} have not left though their promise has ended",
                       n=len(orders), of=known, days=", ".join(str(d) for d in sorted(ours))))


def late_days(fared: Sequence[Fared], seen: Seen) -> list[LateDay]:
    """Days that stand out by the rulebook's odds and share, the surest first; none where dispatch is not told."""
    if "shipped_at" not in book_of(seen).told:
        return []
    by_day: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in fared:
        late, known = by_day[one.day]
        by_day[one.day] = late + one.late, known + one.orders - one.unseen
    rules, found = rules_of(seen), []
    whole_late, whole = (sum(v[n] for v in by_day.values()) for n in (0, 1))
    for day, (late, known) in sorted(by_day.items()):
        odds = odds_of_late(late, known, whole_late - late, whole - known)
        told = late >= rules.value("ABN-LATE", "orders") and late >= rules.value("ABN-LATE", "share") * known
        if told and odds is not None and odds <= float(rules.value("ABN-LATE", "odds")):
            found.append(LateDay(day, late, known, Decimal(whole_late - late) / (whole - known), odds))
    return sorted(found, key=lambda one: (one.odds, one.day))


def find_stuck_parcels(seen: Seen) -> Iterator[BriefFinding]:
    """Parcels that stand still, of one courier where it has most of them."""
    rules = rules_of(seen)
    orders = [a.order for a in of_clocks(seen) if a.kind == k.STUCK]
    if len(orders) < rules.value("ABN-STUCK", "orders"):
        return
    counts = Counter(o.courier for o in orders if o.courier)
    courier, n = counts.most_common(1)[0] if counts else ("", 0)
    one = bool(courier) and n >= rules.value("ABN-STUCK", "most") * len(orders)
    told = [o for o in orders if o.courier == courier] if one else orders
    since = min((seen.shop.day_of(o.shipped_at) for o in told if o.shipped_at), default=seen.reviewed)
    words = Said("{n} parcels of {courier} stand still, the oldest since {day}", n=len(told), courier=courier, day=since) if one \
        else Said("{n} parcels stand still, the oldest since {day}", n=len(told), day=since)
    yield _finding(seen, STUCK, (("courier", courier),) if one else (), "stuck_parcels", "物流停滞包裹", len(told), Decimal(0),
                   "RISK-STUCK", told, None, since, words)


def find_late_delivery(seen: Seen) -> Iterator[BriefFinding]:
    """The courier, else the province, whose parcels come later than promised more often than all others, beyond noise."""
    rules, fared = rules_of(seen), book_of(seen).fared
    for by in ON_THE_WAY:
        found = slices_that_stand_out(late_and_all(fared, by), float(rules.value("ABN-LATE", "odds")),
                                      int(rules.value("ABN-LATE", "orders")))
        found = [one for one in found if one.rate - one.usual >= rules.value("ABN-LATE", "share")]
        if found:
            yield _slow(seen, by, found[0], fared)
            return


def _slow(seen: Seen, by: str, one: Slice, fared: Sequence[Fared]) -> BriefFinding:
    mine = [f for f in fared if getattr(f, by) == one.name]
    expected = Decimal(one.usual * one.all).quantize(Decimal("0.1"))
    too_late = Decimal(one.late) - expected
    money = sum((f.late_money for f in mine), Decimal(0)) * too_late / one.late
    days = (max(f.day for f in fared) - min(f.day for f in fared)).days + 1
    low, mid, high = ((money / days * rules_of(seen).value("RISK-LATE", n)).quantize(CENT) for n in ("low", "mid", "high"))
    return BriefFinding(
        id=f"{SLOW}.{one.name}", kind=SLOW, metric="late_deliveries", zh="迟到包裹", unit=Unit.COUNT, scope=((by, one.name),),
        direction="up", measured=Decimal(one.late), base_kind="expected", base=expected, odds_noise=one.odds,
        at_stake=Gain(low, mid, high, seen.shop.currency), since=min(f.day for f in mine),
        causes=(Cause("slice", ((by, one.name),), too_late),), sources=("orders",), higher_is_better=False,
        words=Said("{name}: {late} of {of} parcels came later than promised, {usual} of all others", name=one.name, late=one.late,
                   of=one.all, usual=f"{one.usual:.0%}"))


def find_unpaid_wave(seen: Seen) -> Iterator[BriefFinding]:
    """Many more orders of the reviewed day than usual are not paid; at stake is what can still be reminded of."""
    rules, placed = rules_of(seen), book_of(seen).placed
    day = next((one for one in placed if one.day == seen.reviewed), None)
    others = [one for one in placed if one.day < seen.reviewed]
    unpaid, of = sum(one.unpaid for one in others), sum(one.orders for one in others)
    if day is None or not unpaid or day.unpaid < rules.value("ABN-UNPAID", "orders"):
        return                                   # a shop of which no unpaid order was ever told does not export them
    odds, usual = odds_of_late(day.unpaid, day.orders, unpaid, of), Decimal(unpaid) / of
    above = Decimal(day.unpaid) / day.orders - usual
    if odds is None or odds > float(rules.value("ABN-UNPAID", "odds")) or above < rules.value("ABN-UNPAID", "share"):
        return
    open_ = [o for o in book_of(seen).open if o.ordered_on == day.day and o.status == "unpaid" and not o.presale]
    yield _finding(seen, UNPAID, (), "unpaid_orders", "未付款订单", day.unpaid, (usual * day.orders).quantize(Decimal("0.1")),
                   "RISK-UNPAID", open_, odds, day.day, Said(
                       "{n} of {of} orders of {day} are not paid, usually {usual}; {open} of them can still be paid", n=day.unpaid,
                       of=day.orders, day=day.day, usual=Amount(usual.quantize(Decimal("0.01")), "share"), open=len(open_)))


def find_fraud_burst(seen: Seen) -> Iterator[BriefFinding]:
    """Many orders of one recognisable buyer, or to one door, within an hour of the reviewed day; older ones were told."""
    by_why: dict[str, list[Abnormal]] = defaultdict(list)
    for one in of_hands(seen):
        if one.kind == k.BURST:
            by_why[f"{one.order.buyer_id or one.order.place_id}"].append(one)
    for _, burst in sorted(by_why.items(), key=lambda pair: -len(pair[1])):
        orders = [b.order for b in burst]
        if max(o.ordered_on for o in orders) < seen.reviewed:
            continue
        scope = (("order_id", orders[0].order_id),)
        yield _finding(seen, BURST, scope, "burst_orders", "集中下单", len(orders), Decimal(1), "RISK-FRAUD", orders, None,
                       orders[0].ordered_on, burst[0].why)


def _most(orders: Sequence[OrderSeen], seen: Seen) -> Scope:
    """The warehouse, else the courier, that has most of them, where several are told."""
    for by in SLICES:
        counts = Counter(str(getattr(o, by)) for o in orders if getattr(o, by))
        if counts and len({str(getattr(o, by)) for o in book_of(seen).open if getattr(o, by)}) > 1:
            name, n = counts.most_common(1)[0]
            if n >= rules_of(seen).value("ABN-STUCK", "most") * len(orders):
                return ((by, name),)
    return ()


def _finding(seen: Seen, kind: str, scope: Scope, metric: str, zh: str, measured: int, base: Decimal, risk: str,
             orders: Iterable[OrderSeen], odds: float | None, since: date, words: str) -> BriefFinding:
    """One finding of some orders, with what is at risk in all of them."""
    gains = [g for g in (at_risk(risk, o, seen) for o in orders) if g is not None]
    low, mid, high = (sum((getattr(g, n) for g in gains), Decimal(0)) for n in ("low", "mid", "high"))
    stake = Gain(low, mid, high, seen.shop.currency, per="") if gains else None
    named = ".".join(value for _, value in scope)
    return BriefFinding(
        id=f"{kind}.{named}" if named else kind, kind=kind, metric=metric, zh=zh, unit=Unit.COUNT, scope=scope, direction="up",
        measured=Decimal(measured), base_kind="expected", base=base, odds_noise=odds, at_stake=stake,
        since=since, causes=(Cause("event", scope, Decimal(measured) - base),), sources=("orders",), urgency="today",
        higher_is_better=False, words=words)


def what_cannot_wait(seen: Seen) -> Iterator[Must]:
    """Promises that end today or have ended, one line each; the orders themselves are on the page."""
    kinds: dict[str, list[Abnormal]] = defaultdict(list)
    for one in of_clocks(seen):
        kinds[one.kind].append(one)
    where = Said("orders page; the shop's console")
    lines = {
        k.OVERDUE: Said("Send first: orders whose promised dispatch has ended"),
        k.DUE: Said("Send today: orders whose promised dispatch ends"),
        k.NO_SCAN: Said("Find parcels that no courier has scanned"),
        k.UNDELIVERED: Said("Ask couriers for parcels that are later than promised"),
        k.STUCK: Said("Ask couriers for parcels that stand still")}
    for kind, what in lines.items():
        if kinds[kind]:
            yield Must(what, Said("{n} orders", n=len(kinds[kind])), where,
                       min((a.deadline for a in kinds[kind] if a.deadline), default=None), "ship_by")
