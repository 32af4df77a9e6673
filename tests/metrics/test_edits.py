"""Edits of listings, from two product lists to the sentence beside a change."""

from datetime import UTC, date, datetime
from pathlib import Path

from daybook.domain.edits import Edit
from daybook.facts.engine import Session, reading
from daybook.metrics.listings import edits_of
from daybook.workflows.house import ALL_TABLES, House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.seeing import whose

HEADER = "Handle,Title,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Status\n"


def listed(house: House, folder: Path, day: str, *rows: str, shop: str = "north") -> None:
    file = folder / f"products_export_{day}.csv"
    file.write_text(HEADER + "\n".join(rows) + "\n")
    done, = ingest(house, [Incoming(shop, file, datetime.fromisoformat(f"{day}T20:00:00+00:00"))])
    assert done.state == "loaded", done.problem


def edits(house: House) -> dict[str, tuple[Edit, ...]]:
    def taken(session: Session) -> dict[str, tuple[Edit, ...]]:
        return edits_of(session, date(2026, 11, 1), date(2026, 11, 22))

    return reading(house.lake, house.books, whose(house.shops()), datetime(2026, 11, 23, 1, tzinfo=UTC), ALL_TABLES, taken)


def test_what_a_later_list_says_otherwise_is_an_edit_of_that_listing(house: House, tmp_path: Path) -> None:
    """The chair is taken off on the 21st and its image stays; the tent gets a new title on the 20th; a list in between
    does not name the tent at all."""
    add_shop(house, "north", "Nord", "shopify", "UTC", "USD")
    add_shop(house, "south", "Nord", "shopify", "UTC", "USD")
    listed(house, tmp_path, "2026-11-18", "tent,Tent,true,Title,Default,T1,4,100,https://cdn.example.com/a.jpg?v=1,active",
           "chair,Chair,true,Title,Default,C1,4,20,c.jpg,active")
    listed(house, tmp_path, "2026-11-19", "chair,Chair,true,Title,Default,C1,4,20,https://cdn.example.com/c.jpg?v=2,active")
    listed(house, tmp_path, "2026-11-20", "tent,Tent for two,true,Title,Default,T1,4,100,b.jpg,active",
           "chair,Chair,true,Title,Default,C1,4,20,c.jpg,active")
    listed(house, tmp_path, "2026-11-21", "tent,Tent for two,true,Title,Default,T1,4,100,b.jpg,active",
           "chair,Chair,false,Title,Default,C1,4,20,c.jpg,active")
    listed(house, tmp_path, "2026-11-21", "tent,Zelt,true,Title,Default,T1,4,100,z.jpg,active", shop="south")
    assert edits(house) == {"north": (
        Edit("chair", "state", "on_sale", "off_sale", date(2026, 11, 20), date(2026, 11, 21)),
        Edit("tent", "main_image", "a.jpg", "b.jpg", date(2026, 11, 18), date(2026, 11, 20)),
        Edit("tent", "title", "Tent", "Tent for two", date(2026, 11, 18), date(2026, 11, 20)))}


def test_a_list_that_came_later_than_the_morning_is_not_seen(house: House, tmp_path: Path) -> None:
    add_shop(house, "north", "Nord", "shopify", "UTC", "USD")
    listed(house, tmp_path, "2026-11-20", "tent,Tent,true,Title,Default,T1,4,100,a.jpg,active")
    file = tmp_path / "products_export_2026-11-21.csv"
    file.write_text(HEADER + "tent,Other,true,Title,Default,T1,4,100,a.jpg,active\n")
    ingest(house, [Incoming("north", file, datetime(2026, 11, 23, 2, tzinfo=UTC))])
    assert edits(house) == {}
