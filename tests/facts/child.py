"""One job on a lake in a process of its own, which may be killed at any moment; tells a progress file where it is.

Run as `python -m tests.facts.child`: reads jobs as JSON lines, forks for each before anything was used that does
not survive a fork, and answers with two lines: the child's number when it starts, how it ended when it ends.
"""

import json
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.facts.delivery import Delivery
from daybook.facts.lake import Lake
from tests.facts.shops import ROLLUPS, Home, ads, delivery, line, lines, nine, open_home, order, orders, report

if TYPE_CHECKING:
    import pyarrow as pa

    from daybook.domain.published import Published
    from daybook.facts.table import Table
    from daybook.records.books import RecordBooks

SHOPS = ("kettles", "lamps", "rugs")


def scripted(n: int) -> Delivery:
    """The n-th delivery of a long history: new orders, paid and refunded ones, lost lines, corrected reports."""
    shop = SHOPS[n % 3]
    rows = [order(f"{k}", 1 + k, paid=1 + k if k + n < 30 or n % 2 else None, amount=str(10 + (n + k) % 4),
                  buyer_id=f"b{k % 5}") for k in range(n % 40, n % 40 + 6)]
    held = [line(f"{k}", f"l{m}", 1 + k, paid=1 + k, amount=str(n % 3 + 1))
            for k in range(n % 40, n % 40 + 4) for m in range(1 + (n + k) % 3)]
    corrected = report(ads(1 + n % 2, "p1", str(n)), ads(40, "p1", str(n % 5)), covers=(1, 3))
    return delivery(shop, f"D{n}", nine(2 + n), orders(*rows), lines(*held), corrected)


class Watched:
    """Says where the job is, and dies there if it is to: before, inside or after the nth step of a kind."""

    def __init__(self, progress: Path, die: dict[str, Any] | None) -> None:
        self.out = os.open(progress, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.die, self.seen = die, 0

    def __call__(self, step: str, when: str) -> None:
        os.write(self.out, f"{step} {when}\n".encode())
        if self.die is None or self.die["step"] != step:
            return
        self.seen += when == "begun"
        if self.seen != self.die["nth"]:
            return
        if self.die["when"] == "inside" and when == "begun":
            threading.Timer(self.die["after"], os.kill, (os.getpid(), signal.SIGKILL)).start()
        elif self.die["when"] == when:
            os.kill(os.getpid(), signal.SIGKILL)


class WatchedLake(Lake):
    """The lake, each of whose commits and vacuums is told."""

    def __init__(self, folder: Path, watched: Watched) -> None:
        super().__init__(folder)
        self.watched = watched

    def append(self, table: "Table", rows: "pa.Table") -> int:
        self.watched("append", "begun")
        version = super().append(table, rows)
        self.watched("append", "done")
        return version

    def replace(self, table: str, rows: "pa.Table", month: str, bucket: int) -> int:
        self.watched("rewrite", "begun")
        version = super().replace(table, rows, month, bucket)
        self.watched("rewrite", "done")
        return version

    def vacuum(self, table: str, keep: Any) -> int:
        self.watched("vacuum", "begun")
        gone = super().vacuum(table, keep)
        self.watched("vacuum", "done")
        return gone

    def roll_back(self, table: str, version: int | None) -> None:
        self.watched("roll back", "begun")
        super().roll_back(table, version)
        self.watched("roll back", "done")


class WatchedBooks:
    """The books, whose publishing is told."""

    def __init__(self, books: "RecordBooks", watched: Watched) -> None:
        self.books, self.watched = books, watched

    def published(self) -> "Published":
        return self.books.published()

    def next_load(self, count: int = 1) -> int:
        return self.books.next_load(count)

    def publish(self, published: "Published") -> None:
        self.watched("publish", "begun")
        self.books.publish(published)
        self.watched("publish", "done")


def work(job: dict[str, Any]) -> None:
    """Carries out one job: load, compact, vacuum or forget."""
    from daybook.facts.forget import forget_rows

    if job.get("largest_file"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest_file"], resource.RLIM_INFINITY))
    plain = open_home(Path(job["folder"]))
    watched = Watched(Path(job["folder"]) / job.get("progress", "progress"), job.get("die"))
    watched("job", "begun")
    home = Home(plain.folder, WatchedLake(plain.lake.folder, watched), WatchedBooks(plain.books, watched))
    if job["what"] == "load":
        for n in job["numbers"]:
            home.load(scripted(n))
    elif job["what"] == "compact":
        home.compact()
    elif job["what"] == "vacuum":
        home.vacuum()
    else:
        forget_rows(home.lake, home.books, job["client"])
    watched("job", "done")


def _import_what_jobs_need() -> None:
    """Imports only: pyarrow, duckdb and deltalake do not live through a fork once they were used."""
    import deltalake  # noqa: F401
    import duckdb  # noqa: F401
    import ibis.backends.sql.compilers  # noqa: F401

    assert ROLLUPS


def main() -> None:
    _import_what_jobs_need()
    for text in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(json.loads(text))
            except BaseException as problem:
                print(f"{type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
                os._exit(17)
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
