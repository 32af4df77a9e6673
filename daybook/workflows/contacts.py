"""Addresses of buyers who agreed to be written to, read from a shop's sealed files for one export and kept nowhere.

The lake holds keyed hashes only.  The original exports are opened one by one, each address is hashed with the client's key and,
where it is one of those asked for, by the platforms' own public hash; the address itself is in memory for that moment alone.
"""

import csv
import hashlib
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.sources.keys import buyer_hasher
from daybook.sources.landing import unseal
from daybook.workflows.house import House
from daybook.workflows.scratch import scratch_folder

#: The reader whose files say who agreed, and the columns that say it.
READER, MAIL, AGREED, CREATED = "shopify.orders_export", "Email", "Accepts Marketing", "Created at"


def agreed_hashes(house: House, shop: Shop, ids: Collection[str]) -> tuple[list[str], str]:
    """SHA-256 of the addresses of those buyers who agreed, in an order that says nothing; and why there are none.

    What a buyer's newest order says counts, as the newest export writes it: who took the yes back is not among them, in whichever
    order the files came.
    """
    from daybook.records import models

    rows = list(models.Landing.objects.filter(shop__name=shop.name, state__in=("loaded", "unchanged"), reader__contains=READER
                                              ).order_by("known_at", "pk"))
    if not rows:
        return [], Said("no export of the shop says which buyers agreed to be written to")
    hashed, key = buyer_hasher(house.keys.of(shop.client)), house.keys.of(shop.client)
    said: dict[str, tuple[datetime, bool]] = {}
    with scratch_folder() as folder:
        file = folder / "export"
        for row in rows:
            unseal(house.home / row.path, key, file)
            for mail, at, yes in _addresses(file):
                if hashed(mail) in ids and (mail not in said or at >= said[mail][0]):
                    said[mail] = at, yes
            file.unlink()
    return sorted(public_hash(mail) for mail, (_, yes) in said.items() if yes), ""


def _addresses(file: Path) -> list[tuple[str, datetime, bool]]:
    """(address, when it was ordered, whether the buyer agreed) of each order in the file."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = [row for row in csv.DictReader(text) if row.get(MAIL) and row.get(AGREED)]
    return [(row[MAIL].strip().lower(), _moment(row.get(CREATED) or ""), row[AGREED].strip().lower() in ("yes", "true"))
            for row in lines]


def _moment(said: str) -> datetime:
    """When an order was made; before all others where nobody can read it.

    >>> _moment("2026-11-20 10:00:00 +0800"), _moment("") < _moment("2026-11-20 10:00:00 +0800")
    (datetime.datetime(2026, 11, 20, 2, 0, tzinfo=datetime.timezone.utc), True)
    """
    try:
        return datetime.strptime(said.strip(), "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def public_hash(mail: str) -> str:
    """The hash that Google, Meta and TikTok take: SHA-256 of the address in lower case, blanks taken off.

    >>> public_hash(" Mei@Example.com ")[:16]
    '2312120ecbbd3d7b'
    """
    return hashlib.sha256(mail.strip().lower().encode()).hexdigest()
