"""The agency board as it is said of what the records hold: once for everybody who sees the same shops, until one changes.

Whose shops they are, and how each stands, is read for every request (`seen_of`); what is said hangs on that alone.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.domain.brief import State
from daybook.domain.rights import Right
from daybook.domain.shop import Platform, Shop
from daybook.reports.agency_html import LEADING, leading_tile
from daybook.reports.brief_phrases import source_words, tile_words
from daybook.reports.charts import sparkline
from daybook.reports.localise import in_language
from daybook.reports.numbers import estimate
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat
from daybook.web.definitions import says_of
from daybook.web.frame import TOKEN
from daybook.web.tables import Board, Col, table, workbook
from daybook.workflows.board import LastLine, Standing, last_lines, said_lines, standings
from daybook.workflows.kept import from_bytes

#: Lines that stay said: those of a large agency's shops in both languages.
STAYS = 4_000
#: Boards that stay said: of groups of people who see the same, in two languages and some orders.
BOARDS = 24
#: Lines of a page of the board.
ROWS = 50


class ShopRow(NamedTuple):
    """A shop that somebody sees, as the records hold it."""

    pk: int
    client: int
    name: str
    of: str
    platform: str
    zone: str
    currency: str


class Seen(NamedTuple):
    """All that a board is said of: the shops, each zone's today, and the last kept line of each shop."""

    shops: tuple[ShopRow, ...]
    days: tuple[tuple[str, date], ...]
    lines: tuple[LastLine, ...]


@dataclass
class Place:
    """One shop's place on the board; `stands` is None where no morning of it is made.  `line` is said where it is shown."""

    pk: int
    client: int
    shop: Shop
    platform: str
    on: date
    stands: Standing | None
    line: str = ""

    @property
    def stake(self) -> Decimal:
        return self.stands.at_risk if self.stands is not None else Decimal(0)


def seen_of(seat: Seat, now: datetime) -> Seen:
    """What a person may see at this moment."""
    rows = seat.shops(Right.SEE_NUMBERS)
    shops = tuple(ShopRow(*row) for row in rows.values_list(
        "pk", "client_id", "name", "client__name", "platform", "zone", "currency"))
    zones = {zone: now.astimezone(ZoneInfo(zone)).date() for zone in sorted({s.zone for s in shops})}
    lines: tuple[LastLine, ...] = ()
    for on in sorted(set(zones.values())):
        here = [zone for zone, day in zones.items() if day == on]
        lines += last_lines(rows if len(here) == len(zones) else rows.filter(zone__in=here), on)
    return Seen(shops, tuple(zones.items()), lines)


@lru_cache(maxsize=BOARDS)
def board_html(seen: Seen, asked: str, language: str) -> SafeString:
    """The board as an address asks for it, with `TOKEN` in the place of the form's."""
    w = translator(language)
    places = _places(seen, w)
    heads, currencies = _heads(places), Counter(p.shop.currency for p in places)
    made = _table(places, heads, currencies, asked, w)
    _say([row.record["record"] for row in made.paginated_rows], tuple(heads), w)
    known = [p.stands for p in places if p.stands is not None]
    return mark_safe(render_to_string("web/parts/board.html", {
        "request": _asking(asked), "table": made, "currencies": len(currencies), "stakes": _stakes(places, w),
        "count": len(places), "clients": len({p.client for p in places}),
        "made": sum(1 for p in places if p.stands is not None and p.stands.on == p.on), "tasks": sum(s.tasks for s in known),
        "minutes": sum(s.minutes for s in known), "waiting": sum(1 for s in known if s.waiting)}))


def board_sheet(seen: Seen, asked: str, language: str) -> HttpResponse | None:
    """The board as a workbook, as it is sorted and found; None where the address asks for another table."""
    w = translator(language)
    places = _places(seen, w)
    made = _table(places, _heads(places), Counter(p.shop.currency for p in places), asked, w)
    return workbook(made) if QueryDict(asked).get("of", "") in ("", made.key) else None


def _asking(asked: str) -> HttpRequest:
    """A request of this address and nothing else: of nobody."""
    request = HttpRequest()
    request.GET, request.path = QueryDict(asked), reverse("agency")
    return request


def _table(places: Sequence["Place"], heads: Mapping[int, tuple[str, str]], currencies: Mapping[str, int], asked: str,
           w: Words) -> Board:
    words = {currency: _group_words(currency, n) for currency, n in currencies.items()}
    group = (lambda p: (p.shop.currency, words[p.shop.currency])) if len(words) > 1 else None
    return table(_asking(asked), _columns(heads, w), places, title=_("All shops"), group=group, rows=ROWS)


