"""Orders one by one as last known: those that are still open, those of a burst, and how parcels fared in sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from daybook.domain.brief import Gain


class ClockKind(StrEnum):
    """The five clocks of an order."""

    PAY = "pay"                  # placed -> paid
    SHIP = "ship"                # paid -> the seller says that it left
    SCAN = "scan"                # left -> the courier's first scan (揽收)
    STUCK = "stuck"              # on its way -> arrived or confirmed within the usual days (物流停滞)
    DELIVER = "deliver"          # paid -> delivered as promised


class ClockState(StrEnum):
    """Where one clock stands.  The last two say that nobody can tell: neither late nor in time."""

    MET = "met"
    LATE = "late"                # it happened, after the promise
    RUNNING = "running"
    DUE = "due"                  # the promise ends within the hours asked for, and nothing had happened when last seen
    OVERDUE = "overdue"          # the promise had ended when the order was last seen, and nothing had happened
    UNSEEN = "unseen"            # the promise ended after the order was last seen: export again to know
    UNTOLD = "untold"            # no export of the shop tells the fact


#: States that need nobody.
QUIET = (ClockState.MET, ClockState.LATE, ClockState.RUNNING)


@dataclass(frozen=True)
class Clock:
    """One clock of one order.  `deadline` None: no promise is known."""

    kind: ClockKind
    state: ClockState
    deadline: datetime | None = None
    rule: str = ""


@dataclass(frozen=True)
class OrderSeen:
    """One order as last known; moments are UTC, money is in the order's currency, None is not told.

    `line_*` are the first line's; `lines` how many there are.
    """

    order_id: str
    known_at: datetime
    ordered_on: date
    ordered_at: datetime | None = None
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    scanned_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    promised_ship_at: datetime | None = None
    promised_delivery_at: datetime | None = None
    status: str | None = None
    due_amount: Decimal | None = None
    paid_amount: Decimal | None = None
    refund_amount: Decimal | None = None
    units: int | None = None
    buyer_id: str | None = None
    place_id: str | None = None
    province: str | None = None
    city: str | None = None
    courier: str | None = None
    warehouse: str | None = None
    presale: bool | None = None
    noted: bool | None = None
    sku: str | None = None
    item_id: str | None = None
    line_units: int | None = None
    line_amount: Decimal | None = None
    lines: int = 1
    asked_back: bool = False             # a refund of it is open
    sent_back: bool = False              # and the goods come back

    @property
    def open(self) -> bool:
        """Whether somebody still has something to do for it."""
        return self.status not in ("done", "closed") and self.delivered_at is None and self.completed_at is None

    @property
    def unshipped(self) -> bool:
        """Paid, and not gone as last seen."""
        return self.open and self.status != "unpaid" and self.paid_at is not None and self.shipped_at is None

    @property
    def paid_back(self) -> bool:
        """Whether all that was paid went back: nobody waits for anything any more."""
        return bool(self.paid_amount) and (self.refund_amount or Decimal(0)) >= (self.paid_amount or Decimal(0))


@dataclass(frozen=True)
class Fared:
    """How the orders paid on one day fared, by courier, warehouse and province ("" where not told).

    `late` left after the promise or had not left when it ended; `unseen` were not seen since.  Of those with a promised
    delivery `promised`, `late_delivered` came after it or had not come when it ended; `late_money` was paid for these.
    """

    day: date
    courier: str
    warehouse: str
    province: str
    orders: int
    late: int
    unseen: int
    promised: int
    late_delivered: int
    late_money: Decimal


@dataclass(frozen=True)
class PlacedDay:
    """Orders placed on one day without presales, and those of them that were not paid when they were last exported."""

    day: date
    orders: int
    unpaid: int


@dataclass(frozen=True)
class Claims:
    """Refunds without return that one recognisable buyer was given in a quarter, beside all his orders."""

    buyer_id: str
    orders: int
    refund_only: int
    amount: Decimal


@dataclass(frozen=True)
class OrderBook:
    """One shop's orders.  `told` are the columns of orders that its exports fill at all, in two months; `stale` are
    paid orders that had not left when they were last exported, which is too long ago to say anything of today."""

    open: Sequence[OrderSeen] = ()
    fared: Sequence[Fared] = ()
    claims: Sequence[Claims] = ()
    told: frozenset[str] = frozenset()
    usual_units: Decimal | None = None   # units of the median order
    stale: int = 0
    placed: Sequence[PlacedDay] = ()

    def waits(self, order: OrderSeen) -> bool:
        """Whether an order waits for its dispatch, where its state or another order's dispatch says that this is told at all."""
        return order.unshipped and not order.paid_back and (order.status == "paid" or "shipped_at" in self.told)


@dataclass(frozen=True)
class Abnormal:
    """One abnormal order: what is wrong, who sees to it by when, the money at risk, what to say or do in the reader's
    language, and why.  `script` is what is said to the buyer, "" where nobody needs to be told."""

    kind: str
    order: OrderSeen
    owner: str
    deadline: datetime | None
    age_hours: Decimal | None
    at_risk: Gain | None
    why: str
    act: str
    script: str = ""
    sure: bool = True                    # False: the order was not seen since, or the sign is weak


@dataclass(frozen=True)
class OrdersTable:
    """The orders page of a morning: lights per clock, abnormal orders, what cannot be told."""

    shop: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    lights: Mapping[ClockKind, Mapping[ClockState, int]]
    abnormal: tuple[Abnormal, ...]
    untold: tuple[tuple[str, str], ...] = ()         # (clock or kind, why nobody can tell)
    last_seen: datetime | None = None
    stale: int = 0
