"""What no export has, as a person gave it: costs, terms, targets, team, calendar, roles, products, exclusions, notes.

Each value says when it was known; a later one with the same KEY supersedes it and never overwrites it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import ClassVar, TypeVar

from daybook.domain.grouped import grouped
from daybook.domain.object_facts import ObjectFact
from daybook.domain.promises import PricePromise, RunningCoupon
from daybook.domain.rivals import Rival, RivalSighting, watched_on
from daybook.domain.roster import OnDuty, RosterShift, Script, on_duty
from daybook.domain.shop import Shop
from daybook.domain.supply import Inbound, LeadTime

#: What a shop's costs of selling are called.  Shares are 0..1 of what is paid (resaleable_share: of returned goods);
#: money is per order, fixed cost per month.
SHARE_TERMS = {"fee_rate": "平台扣点", "tax_rate": "税率", "resaleable_share": "退货可再售比例",
               "commission_rate": "达人佣金率"}
MONEY_TERMS = {"ship_cost": "发货运费", "ship_back_cost": "退货运费", "handling": "退货处理费", "insurance": "运费险",
               "gift_cost": "赠品成本", "fixed_cost": "月固定成本"}
TERMS: Mapping[str, str] = {**SHARE_TERMS, **MONEY_TERMS}

#: Metrics that a month can have a target of.
TARGETS: Mapping[str, str] = {
    "paid_gmv": "支付金额", "net_sales": "净销售额", "gmv": "下单金额", "contribution": "贡献毛利",
    "paid_orders": "支付订单数", "units_sold": "支付件数", "new_buyers": "支付新买家数", "visitors": "访客数",
    "payment_cvr": "支付转化率", "spend_per_buyer": "客单价", "refund_rate": "退款率", "ad_spend": "花费",
    "roas": "投产比", "tacos": "费比", "cpa": "转化成本",
}
#: Why an order is left out of the numbers; "counts" takes an earlier exclusion back.
EXCLUSION_REASONS: Mapping[str, str] = {"sample": "样品", "test": "测试", "b2b": "大货", "suspect": "可疑",
                                        "other": "其他", "counts": "恢复"}
COUNTS_AGAIN = "counts"
EVENT_KINDS: Mapping[str, str] = {"promotion": "活动", "clearance": "清仓", "launch": "上新", "brand_day": "品牌日",
                                  "closed": "停业", "other": "其他", "cancelled": "取消"}
CANCELLED = "cancelled"
NOTE_KINDS: Mapping[str, str] = {"edit": "改动", "promo": "促销", "rival": "竞品", "outage": "故障",
                                 "push": "直播推送", "message": "会员消息", "coupon": "发券", "budget": "加预算", "other": "其他"}


@dataclass(frozen=True)
class UnitCost:
    """What one unit of a SKU costs from a day on (None: since ever); `shop` "" is all shops of the client."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "sku", "currency", "valid_from")
    shop: str
    sku: str
    unit_cost: Decimal
    currency: str
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class Term:
    """One cost of selling (a name of TERMS) from a day on; `shop` "" is all shops of the client."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "term", "valid_from")
    shop: str
    term: str
    value: Decimal
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class Target:
    """What a month should bring; `month` is its first day, `valid_from` since when this target counts."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "metric", "month", "valid_from")
    shop: str
    metric: str
    month: date
    value: Decimal
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class TeamMember:
    """Minutes a day that a person has for a shop in a role; 0 minutes: no longer there."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "person", "role", "valid_from")
    shop: str
    person: str
    role: str
    minutes: int
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class LimitSet:
    """What a client allows (a name of `limits.LIMITS`) from a day on; `shop` "" is all shops of the client."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "limit", "valid_from")
    shop: str
    limit: str
    value: Decimal
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class OwnEvent:
    """An event of the shop's own, `first` to `last` both in; naming it again in a year replaces its days there."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "name", "first")
    shop: str
    name: str
    kind: str
    first: date
    last: date
    known_at: datetime


@dataclass(frozen=True)
class ItemRole:
    """What an item (链接) is for from a day on: hero, profit, traffic, long_tail, new, clearance, ..."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "item_id", "valid_from")
    shop: str
    item_id: str
    role: str
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class ProductLink:
    """Which product (货号) an item's SKU is; an empty `sku` means every SKU of the item."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "item_id", "sku")
    shop: str
    item_id: str
    sku: str
    product: str
    known_at: datetime


@dataclass(frozen=True)
class Exclusion:
    """An order that is no sale to count: a sample, a test, B2B bulk, a suspect one."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "order_id")
    shop: str
    order_id: str
    reason: str
    known_at: datetime


