"""S11, creators: what is due, cooperations, creators by what settled with grade and reasons, what items bear; and one creator."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.creator_desk import CreatorLine, CreatorsTable, DealLine, Halo
from daybook.domain.creators import FOLLOWS, NOTE, PAYS, Stage, Step
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.rights import Right
from daybook.reports.creators_report import lag_says, money_of, share
from daybook.reports.localise import in_language
from daybook.reports.numbers import shown
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.converters import Day
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.creator_steps import add_step, decimal_of
from daybook.workflows.creators_page import creator_of, creators_of
from daybook.workflows.kept import last_day

#: Samples, posts and items that the page shows.
SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One creator in words."""

    one: CreatorLine
    link: str
    letter: str
    tone: str
    why: str
    booked: str
    settled: str
    left: str
    waits: str
    part: str
    again: str


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """Creators as a morning knew them: the last one, or that of a day."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    found = creators_of(the_house(), seat.shop, on)
    costs = seat.may(Right.SEE_COSTS)
    lines = [_line(one, found, seat, w, costs) for one in found.creators]
    deals = [_deal(d, found, seat, w, costs) for d in found.deals if not d.deal.over]
    return answered(request, "web/creators.html", {
        "title": _("Creators"), "on": on, "on_words": w.full_day(on), "costs": costs, "may": seat.may(Right.DO_WORK),
        "due": [d for d in deals if d["due"]], "stages": _stages(found, w), "deals": deals, "lag": lag_says(found, w),
        "terms": [(t.item_id, t.title, share(t.break_even, w), share(t.refund_rate, w), in_language(t.why_not, w))
                  for t in found.terms[:SHOWN]] if costs else [],
        "samples": [_sample(s, found, w, costs) for s in found.samples[:SHOWN]],
        "again": [line for line in lines if line.again],
        "invited": found.invited_today, "invitations": found.invitations_a_day, "pays": _pays(w),
        "untold": [(w.name("creator_untold", what), in_language(why, w)) for what, why in found.untold],
        "table": table(request, _columns(costs), lines, title=f"{_('Creators')} {on}", empty=_("No creator is known yet."))})


@screen(Right.SEE_NUMBERS)
def one(request: HttpRequest, seat: Seat, creator: str) -> HttpResponse:
    """One creator: grade with reasons, results by item, halo, cooperations with their lines, and the next step."""
    on, w = _day(request, seat), translator(language_of())
    known = creator_of(the_house(), seat.shop, on, creator)
    if known is None:
        raise Http404
    found, line = known
    costs = seat.may(Right.SEE_COSTS)
    deals = [d for d in found.deals if d.deal.creator_id == creator]
    open_ = next((d.deal for d in deals if not d.deal.over), None)
    may = [*(FOLLOWS[open_.stage] if open_ else FOLLOWS[None]), NOTE] if open_ or not deals else [*FOLLOWS[None], NOTE]
    return answered(request, "web/creator.html", {
        "title": line.name, "on": on, "line": _line(line, found, seat, w, costs), "result": line.result, "costs": costs,
        "may": seat.may(Right.DO_WORK), "reasons": _reasons(line, w, costs)[len(line.grade.signs):],
        "signs": [(in_language(s.words, w), s.rule) for s in line.grade.signs],
        "items": [(i.item_id, i.title, i.orders, _money(i.booked, found, w), _money(i.settled_net, found, w),
                   "—" if i.margin is None or not costs else _money(i.margin, found, w)) for i in line.result.items]
        if line.result else [],
        "facts": _facts(line, found, w, costs), "halo": [_halo(h, found, w) for h in found.halo],
        "deals": [_deal(d, found, seat, w, costs) | {"steps": [_step(s, found, w) for s in reversed(d.deal.steps)]} for d in deals],
        "next": [(s if isinstance(s, str) and s == NOTE else str(s), w.name("creator_stage", str(s))) for s in may],
        "pays": _pays(w), "stage": open_.stage.value if open_ else ""})


@require_POST
@screen(Right.DO_WORK)
def step(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Adds a step to a cooperation: its stage, terms, day, samples, rights, or a note."""
    said, by = request.POST, getattr(request.user, "name", "") or getattr(request.user, "email", "")
    try:
        deal, warnings = add_step(the_house(), seat.shop, Step(
            said.get("creator_id", ""), said.get("kind", ""), by, said.get("creator", ""), tuple(said.get("items", "").split()),
            _date(said.get("day")), said.get("pay", ""), decimal_of(said.get("commission", ""), percent=True),
            decimal_of(said.get("fee", "")), _whole(said.get("samples")), _date(said.get("rights_until")),
            said.get("rights_where", ""), said.get("post_id", ""), said.get("text", ""), _whole(said.get("units"))),
            anyway=bool(said.get("anyway")), costs=seat.may(Right.SEE_COSTS))
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("Kept with the creator."))
        for warning in warnings:
            messages.warning(request, in_language(warning, translator(language_of())))
        return redirect(reverse("creator", args=[seat.shop_row.pk, deal.creator_id]))
    return redirect(reverse("creators", args=[seat.shop_row.pk]))


