"""S11, market and rivals: core items beside their rivals, the two-minute form, what changed, and what exports tell."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.desks.market.wave import cut_line
from daybook.domain.errors import DaybookError
from daybook.domain.market import ItemRivals, RivalBoard, RivalLine
from daybook.domain.rights import Right
from daybook.domain.rivals import NO_TAG, RIVAL_KINDS, RIVAL_STATES
from daybook.reports import rivals_report as said
from daybook.reports import wave_report
from daybook.reports.line_chart import lines_chart
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.converters import day_said
from daybook.web.forms import HouseForm
from daybook.web.given_forms import DAY, named
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.give import give
from daybook.workflows.price_wave import wave_of
from daybook.workflows.rivals_page import LARGEST_PAGE, LARGEST_PICTURE, keep_look, page_cells, picture_of, rivals_of
from daybook.workflows.scratch import scratch_folder

#: Days that a wave of prices spans at most.
WIDEST = 60
#: Cells of the two-minute form.
CELLS = ("price", "coupon", "tag", "state", "rank", "sold", "reviews")


class RivalForm(HouseForm):
    """A listing to watch for an item."""

    item_id = forms.CharField(label=gettext_lazy("Our item"), max_length=120)
    rival = forms.CharField(label=gettext_lazy("The rival's id"), max_length=120)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of rival"))
    seller = forms.CharField(label=gettext_lazy("Its shop"), required=False, max_length=120)
    link = forms.CharField(label=gettext_lazy("Its address"), required=False, max_length=400)
    valid_from = forms.CharField(label=gettext_lazy("Counts from"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kept: Any) -> None:
        super().__init__(*args, **kept)
        choice: Any = self.fields["kind"]
        choice.choices = named("rival_kind", dict(RIVAL_KINDS))


@dataclass(frozen=True)
class Line:
    """One rival in words, with the form that its last look fills."""

    one: RivalLine
    kind: str
    pays: str
    gap: str
    tone: str
    event: str
    sold: str
    age: str
    picture: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Item:
    """One item with its rivals and its drawing."""

    one: ItemRivals
    sold: str
    lines: list[Line]
    chart: SafeString


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The market and rivals as known now, or at nine of a morning."""
    request.session["shop"] = seat.shop_row.pk
    w, today = translator(language_of()), seat.shop.day_of(clock())
    found = rivals_of(the_house(), seat.shop, on or today, None if on else clock())
    events = [(w.moment(e.at, found.zone, found.on), in_language(e.words, w), said.item_of(found, e.item_id),
               e) for e in found.events]
    return answered(request, "web/rivals.html", {
        "title": _("Market and rivals"), "on": found.on, "on_words": w.full_day(found.on), "board": found,
        "items": [_item(one, n, found, w) for n, one in enumerate(found.items)], "bare": said.bare_words(found, w),
        "may_do": seat.may(Right.DO_WORK), "form": RivalForm(initial={"valid_from": found.on.isoformat()}),
        "states": [(key, w.name("rival_state", key)) for key in RIVAL_STATES],
        "events": table(request, _event_columns(), events, name="events", rows=15, title=f"{_('What changed')} {found.on}",
                        empty=_("No change was seen in thirty days.")),
        "bands": [said.band_words(band, own, found, w) for band, own in found.bands],
        "newcomers": [said.newcomer_words(new, found, w) for new in found.newcomers],
        "words": [(said.word_words(move), move.change > 0) for move in found.words],
        "market": [said.market_words(one, found, w) for one in (*found.size, *found.price_bands)]})


def _event_columns() -> list[Col]:
    return [Col("when", _("When"), lambda row: row[3].at, down=True), Col("what", _("What"), lambda row: row[1]),
            Col("item", _("Item"), lambda row: row[2], choice=True)]


def _item(one: ItemRivals, number: int, found: RivalBoard, w: Words) -> Item:
    chart = lines_chart([(_("ours"), one.paid), *one.looked], f"rivals-{number}", _("Prices of six weeks"),
                        _("What buyers paid for ours, and what looks at the rivals showed, coupons taken off"),
                        (w.day(one.paid[0][0]), w.day(one.paid[-1][0])) if one.paid else ("", ""))
    return Item(one, said.sold_words(one, found, w), [_line(line, found, w) for line in one.lines], mark_safe(chart))


