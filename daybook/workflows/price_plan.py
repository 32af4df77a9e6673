"""The price planner of a shop: what orders, stock lists, registrations and promises say, solved for every SKU at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from daybook.actions.guards.paid import floor_price, left_of
from daybook.actions.price_plan import AHEAD, BACK, PricePlan, plan_prices
from daybook.domain.errors import WrongUsage
from daybook.domain.given import Given
from daybook.domain.price_plan import (
    Breach,
    Consequence,
    EventRoom,
    LedgerDay,
    PriceBoard,
    Priced,
    PriceLine,
    PriceRow,
    Promise,
    SkuPlan,
    Trial,
)
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.situation import Costs, Hold, Window
from daybook.facts.engine import Session, reading
from daybook.rulebook.price_windows import ASKED_OF_EVENTS
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.posted import Run, posted_range
from daybook.workflows.price_facts import PRICE_DAYS, Named, SkuPrices, days_told, signups, sku_prices
from daybook.workflows.price_others import Elsewhere, objects_of, siblings, with_siblings
from daybook.workflows.price_promises import promises_from
from daybook.workflows.price_windows import Held, Signup, filed_here
from daybook.workflows.seeing import see_sales, whose
from daybook.workflows.situation import Sight, sight_of

#: Days over which the pace of sales is taken: four whole weeks.
PACE = 28
#: Days of sales and refunds that costs rest on: four weeks of settled orders, and the month in which they settle.
SALES_DAYS = 63
#: Days of prices that are read unless an event asks for a rule that looks further back.
LEDGER_DAYS = 2 * BACK
#: A price counts as today's for so long.
LATELY = 30
ORDER = {"broken": 0, "low": 1, "refused": 2, "bound": 3, "free": 4}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class ShopPlan:
    """A shop's plan as known at a moment; days before `on` are over."""

    shop: Shop
    on: date
    sight: Sight
    skus: Sequence[SkuPrices]
    plan: PricePlan
    signed: Sequence[Signup]
    filed: Sequence[Signup]
    may_cost: bool = True
    told: frozenset[date] = frozenset()      # days of which order lines are in
    _costs: dict[int, Costs] = field(default_factory=dict)

    def board(self) -> PriceBoard:
        """The table of all SKUs, the pressing ones first, and everything that was promised."""
        lines = sorted((self.line(n) for n in range(len(self.skus))),
                       key=lambda one: (ORDER[one.state], -one.units_per_day, one.item_id, one.sku))
        return PriceBoard(self.shop.name, self.shop.currency, self.on, tuple(lines), self.promises())

    def number(self, sku: str, item: str = "") -> int:
        """The row of a SKU (or of an item whose lines name none).  Raises WrongUsage with what there is."""
        found = [n for n, one in enumerate(self.skus) if sku in (one.sku, one.item_id) and item in ("", one.item_id)]
        if not found:
            raise WrongUsage(Said("no SKU {sku} sold or was listed lately", sku=sku), where=self.shop.name,
                             next_step=Said("see `daybook price plan` for those that did"))
        return found[0]

    def line(self, number: int) -> PriceLine:
        """One SKU on the table."""
        one, row = self.skus[number], self.plan.rows[number]
        to_come = [r for r in self.plan.rooms(number) if r.window.last >= self.on]
        return PriceLine(
            one.sku, one.item_id, one.title, row.list_price, row.usual, lowest_since(one, self.on, 15),
            lowest_since(one, self.on, 30), row.floor, self.pace(number), self.plan.day(number, self.on),
            min(to_come, key=lambda r: (r.price is not None, r.window.first), default=None), self._broken.get(number, ()))

    def sku_plan(self, number: int, back: int = 60, ahead: int = 60) -> SkuPlan:
        """The ledger of one SKU from `back` days ago to `ahead` days from now, its events and what they cost."""
        one, row = self.skus[number], self.plan.rows[number]
        first = max(self.plan.first, self.on - timedelta(days=back))
        ranges = [self.plan.day(number, first + timedelta(days=n)) for n in range(back + min(ahead, AHEAD) + 1)]
        posted = posted_range(ranges, self._coupons(one))
        days = tuple(LedgerDay(
            r.day, one.listed.get(r.day), one.paid.get(r.day), self._units(number, r.day), r, low, high)
            for r, (low, high) in zip(ranges, posted, strict=True) if r.day <= self.plan.last)
        return SkuPlan(self.line(number), days, tuple(self._priced(number, r) for r in self.plan.rooms(number)), row.windows)

    def try_price(self, number: int, price: Decimal, first: date, last: date) -> Trial:
        """What a price would break and cost.  Raises WrongUsage for days out of order, over, or later than is planned."""
        if not price.is_finite() or price <= 0 or not first <= last or not self.on <= last <= self.plan.last:
            raise WrongUsage(
                Said("a price above 0 and days to come are asked for"), where=self.skus[number].sku, next_step=Said(
                    "give the first and the last day, from today until {last}", last=self.plan.last))
        usual, costs, days = self.plan.rows[number].usual, self.costs(number), (last - max(first, self.on)).days + 1
        left, before = left_of(price, costs), left_of(usual, costs) if usual is not None else None
        found = self.plan.breaks(number, price, first, last)
        return Trial(
            self.skus[number].sku, price, first, last, tuple(self._consequence(number, b, price) for b in found), _cents(left),
            (left / price).quantize(Decimal("0.0001")) if left is not None else None,
            _cents((before - left) * self.pace(number) * days) if left is not None and before is not None else None,
            self._nearest(number, price, first, last))

    def promises(self) -> tuple[Promise, ...]:
        """Everything that stands on prices and is not over."""
        return promises_from(self.shop, self.sight.seen.given.promises, self.signed, self.filed, self.on)

    def costs(self, number: int) -> Costs:
        """What one order of the SKU costs; nothing is known of it where costs are not to be shown."""
        if not self.may_cost:
            return Costs()
        if number not in self._costs:
            one = self.skus[number]
            self._costs[number] = self.sight.costs(one.item_id, one.sku)
        return self._costs[number]

    def pace(self, number: int) -> Decimal:
        """Units a day over four weeks."""
        return pace_of(self.skus[number], self.on)

    @cached_property
    def _broken(self) -> Mapping[int, tuple[Breach, ...]]:
        return self.plan.all_broken()

    def _units(self, number: int, day: date) -> int | None:
        return self.skus[number].units.get(day, 0) if day in self.told else None

    def _priced(self, number: int, room: EventRoom) -> Priced:
        price, usual, costs = room.price, self.plan.rows[number].usual, self.costs(number)
        left = left_of(price, costs) if price is not None else None
        before = left_of(usual, costs) if usual is not None else None
        days = (room.window.last - room.window.first).days + 1
        lost = (before - left) * self.pace(number) * days if left is not None and before is not None else None
        return Priced(room, _cents(left), _cents(lost))

    def _consequence(self, number: int, breach: Breach, price: Decimal) -> Consequence:
        window = breach.window
        if window is None or breach.above:
            return Consequence(breach, "", None)
        if breach.rule == "E-PROTECT":
            return Consequence(breach, "paid_back", _cents((breach.limit - price) * self._sold_in(number, window)))
        if breach.event_price is not None and window.price is not None:
            return Consequence(breach, "event_price", _cents((window.price - breach.event_price) * self._sold_in(number, window)))
        return Consequence(breach, "", None)

    def _sold_in(self, number: int, window: Window) -> Decimal:
        """Units within a window: those known of days that are over, the pace of four weeks for the others."""
        units, total = self.skus[number].units, Decimal(0)
        for n in range((window.last - window.first).days + 1):
            day = window.first + timedelta(days=n)
            total += units.get(day, 0) if day < self.on else self.pace(number)
        return total

    def _nearest(self, number: int, price: Decimal, first: date, last: date) -> Decimal | None:
        """The nearest price that all of the days allow; None where they have none in common."""
        days = [self.plan.day(number, max(first, self.on) + timedelta(days=n))
                for n in range((last - max(first, self.on)).days + 1)]
        low = max((d.low for d in days if d.low is not None), default=Decimal(0))
        high = min((d.high for d in days if d.high is not None), default=None)
        if high is not None and low > high:
            return None
        return max(low, price if high is None else min(price, high))

    def _coupons(self, one: SkuPrices) -> tuple[Run, ...]:
        """What stacks: coupons that people said run, then those that this house gave."""
        said, given = self.sight.said_coupons(one.item_id, one.sku), self.sight.coupons(one.item_id)
        return (*(Run(c.threshold, c.off, c.first, c.last) for c in said),
                *(Run(c.threshold, c.off, c.first, c.last) for c in given))


