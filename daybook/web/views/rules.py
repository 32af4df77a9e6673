"""The rulebook: every rule of the trade with its numbers, its source, its date and how sure it is."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.domain.rights import Right
from daybook.reports.numbers import percent
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.tables import Col, answered, table
from daybook.workflows.rules_shown import RuleLine, desks_with_rules, rules_shown


@screen(Right.SEE_RULES)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Rules of a desk, or all of them; those reported second-hand are marked."""
    w, desk = translator(language_of()), request.GET.get("desk", "")
    desks = desks_with_rules()
    found = rules_shown(desk if desk in desks else "")
    return answered(request, "web/rules.html", {
        "title": _("Rulebook"), "desk": desk, "desks": [(d, pgettext("desk", d)) for d in desks],
        "table": table(request, _columns(), [_words(line, w) for line in found], css="stacks rules", title=_("Rulebook"))})


def _words(line: RuleLine, w: Any) -> dict[str, Any]:
    values = [(w.name("rule number", name, name.replace("_", " ")), *_value(v, unit, w)) for name, v, unit in line.values]
    return {"line": line, "values": values, "what": w.name("rule", line.what),
            "note": w.name("rule", line.note) if line.note else "",
            "source": w.name("rule source", line.source),
            "platform": w.name("platform", line.platform) if line.platform else "",
            "desk": pgettext("desk", line.desk), "sure": w.name("confidence", line.confidence)}


def _value(value: Decimal, unit: str, w: Any) -> tuple[str, str]:
    """A number of a rule and its unit, as people write them."""
    if unit == "share":
        return percent(value), ""
    if unit == "yes":
        return w.name("answer", "yes" if value else "no"), ""
    return _plain(value), w.name("rule unit", unit)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _columns() -> list[Col]:
    return [Col("rule", _("Rule"), lambda row: row["what"]), Col("id", "ID", lambda row: row["line"].id, only_sheet=True),
            Col("note", _("Remark"), lambda row: row["note"] or None, only_sheet=True),
            Col("numbers", _("Numbers"), lambda row: " · ".join(" ".join(p for p in said if p) for said in row["values"]) or None),
            Col("platform", _("Holds for"), lambda row: row["platform"] or _("every platform"), choice=True),
            Col("source", _("Source"), lambda row: row["source"]),
            Col("seen", _("Read on"), lambda row: row["line"].seen_on, only_sheet=True),
            Col("sure", _("How sure"), lambda row: row["sure"], choice=True)]
