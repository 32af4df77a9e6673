"""The creator book of a morning: what creators brought by state, days, posts, samples, profiles; all shops at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from daybook.domain.creators import (
    AGES,
    LAPSED_PATTERN,
    Brought,
    CreatorBook,
    CreatorDay,
    Part,
    Post,
    Profile,
    Sample,
    State,
)
from daybook.facts.creator_tables import (
    CREATOR_ORDERS,
    CREATOR_POSTS,
    CREATOR_PROFILES,
    CREATOR_REFUNDS,
    CREATOR_SAMPLES,
)
from daybook.facts.settlement_tables import SETTLED_ORDERS
from daybook.facts.table import Table
from daybook.facts.tables import REFUNDS

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: An order's age as an index of AGES.
_AGE = "CASE " + " ".join(f"WHEN {{days}} >= {first} THEN {n}" for n, first in reversed(tuple(enumerate(AGES)))) + " ELSE 0 END"
NOTHING = Decimal(0)
Row = TypeVar("Row", Post, Sample)


@dataclass(frozen=True)
class CreatorReading:
    """Days that are read: of orders, days by creator, posts and samples; and from which age an order counts as matured."""

    orders: int
    days: int
    posts: int
    matured: int


def creator_books(session: "Session", on: date, span: CreatorReading) -> dict[str, CreatorBook]:
    """shop -> what its creators brought, as known at the session's moment; a shop without any fact of creators has none.

    An order has settled where its own row or the platform's bill says so.  One that a refund took back whole, or whose state
    says it, has lapsed.  A refund of an order is shared over its creators' lines by what was paid for them.  A line that does
    not say what was paid is left out.
    """
    _orders(session, on, span)
    brought, lag, alive, told = _brought(session, on, span), _lags(session), _alive(session), _told(session)
    days, posts, samples = _days(session, on, span), _posts(session, on, span), _samples(session, on, span)
    profiles = _profiles(session, on)
    names, titles = _last_called(session, "creator_id", "creator"), _last_called(session, "item_id", "title")
    shops = set(brought) | set(posts) | set(samples) | set(profiles)
    return {shop: CreatorBook(
        tuple(brought.get(shop, ())), tuple(days.get(shop, ())), tuple(posts.get(shop, ())), tuple(samples.get(shop, ())),
        profiles.get(shop, {}), _called(names.get(shop, {}), posts.get(shop, []), samples.get(shop, []), profiles.get(shop, {})),
        titles.get(shop, {}), lag.get(shop), alive.get(shop, ()),
        told.get(shop, frozenset()) | {name for name, found in (("posts", posts), ("samples", samples), ("profiles", profiles))
                                       if shop in found})
        for shop in sorted(shops)}


def _orders(session: "Session", on: date, span: CreatorReading) -> None:
    """Makes the table of creators' order lines with their state, refunds and settlement."""
    since = on - timedelta(days=span.orders)
    lines = session.use(CREATOR_ORDERS, days=(CREATOR_ORDERS.day, since, on))
    session.con.execute(
        f"CREATE OR REPLACE TEMP TABLE brought_lines AS SELECT * REPLACE (coalesce(creator_id, creator) AS creator_id, "
        f"coalesce(item_id, '') AS item_id) FROM \"{lines}\" WHERE ordered_on BETWEEN DATE '{since}' AND DATE '{on}' "
        "AND ordered_on < DATE '" + str(on) + "' AND coalesce(creator_id, creator) IS NOT NULL AND paid_amount IS NOT NULL")
    back = session.use(REFUNDS, days=(REFUNDS.day, since, date.max))
    theirs = session.use(CREATOR_REFUNDS, days=(CREATOR_REFUNDS.day, since, date.max))
    bills = session.use(SETTLED_ORDERS, days=(SETTLED_ORDERS.day, since, date.max))
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE brought AS WITH "
        f"o AS (SELECT DISTINCT shop, order_id FROM brought_lines), "
        f"r AS (SELECT shop, order_id, sum(amount) AS amount, coalesce(sum(amount) FILTER (with_return), 0) AS returned, "
        f"max(refunded_on) AS back_on FROM \"{back}\" SEMI JOIN o USING (shop, order_id) "
        f"WHERE refunded_on < DATE '{on}' AND amount IS NOT NULL GROUP BY shop, order_id), "
        f"c AS (SELECT shop, order_id, sum(refund_amount) AS amount, CAST(0 AS DECIMAL(18,4)) AS returned, "
        f"max(finished_on) AS back_on, sum(returned_commission) AS commission FROM \"{theirs}\" SEMI JOIN o USING (shop, order_id) "
        f"WHERE finished_on < DATE '{on}' GROUP BY shop, order_id), "
        f"b AS (SELECT shop, order_id, min(settled_on) AS settled_on, sum(commission_amount) AS commission, "
        f"sum(other_cost_amount) AS other FROM \"{bills}\" SEMI JOIN o USING (shop, order_id) "
        f"WHERE settled_on < DATE '{on}' GROUP BY shop, order_id), "
        "w AS (SELECT shop, order_id, sum(paid_amount) AS whole FROM brought_lines GROUP BY shop, order_id), "
        "j AS (SELECT l.*, CASE WHEN w.whole > 0 THEN CAST(l.paid_amount AS DOUBLE) / CAST(w.whole AS DOUBLE) ELSE 1 END AS part, "
        "coalesce(r.amount, c.amount, 0) AS back, coalesce(r.returned, 0) AS came_back, coalesce(r.back_on, c.back_on) AS back_on, "
        "c.commission AS given_back, b.commission AS billed, "
        f"CASE WHEN l.settled_on < DATE '{on}' THEN l.settled_on ELSE b.settled_on END AS done_on "
        "FROM brought_lines l LEFT JOIN w USING (shop, order_id) LEFT JOIN r USING (shop, order_id) "
        "LEFT JOIN c USING (shop, order_id) LEFT JOIN b USING (shop, order_id)) "
        "SELECT shop, order_id, line_id, creator_id, creator, item_id, title, ordered_on, units, paid_amount AS paid, "
        "fee_amount, done_on, back_on, least(CAST(back * part AS DECIMAL(18,4)), paid_amount) AS refunded, "
        "least(CAST(came_back * part AS DECIMAL(18,4)), paid_amount) AS returned, "
        "CASE WHEN done_on IS NOT NULL THEN coalesce(CASE WHEN settled_on IS NOT NULL THEN settled_commission END, "
        "CAST(billed * part AS DECIMAL(18,4)), commission_amount - coalesce(CAST(given_back * part AS DECIMAL(18,4)), 0)) "
        "ELSE commission_amount END AS commission, "
        "CASE WHEN back * part >= paid_amount - 0.005 AND back > 0 THEN 'lapsed' "
        "WHEN done_on IS NOT NULL THEN 'settled' "
        f"WHEN regexp_matches(lower(coalesce(status, '')), '{LAPSED_PATTERN}') THEN 'lapsed' ELSE 'pending' END AS state, "
        f"date_diff('day', ordered_on, DATE '{on}') AS age, date_diff('day', ordered_on, DATE '{on}') >= {span.matured} AS matured "
        "FROM j")


