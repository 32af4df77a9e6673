"""Live shows for scripts: the list, one show with its prompts and what they brought, what the host was told, readings."""

from typing import Any

from django.http import Http404, HttpRequest

from daybook.domain.rights import Right
from daybook.reports.report import plain
from daybook.web.access import Seat
from daybook.web.api.door import operation
from daybook.web.api.rhythm import who
from daybook.web.api.words import Json, LiveReadIn, LiveSaidIn, Name, Rows
from daybook.web.opened import the_house
from daybook.workflows.live_log import read_show, say
from daybook.workflows.live_page import live_list, live_show


@operation("GET", "shop/{shop}/live/", Right.SEE_NUMBERS, Rows, "api_live_shows")
def shows(request: HttpRequest, seat: Seat) -> Any:
    """The live shows of the last sixty days, the latest first."""
    return {"rows": [plain(line) for line in live_list(the_house(), seat.shop, the_house().now())]}


@operation("GET", "shop/{shop}/live/{key}/", Right.SEE_NUMBERS, Json, "api_live_show")
def show(request: HttpRequest, seat: Seat, key: Name) -> Any:
    """One show by its key, or the running one as `now`: curves, listings, what to say, what was said and brought."""
    found = live_show(the_house(), seat.shop, the_house().now(), "" if key == "now" else key)
    if found is None:
        raise Http404
    return plain(found)


@operation("POST", "shop/{shop}/live-said/", Right.DO_WORK, Json, "api_live_said")
def said(request: HttpRequest, seat: Seat, said: LiveSaidIn) -> Any:
    """Keeps that the host was told a line at a minute."""
    return plain(say(the_house(), seat.shop, said.at, said.words, who(seat), said.rule, said.measure, said.item))


@operation("POST", "shop/{shop}/live-readings/", Right.DO_WORK, Json, "api_live_read")
def read(request: HttpRequest, seat: Seat, said: LiveReadIn) -> Any:
    """Keeps what the screen of a running show said: counts since it began, and who is online."""
    values = {name: value for name, value in said.model_dump().items() if name != "at" and value}
    return plain(read_show(the_house(), seat.shop, said.at, values))
