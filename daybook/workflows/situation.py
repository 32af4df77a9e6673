"""The situation of a move: what exports, records, calendar and the shop itself say of its object at this moment.

What none of them says stays None, and the guards refuse it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from daybook.actions.limits import limits_of
from daybook.actions.stage import last_receipt, stage_of
from daybook.desks.pages.book import tests_of
from daybook.domain.limits import Limits
from daybook.domain.moves.kinds import KINDS
from daybook.domain.moves.move import Fields, Group, Move, Way, text_of
from daybook.domain.moves.price import Coupon, ItemDiscount, ListPrice
from daybook.domain.moves.stock import EventRegistration, StockCorrection
from daybook.domain.page_tests import Stage as TestStage
from daybook.domain.profit import RefundShares
from daybook.domain.promises import RunningCoupon
from daybook.domain.proposal import Outcome, Stage, Story
from daybook.domain.seen import Scope, Seen
from daybook.domain.shop import Shop
from daybook.domain.situation import Case, Changed, Costs, Hold, Prices, Sales, Situation, Window
from daybook.domain.ticks import Tick
from daybook.facts.engine import reading
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook
from daybook.workflows.ads_seen import ads_seen
from daybook.workflows.exports_seen import Exports, Ledger, sent_under
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.posted import Run, buyer_pays
from daybook.workflows.price_others import objects_of
from daybook.workflows.price_windows import Filed, event_windows, filed_here, given_out, windows_of
from daybook.workflows.profit import settled_refunds
from daybook.workflows.seeing import see, whose
from daybook.workflows.ticks import ticks_of
from daybook.workflows.told import SHOP, Told

MONTH = 30
CENT = Decimal("0.01")
#: Days whose sales tell what running coupons take off.
LATELY = 7
PRICED = (ItemDiscount.name, ListPrice.name)
#: Groups of moves that events and promises hold.
PRICE_BOUND = (Group.PRICE, Group.EVENT, Group.LISTING)
Days = Mapping[date, Decimal]


@dataclass(frozen=True)
class Sight:
    """One shop looked at once, for many moves."""

    shop: Shop
    now: datetime
    rules: Rulebook
    limits: Limits
    seen: Seen
    changes: tuple[Changed, ...]
    windows: tuple[Window, ...]
    given_out: tuple[Filed, ...] = ()        # coupons and registrations that this house made and did not take back
    ticks: tuple[Tick, ...] = ()             # of today
    exports: Exports | None = None           # looks one object up in them; None: not asked

    def of(self, move: Move, way: Way, current: Fields | None, *, writing: bool = False,
           case: Case | None = None) -> Situation:
        """The situation of one move; `current` is what the object shows, as its writer read it."""
        item, sku = move.item(), move.object_id if move.object_kind == "sku" else ""
        prices, sales = self._prices(item, sku, current), self._sales(item, sku) if item or sku else self._behind(move)
        told = Told(self.seen.given, self.shop.day_of(self.now), self.rules)
        ledger = Ledger()
        if self.exports is not None and (item or sku) and move.group in PRICE_BOUND:
            ledger = self.exports.prices(self.seen.given, item, sku)
        if ledger.paid:
            prices = replace(prices, paid=ledger.paid, elsewhere=ledger.elsewhere)
        found = Situation(
            self.shop, self.now, self.limits, way, writing, current=current, prices=_with_star(prices, item, told),
            costs=self.costs(item, sku), sales=self._with_told(sales, move, current, told),
            ads=ads_seen(move, self.seen, self.changes, told, self.ticks, self.now), case=self._case(move, case, told),
            changes=self.changes, windows=(*self.windows, *self._held(item, sku, ledger)), tested_until=self._tested(item))
        prices, sales = found.prices, found.sales
        return replace(found, prices=self._stacked(prices, sales, item, sku))

    def _tested(self, item: str) -> date | None:
        """The last planned day of a test that runs on an item's page; today where it ran over; None where none runs."""
        running = [t for t in tests_of(self.seen) if t.stage is TestStage.RUNNING and t.item_id == item]
        return max(running[0].last, self.shop.day_of(self.now)) if running else None

    def shown(self, move: Move) -> Fields | None:
        """What the object of a move shows by the last exports and by what left this house since; None where they are silent."""
        found = self.exported(move)
        if found is None:
            return None
        since = {KINDS[c.move].field: c.to for c in self.changes if c.object_id == move.object_id and c.move in KINDS
                 and c.to and not c.pending and self.shop.day_of(c.at) > self.seen.reviewed}
        return {**found, **since}

    def exported(self, move: Move, since: datetime | None = None) -> Fields | None:
        """What the last exports say that the object of a move shows; None where none says it (that came after `since`)."""
        if isinstance(move, (ItemDiscount, ListPrice)):
            listed, paid = self._listed(move.item_id, move.object_id), self._paid_last(move.item_id, move.object_id)
            if listed is None:
                return None
            deal = min(listed, paid) if paid is not None else listed
            return {"list_price": text_of(listed), "deal_price": text_of(deal)}
        if isinstance(move, StockCorrection):
            level = self._level("sellable_units", move.item_id, move.object_id)
            return None if level is None else {"on_hand": text_of(level)}
        return self.exports.shown(move, since) if self.exports is not None else None

    def known_since(self, move: Move, moment: datetime) -> bool:
        """Whether an export that shows the object came in after a moment, for a day of the shop not before it."""
        if not isinstance(move, (ItemDiscount, ListPrice, StockCorrection)):
            return True                     # its rows are asked for by when they came
        table = "orders" if isinstance(move, ItemDiscount) else "stock_day"
        read = [r for r in self.seen.readiness if r.source == table and r.read_at is not None and r.read_at > moment]
        return any(r.last_day is not None and r.last_day >= self.shop.day_of(moment) for r in read)

    def _paid_last(self, item: str, sku: str) -> Decimal | None:
        """What was paid for one on the last day on which any sold, within a week."""
        paid = _each(self._sold("line_gmv", item, sku), self._sold("line_units", item, sku))
        last = max(paid, default=None)
        return paid[last] if last is not None and last > self.seen.reviewed - timedelta(days=LATELY) else None

    def _sold(self, metric: str, item: str, sku: str) -> Days:
        """Units or money by day of a SKU, else of the whole item."""
        total: dict[date, Decimal] = {}
        for scope, days in self.seen.sliced.get("product", {}).get(metric, {}).items():
            if _is_of(scope, item, sku):
                for day, value in days.items():
                    total[day] = total.get(day, Decimal(0)) + value
        return total

    def _sum(self, days: Days) -> int | None:
        """Units of the last 30 days; None when the orders of fewer than half of them are in."""
        first = self.seen.reviewed - timedelta(days=MONTH - 1)
        known = [d for d in self.seen.daily.get("paid_orders", {}) if first <= d <= self.seen.reviewed]
        if len(known) < MONTH // 2:
            return None
        return int(sum((v for d, v in days.items() if first <= d <= self.seen.reviewed), Decimal(0)))

    def _sales(self, item: str, sku: str) -> Sales:
        units = self._sum(self._sold("line_units", item, "" if item else sku))
        sku_units = self._sum(self._sold("line_units", item, sku)) if sku else None
        paid = [v for d, v in self.seen.daily.get("paid_gmv", {}).items()
                if d > self.seen.reviewed - timedelta(days=28)]
        level, coming = (self._level(m, item, sku) for m in ("sellable_units", "in_transit_units"))
        return Sales(units, sku_units, (sum(paid, Decimal(0)) / len(paid)).quantize(CENT) if paid else None,
                     level, None, coming)

    def _behind(self, move: Move) -> Sales:
        """Of the items that a plan or word brings people to, the one whose stock ends first; not known where one is not."""
        items = {dict(s).get("item_id", "") for s in self.seen.sliced.get("keyword", {}).get("keyword_clicks", {})
                 if move.object_id in (dict(s).get("plan_id"), dict(s).get("keyword"))}
        found = [(one.cover_days(), one) for one in (self._sales(item, "") for item in sorted(items) if item)]
        if not found or any(cover is None for cover, _ in found):
            return Sales(daily_gmv=self._sales("", "").daily_gmv)
        return min(found, key=lambda pair: pair[0] or Decimal(0))[1]

    def _level(self, metric: str, item: str, sku: str) -> int | None:
        """The last known level within a week, of the SKU or of all of the item's."""
        if not item and not sku:
            return None
        found = []
        for scope, days in self.seen.sliced.get("stock", {}).get(metric, {}).items():
            lately = [d for d in days if d > self.seen.reviewed - timedelta(days=LATELY)]
            if _is_of(scope, item, sku) and lately:
                found.append(int(days[max(lately)]))
        return sum(found) if found else None

    def _prices(self, item: str, sku: str, current: Fields | None) -> Prices:
        paid = _each(self._sold("line_gmv", item, sku), self._sold("line_units", item, sku))
        shown = self._listed(item, sku)
        deal = _decimal(current, "deal_price") or _decimal(current, "list_price") or shown
        month_ago = _near(paid, self.seen.reviewed - timedelta(days=MONTH))
        return Prices(_decimal(current, "list_price") or shown, deal,
                      month_ago if month_ago is not None else (deal if not paid else None), paid)

    def _listed(self, item: str, sku: str) -> Decimal | None:
        """The list price that the last stock report of a week shows."""
        for scope, days in self.seen.sliced.get("stock", {}).get("list_price", {}).items():
            lately = [d for d in days if d > self.seen.reviewed - timedelta(days=LATELY)]
            if sku and _is_of(scope, item, sku) and lately:
                return days[max(lately)]
        return None

    def _stacked(self, prices: Prices, sales: Sales, item: str, sku: str) -> Prices:
        """With what stacks on the price shown: what buyers lately paid less than it, and coupons given since.

        Coupons that people said run count at the least: most buyers of these days may have used none.  Where the price was
        changed within these days, those before the change are held against the price before it.  Not known where something sells
        and yet nothing was sold in these days.
        """
        coupons = self._coupons(item)
        running = self._running(item, sku, prices.deal_price)
        if sales.units_30 == 0:
            return replace(prices, stacked_off=running + coupons)
        shown, last = prices.deal_price, self.seen.reviewed
        for change in self.changes:
            if change.object_id == sku and change.move in PRICED and not change.pending and (
                    self.now - change.at < timedelta(days=LATELY)):
                shown, last = Decimal(change.was), self.shop.day_of(change.at) - timedelta(days=1)
                break
        money, units = (self._sold(m, item, sku) for m in ("line_gmv", "line_units"))
        anchor = max((d for d, n in units.items() if n > 0 and last - timedelta(days=MONTH) < d <= last), default=last)
        days = [anchor - timedelta(days=n) for n in range(LATELY)]      # up to its last sale: not every SKU sells every week
        sold = sum((units.get(d, Decimal(0)) for d in days), Decimal(0))
        if not sold or shown is None:
            return prices
        paid = sum((money.get(d, Decimal(0)) for d in days), Decimal(0)) / sold
        return replace(prices, stacked_off=(max(shown - paid, running, Decimal(0)) + coupons).quantize(CENT))

    def _coupons(self, item: str) -> Decimal:
        """What coupons that this house gave for an item lately take off at most, together."""
        return sum((m.off for m in self.coupons(item)), Decimal(0))

    def coupons(self, item: str) -> tuple[Coupon, ...]:
        """Coupons that this house gave for an item and that are not over."""
        today = self.shop.day_of(self.now)
        return tuple(one.move for one in self.given_out
                     if isinstance(one.move, Coupon) and one.move.object_id == item and one.move.last >= today)

    def said_coupons(self, item: str, sku: str) -> tuple[RunningCoupon, ...]:
        """Coupons of an object, or of the whole shop, that people said and that are not over; in the order of their days."""
        today, given = self.shop.day_of(self.now), self.seen.given
        mine = {"", item, *objects_of(given, item, sku)}
        return tuple(sorted((c for c in given.coupons if c.object in mine and c.last >= today), key=lambda c: (c.first, c.name)))

    def _running(self, item: str, sku: str, shown: Decimal | None) -> Decimal:
        """What coupons that people said run today take off the price shown, one after the other."""
        today = self.shop.day_of(self.now)
        runs = [Run(c.threshold, c.off, c.first, c.last) for c in self.said_coupons(item, sku) if c.first <= today]
        if shown is None or not runs:
            return sum((run.off for run in runs), Decimal(0))
        return shown - buyer_pays(shown, runs)

    def was_price(self, item: str) -> Decimal | None:
        """Amazon's Was price, as somebody read it; None where nobody did."""
        return Told(self.seen.given, self.shop.day_of(self.now), self.rules).number(item, "was_price")

    @cached_property
    def _refunds(self) -> RefundShares | None:
        return settled_refunds(self.seen)

    def costs(self, item: str, sku: str) -> Costs:
        given, day = self.seen.given, self.shop.day_of(self.now)
        terms = given.terms(day)
        cost = given.unit_cost(sku, day) if sku else self._cost_of_item(item, day)
        refunds = self._refunds
        told = Told(given, day, self.rules).number(SHOP, "refund_rate")
        parts = (terms.insurance, terms.gift_cost, terms.handling)
        return Costs(cost if isinstance(cost, Decimal) or cost is None else cost.unit_cost, terms.fee_rate, terms.tax_rate,
                     terms.ship_cost, sum(refunds.by_value, Decimal(0)) if refunds else told,
                     terms.ship_back_cost or Decimal(0), terms.resaleable_share if terms.resaleable_share is not None
                     else Decimal(0), sum((p for p in parts if p is not None), Decimal(0)))

    def _with_told(self, sales: Sales, move: Move, current: Fields | None, told: Told) -> Sales:
        """With what stands in orders that have not left, and the shop's score."""
        if isinstance(move, StockCorrection):
            own = _decimal(current, "allocated")
            held = int(own) if own is not None else told.count(move.object_id, "allocated")
            if held is None and self.exports is not None:
                held = self.exports.allocated(move)
            return replace(sales, allocated=held, on_hand=sales.on_hand)
        if isinstance(move, EventRegistration):
            own = self.exports.score() if self.exports is not None else None
            return replace(sales, score=own if own is not None else told.number(SHOP, "score"))
        return sales

    def _case(self, move: Move, case: Case | None, told: Told) -> Case:
        """What the shop itself says of an order, else the exports, else people."""
        if move.group is not Group.ORDER:
            return case or Case()
        seen = self.exports.case(move, told) if self.exports is not None else Case()
        if case is None:
            return seen
        return replace(seen, **{f.name: v for f in fields(case) if (v := getattr(case, f.name)) not in (None, "")})

    def _cost_of_item(self, item: str, day: date) -> Decimal | None:
        """The dearest of the item's SKUs: a coupon on the item holds for each of them."""
        skus = {dict(s).get("sku", "") for s in self.seen.sliced.get("product", {}).get("line_units", {})
                if dict(s).get("item_id") == item}
        costs = [self.seen.given.unit_cost(sku, day) for sku in skus]
        known = [c.unit_cost for c in costs if c is not None]
        return max(known) if known and len(known) == len(costs) else None

    def _held(self, item: str, sku: str, ledger: Ledger) -> tuple[Window, ...]:
        """What holds the price of an object: events that it is filed for, promises.  What is only wished binds no write."""
        today = self.shop.day_of(self.now)
        found = windows_of(item, objects_of(self.seen.given, item, sku), ledger.signed, filed_here(self.given_out, today),
                           self.seen.given, today)
        return tuple(w for w in (*found, *ledger.across) if w.hold is not Hold.WISH)


