"""The audit finds nothing in the code and no secret that nobody has looked at; packages may be not audited, and it says so."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.long
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="looks at the files of a checkout")
def test_the_audit_finds_nothing_and_is_never_green_where_no_advisories_answered() -> None:
    told = subprocess.run([ROOT / "tools" / "audit"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode in (0, 3), told.stdout + told.stderr
    assert (told.returncode == 3) == ("NOT AUDITED" in told.stdout)
    assert "nothing new" in told.stdout
