"""Whose ids they are: orders, listings and SKUs of a file looked up among what is known of all shops."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from daybook.facts.engine import Session, open_session
from daybook.facts.load import FOREVER
from daybook.facts.tables import ORDERS, TABLES
from daybook.sources.signs import Signs
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import whose
from daybook.workflows.whose import Clue

#: Listings and SKUs are looked for in reports of so many days back; orders in all of them.
DAYS_BACK = 30
#: A shop with fewer than this share of the matches of the best one is no owner.
SHARE = 0.5
SAID = {"orders": "orders known of it", "listings": "listings known of it", "skus": "SKUs known of it"}


def id_clues(house: House, asked: Mapping[int, Signs], today: date) -> dict[int, list[Clue]]:
    """file number -> clues from its ids; one look at the lake for all files."""
    rows = [(number, kind, value) for number, signs in asked.items()
            for kind, values in (("orders", signs.orders), ("listings", signs.items), ("skus", signs.skus))
            for value in values]
    found: dict[int, list[Clue]] = {number: [] for number in asked}
    shops = house.shops()
    if not rows or not shops:
        return found
    with open_session(house.lake, house.books, whose(shops), FOREVER, ALL_TABLES) as session:
        for number, kind, names in _owners(session, rows, today):
            found[number].append(Clue(kind, SAID[kind], names))
    return found


def _owners(session: Session, rows: Sequence[tuple[int, str, str]],
            today: date) -> list[tuple[int, str, frozenset[str]]]:
    import pyarrow as pa

    numbers, kinds, values = zip(*rows, strict=True)
    session.con.register("asked_ids", pa.table({"number": numbers, "kind": kinds, "id": values}))
    counts: dict[tuple[int, str], dict[str, int]] = {}
    for kind, known in _known(session, set(kinds), today):
        for row in session.arrow(
                "SELECT a.number, k.shop, count(DISTINCT a.id) AS n FROM asked_ids a "
                f"JOIN ({known}) k ON k.id = a.id WHERE a.kind = '{kind}' GROUP BY ALL").to_pylist():
            shops = counts.setdefault((row["number"], kind), {})
            shops[row["shop"]] = max(row["n"], shops.get(row["shop"], 0))
    return [(number, kind, frozenset(s for s, n in shops.items() if n >= SHARE * max(shops.values())))
            for (number, kind), shops in sorted(counts.items())]


def _known(session: Session, kinds: set[str], today: date) -> list[tuple[str, str]]:
    """(kind of id, query of shop and id) for every table that holds such ids."""
    found = []
    if "orders" in kinds:
        found.append(("orders", f"SELECT shop, order_id AS id FROM {session.use(ORDERS)}"))
    for kind, column in (("listings", "item_id"), ("skus", "sku")):
        for table in TABLES.values() if kind in kinds else ():
            if column in table.names:
                name = session.use(table, days=(table.day, today - timedelta(days=DAYS_BACK), today))
                found.append((kind, f'SELECT DISTINCT shop, "{column}" AS id FROM "{name}"'))
    return found
