"""One matrix over all addresses, roles and clients: what is not in it does not exist."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from daybook.domain.rights import Scope
from daybook.domain.work import Role
from tests.web.conftest import NOON, Workbench
from tests.web.matrix import ACCOUNT, LIBRARY, MATRIX, PUBLIC, Row

OURS = {name: row for name, row in MATRIX.items() if isinstance(row.who, frozenset)}
PAGES = {name: row for name, row in OURS.items() if not row.token}
#: Parts of an address that name an object which is not there.
MISSING = {"key", "case", "creator", "landing", "membership", "token", "report"}
API = {name: row for name, row in OURS.items() if row.token}
SIGNED_IN: dict[Any, str] = {}


def patterns(found: list[Any] | None = None) -> Iterator[URLPattern]:
    """Every address that the workbench answers."""
    for one in get_resolver().url_patterns if found is None else found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def address(name: str, row: Row, shop: Any) -> str:
    of = {"shop": shop.pk} if row.shop else {"client": shop.client_id} if row.client else {}
    return reverse(name, kwargs={**of, **dict(row.rest)})


def person(bench: Workbench, role: Role) -> Any:
    return bench.person(f"{role.value}@x.example", (role, bench.mine.client))


def signed_in(bench: Workbench, role: Role) -> Any:
    """A browser of a person of this role, who signed in once for all tests unless a page ended it."""
    from django.conf import settings
    from django.contrib.sessions.models import Session

    user = person(bench, role)
    held = SIGNED_IN.get((user.pk, role), "")
    if not Session.objects.filter(session_key=held).exists():
        browser = bench.browser(user)
        SIGNED_IN[user.pk, role] = browser.session.session_key or ""
        return browser
    browser = bench.browser()
    browser.cookies[settings.SESSION_COOKIE_NAME] = held
    return browser


def in_turn(names: Iterable[str], *, refused_all: bool = False) -> list[Any]:
    """Every page with every role.  The short run opens each with two roles that may, others with each page, and asks with one that
    may not (with all of them where that is the question); `make long` has the rest."""
    pairs = []
    for at, name in enumerate(names):
        may = [role for role in Role if role in PAGES[name].who]
        may_not = [role for role in Role if role not in PAGES[name].who]
        quick = {*(may[(at + n) % len(may)] for n in (0, 1) if may), *(may_not if refused_all else may_not[:1])}
        pairs += [pytest.param(name, role, marks=() if role in quick else pytest.mark.long, id=f"{name}-{role}") for role in Role]
    return pairs


def test_every_address_is_in_the_matrix_and_nothing_else_is():
    assert {p.name for p in patterns()} == set(MATRIX)


def test_every_view_of_the_house_says_which_right_it_needs():
    silent = [p.name for p in patterns() if p.name not in ACCOUNT and not hasattr(p.callback, "right")]
    assert not silent, "mark the view with @screen(Right....) or @public"


@pytest.mark.parametrize(("name", "role"), in_turn(PAGES, refused_all=True))
def test_a_page_opens_for_the_roles_that_it_is_for_and_names_no_other_client(bench: Workbench, name: str, role: Role):
    row = PAGES[name]
    browser = signed_in(bench, role)
    answer = getattr(browser, row.method)(address(name, row, bench.mine))
    if role in row.who:         # an object that does not exist is not found, by those who may ask
        assert answer.status_code in ((404,) if set(dict(row.rest)) & MISSING else (200, 302, 422)), answer.content[:300]
    else:
        assert answer.status_code == 403
    if answer.status_code == 302 and row.method == "get":
        answer = browser.get(answer["Location"], follow=True)
    said = (answer.content if not answer.streaming else b"".join(answer)).decode(errors="ignore")
    assert bench.wus.name not in said
    assert bench.wus.client.name not in said


@pytest.mark.parametrize(("name", "role"), in_turn([n for n, row in PAGES.items() if row.shop or row.client]))
def test_another_clients_shop_is_not_there(bench: Workbench, name: str, role: Role):
    row = PAGES[name]
    answer = getattr(signed_in(bench, role), row.method)(address(name, row, bench.wus))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", [n for n, row in PAGES.items() if row.shop])
def test_who_has_one_shop_does_not_see_the_clients_other_one(bench: Workbench, name: str):
    row = PAGES[name]
    bo = bench.person("one-shop@x.example", (Role.ACCOUNT_MANAGER, bench.mine.client), shops=(bench.mine,))
    assert getattr(bench.browser(bo), row.method)(address(name, row, bench.second)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_led_to_the_sign_in(bench: Workbench, name: str):
    row = PAGES[name]
    answer = getattr(bench.browser(), row.method)(address(name, row, bench.mine))
    if row.method == "get":
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
    else:
        assert answer.status_code in (302, 403)


@pytest.mark.parametrize("name", [n for n, row in PAGES.items() if row.method == "post"])
def test_a_form_of_another_site_changes_nothing(bench: Workbench, name: str):
    browser = bench.browser(person(bench, Role.ADMIN), enforce_csrf_checks=True)
    assert browser.post(address(name, PAGES[name], bench.mine)).status_code == 403


@pytest.mark.parametrize("name", [n for n, row in PAGES.items() if row.method == "post"])
def test_a_link_changes_nothing(bench: Workbench, name: str):
    assert bench.browser(person(bench, Role.ADMIN)).get(address(name, PAGES[name], bench.mine)).status_code == 405


def asked(bench: Workbench, name: str, role: Role, scopes: list[Scope], shop: Any) -> Any:
    """What an address of the API answers to a person's token."""
    from daybook.web.tokens import make_token

    row = API[name]
    token = make_token(person(bench, role), "script", scopes, NOON.replace(year=2036), None)
    sent = {"headers": {"Authorization": f"Bearer {token}"}}
    if row.body is not None:
        sent |= {"data": dict(row.body), "content_type": "application/json"}
    return getattr(bench.browser(), row.method)(address(name, row, shop), **sent)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", API)
