"""The operating file is added to and never changed, whoever asks the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from daybook.records.added_only import TABLES
from daybook.workflows.given import note
from daybook.workflows.house import House, add_shop
from daybook.workflows.leave import forget


def test_a_line_that_stands_cannot_be_changed_and_goes_with_a_forgotten_client(house: House) -> None:
    from daybook.records import models

    add_shop(house, "jade", "Mei", "tmall", "Asia/Shanghai", "CNY")
    note(house, "jade", "2026-11-20T10:00:00+08:00", "KZ-041", "rival", "", "168", "cheaper next door")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        models.Note.objects.update(text="nothing happened")
    assert models.Note.objects.get().text == "cheaper next door"
    forget(house, "Mei")
    assert not models.Note.objects.exists()


def test_every_table_of_the_file_is_guarded(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else
                       "SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert {f"{t}_added_only" for t in TABLES} <= {name for (name,) in cursor.fetchall()}
