"""Team and workload: where money at risk can be acted on, how far each plan is, what is overdue, and who has how much to do."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.domain.agency import Came, MemberLoad, ShopToday
from daybook.domain.overdue import Overdue
from daybook.domain.rights import Right
from daybook.domain.shop import Shop
from daybook.reports.numbers import estimate, percent
from daybook.reports.overdue_phrases import what_words, why_words
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, house_shops, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.agency import shops_today, workload
from daybook.workflows.came import came_of
from daybook.workflows.overdue import overdue

#: Rows of a page of each list.
ROWS = 50


class ShopLine:
    """One shop's line in words, said when it is shown."""

    def __init__(self, pk: int, today: ShopToday, came: Came | None, late: int, language: str) -> None:
        self.pk, self.s, self.came, self.late, self._language = pk, today, came, late, language

    @property
    def risk(self) -> str:
        return estimate(self.s.at_risk, self.s.currency, self._language) if self.s.at_risk else "—"

    @property
    def can(self) -> str:
        return estimate(self.s.can_act, self.s.currency, self._language) if self.s.can_act else "—"

    @property
    def share(self) -> str:
        return percent(self.s.done_share) if self.s.done_share is not None else "—"

    @property
    def came_words(self) -> str:
        return percent(self.came.share) if self.came is not None and self.came.share is not None else "—"


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """All shops that the person sees, by the money at risk that open tasks answer; and the minutes of each person."""
    language, house, now = language_of(), the_house(), clock()
    w, rows = translator(language), {r.name: r for r in seat.shops(Right.SEE_NUMBERS)}
    shops = house_shops(rows.values())
    days: dict[date, list[Shop]] = defaultdict(list)
    for shop in shops:
        days[shop.day_of(now)].append(shop)
    found: list[ShopToday] = []
    late: list[Overdue] = []
    loads: dict[str, list[MemberLoad]] = defaultdict(list)
    for on, group in days.items():
        lines = shops_today(house, group, on, now)
        found += lines
        late += overdue(house, group, on, now, lines)
        for load in workload(house, group, on, now):
            loads[load.person].append(load)
    came, count = came_of(shops, now), _counted(late)
    shown = [ShopLine(rows[s.shop].pk, s, came.by_shop.get(s.shop), count.get(s.shop, 0), language) for s in found]
    people = [(w.name("role", name), _joined(own)) for name, own in loads.items()]
    people.sort(key=lambda pair: (-(pair[1].minutes_open + pair[1].minutes_used), pair[0]))
    overdue_lines = _late_lines(late, rows, now, w)
    kinds = [(currency, w.name("move", kind, kind.replace("_", " ")), one, *_came_words(one, currency, language))
             for (currency, kind), one in came.by_kind.items()]
    return answered(request, "web/team.html", {
        "title": _("Team and workload"), "lines": shown, "people": people, "late": late, "kinds": kinds,
        "shops_table": table(request, _shop_columns(), shown, name="shops", title=_("Team and workload"), rows=ROWS),
        "people_table": table(request, _people_columns(), people, name="people", css="", rows=ROWS,
                              title=_("Who has how much to do")),
        "late_table": table(request, _late_columns(), overdue_lines, name="late", title=_("Overdue"), rows=ROWS),
        "kinds_table": table(request, _kind_columns(), kinds, name="kinds", title=_("Expected against measured"), rows=ROWS),
        "tasks": sum(s.tasks for s in found), "done": sum(s.done for s in found),
        "unchecked": sum(1 for s in found if s.unchecked), "made": sum(1 for s in found if s.made),
        "checks": sum(s.checks or 0 for s in found), "by_facts": sum(s.by_facts or 0 for s in found),
        "minutes": sum(p.minutes_open for _name, p in people), "used": sum(p.minutes_used for _name, p in people)})


def _counted(late: list[Overdue]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in late:
        found[one.shop] += 1
    return dict(found)


def _late_lines(late: list[Overdue], rows: Mapping[str, Any], now: datetime, w: Words) -> list[tuple[Any, ...]]:
    found = []
    for one in late:
        row = rows[one.shop]
        since = w.moment(one.since, row.zone, now.astimezone(ZoneInfo(row.zone)).date())
        found.append((one, row.pk, what_words(one, w), why_words(one, now, w), pgettext("late", one.why.value), since))
    return found


def _came_words(one: Came, currency: str, language: str) -> tuple[str, str, str, str]:
    """Expected and measured money a day, the share that came, and the range of two standard errors."""
    share, error = one.share, one.share_error
    around = "" if share is None or error is None else f"{percent(share - 2 * error)} … {percent(share + 2 * error)}"
    return (estimate(one.expected, currency, language), estimate(one.measured, currency, language),
            percent(share) if share is not None else "—", around)


def _joined(own: list[MemberLoad]) -> MemberLoad:
    """One person over shops of several zones."""
    known = [m.capacity for m in own if m.capacity is not None]
    return MemberLoad(own[0].person, sum(m.shops for m in own), sum(m.open for m in own), sum(m.done for m in own),
                      sum(m.minutes_open for m in own), sum(m.minutes_used for m in own), sum(known) if known else None)


def _shop_columns() -> list[Col]:
    """A shop without a morning has no numbers, not zeros."""
    def of(name: str) -> Any:
        return lambda row: getattr(row.s, name) if row.s.made else None

    return [Col("shop", _("Shop"), lambda row: row.s.shop),
            Col("client", _("Client"), lambda row: row.s.client, choice=True, only_sheet=True),
            Col("currency", _("Currency"), lambda row: row.s.currency, only_sheet=True),
            Col("risk", _("At risk a day"), of("at_risk"), number=True),
            Col("act", _("Open tasks may bring a day"), of("can_act"), number=True),
            Col("done", _("Plan done"), of("done_share"), number=True),
            Col("minutes", _("Minutes"), of("minutes_used"), number=True),
            Col("sources", _("Sources in"), of("sources_in"), number=True),
            Col("unchecked", _("Not checked"), of("unchecked"), number=True),
            Col("late", _("Overdue"), lambda row: row.late, number=True),
            Col("came", _("Came of expected"), lambda row: row.came.share if row.came is not None else None, number=True)]


def _people_columns() -> list[Col]:
    return [Col("person", _("Person"), lambda row: row[0]), Col("open", _("Open"), lambda row: row[1].open, number=True),
            Col("done", _("Done"), lambda row: row[1].done, number=True),
            Col("minutes", _("Minutes"), lambda row: row[1].minutes_used + row[1].minutes_open, number=True)]


def _late_columns() -> list[Col]:
    return [Col("what", _("What"), lambda row: row[2]), Col("shop", _("Shop"), lambda row: row[0].shop),
            Col("why", _("Why"), lambda row: row[4], choice=True), Col("since", _("Since"), lambda row: row[0].since, down=True),
            Col("holder", _("Held by"), lambda row: row[0].holder or None),
            Col("leads", _("Leads the shop"), lambda row: ", ".join(row[0].leads) or None, choice=True)]


def _kind_columns() -> list[Col]:
    return [Col("kind", _("Kind of move"), lambda row: row[1]), Col("moves", _("Measured"), lambda row: row[2].moves, number=True),
            Col("expected", _("Expected a day"), lambda row: row[2].expected, number=True),
            Col("measured", _("Measured a day"), lambda row: row[2].measured, number=True),
            Col("share", _("Came of expected"), lambda row: row[2].share, number=True)]
