"""What tests of the whole way share: a data folder with a fixed clock, keys elsewhere, and the command line."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from daybook.workflows.house import House, open_house

# A slow machine is no failed property, and every run tries the same cases; `long` runs try others.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    moment: datetime = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)      # nine o'clock in Shanghai

    def __call__(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class CommandLine:
    """The command line on one data folder, run in this process."""

    home: Path

    def __call__(self, *arguments: object, lang: str = "en") -> Result:
        asked = ["--home", str(self.home), "--lang", lang, *map(str, arguments)]
        from daybook.cli import main

        return CliRunner().invoke(main, asked, catch_exceptions=False)

    def json(self, *arguments: object, code: int = 0) -> Any:
        """The answer with --json of a call that must end with `code`."""
        result = self("--json", *arguments)
        assert result.exit_code == code, result.stderr
        return json.loads(result.stdout)


@pytest.fixture(scope="session", autouse=True)
def pages_beside_the_records(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A process is configured once: as the workbench, whose records are the command line's.

    Passwords are hashed in one round; nothing here is worth guessing.
    """
    import django
    from django.conf import settings as configured

    from daybook.records.connect import settings_of
    from daybook.web.settings import settings as of_workbench

    folder = tmp_path_factory.mktemp("first")
    (folder / "records").mkdir()
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    configured.configure(**{**settings_of(folder), **of_workbench(folder, "of tests, and so long that it passes" * 2), **quick})
    django.setup()
    from django.db.backends.signals import connection_created

    connection_created.connect(unwaited, dispatch_uid="tests")


def unwaited(connection: Any, **_: object) -> None:
    """No test pulls the plug: what a process wrote and gave to the system is there for every other, without a disk's turn."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for keys beside the data folder, never in it."""
    folder = tmp_path / "keys"
    monkeypatch.setenv("DAYBOOK_KEYS", str(folder))
    return folder


@pytest.fixture(scope="session")
def made_records(tmp_path_factory: pytest.TempPathFactory, pages_beside_the_records: None) -> Path:
    """Records whose tables are made: copied into new data folders, since making them takes a tenth of a second."""
    from django.db import connection

    folder = tmp_path_factory.mktemp("made-records")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        patch.delenv("DATABASE_URL", raising=False)
        open_house(folder / "home", Clock())
        connection.close()              # so that nothing of it is still in the journal
    return folder / "home" / "records"


def with_records(home: Path, made: Path) -> Path:
    """A new data folder whose records need not be made: a copy of the folder `made`, which may name its PostgreSQL."""
    shutil.copytree(made, home / "records")
    return home


@pytest.fixture
def house(tmp_path: Path, keys: Path, clock: Clock, made_records: Path) -> House:
    """An empty house on the morning of Monday 23 November 2026."""
    return open_house(with_records(tmp_path / "home", made_records), clock)


@pytest.fixture
def daybook(tmp_path: Path, keys: Path) -> CommandLine:
    """`daybook("ingest", "--shop", ...)` on an empty data folder."""
    return CommandLine(tmp_path / "home")
