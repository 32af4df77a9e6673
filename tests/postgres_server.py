"""A PostgreSQL of a test's own: made in a folder, started on a port of its own, and gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def postgres_binaries() -> Path | None:
    """Where PostgreSQL's programs are; None where they are not installed."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin")]
    return next((p for p in places if (p / "postgres").exists() and (p / "initdb").exists()), None)


def plain_user() -> Callable[[], None] | None:
    """PostgreSQL does not run as root: how a process becomes another user there."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            who = pwd.getpwnam(name)
        except KeyError:
            continue

        def become(uid: int = who.pw_uid, gid: int = who.pw_gid) -> None:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)

        return become
    pytest.skip("no user other than root to run PostgreSQL")


@contextmanager
def postgres(port: int) -> Iterator[str]:
    """A PostgreSQL of its own while a test runs; gives its URL."""
    programs = postgres_binaries()
    if programs is None or shutil.which("initdb", path=str(programs)) is None:
        pytest.skip("no PostgreSQL programs are installed on this machine")
    become = plain_user()
    folder = Path(f"/tmp/daybook-pg-{os.getpid()}")
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    plain = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C"}
    try:
        subprocess.run([str(programs / "initdb"), "-D", str(folder / "pg"), "-A", "trust", "-U", "daybook", "-N",
                        "-E", "UTF8", "--locale=C"],
                       check=True, capture_output=True, preexec_fn=become, env=plain, cwd="/tmp")
        server = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(folder / "pg"), "-p", str(port), "-k", str(folder), "-F",
             "-c", "listen_addresses=127.0.0.1"], preexec_fn=become, env=plain, cwd="/tmp",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            url = f"postgresql://daybook@127.0.0.1:{port}/postgres"
            _wait_for(url)
            yield url
        finally:
            server.send_signal(signal.SIGINT)           # ends now, without waiting for clients
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str) -> None:
    import psycopg

    patience = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.1)
        else:
            return


