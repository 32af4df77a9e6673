"""A workbench with two clients: Mei's, with a kept morning, and Wu's, which nobody else may ever see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from daybook.domain.work import Role
from daybook.workflows.house import House, add_shop, open_house
from tests.conftest import Clock, with_records
from tests.reports.briefs import FULL

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PASSWORD = "kettles-and-mugs"
#: One chain of middleware for all browsers, with and without the check of forms: each looks through every static file when made.
HANDLERS: dict[bool, Any] = {}


@dataclass(frozen=True)
class Workbench:
    """An open house with its rows: `mine` and `second` are one client's shops, `wus` is another's."""

    house: House
    mine: Any
    second: Any
    wus: Any

    def person(self, email: str, *roles: tuple[Role, Any], shops: tuple[Any, ...] = ()) -> Any:
        """A person with roles, each for a client or (None) for all; the same address is the same person."""
        from daybook.records import models
        from daybook.web.accounts import add_user, give_role

        found = models.User.objects.filter(email=email).first()
        if found is None:
            found = add_user(email, PASSWORD, email.split("@")[0], NOON)
            for role, client in roles:
                give_role(found, role, client, shops, NOON)
        return found

    def browser(self, user: Any = None, **said: Any) -> Client:
        """A browser, signed in where a person is named."""
        client = Client(**said)
        client.handler = HANDLERS.setdefault(client.handler.enforce_csrf_checks, client.handler)
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


def keep(house: House, shop: Any) -> None:
    """Keeps the fully written brief of the reports' tests as a shop's morning."""
    from dataclasses import replace

    from tests.workflows.kept_briefs import keep_brief

    keep_brief(house, replace(FULL, shop=shop.name, client=shop.client))


@pytest.fixture(scope="session")
def all_tables(made_records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records with the tables of the workbench beside them: one and a half seconds for each workbench, if not copied."""
    from django.db import connection

    from daybook.records.connect import connect, migrate_all

    home = with_records(tmp_path_factory.mktemp("all-tables"), made_records)
    connect(home)
    migrate_all()
    connection.close()
    return home / "records"


@pytest.fixture(scope="session")
def open_bench(tmp_path_factory: pytest.TempPathFactory, all_tables: Path) -> Callable[[str], Workbench]:
    """Opens a workbench in a folder of its own."""
    from _pytest.monkeypatch import MonkeyPatch

    def opened(name: str) -> Workbench:
        from daybook.records import models
        from daybook.records.connect import migrate_all
        from daybook.web.opened import serve_house

        HANDLERS.clear()                # middleware remembers that somebody is registered
        folder: Path = tmp_path_factory.mktemp(name)
        with MonkeyPatch.context() as patch:
            patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
            house = open_house(with_records(folder / "home", all_tables), lambda: NOON)
            migrate_all()
            serve_house(house)
            made = [add_shop(house, shop, client, "tmall", "Asia/Shanghai", "CNY") for shop, client in (
                ("山居茶器", "山居"), ("山居旧货", "山居"), ("吴记瓷器", "吴记"))]
        for shop in made:
            keep(house, shop)
        return Workbench(house, *(models.Shop.objects.get(name=s.name) for s in made))

    return opened


@pytest.fixture(scope="module")
def bench(open_bench: Callable[[str], Workbench]) -> Iterator[Workbench]:
    """One workbench for the tests of a file, whose pages stand at its own moment on whichever day they are tested."""
    made = open_bench("bench")
    with shown_at(made.house):
        yield made


@contextmanager
def shown_at(house: House) -> Iterator[None]:
    """Pages at the clock of a house for as long as the block runs."""
    from daybook.web.opened import show_at

    show_at(house.now)
    try:
        yield
    finally:
        show_at(None)


@contextmanager
def saturday_bench(factory: pytest.TempPathFactory, *others: tuple[str, str]) -> Iterator[Workbench]:
    """The kettle shop on Saturday, served; `others` are (shop, client) registered beside it, the last of which is Wu's."""
    from daybook.records import models
    from daybook.records.connect import migrate_all
    from daybook.web.opened import serve_house
    from tests.workflows.given_house import SHOP
    from tests.workflows.worked_house import copied, saturday_home

    folder: Path = factory.mktemp("saturday")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        saturday_home(folder)
        house = copied(folder, factory.mktemp("copy"), Clock())
        migrate_all()
        serve_house(house)
        for name, client in others:
            add_shop(house, name, client, "tmall", "Asia/Shanghai", "CNY")
        mine, last = (models.Shop.objects.get(name=n) for n in (SHOP, others[-1][0] if others else SHOP))
        with shown_at(house):
            yield Workbench(house, mine, mine, last)
