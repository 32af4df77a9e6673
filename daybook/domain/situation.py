"""The situation in which a move would be made: what is known of its object at this moment.  None is not known.

Guards read nothing else.  `workflows/situation.py` fills it from what the exports, the records and the shop itself say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from daybook.domain.limits import Limits
from daybook.domain.moves.move import Fields, Way
from daybook.domain.shop import Shop


class Hold(StrEnum):
    """What a window of an event does to an item."""

    LOCK = "lock"            # registered: the platform locks the price (活动锁价)
    FREEZE = "freeze"        # a big event near: no risky edits
    PROTECT = "protect"      # price protection (价保): a lower price is paid back to earlier buyers
    WISH = "wish"            # an event that is wished for and not filed yet
    LEAST = "least"          # promised: nobody pays less
    MOST = "most"            # promised: nobody pays more
    ACROSS = "across"        # an event of the product in another shop: nobody pays less here (价格穿透)


@dataclass(frozen=True)
class Window:
    """One window of an event or promise, first to last both in.  `price` is its price of this item, None where it has none.

    `filed_on`: since when an event is registered; None: since it is looked at.  `asks`: rules of lowest prices that it asks
    for besides those of its platform.  `source`: where it stands written.
    """

    event: str
    hold: Hold
    first: date
    last: date
    price: Decimal | None = None
    filed_on: date | None = None
    asks: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Changed:
    """A change that was made, or that is approved and waits: what, on which object and item, when, from which value."""

    move: str
    object_id: str
    item_id: str
    at: datetime
    was: str = ""
    pending: bool = False
    proposal: str = ""
    to: str = ""


@dataclass(frozen=True)
class Costs:
    """What one paid order of a SKU costs, as `analysis/break_even.py` reckons it; None is not known.

    Rates are shares of the price; refunds are shares of paid orders.
    """

    unit_cost: Decimal | None = None
    fee_rate: Decimal | None = None
    tax_rate: Decimal | None = None
    ship_cost: Decimal | None = None
    refund_rate: Decimal | None = None
    ship_back_cost: Decimal | None = Decimal(0)
    resaleable_share: Decimal | None = Decimal(1)
    other: Decimal | None = Decimal(0)       # insurance, gifts, handling: per order


@dataclass(frozen=True)
class Prices:
    """Prices of the SKU, all as a buyer pays them but `list_price`."""

    list_price: Decimal | None = None
    deal_price: Decimal | None = None
    month_ago: Decimal | None = None         # 30 days ago
    paid: Mapping[date, Decimal] = field(default_factory=dict)      # the lowest of each day that is over
    elsewhere: Mapping[date, Decimal] = field(default_factory=dict)     # the same of the product in other shops
    was_price: Decimal | None = None         # Amazon's Was price
    promo_days_90: int | None = None
    star: Decimal | None = None              # price-power star (价格力) now
    star_days: int | None = None             # days of the last 15 on which it was high enough
    stacked_off: Decimal | None = None       # what running coupons and the like take off besides
    category_low: Decimal | None = None      # the usual lowest price of such a product in its category


@dataclass(frozen=True)
class Sales:
    """What the item sells and what is left of it."""

    units_30: int | None = None              # of the item in 30 days
    sku_units_30: int | None = None          # of the SKU
    daily_gmv: Decimal | None = None         # of the shop: mean paid GMV of a day
    on_hand: int | None = None
    allocated: int | None = None             # in orders that have not left
    on_the_way: int | None = None
    listed_on: date | None = None
    score: Decimal | None = None             # the shop's score

    def cover_days(self) -> Decimal | None:
        """Days that what can be sold lasts at the pace of 30 days; None when it cannot be told."""
        if self.on_hand is None or self.units_30 is None:
            return None
        if not self.units_30:
            return Decimal(10000)
        return (Decimal(self.on_hand - (self.allocated or 0)) * 30 / self.units_30).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class Ads:
    """The plan or word at this moment."""

    learning: bool | None = None             # the plan is in its learning phase
    edits_today: int | None = None           # of its target, budget or bids
    last_edit_at: datetime | None = None
    spent_today: Decimal | None = None
    usual_by_now: Decimal | None = None      # what it has usually spent by this hour
    budgets_total: Decimal | None = None     # daily budgets of all plans of the shop
    market_bid: Decimal | None = None        # the market's mean bid of the word
    clicks_7: int | None = None
    orders_7: int | None = None
    words: tuple[str, ...] | None = None     # words of the plan
    crowd_size: int | None = None
    history_roi: Decimal | None = None


@dataclass(frozen=True)
class Case:
    """The order or case at this moment."""

    state: str | None = None                 # unpaid, paid, shipped, delivered, closed, cancelled
    paid: Decimal | None = None
    refunded: Decimal | None = None
    ship_by: datetime | None = None
    case_until: datetime | None = None       # until when the case can be answered; None with `in_case` False
    in_case: bool | None = None
    asked_kind: str | None = None            # what the buyer asks for: refund_only, return, before_dispatch, ""
    evidence: bool | None = None             # photos or scans that bear the buyer's claim out
    repeated: bool | None = None             # the same buyer has a pattern of such claims
    lines: tuple[str, ...] | None = None
    tracking_used: bool | None = None        # the tracking number stands on another order already
    same_buyer: bool | None = None           # for a merge: one buyer, one address, nothing shipped
    buyer_asked: bool | None = None          # the buyer asked for this in writing
    text_from: str = ""


@dataclass(frozen=True)
class Situation:
    """All of it.  `changes` are those of the last 30 days on this shop; None: not known.

    `writing`: the write is next; False while it is only proposed.  `tested_until`: the last planned day of a test that runs on the
    item's page; None: none runs.
    """

    shop: Shop
    now: datetime
    limits: Limits
    way: Way = Way.API
    writing: bool = False
    category: str = "*"
    current: Fields | None = None
    prices: Prices = field(default_factory=Prices)
    costs: Costs = field(default_factory=Costs)
    sales: Sales = field(default_factory=Sales)
    ads: Ads = field(default_factory=Ads)
    case: Case = field(default_factory=Case)
    windows: tuple[Window, ...] | None = None
    changes: tuple[Changed, ...] | None = None
    tested_until: date | None = None

    @property
    def today(self) -> date:
        return self.shop.day_of(self.now)

    @property
    def clock(self) -> datetime:
        """Now as the shop's clock shows it."""
        return self.now.astimezone(ZoneInfo(self.shop.zone))
