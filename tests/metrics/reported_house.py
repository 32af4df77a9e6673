"""A Tmall shop of client Mei with three days of reports, written by hand in the platforms' layouts."""

from datetime import UTC, date, datetime
from pathlib import Path

from daybook.domain.seen import Seen
from daybook.facts.engine import reading
from daybook.workflows.house import ALL_TABLES, House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.seeing import see, whose
from tests.orders import take_all

SHOP = "mei-tmall"
ON, DAYS = date(2026, 11, 23), tuple(date(2026, 11, d) for d in (20, 21, 22))
NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
KETTLE, MUG = "737559603417", "737559603418"

EIGHT = datetime(2026, 11, 23, 0, tzinfo=UTC)
EXPORTS = Path(__file__).parent / "exports"
SOURCES = "【生意参谋平台】店铺流量来源_2026-11-22_2026-11-22.csv"


def reports(house: House, tmp_path: Path, *only: str) -> None:
    """Ingests the reports whose name holds one of `only`, all of them without any, known at eight on 23 November."""
    add_shop(house, SHOP, "Mei", "tmall", "Asia/Shanghai", "CNY")
    files = [file for file in sorted(EXPORTS.iterdir()) if not only or any(word in file.name for word in only)]
    take_all(house, SHOP, dict.fromkeys(files, EIGHT))


def take(house: House, tmp_path: Path, name: str, text: str, known_at: datetime = EIGHT) -> None:
    """Ingests one file of the shop."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    (report,) = ingest(house, [Incoming(SHOP, file, known_at)])
    assert report.state in ("loaded", "unchanged"), report.problem


def seen(house: House, as_of: datetime = NINE, on: date = ON) -> Seen:
    """What is known of the shop on the morning of `on`."""
    shop = house.shop(SHOP)
    return reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES,
                   lambda session: see(session, [shop], on, as_of))[SHOP].seen