def _brought(session: "Session", on: date, span: CreatorReading) -> dict[str, list[Brought]]:
    rows = session.arrow(
        f"SELECT shop, creator_id, item_id, state, CASE WHEN state = 'pending' THEN {_AGE.format(days='age')} ELSE 0 END AS aged, "
        "matured, CAST(count(DISTINCT order_id) AS BIGINT) AS orders, "
        "CASE WHEN count(units) = count(*) THEN CAST(sum(units) AS BIGINT) END AS units, sum(paid) AS paid, "
        "sum(refunded) AS refunded, sum(returned) AS returned, "
        "CASE WHEN count(*) FILTER (commission IS NULL AND paid > 0) = 0 THEN coalesce(sum(commission), 0) END AS commission, "
        "sum(fee_amount) AS fee, "
        "CAST(sum(CAST(paid AS DOUBLE) * CAST(paid AS DOUBLE)) AS DECIMAL(18,2)) AS squares, min(ordered_on) AS first_on, "
        "max(ordered_on) AS last_on FROM brought GROUP BY ALL ORDER BY ALL").to_pylist()
    grouped: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["shop"], row["creator_id"], row["item_id"]].append(row)
    found: dict[str, list[Brought]] = defaultdict(list)
    for (shop, creator, item), own in grouped.items():
        found[shop].append(Brought(
            creator, item, {state: _part([r for r in own if r["state"] == state]) for state in State},
            {state: _part([r for r in own if r["state"] == state and r["matured"]]) for state in State},
            tuple(_part([r for r in own if r["state"] == State.PENDING and r["aged"] == n]) for n in range(len(AGES))),
            min(r["first_on"] for r in own), max(r["last_on"] for r in own)))
    return found


