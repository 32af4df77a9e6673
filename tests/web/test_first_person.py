"""The first person: begins with the code of the terminal, names a shop, and is first only once."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.web.conftest import PASSWORD, Workbench


@pytest.fixture
def empty(open_bench: Callable[[str], Workbench]) -> Workbench:
    """A workbench where nobody is registered yet."""
    return open_bench("empty")


def test_the_first_person_needs_the_code_of_the_terminal_and_names_a_shop(empty: Workbench):
    from daybook.records import models
    from daybook.web.serve import setup_code

    browser = empty.browser()
    assert browser.get("/shops/")["Location"] == reverse("setup")
    said = {"email": "Mei@x.example", "name": "Mei", "password": PASSWORD, "client": "新客户", "shop": "新店",
            "platform": "tmall", "zone": "Asia/Shanghai", "currency": "CNY"}
    wrong = browser.post(reverse("setup"), said | {"code": "guessed"})
    assert wrong.status_code == 200
    assert not models.User.objects.exists()

    right = browser.post(reverse("setup"), said | {"code": setup_code(empty.house.home)}, follow=True)
    assert right.status_code == 200
    assert models.User.objects.get().email == "mei@x.example"
    assert empty.house.shop("新店").client == "新客户"
    assert empty.browser().get(reverse("setup")).status_code == 404, "there is a first person only once"