def shop_plan(house: House, shop: Shop, on: date, as_of: datetime | None = None, ahead: int = AHEAD,
              costs: bool = True, only: Sequence[Named] | None = None, given: Given | None = None,
              wish: Callable[[SkuPrices, Decimal | None, Sequence[Window]], Sequence[Window]] | None = None) -> ShopPlan:
    """The plan of a shop as known at nine of `on` (or at `as_of`); of some items and SKUs alone where `only` names them.
    `given`: what was given of the shop by that moment, where it is at hand.  `wish`: events to be planned besides, of a SKU
    with its usual price and what holds it already.

    `costs` False: for somebody who may not see them; then no floor bounds a price and nothing is said of what is left.
    """
    moment = as_of or shop.moment(on, NINE)
    others = siblings(house, shop, moment)
    shops = {s.shop.name: s.shop for those in others.values() for s in those}

    def read(session: Session) -> tuple[Sight, Mapping[str, Sequence[SkuPrices]], Mapping[str, Sequence[Signup]], frozenset[date]]:
        seen = see_sales(session, shop, on, moment, SALES_DAYS, given)
        far = any(one.asks and not one.asks.startswith(ASKED_OF_EVENTS) for one in seen.given.promises)
        first, last = on - timedelta(days=PRICE_DAYS if far else LEDGER_DAYS), on - timedelta(days=1)
        prices = {} if only is not None and not only else sku_prices(
            session, first, last, sorted(seen.given.exclusions), with_siblings(only, seen.given, others) if only else ())
        return sight_of(seen), prices, signups(session, on), days_told(session, shop.name, first, last)

    sight, prices, signed, told = reading(house.lake, house.books, whose([shop, *shops.values()]), moment, ALL_TABLES, read)
    known = sight.seen.given
    skus = [one for one in prices.get(shop.name, ()) if _lately(one, on) is not None]
    if only is not None:
        skus = [one for one in skus if {(one.item_id, one.sku), (one.item_id, ""), ("", one.sku)} & set(only)]
    mine, filed, elsewhere = signed.get(shop.name, ()), filed_here(sight.given_out, on), Elsewhere(prices, signed)
    held = Held(mine, filed, known, on)

    def row(one: SkuPrices) -> PriceRow:
        product = known.product_of(one.item_id, one.sku)
        away = others.get(product, ()) if product else ()
        windows = (*held.of(one.item_id, objects_of(known, one.item_id, one.sku)), *elsewhere.windows(away))
        usual, listed = _lately(one, on), one.listed[max(one.listed)] if one.listed else None
        windows = (*windows, *(wish(one, usual, windows) if wish else ()))
        return PriceRow(
            one.sku, one.item_id, one.lowest, tuple(sorted(windows, key=lambda w: (w.hold is Hold.WISH, w.first))),
            floor_price(sight.costs(one.item_id, one.sku), sight.limits.min_margin) if costs else None,
            max(listed, usual) if listed is not None and usual is not None else listed,
            sight.was_price(one.item_id), usual, elsewhere.lowest(away))

    plan = plan_prices([row(one) for one in skus], on, sight.rules, shop.currency, ahead)
    return ShopPlan(shop, on, sight, skus, plan, mine, filed, costs, told)


def pace_of(one: SkuPrices, on: date) -> Decimal:
    """Units a day over the four weeks before one."""
    since = on - timedelta(days=PACE)
    return Decimal(sum(n for d, n in one.units.items() if since <= d < on)) / PACE


def lowest_since(one: SkuPrices, on: date, days: int) -> Decimal | None:
    """The lowest price of the last so many days before one."""
    since = on - timedelta(days=days)
    return min((p for d, p in one.lowest.items() if since <= d < on), default=None)


def low_on(one: SkuPrices, on: date, days: int) -> date | None:
    """The first day at the lowest price of the last so many days before one."""
    low = lowest_since(one, on, days)
    return min((d for d, p in one.lowest.items() if on - timedelta(days=days) <= d < on and p == low), default=None)


def _lately(one: SkuPrices, on: date) -> Decimal | None:
    """The price of the last known day of a month."""
    last = max((d for d in one.lowest if d >= on - timedelta(days=LATELY)), default=None)
    return one.lowest[last] if last is not None else None


def _cents(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(CENT)