def _part(rows: list[dict[str, Any]]) -> Part:
    def whole(name: str) -> Decimal:
        return sum((Decimal(r[name]) for r in rows), NOTHING)

    fees = [Decimal(r["fee"]) for r in rows if r["fee"] is not None]
    unknown = {name for name in ("units", "commission") if not rows or any(r[name] is None for r in rows)}
    return Part(sum(r["orders"] for r in rows), None if "units" in unknown else sum(r["units"] for r in rows), whole("paid"),
                whole("refunded"), whole("returned"), None if "commission" in unknown else whole("commission"),
                sum(fees, NOTHING) if fees else None, whole("squares"))


def _lags(session: "Session") -> dict[str, tuple[int, int]]:
    """Days from order to settlement: half of them, nine in ten of them."""
    rows = session.arrow(
        "SELECT shop, quantile_disc(days, 0.5) AS half, quantile_disc(days, 0.9) AS most FROM (SELECT shop, "
        "date_diff('day', ordered_on, done_on) AS days FROM brought WHERE done_on IS NOT NULL) GROUP BY shop ORDER BY shop"
    ).to_pylist()
    return {r["shop"]: (int(r["half"]), int(r["most"])) for r in rows}


def _alive(session: "Session") -> dict[str, tuple[tuple[int, int], ...]]:
    """Of matured orders, by age: those that had not gone back when they reached it, and those of them that settled."""
    columns = ", ".join(
        f"CAST(count(*) FILTER (lived >= {first}) AS BIGINT) AS a{n}, "
        f"CAST(count(*) FILTER (lived >= {first} AND state = 'settled') AS BIGINT) AS s{n}" for n, first in enumerate(AGES))
    rows = session.arrow(
        f"SELECT shop, {columns} FROM (SELECT shop, state, CASE WHEN state = 'lapsed' THEN "
        "coalesce(date_diff('day', ordered_on, back_on), 0) ELSE 9999 END AS lived FROM brought "
        "WHERE matured AND state <> 'pending') GROUP BY shop ORDER BY shop").to_pylist()
    return {r["shop"]: tuple((r[f"a{n}"], r[f"s{n}"]) for n in range(len(AGES))) for r in rows}


def _told(session: "Session") -> dict[str, frozenset[str]]:
    rows = session.arrow(
        "SELECT shop, true AS orders, bool_or(done_on IS NOT NULL) AS settled, bool_or(refunded > 0) AS refunds, "
        "bool_or(commission IS NOT NULL) AS commission, bool_or(fee_amount IS NOT NULL) AS fee, "
        "bool_or(units IS NOT NULL) AS units "
        "FROM brought GROUP BY shop ORDER BY shop").to_pylist()
    return {row.pop("shop"): frozenset(name for name, here in row.items() if here) for row in rows}


