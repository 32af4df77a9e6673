"""Seeing: all numbers of a run's shops as known at one moment, cut into one `Seen` per shop."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from daybook import desks
from daybook.desks.desk import Desk
from daybook.domain.brief import State
from daybook.domain.given import Given
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Scope as Whose
from daybook.facts.engine import Session, digest_of_rows
from daybook.facts.rollups import Rollup
from daybook.metrics import compute, reports
from daybook.metrics import rollups as kept
from daybook.metrics.listings import categories_of, edits_of
from daybook.metrics.windows import add_trailing
from daybook.workflows.exclusions import leave_out
from daybook.workflows.given import given_known
from daybook.workflows.profit import with_profit
from daybook.workflows.readiness import Span, day_states, readiness, report_rows, spans_of
from daybook.workflows.recorded import recorded

#: Days read of each metric: what expectations learn from, a year and the days before it.
WINDOW_DAYS = 400
#: Days read by slice: nine whole weeks, from which a slice learns what is usual for it.
SLICED_DAYS = 63
#: Days whose lists of listings are compared.
EDIT_DAYS = 28
#: Days of which units per day are kept: the trend's four weeks and what they are compared with.
COVER_KNOWN_DAYS = 35
DAILY: tuple[Rollup, ...] = (kept.SALES_DAY, kept.PLACED_DAY, kept.BUYERS_DAY, kept.REFUND_DAY)
SLICED: Mapping[str, Rollup] = {"product": kept.SALES_PRODUCT, "region": kept.SALES_REGION,
                                "channel": kept.SALES_CHANNEL, "hour": kept.SALES_HOUR, "review": kept.REVIEWS_ITEM}
#: Rollup -> the table whose days it needs, and the count without which a day of it is empty and so 0.
RESTS_ON = {"sales_day": ("orders", "paid_orders"), "placed_day": ("orders", "orders_created"),
            "buyers_day": ("orders", "paid_orders"), "refund_day": ("refunds", "refunds_by_day")}
RESTING = {m.name: RESTS_ON[r.name] for r in DAILY for m in r.measures}
REPORTED = {m.name: (r, m) for r in reports.DAILY for m in r.measures}
#: What a thing is called: the dimension of its id -> where its name stands.
NAMED = {"item_id": reports.PRODUCTS, "plan_id": reports.PLANS, "scene": reports.SCENES, "sku": reports.SKUS,
         "material_id": reports.MATERIALS, "session_id": reports.LIVE_SHOWS}
Numbers = Mapping[str, Mapping[date, Decimal]]           # metric -> day -> value


@dataclass(frozen=True)
class Looked:
    """One shop's `Seen` and the digest of the slices that it rests on."""

    seen: Seen
    digest: str


def see(session: Session, shops: Sequence[Shop], on: date, as_of: datetime, *, window_days: int = WINDOW_DAYS,
        sliced_days: int = SLICED_DAYS, reading_for: Sequence[Desk] | None = None) -> dict[str, Looked]:
    """`Seen` of every shop for the morning of `on`; `session` is as of the same moment and holds these shops.  `reading_for`: the
    desks whose own books are read too (None: all; a page that shows none reads none)."""
    reviewed = on - timedelta(days=1)
    first = reviewed - timedelta(days=window_days - 1)
    sliced_from = reviewed - timedelta(days=sliced_days - 1)
    givens = given_known(shops, as_of)
    session.use_picks((first, reviewed))
    numbers = compute.daily(session, (*DAILY, *reports.DAILY), first, reviewed)
    # where orders are left out the numbers are corrected in place: all of them are made; else those that are asked for
    read = compute.sliced if any(given.exclusions for given in givens.values()) else compute.sliced_when_asked
    slices: dict[str, dict[str, Any]] = {
        name: dict(read(session, rollup, sliced_from, reviewed)) for name, rollup in SLICED.items()}
    by_report = {name: compute.sliced_when_asked(session, one, sliced_from, reviewed)
                 for name, one in reports.SLICED.items()}
    counts = report_rows(session, first, reviewed)
    for name, own in numbers.items():
        counts[name]["orders"] = {d: int(v) for d, v in own.get("orders_created", {}).items()}
    leave_out(session, givens, numbers, DAILY,
              {n: (rollup, slices[n], sliced_from) for n, rollup in SLICED.items()
               if rollup is not kept.REVIEWS_ITEM}, first, reviewed)
    spans, digests = spans_of(shops, as_of), _digests(session, first, reviewed)
    named = {dim: compute.names_of(session, one, sliced_from, reviewed) for dim, one in NAMED.items()}
    edits = edits_of(session, on - timedelta(days=EDIT_DAYS), on)     # this morning's list shows yesterday's edits
    categories = categories_of(session, on - timedelta(days=EDIT_DAYS), on)
    reading = desks.DESKS if reading_for is None else reading_for
    asked = {one.name: one.of(session, shops, on) for desk in reading for one in desk.reads}
    asked |= recorded(reading, shops, on, as_of)
    made = with_profit(session, {shop.name: _seen(
        shop, on, as_of, first, numbers.get(shop.name, {}), spans.get(shop.name, []), counts.get(shop.name, {}),
        Seen(shop, on, as_of, {}, {**{n: s.get(shop.name, {}) for n, s in slices.items()},
                                   **{n: s.get(shop.name, {}) for n, s in by_report.items()}},
             given=givens[shop.name], names={dim: n.get(shop.name, {}) for dim, n in named.items()},
             edits=edits.get(shop.name, ()), read={n: of[shop.name] for n, of in asked.items() if shop.name in of},
             categories={**givens[shop.name].categories(on), **categories.get(shop.name, {})}))
        for shop in shops})
    return {name: Looked(one, _with_given(digests.get(name, ""), givens[name])) for name, one in made.items()}


