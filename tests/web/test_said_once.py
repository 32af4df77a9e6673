"""What pages keep said shows each reader their own: rights, tokens of forms and the state of work are of the request."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import override

from daybook.domain.work import Role
from daybook.reports.brief_phrases import tile_words
from daybook.reports.wording import translator
from tests.reports.briefs import FULL, STATES
from tests.web.conftest import NOON, Workbench
from tests.workflows.kept_briefs import keep_brief


def shown(browser: Client, address: str) -> str:
    from daybook.web.frame import TOKEN
    from daybook.web.morning import PLACE

    answer = browser.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert TOKEN not in page
    assert PLACE not in page
    return page


def listed(page: str) -> list[str]:
    return re.findall(r'<td><a href="/shop/\d+/"><b>(.+?)</b>', page)


@pytest.fixture
def mei(bench: Workbench) -> Client:
    return bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client)))


def test_a_board_said_for_one_client_shows_nothing_of_it_to_another(bench: Workbench, mei: Client) -> None:
    wu = bench.browser(bench.person("wu@x.example", (Role.DIRECTOR, bench.wus.client)))
    assert sorted(listed(shown(mei, "/shops/"))) == sorted([bench.mine.name, bench.second.name])
    assert listed(shown(wu, "/shops/")) == [bench.wus.name]
    assert bench.mine.name not in shown(wu, "/shops/")
    assert bench.wus.name not in shown(mei, "/shops/")
    shown(mei, f"/shop/{bench.mine.pk}/")
    assert wu.get(f"/shop/{bench.mine.pk}/").status_code == 404


def test_two_who_see_the_same_shops_share_one_board_and_no_token(bench: Workbench, mei: Client) -> None:
    from daybook.records import models
    from daybook.web.board import board_html
    from daybook.workflows.house import add_shop

    add_shop(bench.house, "新店", bench.mine.client.name, "tmall", "Asia/Shanghai", "CNY")
    lin = bench.browser(bench.person("lin@x.example", (Role.DIRECTOR, bench.mine.client)))
    board_html.cache_clear()
    pages = [shown(browser, "/shops/") for browser in (mei, lin)]
    assert (board_html.cache_info().misses, board_html.cache_info().hits) == (1, 1)
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page.split("<table")[1])) for page in pages]
    assert tokens[0]
    assert not tokens[0] & tokens[1]
    models.Shop.objects.filter(name="新店").delete()


def test_a_role_that_ended_shows_at_once(bench: Workbench) -> None:
    from daybook.records import models

    user = bench.person("leaving@x.example", (Role.DIRECTOR, bench.second.client))
    browser = bench.browser(user)
    assert bench.mine.name in shown(browser, "/shops/")
    shown(browser, f"/shop/{bench.mine.pk}/")
    models.Membership.objects.filter(user=user).update(ended_at=NOON)
    assert browser.get("/shops/").status_code == 403
    assert browser.get(f"/shop/{bench.mine.pk}/").status_code == 404


def test_a_morning_made_anew_shows_at_once(bench: Workbench, mei: Client) -> None:
    board, page = shown(mei, "/shops/"), shown(mei, f"/shop/{bench.second.pk}/")
    tile = replace(FULL.tiles[0], value=Decimal("1234567"))
    brief = replace(FULL, shop=bench.second.name, client=bench.second.client.name, tiles=(tile, *FULL.tiles[1:]))
    keep_brief(bench.house, brief)
    said = tile_words(tile, brief, translator("zh")).value
    assert said not in board + page
    assert said in unescape(shown(mei, "/shops/"))
    assert said in unescape(shown(mei, f"/shop/{bench.second.pk}/"))


def test_work_that_somebody_took_shows_in_a_morning_that_stays_said(bench: Workbench, mei: Client) -> None:
    from daybook.records import models
    from daybook.web.morning import said_morning

    address = f"/shop/{bench.mine.pk}/"
    before = shown(mei, address)
    item = models.WorkItem.objects.filter(shop=bench.mine, on=FULL.on).order_by("pk").first()
    take = f"/shop/{bench.mine.pk}/work/{item.pk}/take/"
    assert take in before
    said_morning.cache_clear()
    shown(mei, address)
    assert mei.post(take).status_code == 302
    after = shown(mei, address)
    assert (said_morning.cache_info().misses, said_morning.cache_info().hits) == (1, 1)
    assert take not in after
    assert f'id="standing-{item.pk}"' in after
    owner = bench.browser(bench.person("owner@x.example", (Role.OWNER, bench.mine.client)))
    assert "/work/" not in shown(owner, address).replace("/plan/", "")


def test_the_menu_leads_each_to_the_shop_that_they_look_at(bench: Workbench, mei: Client) -> None:
    for row in (bench.mine, bench.second):
        page = shown(mei, f"/shop/{row.pk}/")
        assert f'href="/shop/{row.pk}/plan/"' in page
        assert f'<a class="dropdown-item" href="/shop/{row.pk}/" aria-current="true">' in page
        assert "/shop/0/" not in page
        assert "/client/0/" not in page
    assert f'href="/shop/{bench.second.pk}/plan/"' in shown(mei, "/shops/"), "the shop that was looked at last"


def test_a_morning_that_is_made_as_it_was_once_is_the_last_one_again(bench: Workbench, mei: Client) -> None:
    """What was restated and then taken back: the same content is kept once, and counts as made now."""
    first = replace(FULL, shop=bench.mine.name, client=bench.mine.client.name)
    other = replace(first, tiles=(replace(FULL.tiles[0], value=Decimal("7654321")), *FULL.tiles[1:]))
    said = tile_words(other.tiles[0], other, translator("zh")).value
    for hours, brief in enumerate((first, other, first)):
        keep_brief(replace(bench.house, now=lambda h=hours: NOON + timedelta(hours=h)), brief)
        shows = said in unescape(shown(mei, "/shops/")), said in unescape(shown(mei, f"/shop/{bench.mine.pk}/"))
        assert shows == (brief is other, brief is other)


@pytest.mark.parametrize(("state", "claims"), [("quiet", True), ("no_data", False), ("young", False), ("first", False)])
def test_only_a_judged_morning_claims_that_nothing_moved(state: str, claims: bool) -> None:
    from daybook.web.morning import said_morning
    from daybook.workflows.kept import to_bytes

    with override("en"):
        said = said_morning(to_bytes(STATES[state]), 1, "en")
    assert said is not None
    page = said.page({})
    assert (">Nothing moved beyond the usual.<" in page, "Not judged, for the reason said above." in page) == (claims, not claims)
