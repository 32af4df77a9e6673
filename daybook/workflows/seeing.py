"""Seeing: all numbers of a run's shops as known at one moment, cut into one `Seen` per shop."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.domain.brief import State
from daybook.domain.given import Given
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Scope as Whose
from daybook.facts.engine import Session
from daybook.facts.rollups import Rollup
from daybook.metrics import compute
from daybook.metrics import rollups as kept
from daybook.workflows.exclusions import leave_out
from daybook.workflows.given import given_known
from daybook.workflows.readiness import Span, day_states, readiness, spans_of

#: Days read for trends and expectations: nine whole weeks.
WINDOW_DAYS = 63
#: Days read by slice: what a morning compares, and a week for the slices' own curves.
SLICED_DAYS = 15
DAILY: tuple[Rollup, ...] = (kept.SALES_DAY, kept.PLACED_DAY, kept.BUYERS_DAY, kept.REFUND_DAY)
SLICED: Mapping[str, Rollup] = {"product": kept.SALES_PRODUCT, "region": kept.SALES_REGION,
                                "channel": kept.SALES_CHANNEL, "hour": kept.SALES_HOUR}
#: Rollup -> the table whose days it needs, and the count without which a day of it is empty and so 0.
RESTS_ON = {"sales_day": ("orders", "paid_orders"), "placed_day": ("orders", "orders_created"),
            "buyers_day": ("orders", "paid_orders"), "refund_day": ("refunds", "refunds_by_day")}


@dataclass(frozen=True)
class Looked:
    """One shop's `Seen` and the digest of the slices that it rests on."""

    seen: Seen
    digest: str


def see(session: Session, shops: Sequence[Shop], on: date, as_of: datetime) -> dict[str, Looked]:
    """`Seen` of every shop for the morning of `on`; `session` is as of the same moment and holds these shops."""
    reviewed = on - timedelta(days=1)
    first = reviewed - timedelta(days=WINDOW_DAYS - 1)
    sliced_from = reviewed - timedelta(days=SLICED_DAYS - 1)
    numbers = compute.daily(session, DAILY, first, reviewed)
    slices = {name: compute.sliced(session, rollup, sliced_from, reviewed) for name, rollup in SLICED.items()}
    placed = {name: {d: int(v) for d, v in own.get("orders_created", {}).items()} for name, own in numbers.items()}
    givens = given_known(shops, as_of)
    leave_out(session, givens, numbers, DAILY,
              {n: (rollup, slices[n], sliced_from) for n, rollup in SLICED.items()}, first, reviewed)
    spans = spans_of(shops, as_of)
    digests = _digests(session, first, reviewed)
    return {shop.name: Looked(_seen(shop, on, as_of, first, numbers.get(shop.name, {}),
                                    {n: s.get(shop.name, {}) for n, s in slices.items()}, spans.get(shop.name, []),
                                    placed.get(shop.name, {}), givens[shop.name]),
                              _with_given(digests.get(shop.name, ""), givens[shop.name])) for shop in shops}


def _seen(shop: Shop, on: date, as_of: datetime, first: date, numbers: Mapping[str, Mapping[date, Decimal]],
          slices: Mapping[str, Mapping[str, Mapping[tuple[tuple[str, str], ...], Mapping[date, Decimal]]]],
          spans: Sequence[Span], placed: Mapping[date, int], given: Given) -> Seen:
    """`placed` are the orders of each day, excluded ones too: whether a day is in is told by them."""
    reviewed = on - timedelta(days=1)
    counts = {"orders": placed}
    states = day_states(shop, spans, counts, first, reviewed)
    known = {metric: _known(metric, numbers, states) for metric in numbers}
    return Seen(
        shop, on, as_of, daily=known, sliced=slices, states=states,
        readiness=readiness(shop, spans, states, reviewed, as_of - timedelta(days=1)),
        first_day=min((s.first for s in spans), default=None), given=given)


def _known(metric: str, numbers: Mapping[str, Mapping[date, Decimal]],
           states: Mapping[str, Mapping[date, State]]) -> dict[date, Decimal]:
    """Values of days that are in; 0 on an empty day that is in; nothing for days that are not.

    A metric that the shop's exports never give stays absent on empty days too.
    """
    table, count = next(RESTS_ON[r.name] for r in DAILY if any(m.name == metric for m in r.measures))
    usable = {day for day, state in states.get(table, {}).items() if state in (State.IN, State.PARTIAL)}
    found = {day: value for day, value in numbers[metric].items() if day in usable}
    if found or not numbers[metric]:      # every order that gave it may be excluded: then it is 0
        found |= {day: Decimal(0) for day in usable - numbers.get(count, {}).keys()}
    return found


def _digests(session: Session, first: date, last: date) -> dict[str, str]:
    """shop -> hash of the slices that count in the window: which table and day, known when, with which content."""
    picks = session.use_picks()
    found = session.arrow(
        f'SELECT shop, "table", day, part, known_at, digest FROM {picks} WHERE day BETWEEN ? AND ? '
        'ORDER BY shop, "table", day, part', [first, last])
    hashes: dict[str, hashlib._Hash] = {}
    for row in found.to_pylist():
        text = "\x1f".join(str(row[c]) for c in ("table", "day", "part", "known_at", "digest"))
        hashes.setdefault(row["shop"], hashlib.sha256()).update(text.encode() + b"\n")
    return {shop: h.hexdigest() for shop, h in hashes.items()}


def _with_given(digest: str, given: Given) -> str:
    """The digest of facts joined with that of what was given, where anything was."""
    return hashlib.sha256(f"{digest}\n{given.mark}".encode()).hexdigest() if given.mark else digest


def whose(shops: Sequence[Shop]) -> Whose:
    """The engine's scope of some shops."""
    return Whose({s.name: s.client for s in shops})
