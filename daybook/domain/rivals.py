"""Rivals of a shop's items (竞品): who is watched for which item, what was seen of each and when, and what changed.

What a rival sells is never a number of its own: a figure is a band from at least to at most, and a price is what a page showed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

#: Why a rival is watched; `gone` takes it out of a set.
RIVAL_KINDS: Mapping[str, str] = {"direct": "直接竞品", "lost_to": "流失竞品", "high_potential": "高潜竞品", "gone": "不再关注"}
GONE = "gone"
#: Whether a rival's page could be bought from.
RIVAL_STATES: Mapping[str, str] = {"on_sale": "在售", "sold_out": "售罄", "off_sale": "已下架"}
#: What a look may find changed.  What takes buyers comes first.
HURTS = ("price_cut", "coupon_up", "joined")
CHANGES: Mapping[str, str] = {
    "price_cut": "降价", "coupon_up": "加券", "joined": "参加活动", "price_up": "涨价", "coupon_down": "撤券", "left": "退出活动",
    "sold_out": "售罄", "back": "恢复在售", "gone": "下架", "image": "换主图", "title": "改标题", "skus": "改SKU",
    "rank": "排名变动", "sales": "销量档变动", "reviews": "评价增加",
}


@dataclass(frozen=True)
class Rival:
    """A listing that is watched for one of the shop's items from a day on: `rival` is its id or address, `kind` why."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "item_id", "rival", "valid_from")
    shop: str
    item_id: str
    rival: str
    name: str
    kind: str
    seller: str
    link: str
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class RivalSighting:
    """What a page of a rival showed at a moment (UTC); None and "" were not looked at.

    `price` is what a buyer pays before coupons, `coupon` money off, 0 where there is none; `tag` the event on the page, `no event`
    for none; `sold_low`..`sold_high` the sales band as shown; `screenshot` is the path of a kept picture.
    """

    KEY: ClassVar[tuple[str, ...]] = ("shop", "rival", "at")
    shop: str
    rival: str
    at: datetime
    price: Decimal | None
    coupon: Decimal | None
    tag: str
    state: str
    title: str
    image: str
    skus: int | None
    rank: int | None
    sold_low: Decimal | None
    sold_high: Decimal | None
    reviews: int | None
    screenshot: str
    source: str
    known_at: datetime
    seller: str = ""              # its shop, where a list of many listings tells it

    @property
    def pays(self) -> Decimal | None:
        """What a buyer pays with the coupon; None where no price was seen."""
        if self.price is None:
            return None
        return max(self.price - (self.coupon or Decimal(0)), Decimal(0))


NO_TAG = "no event"
#: What is compared with our own price, and so only as long as it is fresh.
PASSING = ("price", "coupon")
#: What a look may tell.
TOLD = ("price", "coupon", "tag", "state", "title", "image", "skus", "rank", "sold_low", "sold_high", "reviews", "screenshot")


@dataclass(frozen=True)
class RivalChange:
    """One thing that two looks in a row show otherwise: `before_at` is the earlier look, `at` the later one.

    `size` is the relative change of a price, of a count its difference; None for what has no size.
    """

    rival: str
    kind: str
    at: datetime
    before_at: datetime
    was: str
    now: str
    size: Decimal | None = None

    @property
    def hurts(self) -> bool:
        """Whether it takes buyers from the shop's own item."""
        return self.kind in HURTS


@dataclass(frozen=True)
class ChangeLines:
    """From which size on a change is one, by the rulebook: of a price as a share, of a rank in places, of reviews in number and as
    a share of those before."""

    price: Decimal
    rank: int
    reviews: int
    reviews_share: Decimal


