"""S1, the morning: readiness, eight tiles, what cannot wait, what happened, the plan, what earlier work brought."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from daybook.domain.brief import Brief, Readiness, State
from daybook.domain.rights import Right
from daybook.reports.brief_phrases import MAIN_TILES, cost_note, distinct_cautions, head, source_words, tile_words
from daybook.reports.charts import sparkline, waterfall
from daybook.reports.finding_phrases import finding_words
from daybook.reports.localise import in_language
from daybook.reports.plan_phrases import left_out_words, must_words, plan_words, yesterday_words
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock
from daybook.web.views.work import state_of
from daybook.workflows.kept import kept_days, kept_mornings, last_mornings
from daybook.workflows.work import items_of_morning

#: Metrics that the why page can explain.
EXPLAINED = frozenset({"paid_gmv", "visitors", "payment_cvr", "session_cvr", "spend_per_buyer", "aov", "ad_spend", "ad_gmv",
                       "roas", "refund_rate", "paid_orders", "gmv"})


@screen(Right.SEE_NUMBERS)
def show(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """A morning by its day, as it was last made.  Of no day: today's, and before that is made the last one with its date."""
    request.session["shop"] = seat.shop_row.pk
    shop, w, before_today = seat.shop, translator(language_of()), on is None
    day = on or shop.day_of(clock())
    brief = (last_mornings if on is None else kept_mornings)([shop], day).get(shop.name)
    on = brief.on if brief is not None else day
    days = kept_days(shop)
    around = {"on": on, "on_words": w.full_day(on), "today": shop.day_of(clock()), "kept": days,
              "before": next((d for d in days if d < on), None), "after": next((d for d in reversed(days) if d > on), None),
              "last": next((d for d in days if d <= on), None)}
    if brief is None:
        return render(request, "web/morning_missing.html", around | {"future": on > shop.day_of(clock()) + timedelta(days=1)})
    items = items_of_morning(shop.name, on)
    said = words_of(brief, w)
    said["plan"] = [(line, words, state_of(items[line.id[:200]]) if line.id[:200] in items else None)
                    for line, words in said["plan"]]
    return render(request, "web/morning.html", around | said | {
        "before_today": before_today, "may_do": seat.may(Right.DO_WORK), "today_words": w.full_day(shop.day_of(clock()))})


def words_of(brief: Brief, w: Words) -> dict[str, Any]:
    """Everything that the page says, in the reader's language."""
    brief = in_language(brief, w)
    tiles = [tile_words(tile, brief, w) for tile in brief.tiles]
    shown = [(tile, words, sparkline(words.trend, f"spark-{n}", words.label, words.trend_about), tile.metric in EXPLAINED)
             for n, (tile, words) in enumerate(zip(brief.tiles, tiles, strict=True), 1)]
    findings = [finding_words(found, brief, w) for found in brief.findings]
    return {
        "brief": brief, "head": head(brief, w), "tiles": shown[:MAIN_TILES], "more_tiles": shown[MAIN_TILES:],
        "cautions": distinct_cautions(tiles, w),
        "sources": [(source_words(s, brief, w), _tone(s)) for s in brief.readiness],
        "sources_in": sum(1 for s in brief.readiness if s.state is State.IN),
        "must": [must_words(must, brief, w) for must in brief.must],
        "findings": [(found, said, waterfall(said.bridge, f"bridge-{n}", said.label, said.bridge_about),
                      found.metric in EXPLAINED)
                     for n, (found, said) in enumerate(zip(brief.findings, findings, strict=True), 1)],
        "plan": [(line, plan_words(line, brief, w)) for line in brief.plan],
        "minutes": sum(line.minutes for line in brief.plan),
        "movements": [(said, waterfall(said.bridge, f"movement-{n}", said.label, said.bridge_about)) for n, said in
                      enumerate((finding_words(found, brief, w) for found in brief.movements), 1)],
        "left_out": [left_out_words(left) for left in brief.left_out],
        "yesterday": [yesterday_words(line, w) for line in brief.yesterday],
        "notes": [note for note in (*brief.notes, cost_note(brief, w)) if note],
    }


def _tone(source: Readiness) -> str:
    """How a source's chip looks: green when in, amber when awaited, quiet when it is not due at this hour."""
    if source.state is State.IN:
        return "in"
    return "wait" if source.due else "quiet"
