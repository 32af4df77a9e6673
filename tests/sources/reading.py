"""What the tests of this room share: for whom files are read, rows as text, and small files."""

import csv
import hashlib
import io
from datetime import date
from pathlib import Path

from daybook.sources.read import read_file
from daybook.sources.reader import Batch, Parsed, ReadFor

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
GOLDEN = ROOT / "tests" / "golden"
TODAY = date(2026, 11, 23)

ZONES = {
    "shopify": ("America/New_York", "USD"), "amazon": ("America/Los_Angeles", "USD"),
    "tiktok": ("America/Los_Angeles", "USD"), "woocommerce": ("Europe/London", "GBP"),
    "etsy": ("America/New_York", "USD"),
}


def buyer_hash(buyer: str) -> str:
    return hashlib.sha256(b"key of client Mei" + buyer.encode()).hexdigest()[:8]


def reads_for(platform: str = "taobao", today: date = TODAY) -> ReadFor:
    zone, currency = ZONES.get(platform, ("Asia/Shanghai", "CNY"))
    return ReadFor(zone, currency, today, buyer_hash, platform)


def read_text(folder: Path, text: str | bytes, platform: str = "taobao", name: str = "orders.csv") -> Parsed:
    """One table given as text."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    (parsed,) = read_file(file, reads_for(platform))
    return parsed


def rows_of(parsed: Parsed, table: str) -> list[dict[str, object]]:
    return next(b for b in parsed.batches if b.table.name == table).rows.to_pylist()


def as_text(batches: tuple[Batch, ...]) -> str:
    """Rows as a person checks them: a section per table, columns without any value left out, null empty."""
    out = io.StringIO(newline="")
    for batch in batches:
        out.write(f"== {batch.table.name}\n")
        names = [n for n in batch.rows.column_names if batch.rows[n].null_count < batch.rows.num_rows]
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        for row in batch.rows.select(names).to_pylist():
            writer.writerow(["" if v is None else v for v in row.values()])
    return out.getvalue()
