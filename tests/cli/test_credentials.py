"""Credentials: asked for without echo, kept in the system keyring, never shown; the environment comes first."""

from collections.abc import Iterator

import keyring
import pytest
from click.testing import CliRunner
from keyring.backend import KeyringBackend

from daybook.cli import main
from daybook.sources.api.vendure import VENDURE
from daybook.sources.credentials import secrets
from tests.cli.test_commands import keeps_to
from tests.conftest import CommandLine

ADD = ("shop", "add", "小店", "--client", "Nord", "--platform", "vendure", "--tz", "UTC", "--currency", "EUR")
SECRET = "a-very-secret-word"


class Drawer(KeyringBackend):
    """A keyring in memory, as a test needs it."""

    priority = 1        # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    before, mine = keyring.get_keyring(), Drawer()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_a_credential_is_asked_for_kept_in_the_keyring_and_never_shown(daybook: CommandLine, drawer: Drawer) -> None:
    daybook(*ADD)
    asked = ["--home", str(daybook.home), "--lang", "en", "credential", "set", "--shop", "小店"]
    result = CliRunner().invoke(main, asked, input=f"http://127.0.0.1:1\nreader\n{SECRET}\n", catch_exceptions=False)
    assert result.exit_code == 0
    assert SECRET not in result.output
    assert [SECRET in entry for entry in drawer.entries.values()] == [True]
    assert not [f for f in daybook.home.rglob("*") if f.is_file() and SECRET.encode() in f.read_bytes()]
    found = daybook.json("credential", "check", "--shop", "小店")
    keeps_to("credential", found)
    assert {f["field"]: f["from"] for f in found} == dict.fromkeys(("url", "username", "password"), "keyring")
    assert SECRET not in str(found)


def test_a_rotated_credential_counts_at_once_and_the_environment_comes_first(
        drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("first", "second"):
        drawer.set_password("daybook", "home/api/小店/vendure", f'{{"url": "u", "username": "n", "password": "{word}"}}')
        assert secrets("home", "小店", VENDURE)["password"] == word
    monkeypatch.setenv("DAYBOOK_API_EABDD8_VENDURE_PASSWORD", "third")
    assert secrets("home", "小店", VENDURE)["password"] == "third"


def test_a_shop_that_is_read_from_files_needs_no_credential(daybook: CommandLine) -> None:
    daybook("shop", "add", "jd", "--client", "Nord", "--platform", "jd", "--tz", "Asia/Shanghai", "--currency", "CNY")
    result = daybook("credential", "set", "--shop", "jd")
    assert result.exit_code == 2
    assert "read from files" in result.stderr
