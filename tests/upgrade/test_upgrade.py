"""A data folder that an earlier Daybook kept is brought up to date and loses nothing; a newer one is left alone."""

import hashlib
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from daybook.domain.entry import EntryKind
from daybook.domain.errors import NewerData
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.given import notes_of
from daybook.workflows.house import House, open_house
from daybook.workflows.morning import mornings

#: Kept data folders by the version and the last change of the records that wrote them; see docs/operations.md.
KEPT = sorted(Path(__file__).parent.glob("*.zip"))
SATURDAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.fixture(params=KEPT, ids=lambda f: f.stem)
def kept(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A kept folder, opened by this code."""
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(tmp_path)
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "keys"))
    return open_house(tmp_path / "home", lambda: NOON)


def test_there_is_a_kept_folder() -> None:
    assert KEPT


def test_a_folder_of_an_earlier_version_keeps_its_past_and_goes_on(kept: House) -> None:
    from daybook.records import models

    [shop] = kept.shops()
    [stored] = models.Morning.objects.all()
    assert hashlib.sha256(bytes(stored.content)).hexdigest() == stored.content_hash
    assert [n.text for n in notes_of(kept, shop)] == ["", "cheaper next door"] or len(notes_of(kept, shop)) >= 1
    lines = entries([shop], Asked(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)))
    assert (EntryKind.DID, "Bo", 12) in {(e.kind, e.person, e.minutes) for e in lines}
    [again] = mornings(kept, [shop], SATURDAY, store=False)
    import json

    then = {t["metric"]: t["value"] for t in json.loads(bytes(stored.content))["tiles"]}
    now = {t.metric: t.value for t in again.tiles if t.value is not None}
    assert {m for m, v in then.items() if v is not None} <= set(now)
    assert str(now["paid_gmv"]).rstrip("0").rstrip(".") == then["paid_gmv"]


def test_an_older_daybook_refuses_records_that_a_newer_one_changed(kept: House) -> None:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).record_applied("records", "9999_what_is_not_known_yet")
    before = (kept.home / "records" / "records.sqlite3").stat().st_size
    with pytest.raises(NewerData, match="9999_what_is_not_known_yet"):
        open_house(kept.home, lambda: NOON)
    assert (kept.home / "records" / "records.sqlite3").stat().st_size == before


def test_an_older_daybook_refuses_a_newer_format(kept: House) -> None:
    file = kept.home / "FORMAT.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"format": 1', '"format": 2'), encoding="utf-8")
    with pytest.raises(NewerData, match="format 2"):
        open_house(kept.home, lambda: NOON)
