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


def test_whoever_may_do_work_accepts_a_hand_out_and_what_does_not_stand_is_left(bench: Workbench):
    mei = bench.browser(bench.person("mei@x.example", (Role.ACCOUNT_MANAGER, bench.mine.client)))
    page = mei.get(reverse("hand_out")).content.decode()
    assert "没有要转派的" in page
    answer = mei.post(reverse("accept_hand_out"), {"line": ["999999:Bo", "no number:Bo", "7:"]}, follow=True)
    assert "1 行已有变化，未转派。" in answer.content.decode()
