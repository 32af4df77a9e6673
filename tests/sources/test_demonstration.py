"""Every kind of file that the demonstration agency writes is read, whole, and says what its world counted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from daybook.demo.exports import write
from daybook.demo.paper import Entry
from daybook.demo.world import ShopWorld, build
from daybook.sources.read import read_file
from daybook.sources.reader import Parsed, ReadFor

from .reading import buyer_hash

LAST_DAY = date(2026, 11, 22)
#: What a person gives goes another way in, but for stock levels.
NO_EXPORTS = ("cost", "terms", "target", "team", "calendar", "role", "product-map", "exclusion", "notes", "said",
              "promise", "coupon")


@dataclass(frozen=True)
class Written:
    """A world and its files: (shop, kind) -> the newest one."""

    shops: dict[str, ShopWorld]
    newest: dict[tuple[str, str], Entry]
    folder: Path

    def read(self, shop: str, kind: str) -> Parsed:
        plan = self.shops[shop].plan
        context = ReadFor(plan.zone, plan.currency, date(2026, 11, 23), buyer_hash, plan.platform, plan.name)
        (parsed,) = read_file(self.folder / self.newest[shop, kind].path, context)
        return parsed

    def sums(self, kind: str, column: str) -> dict[str, Decimal]:
        """platform -> the column's sum over the last day in the newest file of the kind; platforms without are left out."""
        found = {}
        for shop, k in self.newest:
            if k == kind:
                rows = [r for r in self.read(shop, kind).batches[0].rows.to_pylist() if r["day"] == LAST_DAY]
                values = [r[column] for r in rows if r[column] is not None]
                if values:
                    found[self.shops[shop].plan.platform] = sum(values, Decimal(0))
        return found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A Tmall, a Shopify and a Douyin shop; the newest three days come one by one."""
    folder = tmp_path_factory.mktemp("agency")
    world = build(5, shops=3, days=90, last_day=LAST_DAY, incidents=0)
    newest: dict[tuple[str, str], Entry] = {}
    for entry in write(world, folder, daily=3).entries:
        first_word = Path(entry.path).stem.split("_")[0]
        if entry.kind != "given" or first_word not in NO_EXPORTS:
            newest[entry.shop, entry.kind] = entry
    return Written({s.plan.name: s for s in world.shops}, newest, folder)


def test_every_kind_of_file_is_read_without_a_rejected_row(written: Written) -> None:
    """49 kinds on three platforms; each gives rows."""
    assert len(written.newest) == 49
    assert {s.plan.platform for s in written.shops.values()} == {"tmall", "shopify", "douyin"}
    for shop, kind in written.newest:
        parsed = written.read(shop, kind)
        assert not parsed.rejected, kind
        assert parsed.batches, kind
        assert all(b.rows.num_rows for b in parsed.batches), kind


@pytest.mark.parametrize(("kind", "tally"), [
    ("traffic_shop", "shop"), ("traffic_source", "source"), ("traffic_device", "device"), ("traffic_hour", "hour"),
])
def test_the_paid_amount_of_every_cut_is_the_worlds(written: Written, kind: str, tally: str) -> None:
    """Abroad the session reports count no money."""
    expected = {s.plan.platform: Decimal(int(getattr(s.tallies, tally).gmv[-1].sum())) / 100
                for s in written.shops.values() if s.plan.chinese}
    assert written.sums(kind, "paid_amount") == expected
    assert all(amount > 0 for amount in expected.values())


def test_visitors_of_devices_hours_and_products_are_the_worlds(written: Written) -> None:
    for kind, counted in (("traffic_device", "device"), ("traffic_hour", "hour"), ("traffic_product_source", "pair")):
        expected = {s.plan.platform: int(getattr(s.traffic, counted)[-1].sum()) for s in written.shops.values()}
        assert written.sums(kind, "visitors") == expected


def test_a_products_sources_add_up_to_its_paid_amount(written: Written) -> None:
    expected = {s.plan.platform: Decimal(int(s.tallies.pair.gmv[-1].sum())) / 100
                for s in written.shops.values() if s.plan.chinese}
    assert written.sums("traffic_product_source", "paid_amount") == expected


def test_ad_spend_is_what_the_world_spent(written: Written) -> None:
    expected = {s.plan.platform: Decimal(int(s.ads.spend[-1].sum())) / 100 for s in written.shops.values()}
    assert written.sums("ads_material", "ad_spend") == {"douyin": expected["douyin"]}
    assert written.sums("ads_plan", "ad_spend") == {"tmall": expected["tmall"]}
    assert written.sums("ads_keyword", "ad_spend") == {p: expected[p] for p in ("tmall", "shopify")}


def test_a_snapshot_has_the_levels_of_the_last_day(written: Written) -> None:
    shop = next(s for s in written.shops.values() if not s.plan.chinese)
    levels = Decimal(int(shop.shelf.sellable[-1].sum()))
    for kind in ("products", "inventory", "given"):
        assert written.sums(kind, "sellable_units")["shopify"] == levels


def test_every_review_of_the_days_is_kept_without_who_wrote_it(written: Written) -> None:
    shop = next(s for s in written.shops.values() if s.plan.platform == "tmall")
    parsed = written.read(shop.plan.name, "reviews")
    rows = parsed.batches[0].rows
    days = {r["written_on"] for r in rows.to_pylist()}
    assert rows.num_rows == sum(1 for r in shop.reviews if shop.days[r.day] in days)
    assert not any("nick" in name or "***" in str(value) for row in rows.to_pylist() for name, value in row.items())
