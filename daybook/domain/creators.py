"""Creators (达人) of a shop: what they brought and what of it settled, posts, samples, who they are, what is agreed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

#: Words by which exports say that an order brings no commission any more.
LAPSED_PATTERN = "失效|取消|退款|关闭|维权|refund|cancel|invalid|ineligible|void"
LAPSED = re.compile(LAPSED_PATTERN, re.IGNORECASE)


class State(StrEnum):
    """How far an order of a creator is: `lapsed` brings nothing, `pending` may still settle or go back."""

    SETTLED = "settled"
    PENDING = "pending"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Part:
    """Orders of one state: how many, and their money.  `refunded` is what went back so far, `returned` the part of it with goods.

    `commission` is the settled one of settled orders, the expected one of others; None where that of one of them is not told.
    `squares` is the sum of squared paid amounts, from which the spread of what will settle comes.
    """

    orders: int = 0
    units: int | None = None
    paid: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    returned: Decimal = Decimal(0)
    commission: Decimal | None = None
    fee: Decimal | None = None
    squares: Decimal = Decimal(0)


@dataclass(frozen=True)
class Brought:
    """What one creator brought of one item within the days read.

    `parts` are all its orders by state, `ended` those old enough to have settled; `pending` those that may still settle by age
    (index of AGES).
    """

    creator_id: str
    item_id: str
    parts: Mapping[State, Part]
    ended: Mapping[State, Part]
    pending: tuple[Part, ...]
    first_on: date
    last_on: date

    @property
    def booked(self) -> Decimal:
        """Paid amount of all its orders, refunds in: what consoles show."""
        return sum((p.paid for p in self.parts.values()), Decimal(0))

    @property
    def orders(self) -> int:
        return sum(p.orders for p in self.parts.values())


#: First days of the ages by which pending orders are told apart: the longer an order lived, the surer it settles.
AGES = (0, 4, 8, 16)


@dataclass(frozen=True)
class CreatorDay:
    """One creator's orders of one day, and how many of them lapsed since."""

    creator_id: str
    day: date
    orders: int
    paid: Decimal
    lapsed: int


@dataclass(frozen=True)
class Post:
    """One video, note or show with one listing in it; numbers are so far, None: not told."""

    post_id: str
    item_id: str
    published_on: date
    creator_id: str
    creator: str | None = None
    kind: str | None = None
    title: str | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    comments_read: int | None = None
    comments_distinct: int | None = None
    item_clicks: int | None = None
    paid_orders: int | None = None
    paid_amount: Decimal | None = None


@dataclass(frozen=True)
class Sample:
    """One sample that was sent; `cost` of all its units, with freight."""

    sample_id: str
    sent_on: date
    creator_id: str
    creator: str | None = None
    item_id: str | None = None
    units: int | None = None
    cost: Decimal | None = None
    received_on: date | None = None
    returned_on: date | None = None


@dataclass(frozen=True)
class Profile:
    """A creator as last looked up; shares 0..1; None: not told."""

    creator_id: str
    seen_on: date
    creator: str | None = None
    category: str | None = None
    followers: int | None = None
    level: str | None = None
    price_low: Decimal | None = None
    price_high: Decimal | None = None
    audience_share: Decimal | None = None
    live_cvr: Decimal | None = None
    lost_3s_rate: Decimal | None = None
    mean_views: int | None = None
    paid_amount_30d: Decimal | None = None
    quoted_fee: Decimal | None = None


