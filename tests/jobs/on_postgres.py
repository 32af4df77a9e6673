"""Run as a process of its own, with the records in the PostgreSQL that DATABASE_URL names: two days of the clock by its own
timetable and queue, then every page.  Prints what became of each as JSON."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.conftest import Clock


def main(home: Path, queue_url: str) -> dict[str, Any]:
    from daybook.records.connect import migrate_all
    from daybook.web.opened import serve_house
    from daybook.web.settings import settings
    from daybook.workflows.house import add_shop, open_house
    from tests.workflows.given_house import CLIENT, SHOP
    from tests.workflows.worked_house import MONDAY, SATURDAY, at, trade

    clock = Clock()
    at(clock, SATURDAY, 1)
    house = open_house(home, clock, lambda folder, keys: settings(folder, keys.of_house(), ""))
    migrate_all()
    serve_house(house)
    add_shop(house, SHOP, CLIENT, "tmall", "Asia/Shanghai", "CNY")
    at(clock, SATURDAY, 9, 1)
    trade(house, home.parent)
    ran = {}
    for moment in (at(clock, SATURDAY, 9, 1), at(clock, SATURDAY, 22, 31), at(clock, MONDAY, 9, 31)):
        clock.moment = moment
        ran |= work(replace(house, now=clock), queue_url)
    from django.db import connection

    return {"vendor": connection.vendor, "ran": ran, "pages": pages(SHOP)}


def work(house: Any, queue_url: str) -> dict[str, str]:
    """What is due now, done by the clock's own jobs over procrastinate: job and due moment -> state."""
    from daybook.jobs.loop import Loop
    from daybook.jobs.queue import open_queue
    from daybook.jobs.schedule import JOBS
    from daybook.jobs.stopping import Stop
    from daybook.records.models import ScheduledRun

    queue = open_queue(house, "procrastinate", queue_url)
    loop, called = Loop(house, JOBS, queue), 0
    loop.tick()
    while (run := queue.take(1, Stop())) is not None:
        called += loop.work_one(run)
    while loop.work_one():                               # what stepped back for others
        pass
    queue.close()
    done = ScheduledRun.objects.filter(due_at__lte=house.now()).exclude(state="missed")
    return {f"{r.job} {r.due_at:%d %H:%M}": r.state if not r.outcomes.get("failed") else json.dumps(r.outcomes["failed"])
            for r in done} | {f"called at {house.now():%d %H:%M}": str(bool(called))}


def pages(shop: str) -> dict[str, int]:
    """Address -> what an administrator is answered."""
    from django.test import Client
    from django.urls import reverse

    from daybook.domain.work import Role
    from daybook.records import models
    from daybook.web.accounts import add_user, give_role
    from tests.web.matrix import MATRIX

    row, now = models.Shop.objects.get(name=shop), models.Shop.objects.get(name=shop).created_at
    ann = add_user("ann@x.example", None, "Ann", now)
    give_role(ann, Role.ADMIN, None, (), now)
    browser, said = Client(HTTP_HOST="127.0.0.1"), {}
    browser.force_login(ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, one in MATRIX.items():
        if isinstance(one.who, frozenset) and one.method == "get" and not one.token:
            of = {"shop": row.pk} if one.shop else {"client": row.client_id} if one.client else {}
            said[name] = browser.get(reverse(name, kwargs={**of, **dict(one.rest)})).status_code
    return said


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
