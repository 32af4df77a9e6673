"""One item beside the shop's others: did it lose visitors or conversion since a day, more than chance and they did?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import exp, log, sqrt
from statistics import median

from daybook.desks.worth import beside
from daybook.domain.seen import Scope, Seen

Days = Mapping[date, Decimal]
#: Days before the change from which an item's usual is taken: four whole weeks, as every weekday weighs the same.
BEFORE = 28
#: Fewer known days say too little of what is usual.
LEAST_DAYS = 10
#: Buyers scatter a little more than a Poisson count, since days have moods; and every rate is a little off.
SCATTER, RATE_ERROR = 1.3, 0.08
#: The others' conversion is only a yardstick with so many buyers on the days in question.
YARDSTICK_BUYERS = 20
#: A day's share of visitors is never steadier than this (standard deviation of its log).
LEAST_SPREAD = 0.05
ZERO = Decimal(0)


@dataclass(frozen=True)
class Item:
    """An item's visitors and buyers by day.  Where the platform tells them by source only they are added over
    sources: then they are visits, good for comparing the item with itself."""

    visitors: Days
    buyers: Days


@dataclass(frozen=True)
class Loss:
    """What an item lost since a day, a day on the mean.  `metric` visitors or payment_cvr; `share` of its usual that is
    gone, `error` its standard deviation; `whole` the paid amount a day that all of its usual is worth."""

    metric: str
    measured: Decimal
    usual: Decimal
    share: float
    error: float
    whole: Decimal

    @property
    def deviations(self) -> float:
        """How far below usual, in standard deviations."""
        return self.share / self.error if self.error else 0.0

    @property
    def gmv(self) -> Decimal:
        """The paid amount a day that is lost."""
        return self.whole * Decimal(repr(self.share))

    def log_odds(self, usually: float) -> float:
        """How much likelier the measured share is where so much is usually lost than where nothing is."""
        return (2 * self.share * usually - usually**2) / (2 * self.error**2) if self.error else 0.0

    def money(self, usually: float, spread: float) -> Decimal:
        """The loss in money with its share pulled towards what such a loss usually takes, by how sure the measured one
        is."""
        if not self.error:
            return self.gmv
        likely = (self.share / self.error**2 + usually / spread**2) / (1 / self.error**2 + 1 / spread**2)
        return self.whole * Decimal(repr(likely))


def items_of(seen: Seen) -> dict[str, Item]:
    """Every item whose visitors are told."""
    own = seen.sliced.get("product_traffic", {})
    if own.get("visitors"):
        buyers = own.get("paid_buyers", {})
        return {dict(s)["item_id"]: Item(days, buyers.get(s, {})) for s, days in own["visitors"].items()}
    cut = seen.sliced.get("product_source", {})
    over = "visitors" if cut.get("paid_buyers") else "sessions"
    visits, bought = (_by_item(cut.get(m, {})) for m in (over, "paid_buyers" if over == "visitors" else "paid_sessions"))
    return {item: Item(days, bought.get(item, {})) for item, days in visits.items()}


def items_by_source(seen: Seen) -> dict[str, dict[str, Item]]:
    """The same by traffic source: an edit mostly loses the visitors of one, such as search."""
    found: dict[str, dict[Scope, Days]] = {}
    for scope, days in seen.sliced.get("product_source", {}).get("visitors", {}).items():
        found.setdefault(source_of(scope), {})[scope] = days
    return {source: {item: Item(days, {}) for item, days in _by_item(slices).items()}
            for source, slices in sorted(found.items())}


def source_of(scope: Scope) -> str:
    """The finest name of the source of an item's visitors."""
    named = dict(scope)
    return named.get("source_detail") or named.get("source", "")


def _by_item(slices: Mapping[Scope, Days]) -> dict[str, dict[date, Decimal]]:
    found: dict[str, dict[date, Decimal]] = {}
    for scope, days in slices.items():
        own = found.setdefault(dict(scope).get("item_id", ""), {})
        for day, value in days.items():
            own[day] = own.get(day, ZERO) + value
    return found


