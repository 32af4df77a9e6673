"""What a morning knows of single products: units, prices paid and stock by day, and their part of the shop."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from daybook.domain.seen import Seen

#: Days whose mean is a product's pace, and days within which a level of stock still counts.
PACE, FRESH = 28, 7
MONTH = 30


@dataclass
class Sold:
    """One item (or one SKU): units and money by day."""

    units: dict[date, Decimal] = field(default_factory=dict)
    money: dict[date, Decimal] = field(default_factory=dict)
    skus: dict[str, "Sold"] = field(default_factory=dict)

    def price(self, day: date) -> Decimal | None:
        """The mean paid for one on a day; None where none was sold."""
        n = self.units.get(day)
        return self.money.get(day, Decimal(0)) / n if n else None

    def paid(self, since: date, until: date) -> Decimal:
        """Money of some days, both in."""
        return sum((v for d, v in self.money.items() if since <= d <= until), Decimal(0))

    def sold(self, since: date, until: date) -> Decimal:
        """Units of some days, both in."""
        return sum((v for d, v in self.units.items() if since <= d <= until), Decimal(0))

    def mean(self, since: date, until: date) -> Decimal | None:
        """The mean paid for one over some days, both in; None where none was sold."""
        n = self.sold(since, until)
        return self.paid(since, until) / n if n else None

    def usual(self, since: date, until: date) -> Decimal | None:
        """The median of the days' mean prices; None where fewer than three days sold any."""
        prices = [p for d in self.units if since <= d <= until and (p := self.price(d)) is not None]
        return Decimal(median(prices)) if len(prices) >= 3 else None


def sold_of(seen: Seen) -> Mapping[str, Sold]:
    """Item -> what it sold in the weeks that are at hand, with its SKUs; reckoned once a morning."""
    known = seen.reckoned.get("activities.sold")
    if isinstance(known, dict):
        return known
    found: dict[str, Sold] = defaultdict(Sold)
    for name, into in (("line_units", "units"), ("line_gmv", "money")):
        for scope, days in seen.sliced.get("product", {}).get(name, {}).items():
            part = dict(scope)
            item, sku = found[part.get("item_id", "")], part.get("sku", "")
            one = item.skus.setdefault(sku, Sold())
            for day, value in days.items():
                getattr(one, into)[day] = value
                whole = getattr(item, into)
                whole[day] = whole.get(day, Decimal(0)) + value
    seen.reckoned["activities.sold"] = dict(found)
    return found


def of_object(seen: Seen, item_id: str, name: str) -> Sold | None:
    """What a registration's object sold: its SKU, else the whole item."""
    item = sold_of(seen).get(item_id)
    return None if item is None else item.skus.get(name, item)


def on_hand(seen: Seen, item_id: str, sku: str = "") -> int | None:
    """Sellable units of an item by its last levels within a week; None where no level is known."""
    mine = [level for of, level in _levels(seen).get(item_id, ()) if not sku or of == sku]
    return int(sum(mine, Decimal(0))) if mine else None


def _levels(seen: Seen) -> Mapping[str, list[tuple[str, Decimal]]]:
    """Item -> its SKUs with their last level within a week; reckoned once, since every product asks."""
    kept = seen.reckoned.get("activities.levels")
    if isinstance(kept, dict):
        return kept
    found: dict[str, list[tuple[str, Decimal]]] = {}
    for scope, days in seen.sliced.get("stock", {}).get("sellable_units", {}).items():
        last = max(days, default=None)
        if last is not None and last > seen.reviewed - timedelta(days=FRESH):
            part = dict(scope)
            found.setdefault(part.get("item_id", ""), []).append((part.get("sku", ""), days[last]))
    seen.reckoned["activities.levels"] = found
    return found


def per_day(one: Sold, seen: Seen) -> Decimal:
    """Units a day over four weeks."""
    return one.sold(seen.reviewed - timedelta(days=PACE - 1), seen.reviewed) / PACE


def share_of_shop(one: Sold, seen: Seen) -> Decimal:
    """Its part of what the shop's products sold for in four weeks, 0..1."""
    since, whole = seen.reviewed - timedelta(days=PACE - 1), seen.reckoned.get("activities.whole")
    if not isinstance(whole, Decimal):
        whole = sum((item.paid(since, seen.reviewed) for item in sold_of(seen).values()), Decimal(0))
        seen.reckoned["activities.whole"] = whole
    return one.paid(since, seen.reviewed) / whole if whole else Decimal(0)


def title_of(seen: Seen, item_id: str) -> str:
    """What an item was called last."""
    return seen.names.get("item_id", {}).get(item_id, item_id)
