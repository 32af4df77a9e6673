"""The records of the agency: clients, shops, landings with what they hold, costs, terms, targets and teams."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.bulk.agency import LINES_AN_ORDER, PLACES, Agency
from bench.bulk.files import SILENT, Files, Held, SentFile
from bench.bulk.rows import FILES, Rows
from daybook.domain import given as g
from daybook.workflows.house import House, add_shop

TERMS = {"fee_rate": "0.05", "tax_rate": "0.06", "ship_cost": "6.5", "ship_back_cost": "8", "handling": "1.2",
         "resaleable_share": "0.8", "insurance": "0.6", "fixed_cost": "12000"}


class Tally:
    """What each file holds of each table."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, int, int], Held] = {}

    def add(self, rows: Rows, held: Iterable[Held]) -> None:
        for one in held:
            self.held[rows.table.name, one.shop, one.period] = one


def register(house: House, agency: Agency) -> None:
    """Registers every shop, as `daybook shop add` does."""
    for name, client, place in zip(agency.names, agency.clients, agency.place, strict=True):
        platform, zone, currency, _ = PLACES[place]
        add_shop(house, name, client, platform, zone, currency)


def write_records(house: House, agency: Agency, files: Files, tally: Tally) -> None:
    """Shops, then landings with their tables, then what a person gave, in one transaction each."""
    from django.db import transaction

    register(house, agency)
    with transaction.atomic():
        _landings(house, agency, files, tally)
    with transaction.atomic():
        give(house, agency)


def _landings(house: House, agency: Agency, files: Files, tally: Tally) -> None:
    from daybook.records import models

    shops = dict(models.Shop.objects.values_list("name", "pk"))
    _insert(models.Landing, ({
        "id": n, "key": f.key, "shop_id": shops[agency.names[f.shop]], "sha256": "", "name": f"{f.key}.parquet", "size": 0,
        "path": "", "known_at": f.known_at, "received_at": f.known_at, "state": "loaded", "reader": "bench.bulk",
        "reader_version": 1} for n, f in enumerate(files.all, 1)))
    _insert(models.LandedTable, ({"landing_id": n, "table": table, **_held(agency, f, table, tally)}
                                 for n, f in enumerate(files.all, 1) for table in FILES[f.kind]))


def _held(agency: Agency, file: SentFile, table: str, tally: Tally) -> dict[str, object]:
    """What a file tells of a table; one that says which days it was asked for tells of all of them."""
    held = tally.held.get((table, file.shop, file.period))
    silent, period = table in SILENT, agency.periods[file.period]
    span = (period.first, period.last) if not silent else (held.first, held.last) if held else None
    many = held.stop - held.start if held else 0
    return {"rows": many, "new": many, "load": file.load, "covers_stated": not silent,
            "first_day": agency.dates[span[0]] if span else None, "last_day": agency.dates[span[1]] if span else None}


def _insert(model: Any, rows: Iterable[dict[str, object]]) -> None:
    """Adds rows without making an object of each: there are hundreds of thousands."""
    from django.db import connection

    fields = list(model._meta.concrete_fields)
    usual = {f.attname: f.get_default() for f in fields}
    made: list[tuple[object, ...]] = []
    columns: list[str] = []
    for row in rows:
        whole = {**usual, **row}
        kept = [f for f in fields if not (f.primary_key and whole[f.attname] is None)]
        columns = [f.column for f in kept]
        made.append(tuple(_prepared(f, whole[f.attname], connection) for f in kept))
    quoted = ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ({", ".join(["%s"] * len(columns))})', made)


def _prepared(field: Any, value: object, connection: Any) -> object:
    simple = value is None or type(value) in (str, int, bool)
    return value if simple else field.get_db_prep_save(value, connection)


def give(house: House, agency: Agency) -> None:
    """Costs of every SKU, terms of every client, a month's target and a team of every shop."""
    from daybook.records import models
    from daybook.records.given_rows import COLUMN, KEPT

    known = datetime.combine(agency.dates[0], datetime.min.time(), UTC)
    by_client: dict[str, list[int]] = defaultdict(list)
    for i, client in enumerate(agency.clients):
        by_client[client].append(i)
    names = dict(models.Shop.objects.values_list("name", "pk"))
    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for client, shops in by_client.items():
        row = models.Client.objects.get(name=client)
        for kind, values in _given(agency, shops, known).items():
            batch = models.GivenBatch.objects.create(client=row, kind=kind, source="bulk", known_at=known,
                                                     received_at=house.now(), rows=len(values))
            for value in values:
                said = {COLUMN.get(n, n): v for n, v in vars(value).items() if n != "shop"}
                rows[kind].append({**said, "batch_id": batch.pk, "client_id": row.pk, "shop_id": names.get(value.shop)})
    for kind, mine in rows.items():
        _insert(KEPT[kind][1], mine)


def _given(agency: Agency, shops: list[int], known: datetime) -> dict[str, list[g.GivenValue]]:
    found: dict[str, list[g.GivenValue]] = {"cost": [], "target": [], "team": [], "terms": [
        g.Term("", term, Decimal(value), None, known) for term, value in TERMS.items()]}
    skus = agency.skus
    month = (agency.size.last_day + timedelta(days=1)).replace(day=1)
    for i in shops:
        name, currency = agency.names[i], PLACES[agency.place[i]][2]
        for item in range(int(agency.item_from[i]), int(agency.item_from[i + 1])):
            cost = Decimal(int(agency.price[item])) / 100 * Decimal("0.45")
            found["cost"] += [g.UnitCost(name, skus[at].as_py(), cost, currency, None, known)
                              for at in (2 * item, 2 * item + 1)]
        found["target"].append(g.Target(name, "paid_gmv", month, _target(agency, i), None, known))
        found["team"] += [g.TeamMember(name, f"{name}-operator", "operator", 45, None, known),
                          g.TeamMember(name, f"{name}-ads", "ads", 20, None, known)]
    return found


def _target(agency: Agency, shop: int) -> Decimal:
    price = agency.price[agency.item_from[shop]:agency.item_from[shop + 1]]
    weight = agency.weight[agency.item_from[shop]:agency.item_from[shop + 1]]
    return Decimal(int(agency.level[shop] * LINES_AN_ORDER * float((price * weight).sum()) * 30 / 100))

