"""Jobs that are killed: starts them in processes of their own, and says where each one died."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """How a job ended: its exit code (-9: killed), and the steps that it told."""

    code: int
    steps: tuple[str, ...]

    @property
    def where(self) -> str:
        """The place of death, or "finished"."""
        if self.code == 0:
            return "finished"
        if not self.steps:
            return "before it began"
        *kind, when = self.steps[-1].split(" ")
        step = " ".join(kind)
        if when == "begun" and step in ("append", "rewrite", "roll back", "publish", "vacuum"):
            return f"inside {step}"
        if "publish done" in self.steps and step in ("publish", "vacuum"):
            return "after publish"
        if any(s in ("append done", "rewrite done") for s in self.steps):
            return "between tables"
        return "before the first commit"


class Jobs:
    """A process that starts jobs; use it as a context."""

    def __init__(self, folder: Path, name: str = "progress") -> None:
        self.folder, self.name = folder, name

    def __enter__(self) -> "Jobs":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.facts.child"], cwd=ROOT, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)

    def begin(self, what: str, **more: Any) -> int:
        """Starts a job; gives its process number."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.progress.unlink(missing_ok=True)
        job = {"folder": str(self.folder), "what": what, "progress": self.name, **more}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> Ended:
        """Waits for the job that runs."""
        assert self.process.stdout is not None
        code = int(self.process.stdout.readline())
        told = self.progress.read_text().splitlines() if self.progress.exists() else []
        return Ended(code, tuple(told))

    def run(self, what: str, **more: Any) -> Ended:
        self.begin(what, **more)
        return self.end()

    def kill_after(self, seconds: float, what: str, **more: Any) -> Ended:
        """Kills the job that many seconds after it began its work."""
        child = self.begin(what, **more)
        patience = time.monotonic() + 60
        while not self.progress.exists() and time.monotonic() < patience:
            time.sleep(0.001)
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        return self.end()

    @property
    def progress(self) -> Path:
        return self.folder / self.name


def way_to_die(chance: random.Random, what: str) -> dict[str, Any]:
    """Before, inside or after a random step of a job of this kind."""
    steps = {"load": ("append", "append", "append", "publish"), "compact": ("rewrite", "rewrite", "publish"),
             "forget": ("rewrite", "rewrite", "publish", "vacuum"), "vacuum": ("vacuum",)}
    step = chance.choice(steps[what])
    many = {"append": 7, "rewrite": 7, "publish": 1, "vacuum": 7}[step]
    return {"step": step, "nth": chance.randint(1, many), "when": chance.choice(["begun", "inside", "inside", "done"]),
            "after": chance.uniform(0, 0.006)}
