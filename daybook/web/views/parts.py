"""The parts of the screens with real content, for whoever adds a page: each in every state that it has."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.domain.brief import Unit
from daybook.domain.rights import Right
from daybook.reports.brief_phrases import ARROWS, direction, tone
from daybook.reports.charts import BridgeStep, sparkline
from daybook.reports.numbers import change, shown
from daybook.reports.wording import Words, translator
from daybook.web import charts
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.forms import HouseForm
from daybook.web.pictures import ICONS
from daybook.web.tables import Col, answered, table
from daybook.web.views.edits import LIGHTS

#: The growth of a line from 100 to 128 in three causes: an example of arithmetic, not of a shop.
STEPS = ((100, True), (40, False), (-18, False), (6, False), (128, True))


class ExampleForm(HouseForm):
    """A field that was forgotten, one that may stay empty, and a choice."""

    what = forms.CharField(label=gettext_lazy("What is to be done"), max_length=80)
    note = forms.CharField(label=gettext_lazy("A number"), max_length=80, required=False,
                           help_text=gettext_lazy("Say why, and what to do next."))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=(("odd", gettext_lazy("odd")), ("even", gettext_lazy("even"))))


@screen(Right.SEE_RULES)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Type, colours, tiles, tables, charts, forms, icons, empty states."""
    w = translator(language_of())
    names = (_("from"), _("a cause"), _("another"), _("not explained"), _("actual"))
    steps = [BridgeStep(n, Decimal(v), str(v), total, tone(Decimal(v), True, w.language) if not total else "")
             for n, (v, total) in zip(names, STEPS, strict=True)]
    first = date(2026, 1, 5)
    rows = [(first + timedelta(days=n), None if n == 9 else Decimal(20 + (n * 7) % 11 + n)) for n in range(21)]
    labels = [w.dated(day) for day, _value in rows]
    band = [(day, Decimal(18 + n), Decimal(30 + n)) for n, (day, _value) in enumerate(rows)]
    curve = charts.days(rows, ["—" if v is None else str(v) for _day, v in rows], labels, band, [(labels[14], _("an event"))])
    squares = [(n, None if n == 5 else n * n, _("odd") if n % 2 else _("even")) for n in range(1, 9)]
    return answered(request, "web/parts.html", {
        "title": _("Parts"), "table": table(request, [
            Col("n", "n", lambda row: row[0], number=True), Col("square", "n²", lambda row: row[1], number=True),
            Col("kind", _("Kind"), lambda row: row[2], choice=True)], squares, title=_("Table of rows")),
        "bridge": charts.bridge(steps), "curve": curve, "changes": _changes(w),
        "form": ExampleForm({"kind": "odd"}), "lights": LIGHTS.values(),
        "spark": sparkline(rows, "spark-parts", _("Sparkline"), ""), "icons": sorted(p.stem for p in ICONS.glob("*.svg"))})


def _changes(w: Words) -> list[tuple[str, str, str, str]]:
    """Differences up and down, where more is better and where less is, in the colours of the language."""
    found = []
    for value in (Decimal("12.5"), Decimal("-12.5"), Decimal(0)):
        for better, words in ((True, _("more is better")), (False, _("less is better"))):
            said = change(value, Unit.COUNT, "", w.language)
            found.append((ARROWS[direction(value)], said, tone(value, better, w.language), words))
    return [*found, ("", shown(None, Unit.COUNT, "", w.language), "", _("not in yet"))]
