"""Plain copies of exports lie in a folder of their own while they are read, and never longer than the process that reads."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from daybook.sources.whole_file import remove_left_files, written_whole
from daybook.workflows.scratch import remove_left_scratch, scratch_folder

KILLED = """
import os, signal, sys
from pathlib import Path
from daybook.workflows.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "orders.csv").write_text("a buyer's address")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


HALF = """
import os, signal, sys
from pathlib import Path
from daybook.sources.whole_file import written_whole
with written_whole(Path(sys.argv[1])) as out:
    out.write(b"half of a landing")
    out.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def fail(target: Path) -> None:
    with written_whole(target) as out:
        out.write(b"nothing of this")
        raise OSError("disk full")


def test_a_file_that_a_killed_process_wrote_halfway_goes_and_one_in_the_making_stays(tmp_path: Path) -> None:
    target = tmp_path / "client" / "a.landing"
    target.parent.mkdir()
    dead = subprocess.run([sys.executable, "-c", HALF, str(target)], check=False)
    assert dead.returncode == -signal.SIGKILL
    [left] = target.parent.iterdir()
    with written_whole(target) as out:
        out.write(b"whole")
        assert remove_left_files(tmp_path) == 1
        assert not left.exists()
    assert [(f.name, f.read_bytes()) for f in target.parent.iterdir()] == [("a.landing", b"whole")]
    with pytest.raises(OSError, match="full"):
        fail(target)
    assert [(f.name, f.read_bytes()) for f in target.parent.iterdir()] == [("a.landing", b"whole")]


def test_what_a_killed_process_left_goes_and_what_is_in_use_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead = subprocess.run([sys.executable, "-c", KILLED], env={**os.environ, "TMPDIR": str(tmp_path)}, text=True,
                          capture_output=True, check=False)
    assert dead.returncode == -signal.SIGKILL, dead.stderr
    left = Path(dead.stdout.strip())
    assert (left / "orders.csv").exists()
    (tmp_path / "daybook-of-somebody-else").mkdir()
    with scratch_folder() as mine:
        assert remove_left_scratch() == 1
        assert mine.exists()
    assert not left.exists()
    assert not mine.exists()
    assert [f.name for f in tmp_path.iterdir()] == ["daybook-of-somebody-else"]