@dataclass(frozen=True)
class CreatorBook:
    """What exports tell of a shop's creators on one morning.

    `lag` is (median, nine in ten) of the days from order to settlement; None where nothing has settled.  `alive` is by age
    (index of AGES): (orders that had not gone back when they reached it, those of them that settled), of matured orders.
    `told` names what stands in the exports at all: orders, settled, refunds, commission, fee, posts, samples, profiles.
    """

    brought: tuple[Brought, ...] = ()
    days: tuple[CreatorDay, ...] = ()
    posts: tuple[Post, ...] = ()
    samples: tuple[Sample, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    lag: tuple[int, int] | None = None
    alive: tuple[tuple[int, int], ...] = ()
    told: frozenset[str] = frozenset()


class Stage(StrEnum):
    """How far a cooperation is (建联, 回复, 寄样, 谈定, 排期, 发布, 结算); the last two end it without a post."""

    INVITED = "invited"
    REPLIED = "replied"
    SAMPLE = "sample"
    AGREED = "agreed"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SETTLED = "settled"
    DECLINED = "declined"
    DROPPED = "dropped"


#: Stage -> what may follow it.  Terms may be agreed before the sample or after it; a date may be moved; what is over stays so.
FOLLOWS: Mapping[Stage | None, tuple[Stage, ...]] = {
    None: (Stage.INVITED, Stage.REPLIED),
    Stage.INVITED: (Stage.REPLIED, Stage.DECLINED, Stage.DROPPED),
    Stage.REPLIED: (Stage.SAMPLE, Stage.AGREED, Stage.DECLINED, Stage.DROPPED),
    Stage.SAMPLE: (Stage.AGREED, Stage.SCHEDULED, Stage.DECLINED, Stage.DROPPED),
    Stage.AGREED: (Stage.SAMPLE, Stage.AGREED, Stage.SCHEDULED, Stage.DECLINED, Stage.DROPPED),
    Stage.SCHEDULED: (Stage.SCHEDULED, Stage.PUBLISHED, Stage.DROPPED),
    Stage.PUBLISHED: (Stage.SETTLED,),
    Stage.SETTLED: (), Stage.DECLINED: (), Stage.DROPPED: (),
}
#: A cooperation that has ended: the next step begins a new one.
OVER = (Stage.SETTLED, Stage.DECLINED, Stage.DROPPED)
#: A line that moves nothing.
NOTE = "note"
#: How a creator is paid: by commission alone, by a fixed fee alone (坑位费), by both.
PAYS = ("commission", "fixed", "mixed")


@dataclass(frozen=True)
class Step:
    """What somebody says of a cooperation; what it does not say is None or "" and stands as it was before.

    `kind` is a stage or `note`.  `day` is the day that it is about: of a schedule or a post; `units` what the post is held to
    sell.  `rights_where` is where the content may be used until `rights_until`.
    """

    creator_id: str
    kind: str
    by: str = ""
    creator: str = ""
    items: tuple[str, ...] = ()
    day: date | None = None
    pay: str = ""
    commission_rate: Decimal | None = None
    fixed_fee: Decimal | None = None
    samples: int | None = None
    rights_until: date | None = None
    rights_where: str = ""
    post_id: str = ""
    text: str = ""
    units: int | None = None


@dataclass(frozen=True, kw_only=True)
class DealStep(Step):
    """A line of a cooperation as it is kept: of which one, when it happened, and since when it is known."""

    deal: int
    at: datetime
    known_at: datetime


@dataclass(frozen=True)
class Deal:
    """One cooperation as its lines make it; `since` is when it came to its stage."""

    creator_id: str
    number: int
    stage: Stage
    since: datetime
    steps: tuple[DealStep, ...]
    creator: str = ""
    items: tuple[str, ...] = ()
    pay: str = ""
    commission_rate: Decimal | None = None
    fixed_fee: Decimal | None = None
    samples: int | None = None
    sampled_at: datetime | None = None
    scheduled_on: date | None = None
    published_on: date | None = None
    rights_until: date | None = None
    rights_where: str = ""
    post_id: str = ""
    units: int | None = None

    @property
    def over(self) -> bool:
        return self.stage in OVER


def deals_of(steps: tuple[DealStep, ...]) -> tuple[Deal, ...]:
    """A creator's cooperations, the oldest first, from their lines in the order of time; a line before any stage makes none."""
    by_number: dict[int, list[DealStep]] = {}
    for step in steps:
        by_number.setdefault(step.deal, []).append(step)
    return tuple(made for number in sorted(by_number) if (made := _deal(number, by_number[number])) is not None)


def _deal(number: int, steps: list[DealStep]) -> Deal | None:
    staged = [s for s in steps if s.kind != NOTE]
    if not staged:
        return None
    stage = Stage(staged[-1].kind)
    first = next(n for n in range(len(staged) - 1, -1, -1) if n == 0 or staged[n - 1].kind != stage.value)

    def last(name: str) -> object:
        return next((v for s in reversed(steps) if (v := getattr(s, name)) not in (None, "", ())), None)

    def of(stage_: Stage) -> DealStep | None:
        return next((s for s in reversed(staged) if s.kind == stage_.value), None)

    sample, planned, posted = of(Stage.SAMPLE), of(Stage.SCHEDULED), of(Stage.PUBLISHED)
    kept = {name: last(name) for name in ("creator", "items", "pay", "commission_rate", "fixed_fee", "samples", "rights_until",
                                          "rights_where", "post_id", "units")}
    return Deal(staged[-1].creator_id, number, stage, staged[first].at, tuple(steps),
                sampled_at=sample.at if sample else None, scheduled_on=planned.day if planned else None,
                published_on=posted.day if posted else None,
                **{name: value for name, value in kept.items() if value is not None})  # type: ignore[arg-type]