def _day(request: HttpRequest, seat: Seat) -> date:
    """The morning that is asked for; the last one where none is, or what was asked for is no day."""
    try:
        asked = _date(request.GET.get("on"))
    except WrongUsage:
        asked = None
    return asked or last_day(seat.shop, seat.shop.day_of(clock()))


def _date(said: str | None) -> date | None:
    """A day as a form sends it; None for none.  Raises WrongUsage for what is none."""
    try:
        return Day().to_python(said) if said else None
    except ValueError as problem:
        raise WrongUsage(f"{(said or '')[:40]} is no day", next_step="give it as 2026-12-01") from problem


def _whole(said: str | None) -> int | None:
    """A whole number as a form sends it; None for none.  Raises WrongUsage for what is none."""
    if not said or not said.strip():
        return None
    if not said.strip().isdecimal() or len(said) > 9:
        raise WrongUsage(f"{said[:40]} is no whole number", next_step="give it as 3000")
    return int(said)


def _pays(w: Words) -> list[tuple[str, str]]:
    return [(pay, w.name("creator_pay", pay)) for pay in PAYS]


def _stages(found: CreatorsTable, w: Words) -> list[tuple[str, int]]:
    """How many cooperations stand at each stage, those that are over left out but for settled ones."""
    counts = {s: sum(1 for d in found.deals if d.deal.stage is s) for s in Stage}
    return [(w.name("creator_stage", s.value), counts[s]) for s in Stage if s not in (Stage.DECLINED, Stage.DROPPED)]


def _columns(costs: bool) -> list[Col]:
    def number(name: str) -> Any:
        return lambda row: getattr(row.one.result, name) if row.one.result else None

    left = [Col("left", _("Left after all"), number("after_fees"), number=True,
                says=_("What ended orders left after goods, refunds, fees, commission, fixed fees and samples"))] if costs else []
    return [Col("grade", _("Grade"), lambda row: row.letter, choice=True), Col("creator", _("Creator"), lambda row: row.one.name),
            Col("booked", _("Booked"), number("booked"), number=True, down=True),
            Col("settled", _("Settled"), number("settled_net"), number=True, down=True,
                says=_("Of orders old enough to have ended, after refunds")), *left,
            Col("waits", _("Still to settle"), lambda row: row.one.result.expected.mid if row.one.result and row.one.result.expected
                else None, number=True, says=_("What of the pending orders will settle, eight times in ten between the two")),
            Col("why", _("Reasons"), lambda row: row.why)]


def _line(one: CreatorLine, found: CreatorsTable, seat: Seat, w: Words, costs: bool) -> Line:
    booked, settled, left, waits = money_of(one, found, w)
    tone = {"A": "green", "B": "green", "D": "red"}.get(one.grade.letter, "amber" if one.grade.letter else "")
    part = share(one.result.settled_share, w) if one.result else "—"
    return Line(one, f"{reverse('creator', args=[seat.shop_row.pk, one.creator_id])}?on={found.on}", one.grade.letter or "—", tone,
                " · ".join(_reasons(one, w, costs)[:2]), booked, settled, left if costs else "", waits, part,
                in_language(one.again, w))


def _reasons(one: CreatorLine, w: Words, costs: bool) -> list[str]:
    """Reasons of a grade; who sees no costs reads the signs and what fits."""
    skipped = () if costs or one.grade.basis != "past" else one.grade.reasons[len(one.grade.signs):len(one.grade.signs) + 1]
    return [in_language(r, w) for r in one.grade.reasons if r not in skipped]


