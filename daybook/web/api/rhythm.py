"""The day's rhythm for scripts: patrol, watch, close, what is left to a morning, reviews, and a morning made now."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest

from daybook.domain.close import DayClose
from daybook.domain.errors import WrongUsage
from daybook.domain.review import Review, Span, first_of, last_whole
from daybook.domain.rights import Right
from daybook.reports.brief_json import brief_json
from daybook.reports.report import plain
from daybook.reports.review_costs import without_costs
from daybook.web.access import Seat
from daybook.web.api.door import operation
from daybook.web.api.words import Json, Name, PatrolIn, ReadIn, Rows, SetDownIn
from daybook.web.opened import the_house
from daybook.workflows.close import CLOSE, closes
from daybook.workflows.kept import kept_report
from daybook.workflows.morning import NINE, mornings
from daybook.workflows.patrol import patrols, tick
from daybook.workflows.review import reviews
from daybook.workflows.ticks import tick as keep_reading
from daybook.workflows.ticks import ticks_of
from daybook.workflows.tomorrow import lists_of, set_down, strike
from daybook.workflows.watch import watch as look

#: So many days after the first one of a span lies a day of the span that follows.
DAYS_OF = {Span.WEEK: 7, Span.MONTH: 32, Span.QUARTER: 93}


@operation("POST", "shop/{shop}/morning/{on}/", Right.DO_WORK, Json, "api_make_morning")
def make_morning(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Makes a morning with all that is known by now, and keeps it; who may not see numbers is told that it is made."""
    shop, now = seat.shop, the_house().now()
    [made] = mornings(the_house(), [shop], on, max(shop.moment(on, NINE), now) if on == shop.day_of(now) else None)
    return brief_json(made) if seat.may(Right.SEE_NUMBERS) else {"made": on.isoformat()}


@operation("GET", "shop/{shop}/patrol/{on}/", Right.SEE_WORK, Json, "api_patrol")
def patrol(request: HttpRequest, seat: Seat, on: date) -> Any:
    """The checks of a morning: found, clear or not checked, by facts or by a person."""
    [found] = patrols(the_house(), [seat.shop], on)
    return {**plain(found), "unchecked": found.unchecked}


@operation("POST", "shop/{shop}/patrol/{on}/{check}/", Right.DO_WORK, Json, "api_patrol_tick")
def patrol_tick(request: HttpRequest, seat: Seat, on: date, check: Name, said: PatrolIn) -> Any:
    """Says that the token's owner looked, and what was found."""
    return plain(tick(the_house(), seat.shop.name, check, who(seat), said.found, said.note, on))


@operation("GET", "shop/{shop}/watch/", Right.SEE_NUMBERS, Json, "api_watch")
def watch(request: HttpRequest, seat: Seat) -> Any:
    """Today so far beside yesterday and last week at this minute."""
    [found] = look(the_house(), [seat.shop], the_house().now())
    return plain(found)


@operation("GET", "shop/{shop}/readings/{on}/", Right.SEE_NUMBERS, Rows, "api_readings")
def readings(request: HttpRequest, seat: Seat, on: date) -> Any:
    """What was read from consoles on a day, in the order of time."""
    return {"rows": [plain(t) for t in ticks_of(the_house(), seat.shop, on)]}


@operation("POST", "shop/{shop}/readings/", Right.DO_WORK, Json, "api_read")
def read(request: HttpRequest, seat: Seat, said: ReadIn) -> Any:
    """Keeps one live reading of a console: what was paid, visited and spent since midnight, and who waits."""
    values = {name: value for name, value in said.model_dump().items() if name not in ("at", "carrier") and value}
    return plain(keep_reading(the_house(), seat.shop.name, said.at, values, said.carrier))


@operation("GET", "shop/{shop}/close/{on}/", Right.SEE_NUMBERS, Json, "api_close")
def close(request: HttpRequest, seat: Seat, on: date) -> Any:
    """A day as it was closed; the running day, where nobody closed it yet, as it stands now."""
    now = the_house().now()
    found = kept_report(CLOSE, seat.shop, on, DayClose)
    if found is None and on == seat.shop.day_of(now):
        [found] = closes(the_house(), [seat.shop], on, now, store=False)
    return _found(found)


@operation("POST", "shop/{shop}/close/{on}/", Right.DO_WORK, Json, "api_close_day")
def close_day(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Closes a day that has begun, as known now; who may not see numbers is told that it is closed."""
    now = the_house().now()
    if on > seat.shop.day_of(now):
        raise WrongUsage("that day has not begun yet", where=seat.shop.name, next_step="close it in its evening")
    [made] = closes(the_house(), [seat.shop], on, now)
    return plain(made) if seat.may(Right.SEE_NUMBERS) else {"closed": on.isoformat()}


@operation("GET", "shop/{shop}/tomorrow/{on}/", Right.SEE_WORK, Rows, "api_tomorrow")
def tomorrow(request: HttpRequest, seat: Seat, on: date) -> Any:
    """What is left to a morning."""
    found = lists_of([seat.shop], on, the_house().now()).get(seat.shop.name, ())
    return {"rows": [plain(one) for one in found]}


@operation("POST", "shop/{shop}/tomorrow/{on}/", Right.DO_WORK, Json, "api_set_down")
def leave(request: HttpRequest, seat: Seat, on: date, said: SetDownIn) -> Any:
    """Leaves one thing to a morning; its plan begins with that."""
    return {"key": set_down(the_house(), seat.shop.name, on, said.what, who(seat), object_=said.object, person=said.person,
                            minutes=said.minutes)}


@operation("POST", "shop/{shop}/tomorrow/{on}/{key}/strike/", Right.DO_WORK, Json, "api_strike")
def strike_line(request: HttpRequest, seat: Seat, on: date, key: Name) -> Any:
    """Takes one thing off the list of a morning again."""
    if key not in {one.key for one in lists_of([seat.shop], on, the_house().now()).get(seat.shop.name, ())}:
        raise Http404
    strike(the_house(), seat.shop.name, key, who(seat))
    return {"key": key}


@operation("GET", "shop/{shop}/review/{span}/{on}/", Right.SEE_NUMBERS, Json, "api_review")
def review(request: HttpRequest, seat: Seat, span: Span, on: date) -> Any:
    """The kept review of a week, month or quarter, by its first day."""
    kept = kept_report(span.value, seat.shop, on, Review)
    return _found(kept if kept is None or seat.may(Right.SEE_COSTS) else without_costs(kept))


@operation("POST", "shop/{shop}/review/{span}/{on}/", Right.DO_WORK, Json, "api_make_review")
def make_review(request: HttpRequest, seat: Seat, span: Span, on: date) -> Any:
    """Reviews the whole week, month or quarter that a day lies in, and keeps it."""
    now = the_house().now()
    first, last = last_whole(span, seat.shop.day_of(now))
    if on > last:
        raise WrongUsage("it is not over yet", where=seat.shop.name, next_step=f"the last whole one begins on {first}")
    following = first_of(span, first_of(span, on) + timedelta(days=DAYS_OF[span]))
    [made] = reviews(the_house(), [seat.shop], span, following, now)
    made = made if seat.may(Right.SEE_COSTS) else without_costs(made)
    return plain(made) if seat.may(Right.SEE_NUMBERS) else {"span": span.value, "first": on.isoformat()}


def who(seat: Seat) -> str:
    """The name under which what the token's owner does is kept."""
    return str(seat.user.name or seat.user.email)


def _found(report: Any) -> Json:
    if report is None:
        raise Http404
    made: Json = plain(report)
    return made
