"""Real shops beside the checkout: where they lie, and sums of them that do not come from the house's own code."""

import csv
import gzip
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
TMALL = SHARED / "tmall_orders" / "tmall_order_report_2020-02-01_23.csv.gz"
GIFTS = SHARED / "uci_online_retail" / "online_retail_2009-12-01_2011-08-31.parquet"
OLIST = SHARED / "olist_sample"
CREATED, PAID_AT = "订单创建时间", "订单付款时间"
TOTAL, PAID, REFUND = "总金额", "买家实际支付金额", "退款金额"


def needed(file: Path) -> None:
    """Skips where the shared folder is absent."""
    if not file.exists():
        pytest.skip(f"{file.name} is not beside the checkout")


def tmall_rows() -> list[dict[str, str]]:
    """The Tmall shop's orders of February 2020 as the file has them."""
    with gzip.open(TMALL, "rt", encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def write_tmall(file: Path, rows: list[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def as_exported(rows: list[dict[str, str]], at: datetime) -> list[dict[str, str]]:
    """The rows as an export taken at `at` had them: later orders not there, later payments not made.

    The file does not say when refunds happened: none has, until the last export of all.
    """
    moment = at.strftime("%Y-%m-%d %H:%M:%S")
    found = []
    for row in rows:
        if row[CREATED] < moment:
            paid = bool(row[PAID_AT]) and row[PAID_AT] < moment
            whole = Decimal(row[PAID]) + Decimal(row[REFUND])
            found.append({**row, PAID_AT: row[PAID_AT] if paid else "", PAID: str(whole) if paid else "0.0",
                          REFUND: "0.0"})
    return found


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