def _deal(one: DealLine, found: CreatorsTable, seat: Seat, w: Words, costs: bool) -> dict[str, Any]:
    deal = one.deal
    return {"name": one.name, "link": f"{reverse('creator', args=[seat.shop_row.pk, deal.creator_id])}?on={found.on}",
            "stage": w.name("creator_stage", deal.stage.value), "since": w.moment(deal.since, found.zone, found.on),
            "due": in_language(one.due, w), "urgent": one.urgent, "items": " ".join(deal.items) or "—",
            "commission": share(deal.commission_rate, w), "bears": share(one.break_even, w) if costs else "",
            "loses": bool(one.terms_lose) and costs, "fee": "" if deal.fixed_fee is None else _money(deal.fixed_fee, found, w),
            "day": w.day(deal.scheduled_on) if deal.scheduled_on else "",
            "rights": w.day(deal.rights_until) if deal.rights_until else "",
            "where": deal.rights_where, "over": deal.over}


def _sample(one: Any, found: CreatorsTable, w: Words, costs: bool) -> tuple[str, ...]:
    return (one.creator or one.creator_id, one.item_id or "—", w.day(one.sent_on),
            w.day(one.received_on) if one.received_on else "—",
            w.day(one.returned_on) if one.returned_on else "—",
            "—" if one.cost is None or not costs else _money(one.cost, found, w))


def _facts(line: CreatorLine, found: CreatorsTable, w: Words, costs: bool) -> list[tuple[str, str]]:
    """What is known of a creator, in words; what is not is a dash."""
    r, p = line.result, line.profile
    told = [] if r is None else [
        (_("Booked"), f"{_money(r.booked, found, w)} · {r.orders}"), (_("Ended orders"), f"{r.ended_orders}"),
        (_("Settled"), f"{_money(r.settled_net, found, w)} · {share(r.settled_share, w)}"),
        (_("Settled share of other creators"), share(r.usual_share, w)),
        (_("Commission paid"), "—" if r.commission is None else _money(r.commission, found, w))]
    if r is not None and costs:
        told += [(_("Fixed fees"), "—" if r.fees is None else _money(r.fees, found, w)),
                 (_("Samples"), "—" if r.samples is None else _money(r.samples, found, w)),
                 (_("Left after all"), in_language(r.why_not, w) if r.after_fees is None else _money(r.after_fees, found, w))]
    if p is not None:
        told += [(_("Category"), p.category or "—"), (_("Followers"), "—" if p.followers is None else f"{p.followers:,}"),
                 (_("Audience shared"), share(p.audience_share, w)), (_("Live conversion"), share(p.live_cvr, w)),
                 (_("Looked up on"), w.day(p.seen_on))]
    return told


def _halo(one: Halo, found: CreatorsTable, w: Words) -> tuple[str, str, str]:
    """(what, in words, reason): money or visitors a day with its interval, or that it cannot be told."""
    what = w.name("creator_halo", one.what)
    if one.value is None or one.low is None or one.high is None:
        return what, _("cannot be told"), in_language(one.why, w)
    unit = Unit.PEOPLE if one.what == "search_visitors" else Unit.MONEY
    value, low, high = (shown(v, unit, found.currency, w.language) for v in (one.value, one.low, one.high))
    span = _("{low} to {high} a day").format(low=low, high=high)
    if one.told == "cannot tell":
        return what, _("cannot be told"), f"{span} · {in_language(one.why, w)}"
    return what, _("{value} a day").format(value=value), span


def _step(one: Any, found: CreatorsTable, w: Words) -> dict[str, str]:
    terms = [share(one.commission_rate, w) if one.commission_rate is not None else "",
             _money(one.fixed_fee, found, w) if one.fixed_fee is not None else "", w.day(one.day) if one.day else "", one.text]
    return {"at": w.moment(one.at, found.zone, found.on), "by": one.by, "what": w.name("creator_stage", one.kind),
            "text": " · ".join(t for t in terms if t)}


def _money(value: Any, found: CreatorsTable, w: Words) -> str:
    return shown(value, Unit.MONEY, found.currency, w.language)