def lost_conversion(seen: Seen, items: Mapping[str, Item], item: str, since: date) -> Loss | None:
    """Buyers of the item since a day beside its visitors at its usual rate, the others' change of rate taken out."""
    days, before = _spans(seen, since)
    own, others = items[item], [one for name, one in items.items() if name != item]
    visitors, buyers = _sum(own.visitors, days), _sum(own.buyers, days)
    rate = _rate([own], before)
    if not visitors or not rate or len([d for d in before if d in own.visitors]) < LEAST_DAYS:
        return None
    usual = rate * _others(others, days, before)
    expected = float(visitors * usual)
    spread = sqrt(expected * SCATTER + (RATE_ERROR * expected) ** 2)
    worth = _gmv_per(seen, item, own.buyers, before)
    return Loss("payment_cvr", buyers / visitors, usual, 1 - float(buyers) / expected, spread / expected,
                visitors * usual / len(days) * worth)


def lost_visitors(seen: Seen, items: Mapping[str, Item], item: str, since: date, heads: Days | None = None,
                  source: str = "") -> Loss | None:
    """Visitors of the item since a day beside its usual share of all items' visitors; `items` may be those of one `source`.
    `heads` are then its visitors of all sources, over which its sales are spread by how each source's visitors buy."""
    days, before = _spans(seen, since)
    own = items[item].visitors
    others = {d: sum((o.visitors.get(d, ZERO) for n, o in items.items() if n != item), ZERO) for d in (*days, *before)}
    past = [log(own[d] / others[d]) for d in before if own.get(d) and others[d]]
    now = [log(own[d] / others[d]) for d in days if own.get(d) and others[d]]
    if len(past) < LEAST_DAYS or not now:
        return None
    middle = median(past)
    spread = max(LEAST_SPREAD, 1.4826 * median([abs(p - middle) for p in past]))
    fall = middle - sum(now) / len(now)
    measured = _sum(own, days) / len(days)
    usual = measured * Decimal(repr(exp(fall)))
    worth = _gmv_per(seen, item, own if heads is None else heads, before) * (pull_of(seen, source, before) if source else 1)
    error = spread / sqrt(len(now)) * (1 - exp(-fall)) / fall if fall else spread
    return Loss("visitors", measured, usual, 1 - exp(-fall), error, usual * worth)


def pull_of(seen: Seen, source: str, days: list[date]) -> Decimal:
    """How often visitors of a source buy beside those of all sources, over all items; 1 where it is not known."""
    cut = seen.sliced.get("product_source", {})
    rates = []
    for wanted in ({source}, None):
        heads, buyers = (sum((_sum(own, days) for scope, own in cut.get(m, {}).items()
                              if wanted is None or source_of(scope) in wanted), ZERO) for m in ("visitors", "paid_buyers"))
        rates.append(buyers / heads if heads else ZERO)
    return rates[0] / rates[1] if all(rates) else Decimal(1)


def _spans(seen: Seen, since: date) -> tuple[list[date], list[date]]:
    days = [since + timedelta(days=n) for n in range((seen.reviewed - since).days + 1)]
    return days, [since - timedelta(days=n) for n in range(1, BEFORE + 1)]


def _sum(days: Days, span: list[date]) -> Decimal:
    return sum((days.get(d, ZERO) for d in span), ZERO)


def _rate(items: list[Item], span: list[date]) -> Decimal | None:
    visitors = sum((_sum(i.visitors, span) for i in items), ZERO)
    return sum((_sum(i.buyers, span) for i in items), ZERO) / visitors if visitors else None


def _others(others: list[Item], days: list[date], before: list[date]) -> Decimal:
    """How the other items' conversion stands to its usual; 1 where they are too few to tell."""
    now, past = _rate(others, days), _rate(others, before)
    if not now or not past or sum((_sum(i.buyers, days) for i in others), ZERO) < YARDSTICK_BUYERS:
        return Decimal(1)
    return now / past


def _gmv_per(seen: Seen, item: str, heads: Days, span: list[date]) -> Decimal:
    """Paid amount of the item's order lines, and of what is taken along with them, per head over the days before."""
    own = {dict(s).get("sku") for s in seen.sliced.get("stock", {}).get("sellable_units", {})
           if dict(s).get("item_id") == item} - {"", None}      # where order lines name the SKU and not the item
    lines = [days for scope, days in seen.sliced.get("product", {}).get("line_gmv", {}).items()
             if dict(scope).get("item_id") == item or dict(scope).get("sku") in own]
    people, gmv = _sum(heads, span), sum((_sum(days, span) for days in lines), ZERO)
    units = sum((_sum(days, span) for scope, days in seen.sliced.get("product", {}).get("line_orders", {}).items()
                 if dict(scope).get("item_id") == item or dict(scope).get("sku") in own), ZERO)
    return (gmv + beside(seen, units)) / people if people else ZERO
