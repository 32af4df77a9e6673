"""Team and workload: where money at risk can be acted on, how far each plan is, and who has how much to do."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from daybook.domain.agency import MemberLoad, ShopToday
from daybook.domain.rights import Right
from daybook.domain.shop import Shop
from daybook.reports.numbers import estimate, percent
from daybook.reports.wording import translator
from daybook.web.access import Seat, house_shops, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.agency import shops_today, workload


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """All shops that the person sees, by the money at risk that open tasks answer; and the minutes of each person."""
    language, house = language_of(), the_house()
    w, rows = translator(language), {r.name: r for r in seat.shops(Right.SEE_NUMBERS)}
    days: dict[date, list[Shop]] = defaultdict(list)
    for shop in house_shops(rows.values()):
        days[shop.day_of(clock())].append(shop)
    found: list[ShopToday] = []
    loads: dict[str, list[MemberLoad]] = defaultdict(list)
    for on, group in days.items():
        found += shops_today(house, group, on, clock())
        for load in workload(house, group, on, clock()):
            loads[load.person].append(load)
    lines = [(rows[s.shop], s, estimate(s.at_risk, s.currency, language) if s.at_risk else "—",
              estimate(s.can_act, s.currency, language) if s.can_act else "—",
              percent(s.done_share) if s.done_share is not None else "—") for s in found]
    people = [(w.name("role", name), _joined(own)) for name, own in loads.items()]
    people.sort(key=lambda pair: (-(pair[1].minutes_open + pair[1].minutes_used), pair[0]))
    tasks, done = sum(s.tasks for s in found), sum(s.done for s in found)
    return answered(request, "web/team.html", {
        "title": _("Team and workload"), "lines": lines, "people": people, "tasks": tasks,
        "shops_table": table(request, _shop_columns(), lines, name="shops", title=_("Team and workload")),
        "people_table": table(request, _people_columns(), people, name="people", css="", title=_("Who has how much to do")),
        "done": done,
        "unchecked": sum(1 for s in found if s.unchecked), "made": sum(1 for s in found if s.made),
        "minutes": sum(p.minutes_open for _name, p in people), "used": sum(p.minutes_used for _name, p in people)})


def _joined(own: list[MemberLoad]) -> MemberLoad:
    """One person over shops of several zones."""
    known = [m.capacity for m in own if m.capacity is not None]
    return MemberLoad(own[0].person, sum(m.shops for m in own), sum(m.open for m in own), sum(m.done for m in own),
                      sum(m.minutes_open for m in own), sum(m.minutes_used for m in own), sum(known) if known else None)


def _shop_columns() -> list[Col]:
    """A shop without a morning has no numbers, not zeros."""
    def of(name: str) -> Any:
        return lambda row: getattr(row[1], name) if row[1].made else None

    return [Col("shop", _("Shop"), lambda row: row[1].shop), Col("client", _("Client"), lambda row: row[1].client, choice=True,
                                                                 only_sheet=True),
            Col("currency", _("Currency"), lambda row: row[1].currency, only_sheet=True),
            Col("risk", _("At risk a day"), of("at_risk"), number=True),
            Col("act", _("Open tasks may bring a day"), of("can_act"), number=True),
            Col("done", _("Plan done"), of("done_share"), number=True),
            Col("minutes", _("Minutes"), of("minutes_used"), number=True),
            Col("sources", _("Sources in"), of("sources_in"), number=True),
            Col("unchecked", _("Not checked"), of("unchecked"), number=True)]


def _people_columns() -> list[Col]:
    return [Col("person", _("Person"), lambda row: row[0]), Col("open", _("Open"), lambda row: row[1].open, number=True),
            Col("done", _("Done"), lambda row: row[1].done, number=True),
            Col("minutes", _("Minutes"), lambda row: row[1].minutes_used + row[1].minutes_open, number=True)]