def watched_on(rivals: Sequence[Rival], day: date) -> dict[str, tuple[Rival, ...]]:
    """item -> the rivals watched for it on a day, direct ones first; those that are gone are left out."""
    latest: dict[tuple[str, str], Rival] = {}
    for one in sorted(rivals, key=lambda r: (r.valid_from or date.min, r.known_at)):
        if one.valid_from is None or one.valid_from <= day:
            latest[one.item_id, one.rival] = one
    found: dict[str, list[Rival]] = defaultdict(list)
    order = list(RIVAL_KINDS)
    for one in sorted(latest.values(), key=lambda r: (r.item_id, order.index(r.kind), r.name, r.rival)):
        if one.kind != GONE:
            found[one.item_id].append(one)
    return {item: tuple(own) for item, own in found.items()}


def by_rival(sightings: Iterable[RivalSighting]) -> dict[str, tuple[RivalSighting, ...]]:
    """rival -> its looks in the order of time."""
    found: dict[str, list[RivalSighting]] = defaultdict(list)
    for one in sorted(sightings, key=lambda s: s.at):
        found[one.rival].append(one)
    return {rival: tuple(own) for rival, own in found.items()}


def last_known(looks: Sequence[RivalSighting], since: datetime | None = None) -> RivalSighting | None:
    """The last look with what it left out filled from the looks before it; None without a look.

    A price and a coupon of a look before `since` are too old to stand beside what the last look tells: they are left open.
    """
    if not looks:
        return None
    last, told = looks[-1], {}
    for name in TOLD:
        old = since if name in PASSING else None
        told[name] = next((v for look in reversed(looks) if (old is None or look is last or look.at >= old)
                           and (v := getattr(look, name)) not in (None, "")), getattr(last, name))
    return replace(last, **told)


def changes_of(looks: Sequence[RivalSighting], lines: ChangeLines) -> tuple[RivalChange, ...]:
    """What changed from look to look of one rival, in the order of time; each figure is held against the last look that told it."""
    found: list[RivalChange] = []
    told: dict[str, tuple[datetime, object]] = {}
    for look in looks:
        for name, value in _told(look):
            before = told.get(name)
            if before is not None and before[1] != value and (change := _change(look, name, before, value, lines)) is not None:
                found.append(change)
            elif before is not None and before[1] != value and name in ("price", "rank", "reviews"):
                continue        # too small to be told: the next look is held against the same figure, so that small steps add up
            told[name] = (look.at, value)
    return tuple(found)


def _told(look: RivalSighting) -> Iterable[tuple[str, object]]:
    for name in ("price", "coupon", "tag", "state", "title", "image", "skus", "rank", "reviews"):
        value = getattr(look, name)
        if value not in (None, ""):
            yield name, value
    if look.sold_low is not None or look.sold_high is not None:
        yield "sales", (look.sold_low, look.sold_high)


def _change(look: RivalSighting, name: str, before: tuple[datetime, object], now: object, lines: ChangeLines) -> RivalChange | None:
    since, was = before
    kind, size = name, None
    if name == "price":
        if not isinstance(was, Decimal) or not isinstance(now, Decimal) or not was:
            return None
        size = (now / was - 1).quantize(Decimal("0.0001"))
        if abs(size) < lines.price:
            return None
        kind = "price_cut" if size < 0 else "price_up"
    elif name in ("rank", "reviews") and isinstance(was, int) and isinstance(now, int):
        size = Decimal(now - was)
        if abs(size) < (lines.rank if name == "rank" else max(Decimal(lines.reviews), lines.reviews_share * was)):
            return None
    elif name == "coupon" and isinstance(was, Decimal) and isinstance(now, Decimal):
        kind, size = ("coupon_up" if now > was else "coupon_down"), now - was
    elif name == "tag":
        kind = "left" if now == NO_TAG else "joined"
    elif name == "state":
        kind = {"on_sale": "back", "sold_out": "sold_out"}.get(str(now), "gone")
    return RivalChange(look.rival, kind, look.at, since, _plain(was), _plain(now), size)


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        low, high = value
        return f"{_plain(low)} ~ {_plain(high)}" if high is not None and low is not None else (
            f"≥ {_plain(low)}" if low is not None else f"≤ {_plain(high)}")
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
