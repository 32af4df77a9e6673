"""The gift shop beside the checkout (UCI Online Retail I and II, CC BY 4.0) as units and money by SKU and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "uci_online_retail" / (
    "online_retail_2009-12-01_2011-08-31.parquet")
#: Lines of goods, as they were sold: postage and fees have no code of five digits, and a line that the same buyer took back
#: whole on the same day (typing errors of up to 74,215 units) was no sale.
LINES = """
WITH lines AS (SELECT CAST(InvoiceDate AS DATE) AS day, StockCode AS sku, CustomerID AS buyer, Quantity AS units, Price AS price
               FROM read_parquet(?) WHERE Price > 0 AND regexp_matches(StockCode, '^[0-9]{5}')),
     kept AS (SELECT * FROM lines AS sold WHERE units > 0 AND NOT EXISTS (
         SELECT 1 FROM lines AS back WHERE back.day = sold.day AND back.sku = sold.sku AND back.buyer = sold.buyer
         AND back.units = -sold.units)),
     top AS (SELECT sku FROM kept GROUP BY sku ORDER BY sum(units * price) DESC, sku LIMIT ?)
SELECT sku, day, sum(units), sum(units * price) FROM kept WHERE sku IN (SELECT sku FROM top) GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True)
class Sold:
    """Units and money of SKUs (skus, days); `first` (skus,) is the place of the day on which each sold first."""

    skus: tuple[str, ...]
    first_day: date
    units: Floats
    money: Floats
    first: NDArray[np.int64]


def top_sellers(many: int = 500, file: Path = FILE) -> Sold:
    """The SKUs that brought the most money, days without a sale as 0."""
    rows = duckdb.execute(LINES, [str(file), many]).fetchall()
    skus = sorted({row[0] for row in rows})
    days = [row[1] for row in rows]
    first, last = min(days), max(days)
    at = {sku: n for n, sku in enumerate(skus)}
    units, money = (np.zeros((len(skus), (last - first).days + 1)) for _ in range(2))
    for sku, day, n, paid in rows:
        units[at[sku], (day - first).days], money[at[sku], (day - first).days] = n, paid
    return Sold(tuple(skus), first, units, money, (units > 0).argmax(axis=1))