def _places(seen: Seen, w: Words) -> list[Place]:
    """Every shop that is seen: the currency of most of them first, then the money at risk."""
    days, found = dict(seen.days), standings(seen.lines)
    platforms = {s.platform: w.name("platform", s.platform) for s in seen.shops}
    places = [Place(s.pk, s.client, Shop(s.name, s.of, Platform(s.platform), s.zone, s.currency), platforms[s.platform],
                    days[s.zone], found.get(s.pk)) for s in seen.shops]
    most = Counter(s.currency for s in seen.shops)
    return sorted(places, key=lambda p: (-most[p.shop.currency], p.shop.currency, p.stands is None, -p.stake, p.shop.name))


def _group_words(currency: str, n: int) -> str:
    return f"{currency} · {ngettext('%(n)s shop', '%(n)s shops', n) % {'n': n}}"


def _heads(places: Sequence[Place]) -> dict[int, tuple[str, str]]:
    """Which of the leading numbers any shop has: each with its metric and its Chinese name."""
    found: dict[int, tuple[str, str]] = {}
    for place in places:
        for n, leading in enumerate(place.stands.leading if place.stands is not None else ()):
            if leading is not None and n not in found:
                found[n] = leading
    return {n: found[n] for n in range(len(LEADING)) if n in found}


def _columns(heads: Mapping[int, tuple[str, str]], w: Words) -> list[Col]:
    """A shop whose morning is not made has no numbers, and stands last in any order."""
    def known(of: Callable[[Standing], Any]) -> Callable[[Place], Any]:
        return lambda place: of(place.stands) if place.stands is not None else None

    def number(n: int) -> Callable[[Place], Any]:
        return known(lambda stands: stands.numbers[n])

    return [Col("shop", _("Shop"), lambda place: place.shop.name),
            Col("client", _("Client"), lambda place: place.shop.client, choice=True, only_sheet=True),
            Col("platform", _("Platform"), lambda place: place.platform, choice=True, only_sheet=True),
            Col("currency", _("Currency"), lambda place: place.shop.currency, only_sheet=True),
            Col("risk", _("At risk a day"), known(lambda stands: stands.at_risk), number=True),
            Col("happened", _("What happened"), known(lambda stands: stands.headline.get(w.language) or None)),
            *(Col(f"n{n}", w.metric(*head), number(n), number=True, says=says_of(head[0], w)) for n, head in heads.items()),
            Col("plan", _("Today's plan"), known(lambda stands: stands.minutes), number=True),
            Col("sources", _("Sources"), known(lambda stands: stands.waiting), down=True)]


def _stakes(places: Sequence[Place], w: Words) -> list[tuple[str, str]]:
    """The money at risk a day by currency; money of different currencies is not added."""
    found: dict[str, Decimal] = {}
    for place in places:
        found[place.shop.currency] = found.get(place.shop.currency, Decimal(0)) + place.stake
    return [(currency, estimate(total, currency, w.language)) for currency, total in found.items() if total]


def _say(places: Sequence[Place], columns: tuple[int, ...], w: Words) -> None:
    """Says the lines of the places that are shown."""
    kept = said_lines([p.stands.line for p in places if p.stands is not None])
    for place in places:
        stands, found = place.stands, kept.get(place.stands.line) if place.stands is not None else None
        if stands is not None and found is not None:
            whole = Whole(place.pk, place.stake, found[1]["findings"], stands.tasks, stands.minutes, stands.on < place.on)
            place.line = _line(found[0], whole, columns, w.language)
        if not place.line:
            said = {"place": place, "span": len(columns) + 4, "csrf_token": TOKEN}
            place.line = mark_safe(render_to_string("web/parts/board_line.html", said))


@dataclass(frozen=True)
class Whole:
    """What a line says of the whole brief; `earlier` where it is not of today."""

    pk: int
    stake: Decimal
    findings: int
    tasks: int
    minutes: int
    earlier: bool


@lru_cache(maxsize=STAYS)
def _line(said: bytes, whole: Whole, columns: tuple[int, ...], language: str) -> SafeString:
    """One shop's line of the table; empty where other code kept it so that this cannot read it.  It hangs on nothing but
    what is given, so that it is said once for everybody."""
    w = translator(language)
    brief = from_bytes(said)
    if brief is None:
        return SafeString()
    brief = in_language(brief, w)
    tiles = [tile_words(t, brief, w) if (t := leading_tile(brief, LEADING[n])) is not None else None for n in columns]
    first = tiles[0] if columns[:1] == (0,) else None
    return mark_safe(render_to_string("web/parts/board_line.html", {
        "brief": brief, "whole": whole, "platform": w.name("platform", brief.platform), "tiles": tiles,
        "earlier": w.dated(brief.on) if whole.earlier else "",
        "spark": sparkline(first.trend, f"spark-{whole.pk}", first.label, first.trend_about) if first else "",
        "headline": brief.findings[0].words if brief.findings else "",
        "stake": estimate(whole.stake, brief.currency, language) if whole.stake else "",
        "restated": sum(1 for s in brief.readiness if s.restated_days),
        "waiting": [source_words(s, brief, w).name for s in brief.readiness if s.state is not State.IN and s.due]}))