def _line(line: RivalLine, found: RivalBoard, w: Words) -> Line:
    last = line.last
    fields = dict.fromkeys(CELLS, "")
    if last is not None:
        tag = _("no event") if last.tag == NO_TAG else last.tag
        fields |= {"price": _plain(last.price), "coupon": _plain(last.coupon), "tag": tag, "state": last.state or "on_sale",
                   "rank": _plain(last.rank), "reviews": _plain(last.reviews)}
    sold = said.span_words("paid_units", last.sold_low, last.sold_high, found.currency, w) if last is not None else "—"
    picture = Path(last.screenshot).stem if last is not None and last.screenshot else ""
    tone = "" if line.gap is None else "red" if line.gap < 0 else "green"
    return Line(line, w.name("rival_kind", line.rival.kind), said.price_words(line, found, w), said.gap_words(line), tone,
                said.tag_words(last, w), sold, said.age_words(line, w), picture, fields)


def _plain(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


@screen(Right.SEE_NUMBERS)
def wave(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A wave of prices over some days, by the looks that name a seller; the last two weeks unless days are asked for."""
    request.session["shop"] = seat.shop_row.pk
    w, today = translator(language_of()), seat.shop.day_of(clock())
    first = day_said(request.GET.get("first")) or today - timedelta(days=13)
    last = max(first, min(day_said(request.GET.get("last")) or today, first + timedelta(days=WIDEST)))
    found = wave_of(the_house(), seat.shop, first, last)
    rows = [(*wave_report.seller_words(one, seat.shop.currency, w), one) for one in found]
    heads = wave_report.head_words(w)
    return answered(request, "web/wave.html", {
        "title": _("A wave of prices"), "first": first, "last": last, "cut": f"{cut_line():.0%}",
        "lead": wave_report.lead_words(found, w),
        "chart": mark_safe(wave_report.wave_chart(found, w)), "span": f"{w.full_day(first)} – {w.full_day(last)}",
        "table": table(request, [
            Col("seller", heads[0], lambda row: row[0]), Col("listings", heads[1], lambda row: row[8].listings, number=True),
            Col("joined", heads[2], lambda row: row[8].joined_on), Col("share", heads[3], lambda row: row[8].cut_share,
                                                                       number=True),
            Col("depth", heads[4], lambda row: row[8].depth, number=True), Col("deepest", heads[5], lambda row: row[5]),
            Col("until", heads[6], lambda row: row[8].last_on), Col("left", heads[7], lambda row: row[8].left, number=True)],
            rows, name="wave", rows=40, title=_("A wave of prices"), empty=_("No look of these days names a seller."))})


@require_POST
@screen(Right.DO_WORK)
def look(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One look at a rival: what was typed, a screenshot, or a saved page whose cells count before typed ones."""
    user = request.user
    by = getattr(user, "name", "") or getattr(user, "email", "")
    cells = {"rival": request.POST.get("rival", "")[:120], **{cell: request.POST.get(cell, "")[:120] for cell in CELLS}}
    if not cells["tag"].strip() and cells["price"].strip():
        cells["tag"] = NO_TAG
    try:
        page, picture = request.FILES.get("page"), request.FILES.get("picture")
        if page is not None:
            cells |= page_cells(str(page.name), page.read(LARGEST_PAGE + 1))
        with scratch_folder() as folder:
            file = None if picture is None else folder / "picture"
            if picture is not None and file is not None:
                file.write_bytes(picture.read(LARGEST_PICTURE + 1))
            keep_look(the_house(), seat.shop, cells, by, file)
        messages.success(request, _("Kept: the look at the rival."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("rivals", seat.shop_row.pk)


@require_POST
@screen(Right.DO_WORK)
def watch(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Puts a rival into an item's set, changes why it is watched, or takes it out (kind: gone)."""
    form = RivalForm(request.POST)
    try:
        if form.is_valid():
            give(the_house(), seat.shop, "rival", {name: str(value) for name, value in form.cleaned_data.items()})
            messages.success(request, _("Kept: the set of rivals."))
        else:
            messages.error(request, " ".join(f"{name}: {' '.join(map(str, why))}" for name, why in form.errors.items()))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("rivals", seat.shop_row.pk)


@screen(Right.SEE_NUMBERS)
def picture(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """A kept screenshot, shown as the picture that its first bytes say it is."""
    found = picture_of(the_house(), seat.shop, key)
    if found is None:
        raise Http404
    answer = HttpResponse(found[1], content_type=found[0])
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
