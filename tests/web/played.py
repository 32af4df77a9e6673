"""The demonstration's evening at a served workbench: its clock is moved, and what consoles told until then is taken in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from daybook.demo.evening import FOLDER
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.workflows.demonstrate import demonstrate, play
from daybook.workflows.house import House, open_house
from tests.conftest import Clock
from tests.web.browsing import served
from tests.web.conftest import PASSWORD

LAST_DAY, TODAY = date(2026, 11, 22), date(2026, 11, 23)
LIVE, TMALL = "yunmian-douyin", "qingchuan-tmall"
WHO = "bo@x.example"


@dataclass
class Played:
    """The house, its clock, where it is served, and its shop with live shows; `until` is how far the evening was taken in."""

    house: House
    clock: Clock
    address: str
    live: Shop
    until: datetime

    def at(self, hour: int, minute: int = 0) -> None:
        """Moves the clock into a minute of the evening (33: nine the next morning) and takes in what came until then."""
        self.clock.moment = self.live.moment(TODAY, time(0)) + timedelta(hours=hour, minutes=minute, seconds=50)
        play(self.house, self.house.home / "demo-exports" / FOLDER, self.until, self.clock.moment)
        self.until = self.clock.moment

    def path(self, name: str) -> str:
        """The address of a shop's pages."""
        from daybook.records import models

        return f"/shop/{models.Shop.objects.get(name=name).pk}/"


@contextmanager
def played(home: Path, days: int = 130) -> Iterator[Played]:
    """Three shops of the demonstration agency, served on the morning of a Monday."""
    from daybook.records.connect import migrate_all
    from daybook.web.opened import serve_house, show_at
    from daybook.web.settings import settings

    clock = Clock(datetime(2026, 11, 23, 1, tzinfo=UTC))
    house = open_house(home, clock, lambda folder, keys: settings(folder, keys.of_house(), ""))
    from daybook.web.accounts import add_user, give_role  # its forms are made of settings, which are there only now

    migrate_all()
    demonstrate(house, home / "demo-exports", shops=3, days=days, seed=7, last_day=LAST_DAY)
    give_role(add_user(WHO, PASSWORD, "Bo", clock()), Role.ACCOUNT_MANAGER, None, (), clock())
    serve_house(house)
    show_at(clock)
    try:
        with served() as address:
            yield Played(house, clock, address, house.shop(LIVE), clock())
    finally:
        show_at(None)
