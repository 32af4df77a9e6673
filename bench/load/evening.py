"""Sixty people who watch one evening at once: `python -m bench evening --home DIR`.

DIR is a copy of a data folder with orders of some weeks (`daybook --home DIR demo`): readings are added to it.  Every viewer
asks the stream as a browser's EventSource does, with the id of the last event, and comes back when the answer says; a console
is read every so many seconds.  Told are the time of an answer, how long after a reading viewers have the new board, and the
processor time that the server took.  The load comes from the same machine.
"""

import argparse
import http.client
import os
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bench.load.workbench import forget_user

LIMIT = 300          # milliseconds at the 95th percentile, of an answer


@dataclass
class Heard:
    """What the viewers heard: seconds of each answer, boards with the moment at which they came and to whom, and failures."""

    answers: list[float] = field(default_factory=list)
    boards: list[tuple[float, int]] = field(default_factory=list)
    failed: int = 0


class Browser:
    """One connection with its cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port, self.cookies, self.form = port, dict(cookies or {}), ""

    def ask(self, path: str, said: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
        """GET, or POST of a form; gives status and text."""
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        heads = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Host": f"127.0.0.1:{self.port}",
                 "Referer": f"http://127.0.0.1:{self.port}/", **(headers or {})}
        if said is not None:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
            said = {**said, "csrfmiddlewaretoken": self.form}
        door.request("GET" if said is None else "POST", path, urlencode(said) if said else None, heads)
        answer = door.getresponse()
        text = answer.read().decode()
        self.form = text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0] or self.form
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {k: m.value for k, m in SimpleCookie(cookie).items()}
        door.close()
        return answer.status, text


def view(browser: Browser, shop: int, until: float, heard: Heard, number: int) -> None:
    """One viewer: asks, keeps the id, waits as long as the answer says, asks again."""
    seen, retry = "", 5.0
    while time.monotonic() < until:
        began = time.perf_counter()
        try:
            status, text = browser.ask(f"/shop/{shop}/evening/stream/", headers={"Last-Event-ID": seen} if seen else None)
        except OSError:
            status, text = 0, ""
        heard.answers.append(time.perf_counter() - began)
        heard.failed += status != 200
        for line in text.splitlines()[:3]:
            if line.startswith("retry: "):
                retry = int(line.removeprefix("retry: ")) / 1000
            if line.startswith("id: "):
                seen = line.removeprefix("id: ")
                heard.boards.append((time.monotonic(), number))
        time.sleep(retry)


def main() -> int:
    """Prints the figures; 1 where an answer failed or was slower than the limit."""
    said = argparse.ArgumentParser(prog="python -m bench evening", description=__doc__)
    said.add_argument("--home", type=Path, required=True, help="the data folder; readings and a person are added to it")
    said.add_argument("--shop", type=int, default=1, help="the number of the shop that is watched")
    said.add_argument("--viewers", type=int, default=60)
    said.add_argument("--seconds", type=float, default=180)
    said.add_argument("--every", type=float, default=30, help="seconds between two readings of the console")
    said.add_argument("--zone", default="Asia/Shanghai", help="the zone of the shop")
    asked = said.parse_args()
    env = {**os.environ, "DAYBOOK_LOAD_USER": "load@x.example", "DAYBOOK_LOAD_PASSWORD": secrets.token_urlsafe(16),
           "DAYBOOK_LOAD_SHOPS": "1"}
    forget_user(asked.home, env)
    server = subprocess.Popen([sys.executable, "-m", "bench.load.server", str(asked.home), "0"], env=env, text=True,
                              stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline().rsplit(" ", 1)[-1].strip())
        return _measure(asked, port, env, server.pid)
    finally:
        server.terminate()
        server.wait(60)


def _measure(asked: argparse.Namespace, port: int, env: dict[str, str], server: int) -> int:
    first = Browser(port)
    first.ask("/account/login/")
    first.ask("/account/login/", {"login": env["DAYBOOK_LOAD_USER"], "password": env["DAYBOOK_LOAD_PASSWORD"]})
    first.ask(f"/shop/{asked.shop}/evening/reading/")
    status, _ = first.ask(f"/shop/{asked.shop}/evening/")
    if status != 200:
        print(f"the evening's page answered {status}", file=sys.stderr)
        return 1
    heard, until, began = Heard(), time.monotonic() + asked.seconds, _spent(server)
    viewers = [threading.Thread(target=view, args=(Browser(port, first.cookies), asked.shop, until, heard, n))
               for n in range(asked.viewers)]
    for viewer in viewers:
        viewer.start()
        time.sleep(5.0 / asked.viewers)
    kept, paid = [], 10 * (int(time.time()) % 10_000_000)      # more than an earlier run said, or it is refused
    while time.monotonic() < until - asked.every / 2:
        paid += 100
        clock = datetime.now(ZoneInfo(asked.zone))
        kept.append(time.monotonic())              # before it is kept: a viewer may have the board before the answer is here
        first.ask(f"/shop/{asked.shop}/evening/reading/keep/", {"at": f"{clock:%H:%M}", "paid": str(paid)})
        time.sleep(asked.every)
    for viewer in viewers:
        viewer.join()
    return _told(asked, heard, kept, _spent(server) - began)


def _waits(heard: Heard, moment: float) -> list[float]:
    """Seconds from a reading to the next board of each viewer who was sent one after it."""
    first: dict[int, float] = {}
    for at, viewer in sorted(heard.boards):
        if at >= moment:
            first.setdefault(viewer, at - moment)
    return list(first.values()) or [float("nan")]


def _spent(process: int) -> float:
    """Processor seconds that a process has taken, all of its threads."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _told(asked: argparse.Namespace, heard: Heard, kept: list[float], spent: float) -> int:
    cut = quantiles([1000 * s for s in heard.answers], n=100)
    waited = [_waits(heard, moment) for moment in kept]
    print(f"{asked.viewers} viewers, {asked.seconds:g} s, load of this machine {os.getloadavg()[0]:.1f}")
    print(f"{len(heard.answers)} answers, {heard.failed} failed, {len(heard.boards)} boards sent; "
          f"median {cut[49]:.0f} ms, 95% {cut[94]:.0f} ms, 99% {cut[98]:.0f} ms")
    print(f"{len(kept)} readings: the first viewer had the new board after {max(map(min, waited)):.1f} s at most, "
          f"the last after {max(map(max, waited)):.1f} s")
    print(f"the server took {spent:.1f} s of processor: {100 * spent / asked.seconds:.0f} % of one core")
    return int(heard.failed > 0 or cut[94] >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