@dataclass(frozen=True)
class Note:
    """One thing that somebody did or saw at a moment (UTC); `object` is an item, a SKU, a keyword, the shop, ..."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "at", "object", "kind", "from_", "to", "text")
    shop: str
    at: datetime
    object: str
    kind: str
    from_: str
    to: str
    text: str
    known_at: datetime


GivenValue = (UnitCost | Term | Target | TeamMember | LimitSet | OwnEvent | ItemRole | ProductLink | Exclusion | Note
              | ObjectFact | PricePromise | RunningCoupon | LeadTime | Inbound | RosterShift | Script | Rival | RivalSighting)
Dated = TypeVar("Dated", UnitCost, Term, Target, TeamMember, ItemRole, LimitSet, LeadTime)
Value = TypeVar("Value", bound=GivenValue)


@dataclass(frozen=True)
class Terms:
    """The costs of selling on one day; None is not known.  `known_at` is that of the oldest part."""

    fee_rate: Decimal | None = None
    tax_rate: Decimal | None = None
    resaleable_share: Decimal | None = None
    commission_rate: Decimal | None = Decimal(0)
    ship_cost: Decimal | None = None
    ship_back_cost: Decimal | None = None
    handling: Decimal | None = None
    insurance: Decimal | None = None
    gift_cost: Decimal | None = None
    fixed_cost: Decimal | None = None
    known_at: datetime | None = None

    def missing(self) -> tuple[str, ...]:
        """Names of the terms that nobody gave."""
        return tuple(name for name in TERMS if getattr(self, name) is None)


_VALUES = (UnitCost, Term, Target, TeamMember, LimitSet, OwnEvent, ItemRole, ProductLink, Exclusion, Note, ObjectFact,
           PricePromise, RunningCoupon, LeadTime, Inbound, RosterShift, Script, Rival, RivalSighting)
_KEYS = {kind: attrgetter(*kind.KEY) for kind in _VALUES}
_CONTENTS = {kind: attrgetter(*(f.name for f in fields(kind) if f.name != "known_at")) for kind in _VALUES}


def key_of(value: GivenValue) -> tuple[object, ...]:
    """What a later value must have in common with this one to supersede it."""
    found: tuple[object, ...] = _KEYS[type(value)](value)
    return found


def content_of(value: GivenValue) -> tuple[object, ...]:
    """Everything that a value says, without when it was known."""
    found: tuple[object, ...] = _CONTENTS[type(value)](value)
    return found


def latest(values: Iterable[Value]) -> tuple[Value, ...]:
    """The last known value of each key, in the order of the keys; of two known at once the later in order counts."""
    found: dict[tuple[object, ...], Value] = {}
    for value in values:
        before = found.get(key_of(value))
        if before is None or value.known_at >= before.known_at:
            found[key_of(value)] = value
    return tuple(found.values())


def latest_events(values: Iterable[OwnEvent]) -> tuple[OwnEvent, ...]:
    """Own events as last given: naming an event again replaces all its days of that year; cancelled ones are gone."""
    rows = list(values)
    newest: dict[tuple[str, str, int], datetime] = {}
    for row in rows:
        group = (row.shop, row.name, row.first.year)
        newest[group] = max(newest.get(group, row.known_at), row.known_at)
    kept = [r for r in rows if r.known_at == newest[r.shop, r.name, r.first.year] and r.kind != CANCELLED]
    return tuple(sorted(latest(kept), key=lambda r: (r.first, r.name)))


@dataclass(frozen=True)
class Given:
    """One shop's values as known at `as_of`: of every key the last known, superseded ones left out.

    `Given()` is a shop of which nobody said anything.  `mark` is a hash of all values in it.
    """

    shop: Shop | None = None
    as_of: datetime | None = None
    costs: Sequence[UnitCost] = ()
    terms_given: Sequence[Term] = ()
    targets: Sequence[Target] = ()
    members: Sequence[TeamMember] = ()
    own_events: Sequence[OwnEvent] = ()
    roles: Sequence[ItemRole] = ()
    products: Sequence[ProductLink] = ()
    exclusions: Mapping[str, Exclusion] = field(default_factory=dict)
    notes: Sequence[Note] = ()
    mark: str = ""
    limits_set: Sequence[LimitSet] = ()
    facts: Sequence[ObjectFact] = ()
    promises: Sequence[PricePromise] = ()
    coupons: Sequence[RunningCoupon] = ()
    lead_times: Sequence[LeadTime] = ()
    inbounds: Sequence[Inbound] = ()
    shifts: Sequence[RosterShift] = ()
    scripts_given: Sequence[Script] = ()
    rivals: Sequence[Rival] = ()
    sightings: Sequence[RivalSighting] = ()      # of the last days only
    rival_notes: Sequence[Note] = ()             # what sightings show otherwise, as notes that nobody had to type

    def age_days(self, value: GivenValue | Terms | None) -> int | None:
        """Whole days since a value was given; None for no value."""
        if value is None or value.known_at is None or self.as_of is None:
            return None
        return (self.as_of - value.known_at).days

    def unit_cost(self, sku: str, day: date) -> UnitCost | None:
        """What a unit of a SKU costs on a day, in the shop's own currency; None when it is not known.

        A cost in another currency is no cost of this shop: rates of exchange are not guessed.
        """
        return valid_on(self._costs.get(sku, ()), day)

    def terms(self, day: date) -> Terms:
        """The costs of selling on a day."""
        found = {name: valid_on(rows, day) for name, rows in self._terms.items()}
        known = {name: row for name, row in found.items() if row is not None}
        return Terms(**{name: row.value for name, row in known.items()},
                     known_at=min((row.known_at for row in known.values()), default=None))

    def target(self, metric: str, month: date, day: date | None = None) -> Target | None:
        """The target of the month that holds the day `month`, as it counted on `day` (None: on the day of as_of)."""
        rows = self._targets.get((metric, month.replace(day=1)), ())
        if day is None:
            day = self.shop.day_of(self.as_of) if self.shop and self.as_of else date.max
        return valid_on(rows, day)

    def limits(self, day: date) -> dict[str, Decimal]:
        """The limits that the client set and that hold on a day, by name."""
        return {name: row.value for name, row in self.limits_on(day).items()}

    def limits_on(self, day: date) -> dict[str, LimitSet]:
        """The same with since when they hold and whether they are of this shop alone."""
        found = {name: valid_on(rows, day) for name, rows in grouped((v.limit, v) for v in self.limits_set).items()}
        return {name: row for name, row in found.items() if row is not None}

    def team(self, day: date) -> tuple[TeamMember, ...]:
        """Who works for the shop on a day, by person and role; people with 0 minutes are left out."""
        found = (valid_on(rows, day) for _, rows in sorted(self._team.items()))
        return tuple(member for member in found if member is not None and member.minutes)

    def minutes_on(self, day: date) -> int | None:
        """Minutes that the team has for the shop on a day; None when nobody gave a roster."""
        return sum(member.minutes for member in self.team(day)) if self.members else None

    def role_of(self, item_id: str, day: date) -> ItemRole | None:
        """What an item is for on a day."""
        return valid_on(self._roles.get(item_id, ()), day)

    def product_of(self, item_id: str, sku: str = "") -> str | None:
        """The product (货号) of an item's SKU: that very SKU's, else the item's, else the SKU's wherever it is sold."""
        links = self._products
        found = links.get((item_id, sku)) or links.get((item_id, "")) or links.get(("", sku))
        return found.product if found else None

    def fact(self, object_id: str, name: str, day: date) -> ObjectFact | None:
        """What was last said of an object, seen on a day or before; however old it is."""
        seen = [f for f in self._facts.get((object_id, name), ()) if f.valid_from <= day]
        return max(seen, key=lambda f: f.valid_from, default=None)

    def categories(self, day: date) -> dict[str, str]:
        """Item -> its category as a person named it last, where no list of the shop names one."""
        return {item: last.value for item, name in self._facts if name == "category"
                and (last := self.fact(item, name, day)) is not None}

    def lead_time(self, sku: str, day: date) -> LeadTime | None:
        """How long an order of a SKU takes on a day: the SKU's own, else that of every SKU; None when nobody said it."""
        return valid_on(self._leads.get(sku, ()), day) or valid_on(self._leads.get("", ()), day)

    def inbound(self, day: date) -> dict[str, list[Inbound]]:
        """SKU -> what was ordered and has not come, as counted on a day, the next to arrive first."""
        coming = [i for i in self.inbounds if i.units and (i.valid_from is None or i.valid_from <= day)]
        return grouped((i.sku, i) for i in sorted(coming, key=lambda i: (i.arrives, i.ref)))

    def roster(self, day: date) -> tuple[OnDuty, ...] | None:
        """Who answers buyers on a day, and when; None where nobody gave a roster."""
        return on_duty(self.shifts, day) if self.shifts else None

    def notes_between(self, first: date, last: date) -> tuple[Note, ...]:
        """Notes of the shop's days first..last, both in, in the order of time."""
        if self.shop is None:
            return ()
        told = [n for n in (*self.notes, *self.rival_notes) if first <= self.shop.day_of(n.at) <= last]
        return tuple(sorted(told, key=lambda n: n.at) if self.rival_notes else told)

    def watched(self, day: date) -> dict[str, tuple[Rival, ...]]:
        """item -> the rivals watched for it on a day."""
        return watched_on(self.rivals, day)

    @cached_property
    def _costs(self) -> dict[str, list[UnitCost]]:
        own = self.shop.currency if self.shop else ""
        return grouped((c.sku, c) for c in self.costs if c.currency == own)

    @cached_property
    def _terms(self) -> dict[str, list[Term]]:
        return grouped((t.term, t) for t in self.terms_given)

    @cached_property
    def _targets(self) -> dict[tuple[str, date], list[Target]]:
        return grouped(((t.metric, t.month), t) for t in self.targets)

    @cached_property
    def _team(self) -> dict[tuple[str, str], list[TeamMember]]:
        return grouped(((m.person, m.role), m) for m in self.members)

    @cached_property
    def _roles(self) -> dict[str, list[ItemRole]]:
        return grouped((r.item_id, r) for r in self.roles)

    @cached_property
    def _leads(self) -> dict[str, list[LeadTime]]:
        return grouped((v.sku, v) for v in self.lead_times)

    @cached_property
    def _facts(self) -> dict[tuple[str, str], list[ObjectFact]]:
        return grouped(((f.object, f.fact), f) for f in self.facts)

    @cached_property
    def _products(self) -> dict[tuple[str, str], ProductLink]:
        return {(p.item_id, p.sku): p for p in self.products}


def valid_on(rows: Sequence[Dated], day: date) -> Dated | None:
    """The row that counts on a day: the shop's own before the client's, then the one valid from the latest day."""
    usable = [r for r in rows if r.valid_from is None or r.valid_from <= day]
    return max(usable, key=lambda r: (bool(r.shop), r.valid_from or date.min), default=None)