def see_sales(session: Session, shop: Shop, on: date, as_of: datetime, days: int, given: Given | None = None) -> Seen:
    """What costs and prices rest on, and nothing else: given values (read where they are not at hand), and what was sold and
    paid back in so many days."""
    reviewed = on - timedelta(days=1)
    first = reviewed - timedelta(days=days - 1)
    givens = given_known([shop], as_of) if given is None else {shop.name: given}
    session.use_picks((first, reviewed))
    numbers = compute.daily(session, DAILY, first, reviewed)
    slices = {"product": compute.sliced(session, kept.SALES_PRODUCT, first, reviewed)}
    leave_out(session, givens, numbers, DAILY, {"product": (kept.SALES_PRODUCT, slices["product"], first)}, first, reviewed)
    counts = {"orders": {d: int(v) for d, v in numbers.get(shop.name, {}).get("orders_created", {}).items()}}
    return _seen(shop, on, as_of, first, numbers.get(shop.name, {}), spans_of([shop], as_of).get(shop.name, []), counts, Seen(
        shop, on, as_of, {}, {name: found.get(shop.name, {}) for name, found in slices.items()}, given=givens[shop.name]))


def see_stock(session: Session, shop: Shop, on: date, as_of: datetime, days: int) -> Seen:
    """The same with the levels of every SKU, their names and what a unit leaves."""
    seen = see_sales(session, shop, on, as_of, days)
    first = seen.reviewed - timedelta(days=SLICED_DAYS - 1)
    levels = compute.sliced(session, reports.SLICED["stock"], first, seen.reviewed).get(shop.name, {})
    named = {dim: compute.names_of(session, NAMED[dim], first, seen.reviewed).get(shop.name, {}) for dim in ("item_id", "sku")}
    made = replace(seen, sliced={**seen.sliced, "stock": levels}, names=named)
    return with_profit(session, {shop.name: made})[shop.name]


def _seen(shop: Shop, on: date, as_of: datetime, first: date, numbers: Numbers, spans: Sequence[Span],
          counts: Mapping[str, Mapping[date, int]], seen: Seen) -> Seen:
    """`seen` with its days.  `counts` are the orders of each day, excluded ones too, and the rows of reports:
    whether a day is in is told by them."""
    reviewed = on - timedelta(days=1)
    states = day_states(shop, spans, counts, first, reviewed)
    usable = {table: {day for day, state in days.items() if state in (State.IN, State.PARTIAL)}
              for table, days in states.items()}
    known = {metric: _reported(metric, values, usable, counts) if metric in REPORTED else
             _known(metric, numbers, usable) for metric, values in numbers.items()}
    add_trailing(known, reviewed - timedelta(days=COVER_KNOWN_DAYS - 1), reviewed)
    return replace(
        seen, daily=known, states=states,
        readiness=readiness(shop, spans, states, reviewed, as_of - timedelta(days=1)),
        first_day=min((s.first for s in spans), default=None))


def _known(metric: str, numbers: Numbers, usable: Mapping[str, set[date]]) -> dict[date, Decimal]:
    """Values of days that are in; 0 on an empty day that is in; nothing for days that are not.

    A metric that the shop's exports never give stays absent on empty days too.
    """
    table, count = RESTING[metric]
    days = usable.get(table, set())
    found = {day: value for day, value in numbers[metric].items() if day in days}
    if found or not numbers[metric]:      # every order that gave it may be excluded: then it is 0
        found |= {day: Decimal(0) for day in days - numbers.get(count, {}).keys()}
    return found


def _reported(metric: str, values: Mapping[date, Decimal], usable: Mapping[str, set[date]],
              rows: Mapping[str, Mapping[date, int]]) -> dict[date, Decimal]:
    """The same of a report table: 0 on a day whose slice is empty only where a day without a row had none of it."""
    one, measure = REPORTED[metric]
    days = usable.get(measure.table.name, set())
    found = {day: value for day, value in values.items() if day in days}
    if one.absent_is_zero and found:
        found |= {day: Decimal(0) for day in days if rows.get(measure.table.name, {}).get(day) == 0}
    return found


def _digests(session: Session, first: date, last: date) -> dict[str, str]:
    """shop -> hash of the slices that count in the window: which table and day, known when, with which content."""
    found = session.arrow(
        f"SELECT shop, {digest_of_rows('said')} AS mark "
        "FROM (SELECT shop, md5_number(concat_ws(chr(31), \"table\", day, part, epoch_us(known_at), digest)) AS said "
        f"FROM {session.use_picks((first, last))} WHERE day BETWEEN ? AND ?) GROUP BY shop ORDER BY shop", [first, last])
    return {row["shop"]: hashlib.sha256(row["mark"].encode()).hexdigest() for row in found.to_pylist()}


def _with_given(digest: str, given: Given) -> str:
    """The digest of facts joined with that of what was given, where anything was."""
    return hashlib.sha256(f"{digest}\n{given.mark}".encode()).hexdigest() if given.mark else digest


def whose(shops: Sequence[Shop]) -> Whose:
    """The engine's scope of some shops."""
    return Whose({s.name: s.client for s in shops})