def _days(session: "Session", on: date, span: CreatorReading) -> dict[str, list[CreatorDay]]:
    first = on - timedelta(days=span.days)
    rows = session.arrow(
        "SELECT shop, creator_id, ordered_on AS day, CAST(count(DISTINCT order_id) AS BIGINT) AS orders, sum(paid) AS paid, "
        "CAST(count(DISTINCT order_id) FILTER (state = 'lapsed') AS BIGINT) AS lapsed FROM brought WHERE ordered_on >= ? "
        "GROUP BY ALL ORDER BY ALL", [first]).to_pylist()
    found: dict[str, list[CreatorDay]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(CreatorDay(**row))
    return found


def _posts(session: "Session", on: date, span: CreatorReading) -> dict[str, list[Post]]:
    return _listed(session, on, span, CREATOR_POSTS, Post, {})


def _samples(session: "Session", on: date, span: CreatorReading) -> dict[str, list[Sample]]:
    return _listed(session, on, span, CREATOR_SAMPLES, Sample, {"cost": "cost_amount"})


def _listed(session: "Session", on: date, span: CreatorReading, table: Table, kind: type[Row],
            called: Mapping[str, str]) -> dict[str, list[Row]]:
    """shop -> rows of the days read, by day and key; `called` is what a field is called in the table where it differs."""
    first = on - timedelta(days=span.posts)
    view = session.use(table, days=(table.day, first, on))
    columns = ", ".join(f"{called.get(f.name, f.name)} AS {f.name}" for f in fields(kind))
    rows = session.arrow(f"SELECT shop, {columns} FROM \"{view}\" WHERE {table.day} BETWEEN ? AND ? "
                         f"ORDER BY {', '.join(('shop', table.day, *table.key))}", [first, on]).to_pylist()
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(kind(**row))
    return found


def _profiles(session: "Session", on: date) -> dict[str, dict[str, Profile]]:
    """The latest look at each creator."""
    view = session.use(CREATOR_PROFILES)
    rows = session.arrow(
        "SELECT shop, creator_id, seen_on, creator, category, followers, level, price_low, price_high, audience_share, live_cvr, "
        f"lost_3s_rate, mean_views, paid_amount_30d, quoted_fee FROM \"{view}\" WHERE seen_on <= ? "
        "QUALIFY row_number() OVER (PARTITION BY shop, creator_id ORDER BY seen_on DESC) = 1 ORDER BY shop, creator_id",
        [on]).to_pylist()
    found: dict[str, dict[str, Profile]] = defaultdict(dict)
    for row in rows:
        shop = row.pop("shop")
        found[shop][row["creator_id"]] = Profile(**row)
    return found


def _last_called(session: "Session", of: str, name: str) -> dict[str, dict[str, str]]:
    """shop -> id in the column `of` -> what its newest order line calls it in the column `name`."""
    rows = session.arrow(f"SELECT shop, {of} AS id, arg_max({name}, ordered_on) AS name FROM brought WHERE {name} IS NOT NULL "
                         "GROUP BY ALL ORDER BY ALL").to_pylist()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        found[row["shop"]][row["id"]] = row["name"]
    return found


def _called(names: Mapping[str, str], posts: list[Post], samples: list[Sample], profiles: Mapping[str, Profile]) -> dict[str, str]:
    """Creator -> what it is called, by its orders first."""
    who: list[Profile | Sample | Post] = [*profiles.values(), *samples, *posts]
    return {**{one.creator_id: one.creator for one in who if one.creator}, **names}


def creator_item_days(session: "Session", on: date, days: int) -> dict[str, dict[str, dict[date, Decimal]]]:
    """shop -> item -> day -> what orders of all creators paid for it; after `creator_books` of the same session."""
    rows = session.arrow(
        "SELECT shop, item_id, ordered_on, sum(paid) AS paid FROM brought WHERE ordered_on >= ? AND item_id <> '' "
        "GROUP BY ALL ORDER BY ALL", [on - timedelta(days=days)]).to_pylist()
    found: dict[str, dict[str, dict[date, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        found[row["shop"]][row["item_id"]][row["ordered_on"]] = row["paid"]
    return {shop: dict(items) for shop, items in found.items()}
