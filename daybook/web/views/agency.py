"""The agency board: every shop that the person sees, by the money at risk; and where the first page leads."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.domain.brief import Brief, State
from daybook.domain.rights import Right
from daybook.domain.work import Role
from daybook.reports.agency_html import LEADING, at_risk, leading_tile
from daybook.reports.brief_phrases import TileWords, source_words, tile_words
from daybook.reports.charts import sparkline
from daybook.reports.localise import in_language
from daybook.reports.numbers import estimate
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, house_shops, screen
from daybook.web.context import language_of
from daybook.web.opened import clock
from daybook.web.tables import Col, answered, table
from daybook.workflows.kept import last_mornings


@screen(Right.SEE_RULES)
def home(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The page a person starts at: the owner's five numbers, the only shop's morning, or the board."""
    if not seat.held:
        return render(request, "web/nothing.html")
    if seat.roles == {Role.OWNER}:
        return redirect("owner")
    shops = list(seat.shops(Right.SEE_NUMBERS)[:2])
    if len(shops) == 1:
        return redirect("morning", shops[0].pk)
    return redirect("agency" if shops or seat.runs_whole_house(Right.RUN_HOUSE) else "tokens")


@dataclass(frozen=True)
class ShopLine:
    """One shop of the board; `brief` words are missing where its morning is not made."""

    row: Any
    platform: str
    on: date
    made: bool
    tiles: tuple[TileWords | None, ...] = ()
    spark: str = ""
    headline: str = ""
    stake: Decimal = Decimal(0)
    stake_words: str = ""
    findings: int = 0
    tasks: int = 0
    minutes: int = 0
    capacity: int | None = None
    waiting: tuple[str, ...] = ()
    sources: int = 0
    restated: int = 0
    numbers: tuple[Decimal | None, ...] = ()        # what the tiles stand for
    earlier: str = ""                   # the day of the morning shown, where today's is not made yet


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Shops by money at risk, with what is in, what is off and how much work it makes."""
    w = translator(language_of())
    rows = {r.name: r for r in seat.shops(Right.SEE_NUMBERS)}
    shops = house_shops(rows.values())
    by_day: dict[date, list[Any]] = {}
    for shop in shops:
        by_day.setdefault(shop.day_of(clock()), []).append(shop)
    briefs: dict[str, Brief] = {}
    for on, group in by_day.items():
        briefs |= last_mornings(group, on)
    lines = [_line(rows[s.name], s.day_of(clock()), briefs.get(s.name), w) for s in shops]
    lines.sort(key=lambda line: (not line.made, -line.stake, line.row.name))
    groups = _by_currency(lines, w)
    heads = [_head(i, briefs.values(), w) for i in range(len(LEADING))]
    return answered(request, "web/agency.html", {
        "lines": lines, "groups": groups, "heads": heads, "table": table(
            request, _columns(heads), [line for g in groups for line in g.lines], title=_("All shops"),
            group=(lambda line: (line.row.currency, _group_words(line.row.currency, groups))) if len(groups) > 1 else None),
                "shown": [i for i, head in enumerate(heads) if head],
        "made": sum(1 for line in lines if line.made and not line.earlier), "clients": len({r.client_id for r in rows.values()}),
        "tasks": sum(line.tasks for line in lines), "minutes": sum(line.minutes for line in lines),
        "waiting": sum(1 for line in lines if line.waiting), "title": _("All shops")})


@dataclass(frozen=True)
class CurrencyGroup:
    """Shops of one currency, most money at risk first; money of different currencies is not added."""

    currency: str
    lines: tuple[ShopLine, ...]
    stake: str


def _by_currency(lines: list[ShopLine], w: Words) -> list[CurrencyGroup]:
    """The currency of most shops first."""
    found: dict[str, list[ShopLine]] = {}
    for line in lines:
        found.setdefault(line.row.currency, []).append(line)
    return [CurrencyGroup(currency, tuple(own), estimate(total, currency, w.language)
                          if (total := sum((x.stake for x in own), Decimal(0))) else "")
            for currency, own in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))]


def _group_words(currency: str, groups: list[CurrencyGroup]) -> str:
    n = next(len(g.lines) for g in groups if g.currency == currency)
    return f"{currency} · {ngettext('%(n)s shop', '%(n)s shops', n) % {'n': n}}"


def _columns(heads: list[str]) -> list[Col]:
    """A shop whose morning is not made has no numbers, and stands last in any order."""
    def tile(i: int) -> Any:
        return lambda line: line.numbers[i] if line.numbers else None

    def made(name: str) -> Any:
        return lambda line: getattr(line, name) if line.made else None

    return [Col("shop", _("Shop"), lambda line: line.row.name),
            Col("client", _("Client"), lambda line: line.row.client.name, choice=True, only_sheet=True),
            Col("platform", _("Platform"), lambda line: line.platform, choice=True, only_sheet=True),
            Col("currency", _("Currency"), lambda line: line.row.currency, only_sheet=True),
            Col("risk", _("At risk a day"), made("stake"), number=True),
            Col("happened", _("What happened"), lambda line: line.headline or None),
            *(Col(f"n{i}", head, tile(i), number=True) for i, head in enumerate(heads) if head),
            Col("plan", _("Today's plan"), made("minutes"), number=True),
            Col("sources", _("Sources"), lambda line: len(line.waiting) if line.made else None, down=True)]


def _head(place: int, briefs: Any, w: Words) -> str:
    found = next((t for b in briefs if (t := leading_tile(b, LEADING[place])) is not None), None)
    return w.metric(found.metric, found.zh) if found is not None else ""


def _line(row: Any, on: date, brief: Brief | None, w: Words) -> ShopLine:
    platform = w.name("platform", row.platform)
    if brief is None:
        return ShopLine(row, platform, on, made=False)
    said = in_language(brief, w)
    stake, paid = at_risk(brief), leading_tile(said, ("paid_gmv",))
    leading = [leading_tile(said, m) for m in LEADING]
    words = tile_words(paid, said, w) if paid is not None else None
    return ShopLine(
        row, platform, on, made=True, earlier=w.dated(brief.on) if brief.on < on else "",
        tiles=tuple(tile_words(t, said, w) if t is not None else None for t in leading),
        numbers=tuple(t.value if t is not None else None for t in leading),
        spark=sparkline(words.trend, f"spark-{row.pk}", words.label, words.trend_about) if words else "",
        headline=said.findings[0].words if said.findings else "", stake=stake,
        stake_words=estimate(stake, brief.currency, w.language) if stake else "",
        findings=len(brief.findings), tasks=len(brief.plan), minutes=sum(line.minutes for line in brief.plan),
        capacity=brief.capacity_minutes, sources=len(brief.readiness),
        restated=sum(1 for s in brief.readiness if s.restated_days),
        waiting=tuple(source_words(s, said, w).name for s in said.readiness if s.state is not State.IN and s.due))
