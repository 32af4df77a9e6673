"""Learning as a page: everybody's own digest and record, everybody else's for whoever manages people."""

from django.urls import reverse

from daybook.domain.work import Role
from tests.web.conftest import Workbench


def test_a_member_keeps_their_own_courses_and_nobody_elses(bench: Workbench):
    from daybook.records import models

    bo = bench.browser(bench.person("bo@x.example", (Role.OPERATOR, bench.mine.client)))
    bo.post(reverse("course_taken"), {"person": "Lin", "course": "T-ADS", "on": "2026-11-20", "minutes": "90"})
    assert [(t.person, t.course, t.by) for t in models.Training.objects.all()] == [("bo", "T-ADS", "bo")]
    wu = bench.browser(bench.person("wu@x.example", (Role.OPERATOR, bench.wus.client)))
    assert "T-ADS" in bo.get(reverse("learning")).content.decode()
    assert "2026-11-20" not in wu.get(reverse("learning")).content.decode()


def test_whoever_manages_people_keeps_anybodys_and_what_was_read_is_not_told_again(bench: Workbench):
    from daybook.records import models

    mei = bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client)))
    mei.post(reverse("course_taken"), {"person": "Tao", "course": "T-LISTING", "on": "2026-11-21", "score": "120"})
    assert not models.Training.objects.filter(person="Tao").exists()
    mei.post(reverse("course_taken"), {"person": "Tao", "course": "T-LISTING", "on": "2026-11-21", "score": "90"})
    assert models.Training.objects.get(person="Tao").score == 90
    page = mei.get(reverse("learning")).content.decode()
    assert "您还没看过" in page
    mei.post(reverse("changes_read"), {"until": "2026-11-23T04:00:00+00:00"})
    assert "您还没看过" not in mei.get(reverse("learning")).content.decode()
