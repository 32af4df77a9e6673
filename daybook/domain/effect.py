"""What a move brought: the move as it was done, and its measurement with an interval, or why it cannot be told."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from daybook.domain.brief import Gain
from daybook.domain.said import Amount, Said


class Told(StrEnum):
    """What a measurement comes to.  An interval across 0 is `CANNOT_TELL`, never a gain."""

    GAIN = "gain"
    LOSS = "loss"
    CANNOT_TELL = "cannot tell"
    NOT_SEPARABLE = "not separable"      # other moves on the same object at the same time
    NO_FACTS = "no facts"                # the days before or after are not in


@dataclass(frozen=True)
class DoneMove:
    """One move that was done: by API, by a sheet that an export showed, or by hand.

    `ref` is where the whole of it stands, such as "proposal p-7c1e", "work 12" or "note 4".  `kind` is what it is called
    as a kind of move, by which lessons are pooled.  `until` is the day on which it was taken back, None while it stands.
    `due_on` is the day whose morning can measure it.
    """

    ref: str
    shop: str
    client: str
    kind: str
    object_kind: str
    object_id: str
    item_id: str
    what: str
    from_: str
    to: str
    by: str
    at: datetime
    on: date
    due_on: date
    until: date | None = None
    expected: Gain | None = None
    stood: tuple[tuple[date, date], ...] = ()    # of a switchback: the days on which it was on, first and last both in


@dataclass(frozen=True)
class Effect:
    """A measurement.  value, low and high are money a day in the shop's currency, low and high hold 90 %; None where
    nothing could be measured.  `share` is the value as a share of `level`, the money a day without the move.

    `alone` and `error` are the log effect by itself and its standard error: what later measurements learn from.
    `expected` is what the move was expected to bring a day on the same basis, None where nothing was.
    """

    move: DoneMove
    told: Told
    measured_at: datetime
    first: date
    last: date
    currency: str
    basis: str = "gmv"                   # gmv, contribution
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    share: float | None = None
    level: Decimal | None = None
    alone: float | None = None
    error: float | None = None
    own_value: Decimal | None = None     # a day by itself, before strength was borrowed, and its standard error
    own_error: Decimal | None = None
    controls: int = 0
    category: str = ""                   # of the item, by which lessons are pooled; "" where it is not known
    expected: Decimal | None = None
    why: str = ""                        # a sentence where nothing is told


@dataclass(frozen=True)
class Learned:
    """A lesson that changed: of what moves of a kind are expected to bring, a shop went by `before`, and goes by `now`.

    `own` measured moves of the shop and `moves` of all shops stand behind it; `refs` are the shop's own of them since
    it last changed.  Of other shops there is a count and nothing else.
    """

    shop: str
    client: str
    kind: str
    at: datetime
    before: float
    now: float
    error: float
    own: int
    moves: int
    refs: tuple[str, ...] = ()


def learned_said(learned: Learned) -> Said:
    """What was believed, what is believed now, and from which measurements."""
    return Said("of what such moves are expected to bring, {before} was believed to come, now {now} (give or take {error}); "
                "from {refs}: {own} measured here, {n} in all", before=f"{learned.before:.0%}", now=f"{learned.now:.0%}",
                error=f"{learned.error:.0%}", refs=", ".join(learned.refs) or "—", own=learned.own, n=learned.moves)


def effect_said(effect: Effect) -> Said:
    """What a measurement comes to in one sentence; a range across 0 is no gain and no loss."""
    if effect.value is None or effect.low is None or effect.high is None:
        return Said("cannot tell: {why}", why=effect.why)
    value, low, high = (Amount(v, "money", effect.currency) for v in (effect.value, effect.low, effect.high))
    if effect.told is Told.NOT_SEPARABLE:
        return Said("cannot tell: {why}", why=effect.why)
    if effect.told is Told.CANNOT_TELL:
        return Said("cannot tell yet: between {low} and {high} a day", low=low, high=high)
    if effect.told is Told.GAIN:
        return Said("brought {value} a day ({low} to {high})", value=value, low=low, high=high)
    lost, least, most = (Amount(-v, "money", effect.currency) for v in (effect.value, effect.high, effect.low))
    return Said("cost {value} a day ({low} to {high})", value=lost, low=least, high=most)
