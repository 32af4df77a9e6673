"""Every reader beside a hand-written export of its documented layout and the rows that it means."""

import os
from pathlib import Path

import pytest

from daybook.facts.arrow import arrow_schema
from daybook.sources.read import read_file
from daybook.sources.readers import READERS

from .reading import GOLDEN, as_text, reads_for

PLATFORMS = (
    "taobao", "shopify", "douyin", "google", "amazon", "jd", "pinduoduo", "tiktok", "woocommerce", "meta",
    "own", "etsy",
)
FILES = sorted(
    f for p in PLATFORMS for f in GOLDEN.glob(f"{p}/*/*") if f.is_file() and not f.name.endswith(".rows.csv")
)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_an_export_means_the_rows_beside_it(file: Path) -> None:
    platform, export = file.parts[-3], file.parts[-2]
    (parsed,) = read_file(file, reads_for(platform))
    assert parsed.reader == f"{platform}.{export}"
    beside = file.with_name(file.name + ".rows.csv")
    found = as_text(parsed.batches)
    if os.environ.get("DAYBOOK_GOLDEN") == "write":
        beside.write_text(found)
    assert found == beside.read_text()
    for batch in parsed.batches:
        assert batch.rows.schema == arrow_schema(batch.table)


def test_every_reader_of_a_file_has_a_golden_pair() -> None:
    """Pages of an API are read beside its published schema and its answers, in tests of their own."""
    covered = {f"{f.parts[-3]}.{f.parts[-2]}" for f in FILES}
    of_files = {r.name for r in READERS if not type(r).__module__.startswith("daybook.sources.api")}
    assert {name for name in of_files if name.split(".")[0] in PLATFORMS} <= covered


def test_every_golden_file_has_an_owner() -> None:
    assert {f"{f.parts[-3]}.{f.parts[-2]}" for f in FILES} <= {reader.name for reader in READERS}
