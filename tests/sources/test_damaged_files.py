"""Whatever happens to a file on its way, the answer is rows or a sentence for a person, never a crash."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybook.domain.errors import DaybookError
from daybook.sources.read import read_file

from .reading import GOLDEN, reads_for

EXPORTS = sorted(f for p in ("taobao", "shopify", "douyin") for f in (GOLDEN / p).glob("*/*")
                 if not f.name.endswith(".rows.csv"))
INSERTED = (b'"', b",", b"\r\n", b"\t", b"\x00", b"1E+15", b"\xff\xfe", b"")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EXPORTS), st.floats(0, 1), st.integers(0, 40), st.sampled_from(INSERTED), st.booleans())
def test_a_damaged_export_is_read_or_refused_with_what_to_do(
    tmp_path: Path, export: Path, at: float, lost: int, inserted: bytes, packed: bool
) -> None:
    content = export.read_bytes()
    cut = int(at * len(content))
    damaged = content[:cut] + inserted + content[cut + lost:]
    file = tmp_path / export.name
    file.write_bytes(gzip.compress(damaged)[:-lost or None] if packed else damaged)
    assert outcome(file, export)


def outcome(file: Path, export: Path) -> str:
    """What a person is told: the next step of a refusal, the doubts about what was read, or "read"."""
    try:
        parsed = read_file(file, reads_for(export.parts[-3]))
    except DaybookError as error:
        return error.next_step
    return " ".join(str(x) for p in parsed for x in (*p.warnings, *p.rejected)) or "read"


@pytest.mark.parametrize("export", EXPORTS, ids=lambda f: f.name)
def test_an_export_cut_off_at_half_is_not_read_as_whole(export: Path, tmp_path: Path) -> None:
    content = export.read_bytes()
    file = tmp_path / export.name
    file.write_bytes(content[: len(content) // 2 // 2 * 2 - 3])
    assert outcome(file, export) not in ("", "read")
