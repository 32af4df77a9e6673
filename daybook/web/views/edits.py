"""S3, what may be edited of a listing today: one light per kind of edit with its reason, asked of the guards at that moment."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from daybook.domain.allowed import AllowedEdit, Light
from daybook.domain.rights import Right
from daybook.domain.verdict import Refuse, Verdict
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import the_house
from daybook.workflows.allowed_edits import allowed_edits

#: Light -> its mark, its colour, its words: it is read without colour too.
LIGHTS = {Light.GO: ("✓", "green", pgettext_lazy("light", "go")), Light.ASK: ("?", "amber", pgettext_lazy("light", "ask")),
          Light.STOP: ("✗", "red", pgettext_lazy("light", "stop"))}
EDITS = {"title": gettext_lazy("Title"), "images": gettext_lazy("Main image"), "attributes": gettext_lazy("Other attributes"),
         "identity": gettext_lazy("Category, brand, model, SKU dimensions"), "discount": gettext_lazy("Price by discount"),
         "list_price": gettext_lazy("List price itself"), "coupon": gettext_lazy("New coupon"), "sku_add": gettext_lazy("New SKU"),
         "sku_remove": gettext_lazy("Delete a SKU"), "delist": gettext_lazy("Take off sale")}


@screen(Right.SEE_NUMBERS)
def show(request: HttpRequest, seat: Seat, item: str) -> HttpResponse:
    """The lights of a listing as of this moment; its page shows them as soon as they are there."""
    w = translator(language_of())
    return render(request, "web/edits.html", {
        "title": _("What may be edited today"), "item": item,
        "lines": [_line(one, seat, item, w) for one in allowed_edits(the_house(), seat.shop, item)]})


def _line(one: AllowedEdit, seat: Seat, item: str, w: Words) -> dict[str, Any]:
    mark, tone, words = LIGHTS[one.light]
    refused = tuple(v for v in one.said if isinstance(v, Refuse))
    binding: tuple[Verdict, ...] = refused or one.said
    asked = {"move": one.move.name, "object_id": one.move.object_id, "item_id": item}
    may = one.light is not Light.STOP and seat.may(Right.PROPOSE)
    return {"edit": EDITS[one.edit], "mark": mark, "tone": tone, "words": words, "why": [_why(v, w) for v in binding],
            "propose": f"{reverse('propose', args=[seat.shop_row.pk])}?{urlencode(asked)}" if may else ""}


def _why(verdict: Verdict, w: Words) -> dict[str, str]:
    """A reason, what may be done instead, and the rule with where it comes from."""
    basis = verdict.basis
    return {"reason": str(in_language(verdict.reason, w)),
            "instead": str(in_language(verdict.instead, w)) if isinstance(verdict, Refuse) else "",
            "rule": basis.rule if basis else "",
            "source": f"{w.name('rule source', basis.source)} · {basis.seen_on}" if basis else ""}
