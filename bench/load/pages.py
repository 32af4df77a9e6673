"""What a page costs by itself: processor time and queries, asked one after the other: `python -m bench pages --home DIR`.

Beside `python -m bench workbench`, whose times are those of people at a busy server; DIR as there.
"""

import argparse
import secrets
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.load.server import add_hello

PAGES = ("/hello/", "/shops/", "/shop/{}/", "/shop/{}/plan/", "/team/", "/rules/")
EMAIL = "pages@x.example"


def main() -> int:
    """Prints for each page: the first time, the least and the median of other shops' and of the same again, queries, size."""
    said = argparse.ArgumentParser(prog="python -m bench pages", description=__doc__)
    said.add_argument("--home", type=Path, required=True, help="the data folder; a person is added to it")
    said.add_argument("--times", type=int, default=12, help="how often each page is asked")
    asked = said.parse_args()
    browser = _signed_in(asked.home)
    add_hello()
    from daybook.records import models

    shops = list(models.Shop.objects.order_by("pk").values_list("pk", flat=True))
    print(f"{len(shops)} shops")
    for page in PAGES:
        taken, found = [], None
        for n in range(asked.times):
            begun = time.process_time()
            found = browser.get(page.format(shops[n % len(shops)]))
            taken.append((time.process_time() - begun) * 1000)
            if found.status_code != 200:
                print(f"{page} answered {found.status_code}", file=sys.stderr)
                return 1
        again = _again(browser, page.format(shops[0]), asked.times)
        size = len(found.content) // 1024 if found is not None else 0
        others = taken[1:]
        print(f"{page:<18} first {taken[0]:>6.0f} ms  least {min(others):>5.0f}  median {median(others):>5.0f}  "
              f"again {again:>5.0f}  {_queries(browser, page.format(shops[0])):>3} queries  {size:>4} KiB")
    return 0


def _signed_in(home: Path) -> Any:
    from daybook.web.opened import clock, open_workbench

    open_workbench(home)
    from django.test import Client

    from daybook.domain.work import Role
    from daybook.records import models
    from daybook.web.accounts import add_user, give_role

    user = models.User.objects.filter(email=EMAIL).first()
    if user is None:
        user = add_user(EMAIL, secrets.token_urlsafe(16), "Pages", clock())
        give_role(user, Role.DIRECTOR, None, (), clock())
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def _again(browser: Any, address: str, times: int) -> float:
    """The median of the same page asked again and again."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        browser.get(address)
        taken.append((time.process_time() - begun) * 1000)
    return median(taken)


def _queries(browser: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return len(asked)


if __name__ == "__main__":
    sys.exit(main())
