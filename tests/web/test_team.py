"""Team and workload as a page: only shops that the person sees, money at risk first."""

from django.urls import reverse

from daybook.domain.work import Role
from tests.web.conftest import Workbench


def test_a_manager_sees_their_clients_shops_and_people(bench: Workbench):
    mei = bench.browser(bench.person("mei@x.example", (Role.ACCOUNT_MANAGER, bench.mine.client)))
    page = mei.get(reverse("team")).content.decode()
    assert bench.mine.name in page
    assert bench.second.name in page
    assert bench.wus.name not in page
    assert "每人工作量" in page
