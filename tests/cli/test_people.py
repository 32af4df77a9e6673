"""People from the command line: registered with a role, once each, and the demonstration's own person anew each time."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import CommandLine


def test_a_person_is_registered_once_and_given_further_roles(daybook: CommandLine):
    from daybook.records import models

    daybook("shop", "add", "jade", "--client", "Jade", "--platform", "tmall", "--tz", "Asia/Shanghai", "--currency", "CNY")
    said = daybook.json("user", "add", "Mei@x.example", "--role", "account_manager", "--client", "Jade", "--shop", "jade")
    assert len(said["password"]) >= 12
    again = daybook.json("user", "add", "mei@x.example", "--role", "admin")
    assert again["password"] is None, "who is there keeps the password"
    mei = models.User.objects.get()
    assert mei.check_password(said["password"])
    assert sorted(m.role for m in mei.memberships.all()) == ["account_manager", "admin"]
    assert daybook("user", "add", "bo@x.example", "--role", "operator", "--client", "Wu").exit_code == 2


def test_the_demonstrations_person_has_a_new_password_each_time(daybook: CommandLine):
    from daybook.records import models
    from daybook.web.opened import clock
    from daybook.web.registering import demo_person

    daybook("user", "add", "bo@x.example", "--role", "admin")
    (email, first), (_, second) = demo_person(clock()), demo_person(clock())
    assert first != second
    assert models.User.objects.get(email=email).check_password(second)


def test_a_person_is_registered_by_a_process_of_its_own(daybook: CommandLine, keys: Path) -> None:
    """As people call it: nothing has opened the records before."""
    call = [sys.executable, "-m", "daybook", "--home", str(daybook.home), "--lang", "en", "user", "add", "mei@x.example",
            "--role", "admin"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, "mei@x.example is admin of every client" in done.stdout) == (0, True), done.stderr


def test_tokens_roles_and_who_saw_what_are_kept_at_the_prompt_too(daybook: CommandLine) -> None:
    """A token is shown once and never again; the last administrator stays; what was done with a token says so."""
    from django.test import Client

    daybook("shop", "add", "jade", "--client", "Jade", "--platform", "tmall", "--tz", "Asia/Shanghai", "--currency", "CNY")
    daybook("user", "add", "ann@x.example", "--role", "admin")
    daybook("user", "add", "bo@x.example", "--role", "operator", "--client", "Jade")
    made = daybook.json("user", "token", "bo@x.example", "--name", "night script", "--scope", "read")["token"]
    asked = {"Authorization": f"Bearer {made}"}
    assert Client().get("/api/v1/shops/", headers=asked).status_code == 200
    [kept] = daybook.json("user", "tokens")
    assert (kept["email"], kept["scopes"], made.startswith(kept["begins"])) == ("bo@x.example", ["read"], True)
    assert made not in daybook("user", "tokens").output
    assert [(r["who"], r["token"], r["status"]) for r in daybook.json("user", "seen", "--last", "1")] == [
        ("bo@x.example", "night script", 200)]
    daybook("user", "revoke", kept["number"])
    assert Client().get("/api/v1/shops/", headers=asked).status_code == 401
    assert daybook("user", "end", "ann@x.example", "--role", "admin").exit_code == 2
    daybook("user", "end", "bo@x.example", "--role", "operator", "--client", "Jade")
    assert [(p["email"], [r["role"] for r in p["roles"]]) for p in daybook.json("user", "list")] == [
        ("ann@x.example", ["admin"]), ("bo@x.example", [])]


def test_a_served_workbench_asked_to_end_ends_cleanly(daybook: CommandLine, keys: Path) -> None:
    """It says where it serves, answers, and after a TERM is gone without a word of complaint."""
    import re
    import signal
    from urllib.request import urlopen

    call = [sys.executable, "-m", "daybook", "--home", str(daybook.home), "--lang", "en", "serve", "--port", "0"]
    running = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", running.stderr.readline())
        assert found
        with urlopen(found[0] + "setup/", timeout=60) as answer:
            assert answer.status == 200
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=60)
    finally:
        running.kill()
    assert (running.returncode, said.strip().splitlines()[-1], "Traceback" in said) == (0, "stopped", False)
