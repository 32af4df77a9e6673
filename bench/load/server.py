"""The workbench on a data folder with a person to sign in and a hello page beside it; for measuring only."""

import os
import sys
from pathlib import Path


def main() -> None:
    """`python -m bench.load.server HOME PORT`"""
    from daybook.web.opened import clock, open_workbench

    open_workbench(Path(sys.argv[1]))
    from daybook.domain.work import Role
    from daybook.records import models
    from daybook.web.accounts import add_user, give_role
    from daybook.web.serve import run_until_stopped, serve

    add_hello()
    email = os.environ["DAYBOOK_LOAD_USER"]
    if not models.User.objects.filter(email=email).exists():
        give_role(add_user(email, os.environ["DAYBOOK_LOAD_PASSWORD"], "Load", clock()), Role.DIRECTOR, None, (), clock())
    server = serve(int(sys.argv[2]))
    print(f"serving on {server.effective_port}", flush=True)
    run_until_stopped(server)


def add_hello() -> None:
    """A page that says hello behind everything that a request passes: what the framework itself takes.  The house is open."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from daybook.web import urls
    from daybook.web.access import public

    @public
    def hello(request: HttpRequest) -> HttpResponse:
        return HttpResponse("hello")

    urls.urlpatterns.append(path("hello/", hello, name="hello"))


if __name__ == "__main__":
    main()
