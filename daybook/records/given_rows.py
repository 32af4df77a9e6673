"""Given values to rows and back."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from daybook.domain import given as g
from daybook.domain.object_facts import ObjectFact
from daybook.domain.promises import PricePromise, RunningCoupon
from daybook.domain.rivals import Rival, RivalSighting
from daybook.domain.roster import RosterShift, Script
from daybook.domain.supply import Inbound, LeadTime
from daybook.records import models

#: Kind of file -> the value it gives and the model that keeps it.
KEPT: dict[str, tuple[type[g.GivenValue], Any]] = {
    "cost": (g.UnitCost, models.UnitCost), "terms": (g.Term, models.Term), "target": (g.Target, models.Target),
    "team": (g.TeamMember, models.TeamMember), "limit": (g.LimitSet, models.LimitSet), "calendar": (g.OwnEvent, models.OwnEvent),
    "role": (g.ItemRole, models.ItemRole), "product-map": (g.ProductLink, models.ProductLink),
    "exclusion": (g.Exclusion, models.Exclusion), "notes": (g.Note, models.Note),
    "fact": (ObjectFact, models.ObjectFact), "promise": (PricePromise, models.PricePromise),
    "coupon": (RunningCoupon, models.RunningCoupon), "lead-time": (LeadTime, models.LeadTime),
    "inbound": (Inbound, models.Inbound), "roster": (RosterShift, models.RosterShift), "script": (Script, models.Script),
    "rival": (Rival, models.Rival), "sighting": (RivalSighting, models.RivalSighting),
}
#: Fields whose column is named otherwise.
COLUMN = {"shop": "shop__name", "from_": "from_value"}


def known_rows(kind: str, clients: Sequence[str], as_of: datetime,
               since: datetime | None = None, of: Collection[str] | None = None) -> Iterator[tuple[str, g.GivenValue]]:
    """Every row of a kind known by `as_of` with its client, in the order in which they were known.

    Two queries, however many shops: a row's moment is read from its batch, since reading one per row takes longer
    than all the rest.  Of sightings: with `since` only those from then on (`at`), with `of` only those of these rivals.
    """
    make, model = KEPT[kind]
    build: Callable[..., g.GivenValue] = make
    names = [f.name for f in fields(make) if f.name != "known_at"]
    shop = names.index("shop")
    batches = models.GivenBatch.objects.filter(client__name__in=clients, kind=kind, known_at__lte=as_of)
    known_at = dict(batches.values_list("pk", "known_at"))
    found = model.objects.filter(client__name__in=clients, known_at__lte=as_of).order_by("known_at", "pk")
    if since is not None:
        found = found.filter(at__gte=since)
    if of is not None:
        found = found.filter(rival__in=of)
    rows = found.values_list("client__name", "batch_id", *(COLUMN.get(n, n) for n in names))
    for client, batch, *row in rows.iterator(chunk_size=5000):
        row[shop] = row[shop] or ""
        yield client, build(**dict(zip(names, row, strict=True)), known_at=known_at[batch])


def append(batch: models.GivenBatch, values: Iterable[g.GivenValue]) -> int:
    """Adds values as rows of a batch; gives how many.  The caller holds the transaction."""
    _, model = KEPT[batch.kind]
    shops = dict(models.Shop.objects.filter(client=batch.client).values_list("name", "pk"))
    rows = []
    for value in values:
        said = {f.name: getattr(value, f.name) for f in fields(value) if f.name != "shop"}
        said = {COLUMN.get(name, name): content for name, content in said.items()}
        rows.append(model(batch=batch, client=batch.client, shop_id=shops.get(value.shop), **said))
    model.objects.bulk_create(rows, batch_size=500)
    return len(rows)
