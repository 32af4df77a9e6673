"""Twenty people at a large agency: the board of all shops, a shop's morning, and the framework's hello page beside them.

Started by `python -m bench workbench`; alone: `locust -f bench/load/locustfile.py --host http://127.0.0.1:PORT`.
"""

import os
import random
from typing import Any

import gevent
from locust import HttpUser, between, events, task

EMAIL, PASSWORD = os.environ.get("DAYBOOK_LOAD_USER", "load@x.example"), os.environ.get("DAYBOOK_LOAD_PASSWORD", "")
SHOPS = int(os.environ.get("DAYBOOK_LOAD_SHOPS", "1"))
SEED = 11
#: Seconds in which everybody signs in and pages are opened first; they do not count.
WARM = float(os.environ.get("DAYBOOK_LOAD_WARM", "0"))


@events.test_start.add_listener
def warm_up(environment: Any, **_: Any) -> None:
    """What was asked before everything is warm is forgotten."""
    if WARM:
        gevent.spawn_later(WARM, environment.stats.clear_all)


class Operator(HttpUser):
    """One person with one to three seconds of thought between pages."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Signs in as a browser does."""
        self.chance = random.Random(SEED + id(self) % 1000)
        page = self.client.get("/account/login/", name="sign in")
        token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        with self.client.post("/account/login/", {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token},
                              headers={"Referer": self.client.base_url}, name="sign in", catch_response=True) as answer:
            if "/account/login" in answer.url:
                answer.failure("not signed in")

    @task(2)
    def board(self) -> None:
        """All shops on one page."""
        self.client.get("/shops/", name="board")

    @task(5)
    def morning(self) -> None:
        """One shop's morning."""
        self.client.get(f"/shop/{self.chance.randint(1, SHOPS)}/", name="morning")

    @task(2)
    def hello(self) -> None:
        """What the framework itself takes."""
        self.client.get("/hello/", name="hello")
