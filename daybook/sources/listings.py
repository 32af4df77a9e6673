"""How each listing stands, from a product list with a row per listing or per SKU: title, state, main image, price."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from daybook.facts.arrow import conform
from daybook.facts.stock_tables import LISTING_DAY
from daybook.sources.reader import Batch

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.sources.columns import Columns

ON_SALE, OFF_SALE, DRAFT = "on_sale", "off_sale", "draft"
#: What a listing says once: the first of its rows that says it counts.
ONCE = ("title", "state", "main_image", "category", "currency")


def listing_batch(columns: "Columns", rows: "Mapping[str, pa.Array]", covers: tuple[date, date] | None) -> Batch:
    """One row per listing and day of the kept rows; its price is the lowest of its SKUs."""
    import pyarrow as pa

    once = [name for name in ONCE if name in rows]
    table = pa.table(dict(rows)).filter(columns.kept)
    wanted = [(name, "first") for name in once] + [("list_price", "min")] * ("list_price" in rows)
    grouped = table.group_by(["day", "item_id"], use_threads=False).aggregate(wanted)
    found = {name.rsplit("_", 1)[0] if name not in ("day", "item_id") else name: grouped[name]
             for name in grouped.column_names}
    return Batch(LISTING_DAY, conform(LISTING_DAY, found, grouped.num_rows), covers)


def states(cells: "pa.Array", words: Mapping[str, str]) -> "pa.Array":
    """The platform's words for a listing's state in the house's; a word that is not known says nothing."""
    import pyarrow as pa

    return pa.array([words.get((cell or "").strip().lower()) for cell in cells.to_pylist()], pa.string())


def image_names(cells: "pa.Array") -> "pa.Array":
    import pyarrow as pa

    return pa.array([image_name(cell) for cell in cells.to_pylist()], pa.string())


def image_name(address: str | None) -> str | None:
    """The file of the first image of a list: hosts and sizes change without a new image.

    >>> image_name("https://cdn.example.com/files/kettle_black.jpg?v=1763, https://cdn.example.com/files/b.jpg")
    'kettle_black.jpg'
    """
    first = (address or "").split(",")[0].strip()
    return urlsplit(first).path.rsplit("/", 1)[-1] or None
