"""The file to read: every claim leads to the page that shows the whole of it, in words of the reader's language."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from daybook.domain.work import Role
from tests.web.conftest import Workbench, saturday_bench

PLACE = re.compile(r'<a href="(/[^"]+)">([^<]+)</a></td></tr>')


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with saturday_bench(tmp_path_factory) as made:
        yield made


def test_claims_lead_to_pages_that_open_and_say_where_they_stand_in_words(bench: Workbench) -> None:
    owner = bench.browser(bench.person("owner@example.org", (Role.OWNER, None)))
    page = owner.get(reverse("file", args=[bench.mine.pk])).content.decode()
    places = dict(PLACE.findall(page))
    assert len(places) >= 5, page
    one_each = {address.split("/")[3]: address for address in places}      # /shop/1/costs/ ...: one address of each page
    assert {owner.get(address).status_code for address in one_each.values()} == {200}
    assert not [words for words in places.values() if re.match(r"[a-z_ ]+$", words)]
    assert any("costs" in address for address in places)
