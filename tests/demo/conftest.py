"""One small agency for all tests of the room: a Tmall, a Shopify and a Douyin shop over 130 days, written once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from daybook.demo.exports import write
from daybook.demo.paper import Entry, Manifest
from daybook.demo.world import ShopWorld, World, build

LAST_DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Agency:
    """A world and where it was written."""

    world: World
    folder: Path
    manifest: Manifest

    def files(self, shop: ShopWorld, kind: str) -> list[tuple[Entry, bytes]]:
        """The files of a kind in the order in which they came in."""
        chosen = [e for e in self.manifest.entries if e.shop == shop.plan.name and e.kind == kind]
        return [(e, (self.folder / e.path).read_bytes()) for e in chosen]

    def shop(self, platform: str) -> ShopWorld:
        """The first shop on that platform."""
        return next(s for s in self.world.shops if s.plan.platform == platform)


@pytest.fixture(scope="session")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Agency:
    """Three shops with three incidents each."""
    folder = tmp_path_factory.mktemp("agency")
    world = build(7, shops=3, days=130, last_day=LAST_DAY, incidents=9)
    return Agency(world, folder, write(world, folder))
