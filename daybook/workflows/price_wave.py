"""Many listings of many sellers over some days: taken in from a file of snapshots, and read as a wave of price cuts."""

import csv
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path

from daybook.desks.market.wave import price_wave
from daybook.domain.errors import WrongUsage
from daybook.domain.market import SellerWave
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.sources.delimited import decode, dialect, rows
from daybook.sources.given_files import layout_of
from daybook.workflows.given import SetReport, set_from_csv
from daybook.workflows.house import House
from daybook.workflows.rivals_page import sightings_known
from daybook.workflows.scratch import scratch_folder


def take_snapshots(house: House, shop: Shop, file: Path, columns: Mapping[str, str], source: str = "") -> SetReport:
    """Takes in a file of snapshots of listings, a row each, by what its columns are called: ours -> the file's.

    Columns that go by a name of the sheet for looks need not be named.  Raises WrongUsage for a column that there is not.
    """
    layout = layout_of("sighting")
    ours = {cell.name for cell in layout.cells}
    text = decode(file.name, file.read_bytes())
    header, *body = rows(file.name, text, dialect(text)) or [[]]
    for own, theirs in columns.items():
        if own not in ours or theirs not in header:
            raise WrongUsage(Said("{name} is no column", name=own if own not in ours else theirs), where=file.name,
                             next_step="name them as ours=theirs, ours being one of: " + ", ".join(sorted(ours)))
    named = {theirs: own for own, theirs in columns.items()}
    with scratch_folder() as folder:
        made = folder / file.name
        with made.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([*(named.get(name, name) for name in header), *(["source"] if source else [])])
            writer.writerows([*row, *([source] if source else [])] for row in body if any(c.strip() for c in row))
        return set_from_csv(house, "sighting", made, client=shop.client, shop=shop.name)


def wave_of(house: House, shop: Shop, first: date, last: date) -> tuple[SellerWave, ...]:
    """Who cut from a day to another, both in, by the looks that name a seller; nothing where none does."""
    since, until = shop.moment(first, time(0)), shop.moment(last + timedelta(days=1), time(0))
    return price_wave(shop, [s for s in sightings_known(shop, since, house.now()) if s.at < until])