def test_a_token_does_what_its_owner_may(bench: Workbench, name: str, role: Role):
    row = API[name]
    answer = asked(bench, name, role, [Scope.READ, Scope(row.scope)], bench.mine)
    assert answer.status_code == (row.answers if role in row.who or row.answers == 422 else 403), answer.content[:300]
    assert bench.wus.name not in answer.content.decode()
    if row.shop:
        assert asked(bench, name, role, [Scope.READ, Scope(row.scope)], bench.wus).status_code == 404


@pytest.mark.parametrize("name", API)
def test_a_token_without_the_scope_does_nothing(bench: Workbench, name: str):
    lacking = [s for s in Scope if s.value != API[name].scope and (s is not Scope.READ or API[name].method == "post")]
    expected = (422,) if API[name].answers == 422 else (403, 404)
    assert asked(bench, name, Role.ADMIN, lacking, bench.mine).status_code in expected


@pytest.mark.parametrize("name", API)
def test_a_session_or_a_stranger_asks_the_api_nothing(bench: Workbench, name: str):
    row = API[name]
    for browser in (bench.browser(), bench.browser(person(bench, Role.ADMIN))):
        sent = {"data": dict(row.body), "content_type": "application/json"} if row.body is not None else {}
        assert getattr(browser, row.method)(address(name, row, bench.mine), **sent).status_code in (401, 422)


@pytest.mark.parametrize("name", PAGES)
def test_a_token_opens_no_page(bench: Workbench, name: str):
    from daybook.web.tokens import make_token

    token = make_token(person(bench, Role.ADMIN), "script", list(Scope), NOON, None)
    asked = {"Authorization": f"Bearer {token}"}
    assert getattr(bench.browser(), PAGES[name].method)(
        address(name, PAGES[name], bench.mine), headers=asked).status_code in (401, 405)


@pytest.mark.parametrize("name", [n for n, row in MATRIX.items() if row.who == LIBRARY])
def test_an_account_page_names_no_shop(bench: Workbench, name: str):
    rest = {"account_confirm_email": {"key": "x"}, "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"}}
    for user in (None, person(bench, Role.OPERATOR)):
        answer = bench.browser(user).get(reverse(name, kwargs=rest.get(name)))
        assert answer.status_code in (200, 302, 404)
        assert bench.wus.name not in answer.content.decode()


def test_public_pages_are_few():
    assert {n for n, row in MATRIX.items() if row.who == PUBLIC} == {"setup", "invitation", "language", "api"}


def test_a_key_leads_to_one_page():
    from daybook.web.menu import MENU

    keys = [entry.key for group in MENU for entry in group.entries if entry.key]
    assert len(keys) == len(set(keys))
    assert "g" not in keys, "it begins the way to all others"
