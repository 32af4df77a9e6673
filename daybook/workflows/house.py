"""The house: one data folder opened by a door, with its lake, its records, its keys and the door's clock."""

import json
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from daybook import __version__
from daybook.domain.errors import NewerData, WrongUsage
from daybook.domain.shop import Platform, Shop
from daybook.facts.lake import Lake
from daybook.facts.object_lake import lake_of
from daybook.facts.table import Table
from daybook.facts.tables import TABLES
from daybook.metrics.rollups import ROLLUPS
from daybook.sources.keys import Keys

#: Of lake and records together; older code refuses a folder with a greater number.
FORMAT = 1

#: Everything a session may read: facts and rollups by name.
ALL_TABLES: Mapping[str, Table] = {**TABLES, **{r.name: r.table for r in ROLLUPS}}


@dataclass(frozen=True)
class House:
    """One open data folder.  `now` is the only source of the present moment below the doors."""

    home: Path
    home_id: str
    lake: Lake
    books: Any                      # RecordBooks; facts.ledger.Books
    keys: Keys
    now: Callable[[], datetime]

    def shop(self, name: str) -> Shop:
        """A registered shop.  Raises WrongUsage naming the shops there are."""
        from daybook.records import models

        row = models.Shop.objects.select_related("client").filter(name=name).first()
        if row is None:
            known = ", ".join(models.Shop.objects.order_by("name").values_list("name", flat=True)[:20])
            raise WrongUsage(f"no shop is called {name}", where=str(self.home),
                             next_step=f"use one of: {known}" if known else "register it with `daybook shop add`")
        return Shop(row.name, row.client.name, Platform(row.platform), row.zone, row.currency)

    def shops(self, client: str = "") -> tuple[Shop, ...]:
        """All registered shops, or those of one client, by name."""
        from daybook.records import models

        rows = models.Shop.objects.select_related("client").filter(client__forgotten_at=None).order_by("name")
        if client:
            rows = rows.filter(client__name=client)
        return tuple(Shop(r.name, r.client.name, Platform(r.platform), r.zone, r.currency) for r in rows)

    @contextmanager
    def run(self, what: str, subject: str = "") -> Iterator[dict[str, Any]]:
        """Writes one line of the run log: what, how long, how many rows, how it ended.  Yields its detail."""
        from daybook.records import models

        row = models.Run.objects.create(what=what, object=subject[:200], started_at=self.now())
        detail: dict[str, Any] = {}
        try:
            yield detail
            row.outcome = "done"
        except BaseException as problem:
            row.outcome = "failed"
            detail["problem"] = str(problem)[:2000]
            raise
        finally:
            row.seconds = (self.now() - row.started_at).total_seconds()
            row.rows = detail.pop("rows", None)
            row.detail = detail
            row.save()


def open_house(home: Path, now: Callable[[], datetime],
               door: Callable[[Path, Keys], Mapping[str, Any]] | None = None) -> House:
    """Opens a data folder, or makes a new one.  Raises NewerData when newer code wrote it.

    `door` gives the settings of a door that shows pages; the command line has none.
    """
    from daybook.records.connect import connect

    home = home.expanduser().resolve()
    home_id = data_folder(home)
    connect(home, door(home, Keys(home, home_id)) if door else None)
    from daybook.records.books import RecordBooks  # its models need the connection's settings

    return House(home, home_id, lake_of(home), RecordBooks(now), Keys(home, home_id), now)


def data_folder(home: Path, home_id: str = "") -> str:
    """The id of a data folder; a new one gets `home_id`, or one of its own.  Raises NewerData for a newer format."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "FORMAT.json"
    if not file.exists():
        fresh = file.with_suffix(f".{os.getpid()}.tmp")
        said = {"format": FORMAT, "home_id": home_id or uuid.uuid4().hex, "written_by": __version__}
        fresh.write_text(json.dumps(said) + "\n", encoding="utf-8")
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    said = json.loads(file.read_text(encoding="utf-8"))
    if said["format"] > FORMAT:
        raise NewerData(f"this data folder has format {said['format']}, this Daybook {__version__} knows {FORMAT}",
                        where=str(home), next_step="install the newer Daybook; nothing was touched")
    return str(said["home_id"])


def add_shop(house: House, name: str, client: str, platform: str, zone: str, currency: str) -> Shop:
    """Registers a client's shop and makes the client's key.  The same registration twice changes nothing."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from django.db import transaction

    from daybook.records import models

    if platform not in set(Platform):
        raise WrongUsage(f"no platform is called {platform}", next_step="use one of: " + ", ".join(Platform))
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongUsage(f"no time zone is called {zone}", next_step="use a name such as Asia/Shanghai") from None
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        raise WrongUsage(f"{currency} is no currency code", next_step="use three capitals such as CNY") from None
    shop = Shop(name, client, Platform(platform), zone, currency)
    with transaction.atomic():
        owner, _ = models.Client.objects.get_or_create(name=client, defaults={"created_at": house.now()})
        if owner.forgotten_at is not None:
            raise WrongUsage(f"client {client} was forgotten", next_step="register the shop under a new client name")
        row, made = models.Shop.objects.get_or_create(name=name, defaults={
            "client": owner, "platform": platform, "zone": zone, "currency": currency, "created_at": house.now()})
        if not made and house.shop(name) != shop:
            raise WrongUsage(f"shop {name} is registered otherwise: client {row.client.name}, {row.platform}, "
                             f"{row.zone}, {row.currency}", next_step="choose another name")
    landed = models.Landing.objects.filter(shop__client__name=client).exists()
    house.keys.of(client, make=not landed)      # a lost key is restored, never replaced: its landings need it
    return shop
