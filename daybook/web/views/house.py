"""The status page of the house: what it rests on, each with what to do where it is not good."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from daybook.domain.condition import Light
from daybook.domain.rights import Right
from daybook.reports.localise import in_language
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import the_house
from daybook.workflows.condition import condition

TONES = {Light.GOOD: ("✓", "green"), Light.WATCH: ("!", "amber"), Light.BAD: ("✗", "red")}


@screen(Right.RUN_HOUSE)
def status(request: HttpRequest, seat: Seat) -> HttpResponse:
    """All checks, the version and the database."""
    from django.shortcuts import render

    found, w = condition(the_house()), translator(language_of())
    lines = [{"mark": TONES[one.light][0], "tone": TONES[one.light][1], "light": w.name("light", one.light),
              "name": w.name("house_check", one.name), "found": in_language(one.found, w),
              "next": in_language(one.next_step, w) if one.next_step else ""} for one in found.checks]
    return render(request, "web/house.html", {"title": _("How the house stands"), "lines": lines, "ready": found.ready,
                                              "version_of_code": found.version, "database": found.database})
