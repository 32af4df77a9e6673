"""How long pages of a large agency take with many people at once: `python -m bench workbench --home DIR`.

DIR is written by `python -m bench bulk --to DIR --shops 1000 --products 500 --days 60 --mornings 1` (docs/performance.md).
The load comes from the same machine; the hello page of the same run says what the framework itself takes there.
"""

import argparse
import csv
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT = 300          # milliseconds at the 95th percentile
WARM = 45            # seconds in which everybody signs in (a password's hash takes its time); they do not count


def main() -> int:
    """Prints the pages' percentiles; 1 where a page is slower than the limit or fails."""
    said = argparse.ArgumentParser(prog="python -m bench workbench", description=__doc__)
    said.add_argument("--home", type=Path, required=True, help="the data folder")
    said.add_argument("--shops", type=int, default=1000, help="how many shops it has")
    said.add_argument("--users", type=int, default=20, help="people at once")
    said.add_argument("--minutes", type=float, default=5, help="for how long, after everybody signed in")
    asked = said.parse_args()
    env = {**os.environ, "DAYBOOK_LOAD_USER": "load@x.example", "DAYBOOK_LOAD_PASSWORD": secrets.token_urlsafe(16),
           "DAYBOOK_LOAD_SHOPS": str(asked.shops)}
    forget_user(asked.home, env)
    server = subprocess.Popen([sys.executable, "-m", "bench.load.server", str(asked.home), "0"], env=env, text=True,
                              stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        port = server.stdout.readline().rsplit(" ", 1)[-1].strip()
        rows = _locust(port, asked.users, asked.minutes, env)
    finally:
        server.terminate()
        server.wait(60)
    print(f"{asked.users} people, {asked.minutes:g} minutes, load of this machine {os.getloadavg()[0]:.1f}")
    for row in rows:
        print(f"{row['Name']:<10} {row['Request Count']:>6} asked  {row['Failure Count']:>3} failed  "
              f"median {float(row['50%']):>6.0f} ms  95% {float(row['95%']):>6.0f} ms")
    slow = [r for r in rows if r["Name"] in ("board", "morning") and float(r["95%"]) >= LIMIT]
    return int(bool(slow) or any(int(r["Failure Count"]) for r in rows))


def forget_user(home: Path, env: dict[str, str]) -> None:
    """A person of an earlier run has another password."""
    said = ("import os, sys; from pathlib import Path; from daybook.web.opened import open_workbench; "
            "open_workbench(Path(sys.argv[1])); from daybook.records import models; "
            "models.User.objects.filter(email=os.environ['DAYBOOK_LOAD_USER']).delete()")
    subprocess.run([sys.executable, "-c", said, str(home)], env=env, check=True)


def _locust(port: str, users: int, minutes: float, env: dict[str, str]) -> list[dict[str, str]]:
    """One run of the load; its rows by page."""
    with tempfile.TemporaryDirectory(prefix="daybook-load-") as folder:
        subprocess.run([sys.executable, "-m", "locust", "-f", str(HERE / "locustfile.py"), "--headless", "--only-summary",
                        "-u", str(users), "-r", "5", "-t", f"{round(minutes * 60) + WARM}s", "--host", f"http://127.0.0.1:{port}",
                        "--csv", f"{folder}/load"], env={**env, "DAYBOOK_LOAD_WARM": str(WARM)},
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        with Path(f"{folder}/load_stats.csv").open(encoding="utf-8") as found:
            return [r for r in csv.DictReader(found) if r["Name"] not in ("Aggregated", "sign in")]


if __name__ == "__main__":
    sys.exit(main())
