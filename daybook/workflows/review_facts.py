"""What reviews reckon with: sums of two spans by product, and what each left before ads; all from one `Seen`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.domain.review import Span, days_of, last_whole
from daybook.domain.seen import Seen
from daybook.metrics.definitions.sales import LINE_GMV, LINE_UNITS
from daybook.workflows.profit import profit_of, settled_refunds, sold_lines

CENT, SHARE_STEP = Decimal("0.01"), Decimal("0.0001")
Days = tuple[date, date]


@dataclass(frozen=True)
class ItemSums:
    """One product in both spans: paid for its lines, units sold, days since it was first and last sold (None: never in what
    was read), and what it left before ads (None: a cost is not known)."""

    item_id: str
    name: str
    paid: Decimal
    before: Decimal
    units: Decimal
    first_sold: date | None
    last_sold: date | None
    contribution: Decimal | None

    @property
    def price(self) -> Decimal | None:
        """What a unit was paid with; None where none was sold."""
        return (self.paid / self.units).quantize(CENT) if self.units else None

    @property
    def left(self) -> Decimal | None:
        """What of a yuan was left before ads."""
        return (self.contribution / self.paid).quantize(SHARE_STEP) if self.contribution is not None and self.paid else None


@dataclass(frozen=True)
class Facts:
    """Two spans of a shop.  `whole` says that every day's orders of both are in, `before_in` those of the one before;
    `read_from` is the first day read by product."""

    seen: Seen
    span: Span
    first: date
    last: date
    before: Days
    items: tuple[ItemSums, ...]
    paid: Decimal
    paid_before: Decimal
    whole: bool
    before_in: bool
    read_from: date

    def left(self) -> Decimal | None:
        """What of a yuan all products left before ads; None where not every cost is known."""
        parts = [i.contribution for i in self.items if i.paid]
        if not self.paid or not parts or any(p is None for p in parts):
            return None
        return (sum((p for p in parts if p is not None), Decimal(0)) / self.paid).quantize(SHARE_STEP)

    def share(self, paid: Decimal) -> Decimal | None:
        """A product's share of what was paid for all lines of the span."""
        return (paid / self.paid).quantize(SHARE_STEP) if self.paid else None


def facts_of(seen: Seen, span: Span, first: date, last: date) -> Facts:
    """Both spans by product; products without a line in what was read are not there."""
    before = last_whole(span, first)
    money, units = (_by_item(seen, m) for m in (LINE_GMV.name, LINE_UNITS.name))
    days = sorted({d for of in money.values() for d in of})
    read_from = days[0] if days else before[0]
    left = _contributions(seen, first, last)
    names = seen.names.get("item_id", {})
    items = [_sums(item, names.get(item, item), of, units.get(item, {}), (first, last), before, left.get(item))
             for item, of in money.items() if item]
    items.sort(key=lambda i: (-i.paid, -i.before, i.item_id))
    there, now = ([seen.value("paid_gmv", d) is not None for d in days_of(*days)] for days in (before, (first, last)))
    return Facts(seen, span, first, last, before, tuple(items), sum((i.paid for i in items), Decimal(0)),
                 sum((i.before for i in items), Decimal(0)), all(there) and all(now), all(there), read_from)


def _sums(item: str, name: str, money: Mapping[date, Decimal], units: Mapping[date, Decimal], span: Days, before: Days,
          left: Decimal | None) -> ItemSums:
    sold = sorted(d for d, v in money.items() if v > 0 and d <= span[1])
    return ItemSums(item, name, _of(money, span).quantize(CENT), _of(money, before).quantize(CENT), _of(units, span),
                    sold[0] if sold else None, sold[-1] if sold else None, left)


def _of(days: Mapping[date, Decimal], span: Days) -> Decimal:
    return sum((v for d, v in days.items() if span[0] <= d <= span[1]), Decimal(0))


def _by_item(seen: Seen, metric: str) -> dict[str, dict[date, Decimal]]:
    """A metric of order lines by item and day, its SKUs added; lines without an item by their SKU."""
    found: dict[str, dict[date, Decimal]] = {}
    for scope, days in seen.sliced.get("product", {}).get(metric, {}).items():
        named = dict(scope)
        own = found.setdefault(named.get("item_id", "") or named.get("sku", ""), {})
        for day, value in days.items():
            own[day] = own.get(day, Decimal(0)) + value
    return found


def _contributions(seen: Seen, first: date, last: date) -> dict[str, Decimal]:
    """Item -> what it left before ads over a span; left out where one of its sales has no known cost."""
    if not seen.given.costs:
        return {}
    shares = settled_refunds(seen)
    sums: dict[str, Decimal] = {}
    unknown: set[str] = set()
    for day in days_of(first, last):
        for line in profit_of(seen, seen.given, sold_lines(seen, day), shares, day).products:
            item = line.item_id or line.sku
            if line.contribution is None:
                unknown.add(item)
            else:
                sums[item] = sums.get(item, Decimal(0)) + line.contribution
    return {item: value for item, value in sums.items() if item not in unknown}


def mean_of_days(seen: Seen, metric: str, days: Sequence[date]) -> Decimal | None:
    """A day's mean of a metric; None where one of its days is not in."""
    values = [seen.value(metric, d) for d in days]
    known = [v for v in values if v is not None]
    return sum(known, Decimal(0)) / len(known) if known and len(known) == len(values) else None
