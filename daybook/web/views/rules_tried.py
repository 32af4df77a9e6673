"""Rules held against a shop's own data: the published number beside the shop's own, and which side of a conflict it supports."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from daybook.domain.calibrated import CalibratedRule, RulesTried, TriedConflict
from daybook.domain.rights import Right
from daybook.reports.learning_phrases import error_words, number_words, tried_words
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.rules_tried import rules_tried


@screen(Right.SEE_COSTS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What this shop's data say of the rules that it is run by."""
    request.session["shop"] = seat.shop_row.pk
    w, shop = translator(language_of()), seat.shop
    found: RulesTried = rules_tried(the_house(), shop, shop.day_of(clock()), clock())
    numbers = [(one, *_words(one, w)) for one in found.calibrated]
    conflicts = [(one, w.name("rule", one.first_what), w.name("rule", one.second_what), in_language(one.evidence, w))
                 for one in found.conflicts]
    return answered(request, "web/rules_tried.html", {
        "title": _("Rules and this shop's data"), "numbers": numbers, "conflicts": conflicts,
        "told": sum(1 for one in found.conflicts if one.supported), "better": sum(1 for one in found.calibrated if one.better),
        "numbers_table": table(request, _columns(), numbers, name="numbers", title=_("Published and own numbers")),
        "conflicts_table": table(request, _conflict_columns(), conflicts, name="conflicts", title=_("Conflicts"))})


def _words(one: CalibratedRule, w: Words) -> tuple[str, str, str, str, str, str]:
    """What it is, both numbers, both errors, and why it could not be reckoned."""
    return (tried_words(one, w), number_words(one.default, one.unit, w), number_words(one.own, one.unit, w),
            error_words(one.default_error, one, w), error_words(one.own_error, one, w), in_language(one.why or one.what_error, w))


def _columns() -> list[Col]:
    return [Col("rule", _("Rule"), lambda row: row[1]), Col("default", _("Published"), lambda row: row[0].default, number=True),
            Col("own", _("By own data"), lambda row: row[0].own, number=True),
            Col("missed", _("Published misses"), lambda row: row[0].default_error, number=True),
            Col("own_missed", _("Own misses"), lambda row: row[0].own_error, number=True),
            Col("units", _("Judged on"), lambda row: row[0].units, number=True),
            Col("verdict", _("Out of sample"), lambda row: _verdict(row[0]))]


def _verdict(one: CalibratedRule) -> str:
    if one.better is None:
        return str(_("cannot be told"))
    return str(_("own number is better")) if one.better else str(_("published number is better"))


def _conflict_columns() -> list[Col]:
    def supported(row: Any) -> str | None:
        found: TriedConflict = row[0]
        return found.supported or None

    return [Col("first", _("One rule"), lambda row: row[1]), Col("second", _("The other"), lambda row: row[2]),
            Col("side", _("Supported here"), supported), Col("evidence", _("Evidence"), lambda row: row[3])]
