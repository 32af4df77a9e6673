"""The owner's phone: five numbers a shop, what happened in a sentence, what is being done, and what needs a yes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from daybook.domain.brief import Brief, State
from daybook.domain.rights import Right
from daybook.reports.agency_html import leading_tile
from daybook.reports.brief_phrases import head, tile_words
from daybook.reports.localise import in_language
from daybook.reports.plan_phrases import must_words, plan_words, yesterday_words
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, house_shops, screen
from daybook.web.context import language_of
from daybook.web.opened import clock
from daybook.web.views.approvals import waiting_for
from daybook.workflows.kept import last_mornings

#: What an owner asks for first: sales, profit, what ads took and brought, what came back.
FIVE: tuple[tuple[str, ...], ...] = (
    ("paid_gmv", "platform_paid_gmv"), ("contribution", "net_sales", "paid_orders"), ("ad_spend",),
    ("roas",), ("refund_rate_by_day", "refund_rate"))


@screen(Right.SEE_NUMBERS)
def phone(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One card per shop, the shops in the order of their names."""
    w = translator(language_of())
    rows = {r.name: r for r in seat.shops(Right.SEE_NUMBERS)}
    yes: dict[int, list[str]] = {}
    for row, story in waiting_for(seat):
        yes.setdefault(row.pk, []).append(in_language(story.proposal.move.what(), w))
    cards = []
    for shop in house_shops(rows.values()):
        on = shop.day_of(clock())
        brief = last_mornings([shop], on).get(shop.name)
        cards.append((rows[shop.name], _card(brief, w) | {"earlier": w.dated(brief.on) if brief.on < on else ""}
                      if brief else None, yes.get(rows[shop.name].pk, [])))
    return render(request, "web/owner.html", {"title": _("Owner's view"), "cards": cards})


def _card(brief: Brief, w: Words) -> dict[str, Any]:
    said = in_language(brief, w)
    tiles = [tile_words(t, said, w) for names in FIVE if (t := leading_tile(said, names)) is not None]
    return {
        "on": brief.on, "head": head(said, w), "tiles": tiles, "must": [must_words(m, said, w) for m in said.must],
        "findings": [f.words for f in said.findings if f.words][:3], "plan": [plan_words(p, said, w) for p in said.plan],
        "yesterday": [yesterday_words(y, w) for y in said.yesterday],
        "waiting": sum(1 for s in said.readiness if s.state is not State.IN and s.due)}
