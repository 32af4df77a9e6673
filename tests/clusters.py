"""A cluster for tests: inside the process, or a master with two workers as `make cluster` starts them."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from daybook.facts.spark import Cluster

ROOT = Path(__file__).resolve().parents[1]
#: Small, since the machine is: heap of the executor and of this process's own driver.
SMALL = {"spark.executor.memory": "1g", "spark.driver.memory": "1g", "spark.sql.shuffle.partitions": "2"}


def spark_is_here() -> None:
    """Skips what needs Spark where it is not installed; it is an extra, and not among the tools of development."""
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'daybook-ops[cluster]'")


@contextmanager
def cluster_inside() -> Iterator[Cluster]:
    """Two workers as threads of this process's Java."""
    spark_is_here()
    cluster = Cluster("local[2]", SMALL)
    try:
        yield cluster
    finally:
        cluster.close()


@dataclass(frozen=True)
class Standing:
    """A master that listens, and the folder in which workers tell their process numbers."""

    master: str
    process: "subprocess.Popen[str]"

    def workers(self) -> list[int]:
        """Process numbers of the executors: children of the workers that `tools/cluster` started."""
        return _below(self.process.pid, "CoarseGrainedExecutorBackend")


@contextmanager
def standing(folder: Path) -> Iterator[Standing]:
    """A master and two workers in processes of their own, as `make cluster` starts them."""
    spark_is_here()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "cluster.log").open("w+")
    process = subprocess.Popen(
        [str(ROOT / "tools" / "cluster"), sys.executable], stdout=log, stderr=log, text=True, start_new_session=True,
        env={**os.environ, "PORT": str(port), "WORK": str(folder / "work")})
    try:
        until = time.monotonic() + 300
        while len(re.findall("Registering worker|Successfully registered", (folder / "cluster.log").read_text())) < 4:
            assert process.poll() is None, (folder / "cluster.log").read_text()[-2000:]
            assert time.monotonic() < until, "no cluster came"
            time.sleep(0.5)
        yield Standing(f"spark://127.0.0.1:{port}", process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()


def _below(parent: int, said: str) -> list[int]:
    """Process numbers in the session of `parent` whose command line holds a word."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            session = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[3])
            if session == parent and said.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except (OSError, IndexError):
            continue
    return found
