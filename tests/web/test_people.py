"""People: invitations, tokens, the second factor, and what is written down about all of them."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse

from daybook.domain.rights import Scope
from daybook.domain.work import Role
from tests.web.conftest import NOON, PASSWORD, Workbench

LETTERS = override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


@pytest.fixture(autouse=True)
def nobody_is_throttled() -> None:
    from django.core.cache import cache

    cache.clear()


def test_a_person_signs_in_with_the_password_and_is_throttled_when_guessing(bench: Workbench):
    bench.person("bo@x.example", (Role.OPERATOR, bench.mine.client))
    browser = bench.browser()
    right = browser.post(reverse("account_login"), {"login": "bo@x.example", "password": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, "/")
    guesser = bench.browser()
    answers = [guesser.post(reverse("account_login"), {"login": "bo@x.example", "password": f"guess {n}"})
               for n in range(7)]
    assert "signed_in" not in str(answers[-1].content)
    locked = guesser.post(reverse("account_login"), {"login": "bo@x.example", "password": PASSWORD})
    assert locked.status_code != 302, "after five wrong ones not even the right one counts"


def test_nobody_signs_up_by_themselves(bench: Workbench):
    from daybook.records import models

    browser = bench.browser()
    browser.post(reverse("account_signup"), {"email": "new@x.example", "password1": PASSWORD})
    assert not models.User.objects.filter(email="new@x.example").exists()


@LETTERS
def test_an_invitation_is_good_once_and_gives_the_role_that_it_promised(bench: Workbench):
    from daybook.records import models

    mei = bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client))
    answer = bench.browser(mei).post(reverse("invite"), {
        "email": "lin@x.example", "role": "ads", "client": bench.mine.client_id, "shops": [bench.mine.pk]})
    [link] = re.findall(r'value="http://testserver([^"]+)"', answer.content.decode())
    assert link in mail.outbox[-1].body
    assert not models.Invitation.objects.filter(token_hash__in=link.split("/")).exists(), "only a hash is kept"

    browser = bench.browser()
    weak = browser.post(link, {"name": "Lin", "password": "1234567890"})
    assert not models.User.objects.filter(email="lin@x.example").exists(), weak.content
    browser.post(link, {"name": "Lin", "password": "plans and bids"})
    lin = models.User.objects.get(email="lin@x.example")
    [role] = lin.memberships.all()
    assert (role.role, role.client, [s.pk for s in role.shops.all()]) == ("ads", bench.mine.client, [bench.mine.pk])
    assert bench.browser().get(link).status_code == 410


@LETTERS
def test_an_invitation_is_over_after_a_week(bench: Workbench):
    from daybook.web.accounts import invitation_of, invite

    token = invite("late@x.example", Role.OPERATOR, bench.mine.client, (), None, NOON)
    assert invitation_of(token, NOON + timedelta(days=6)) is not None
    assert invitation_of(token, NOON + timedelta(days=8)) is None


def test_nobody_gives_more_than_they_hold_nor_to_another_client(bench: Workbench):
    from daybook.records import models

    mei = bench.person("mei2@x.example", (Role.DIRECTOR, bench.mine.client))
    browser = bench.browser(mei)
    for said in ({"role": "admin", "client": bench.mine.client_id}, {"role": "ads", "client": bench.wus.client_id},
                 {"role": "ads", "client": ""}, {"role": "ads", "client": bench.mine.client_id, "shops": [bench.wus.pk]}):
        browser.post(reverse("invite"), {"email": "more@x.example", **said})
    assert not models.Invitation.objects.filter(email="more@x.example").exists()


def test_a_membership_of_another_client_cannot_be_ended(bench: Workbench):
    from daybook.records import models

    mei = bench.person("mei3@x.example", (Role.DIRECTOR, bench.mine.client))
    wu = bench.person("wu@y.example", (Role.OPERATOR, bench.wus.client))
    theirs = wu.memberships.get()
    assert bench.browser(mei).post(reverse("end_membership", args=[theirs.pk])).status_code == 404
    bo = bench.person("bo3@x.example", (Role.OPERATOR, bench.mine.client))
    browser = bench.browser(bo)
    assert browser.get(reverse("morning", args=[bench.mine.pk])).status_code == 200
    bench.browser(mei).post(reverse("end_membership", args=[bo.memberships.get().pk]))
    assert browser.get(reverse("morning", args=[bench.mine.pk])).status_code == 404, "at once, in a running session"
    assert models.Membership.objects.get(user=bo).ended_at is not None


def test_a_role_at_one_client_gives_nothing_at_another(bench: Workbench):
    both = bench.person("both@x.example", (Role.DIRECTOR, bench.mine.client), (Role.DESIGNER, bench.wus.client))
    browser = bench.browser(both)
    assert browser.get(reverse("morning", args=[bench.mine.pk])).status_code == 200
    assert browser.get(reverse("morning", args=[bench.wus.pk])).status_code == 403
    assert bench.wus.name not in browser.get(reverse("agency")).content.decode().split("</aside>")[1]
    seen = browser.get(reverse("people")).content.decode().split("</aside>")[1]
    assert bench.wus.client.name not in seen


def test_a_token_is_kept_as_a_hash_ends_and_is_its_owners_alone(bench: Workbench):
    from daybook.records import models
    from daybook.web.tokens import make_token, token_of

    bo = bench.person("bo4@x.example", (Role.OPERATOR, bench.mine.client))
    token = make_token(bo, "nightly", [Scope.READ], NOON, 30)
    row = models.ApiToken.objects.get(user=bo)
    assert token not in (row.token_hash, row.prefix)
    assert token_of(token, NOON + timedelta(days=29)) == row
    assert token_of(token, NOON + timedelta(days=31)) is None
    lin = bench.person("lin4@x.example", (Role.ADMIN, None))
    assert bench.browser(lin).post(reverse("revoke_token", args=[row.pk])).status_code == 404
    bench.browser(bo).post(reverse("revoke_token", args=[row.pk]))
    assert token_of(token, NOON) is None


def test_who_saw_and_did_what_is_written_down(bench: Workbench):
    from daybook.records import models

    bo = bench.person("bo5@x.example", (Role.OPERATOR, bench.mine.client))
    browser = bench.browser(bo)
    browser.get(reverse("morning", args=[bench.mine.pk]))
    browser.get(reverse("morning", args=[bench.wus.pk]))
    rows = list(models.Audit.objects.filter(user=bo).order_by("pk").values_list("what", "shop", "status"))
    assert ("morning", bench.mine.pk, 200) in rows
    assert ("morning", None, 404) in rows


def test_a_second_factor_is_asked_for_once_it_is_on(bench: Workbench):
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

    bo = bench.person("bo6@x.example", (Role.OPERATOR, bench.mine.client))
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(bo, secret)
    browser = bench.browser()
    first = browser.post(reverse("account_login"), {"login": "bo6@x.example", "password": PASSWORD})
    assert first["Location"] == reverse("mfa_authenticate")
    assert browser.get("/shops/").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    browser.post(reverse("mfa_authenticate"), {"code": code})
    assert browser.get("/shops/").status_code == 200


@LETTERS
def test_a_forgotten_password_is_set_anew_by_letter(bench: Workbench):
    open_still = bench.browser(bench.person("bo7@x.example", (Role.OPERATOR, bench.mine.client)))
    assert open_still.get(reverse("tokens")).status_code == 200
    bench.browser().post(reverse("account_reset_password"), {"email": "bo7@x.example"})
    [link] = re.findall(r"http://testserver(\S+)", mail.outbox[-1].body)
    browser = bench.browser()
    where = browser.get(link)["Location"]
    browser.post(where, {"password1": "a fresh kettle", "password2": "a fresh kettle"})
    assert bench.browser().login(email="bo7@x.example", password="a fresh kettle")
    assert open_still.get(reverse("tokens")).status_code == 302, "a session that was opened with the old one is over"


def test_every_page_forbids_script_from_elsewhere_and_inside(bench: Workbench):
    bo = bench.person("bo8@x.example", (Role.ADMIN, None))
    for name in ("agency", "upload", "people", "tokens", "rules", "owner"):
        answer = bench.browser(bo).get(reverse(name))
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        page = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page), name
        assert not re.search(r"\son\w+=|\sstyle=", page), name


def test_the_public_profile_passes_the_deployment_check(tmp_path: Path):
    asked = ("from pathlib import Path; from daybook.web.opened import open_workbench; "
             f"open_workbench(Path({str(tmp_path / 'home')!r}), 'daybook.example'); "
             "from django.core.management import call_command; "
             "call_command('check', deploy=True, fail_level='WARNING')")
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True,
                           env={"DAYBOOK_KEYS": str(tmp_path / "keys"), "PATH": "", "PYTHONPATH": ":".join(sys.path)})
    assert found.returncode == 0, found.stderr
    assert "no issues" in found.stdout


def test_the_secret_lies_with_the_keys_and_not_in_the_data_folder(tmp_path: Path, keys: Any):
    from daybook.sources.keys import Keys

    secret = Keys(tmp_path / "home", "home").of_house()
    assert Keys(tmp_path / "home", "home").of_house() == secret
    assert not list((tmp_path / "home").rglob("*")) if (tmp_path / "home").exists() else True
    assert secret[:64] in (keys / "home.json").read_text(encoding="utf-8")
