"""Stock levels and notes come in when somebody could have known them."""

import csv
import io
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.demo.conftest import Agency


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_stock_level_is_known_on_the_morning_after_its_day_and_each_level_once(agency: Agency) -> None:
    """In months and then in days: every SKU of every day stands in exactly one file, which came after that day."""
    for shop in agency.world.shops:
        zone, seen = ZoneInfo(shop.plan.zone), Counter[tuple[str, str]]()
        for entry, content in agency.files(shop, "given"):
            if Path(entry.path).name.startswith("stock_"):
                known = datetime.fromisoformat(entry.known_at).astimezone(zone)
                rows = _rows(content)
                seen.update((r["day"], r["sku"]) for r in rows)
                assert max(r["day"] for r in rows) == str(known.date() - timedelta(days=1))
                assert (known.hour, known.minute) == (8, 53)
        assert seen == Counter((str(d), s.code) for d in shop.days for s in shop.plan.skus)


def test_a_note_is_known_minutes_after_it_was_written(agency: Agency) -> None:
    """One file per day with notes: a night's price import is known long before the morning."""
    for shop in agency.world.shops:
        zone, found = ZoneInfo(shop.plan.zone), 0
        for entry, content in agency.files(shop, "given"):
            if Path(entry.path).name.startswith("notes_2"):
                known = datetime.fromisoformat(entry.known_at)
                last = max(datetime.fromisoformat(r["at"]).replace(tzinfo=zone) for r in _rows(content))
                assert known - last == timedelta(minutes=5)
                found += len(_rows(content))
        assert found == len(shop.notes) > 0