def look_at(house: House, shop: Shop) -> Sight:
    """Everything that is known of a shop now, read once."""
    now = house.now()
    on = shop.day_of(now)
    seen = reading(house.lake, house.books, whose([shop]), now, ALL_TABLES,
                   lambda session: see(session, [shop], on, now, reading_for=()))[shop.name].seen
    return replace(sight_of(seen), ticks=ticks_of(house, shop, on), exports=Exports(house, shop, sent_under(shop, now)))


def sight_of(seen: Seen) -> Sight:
    """The sight of a shop at the moment of what was seen of it, with the records as known then."""
    shop, now, rules = seen.shop, seen.as_of, load().for_(seen.shop.platform)
    return Sight(shop, now, rules, limits_of(rules, seen.given.limits(seen.on)), seen, changes_of(shop, now, seen),
                 event_windows(shop, seen.on), given_out(shop, now))


def changes_of(shop: Shop, now: datetime, seen: Seen | None = None) -> tuple[Changed, ...]:
    """What left this house for the shop in 30 days, what is approved and waits, and edits that somebody noted."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.select_related("shop__client").filter(
        shop__name=shop.name, proposed_at__gte=now - timedelta(days=MONTH + 1), proposed_at__lte=now)
    found = [one for story in stories(rows) if (one := _changed(_known_by(story, now), now)) is not None]
    noted = [Changed("edit", n.object, n.object, n.at, n.from_) for n in (seen.given.notes if seen else ())
             if n.kind == "edit" and now - n.at < timedelta(days=MONTH)]
    return tuple(sorted((*found, *noted), key=lambda c: c.at))


def _known_by(story: Story, now: datetime) -> Story:
    """A story as it was told at a moment."""
    receipts = tuple(r for r in story.receipts if r.at <= now)
    return replace(story, approvals=tuple(a for a in story.approvals if a.at <= now),
                   attempts=tuple(a for a in story.attempts if a.at <= now), receipts=receipts)


def _changed(story: Story, now: datetime) -> Changed | None:
    said, last = story.proposal, last_receipt(story)
    stage = stage_of(story, now)
    if stage in (Stage.APPROVED, Stage.UNKNOWN):
        return Changed(said.move.name, said.move.object_id, said.move.item(), said.proposed_at, pending=True,
                       proposal=said.key)
    if last is None or last.outcome not in (Outcome.DONE, Outcome.WAITING_EXPORT, Outcome.WAITING_HAND):
        return None
    return Changed(said.move.name, said.move.object_id, said.move.item(), last.at, text_of(getattr(said.move, "was")),  # noqa: B009
                   proposal=said.key, to=text_of(getattr(said.move, "to")))  # noqa: B009


def _with_star(prices: Prices, item: str, told: Told) -> Prices:
    """With what consoles show of an item's price: its star, Amazon's Was price, days on promotion, its category's lowest."""
    return replace(prices, category_low=told.number(item, "category_low"), star=told.number(item, "price_star"),
                   star_days=told.count(item, "price_star_days"), was_price=told.number(item, "was_price"),
                   promo_days_90=told.count(item, "promo_days_90"))


def _is_of(scope: Scope, item: str, sku: str) -> bool:
    said = dict(scope)
    return (not item or said.get("item_id") == item) and (not sku or said.get("sku") == sku) and bool(item or sku)


def _each(money: Days, units: Days) -> dict[date, Decimal]:
    """What was paid for one unit, by day on which any sold."""
    return {d: (money[d] / units[d]).quantize(CENT) for d in money.keys() & units.keys() if units[d] > 0}


def _near(paid: Days, day: date) -> Decimal | None:
    """What was paid on the day, else on the nearest on which any sold: not every SKU sells every day."""
    nearest = min(paid, key=lambda d: (abs((d - day).days), d), default=None)
    return paid[nearest] if nearest is not None else None


def _decimal(current: Fields | None, field: str) -> Decimal | None:
    value = (current or {}).get(field, "")
    return Decimal(value) if value else None
