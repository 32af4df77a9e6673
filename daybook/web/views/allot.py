"""Channel allotments: what one stock has, what each shop of the client may sell of it, and what a slow sync would oversell."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.web.access import Seat, screen
from daybook.web.context import told
from daybook.web.forms import HouseForm
from daybook.web.opened import the_house
from daybook.workflows.allot import Shared, allot, count_stock, pools, with_proposal

#: More units than this are no stock of a product.
MOST = 10_000_000
#: A longer number is more than any that is taken here.
DIGITS = len(str(MOST))
#: A sync is asked for within a day; fewer units than `LEAST` are said to be fewer.
DAY_MINUTES, LEAST = 24 * 60, 0.01


class CountForm(HouseForm):
    """What there is of a product now."""

    product = forms.CharField(label=gettext_lazy("Product"), max_length=120, help_text=gettext_lazy("By the product map (货号)."))
    units = forms.IntegerField(label=gettext_lazy("Units that are there"), min_value=0, max_value=MOST)
    reserve = forms.IntegerField(label=gettext_lazy("Held back"), min_value=0, max_value=MOST, required=False,
                                 help_text=gettext_lazy("Empty: the rulebook's share for live shows (V-10)."))


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """All stocks of a client that several shops sell from; with `product` how it would best be shared out."""
    return _board(request, seat, CountForm(initial={"product": request.GET.get("product", "")}))


def _board(request: HttpRequest, seat: Seat, form: CountForm) -> HttpResponse:
    name, house = request.GET.get("product", ""), the_house()
    found = pools(seat.client_row.name)
    one = next((p for p in found if p.product == name), None)
    sync = request.GET.get("sync", "").strip()
    minutes = (int(sync),) if len(sync) <= DIGITS and sync.isdecimal() and 0 < int(sync) <= DAY_MINUTES else ()
    asked = with_proposal(house, seat.client_row.name, one, minutes) if one is not None else None
    return render(request, "web/allot.html", {
        "title": _("Channel allotments"), "client": seat.client_row, "pools": found, "asked": asked, "form": form,
        "rows": _rows(seat, asked) if asked else [], "sync": minutes[0] if minutes else "", "may_set": seat.may(Right.SET_GOALS),
        "oversell": [(n, f"{units:.2f}" if units >= LEAST else f"< {LEAST}") for n, units in asked.oversell] if asked else []},
        status=422 if form.errors else 200)


def _rows(seat: Seat, asked: Shared) -> list[dict[str, Any]]:
    """Every shop of the client that has a part or could have one, with the name of its field in the form."""
    shops = {row.name: row.pk for row in seat.shops(Right.SEE_NUMBERS).filter(client=seat.client_row)}
    known = {s.shop: s for s in asked.shops}
    return [{"shop": name, "field": f"units-{pk}", "one": known.get(name),
             "left": known[name].units - known[name].taken if name in known else None} for name, pk in shops.items()]


@require_POST
@screen(Right.SET_GOALS)
def count(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps what was counted."""
    form = CountForm(request.POST)
    if not form.is_valid():
        return _board(request, seat, form)
    said = form.cleaned_data
    try:
        count_stock(the_house(), seat.client_row.name, said["product"].strip(), said["units"], said["reserve"])
        messages.success(request, _("Kept."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return _back(seat, said["product"].strip())


@require_POST
@screen(Right.SET_GOALS)
def give(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Gives shops their units; a field left empty leaves its shop as it was."""
    product, units = request.POST.get("product", ""), {}
    for row in seat.shops(Right.SET_GOALS).filter(client=seat.client_row):
        said = request.POST.get(f"units-{row.pk}", "").strip()
        if said and (len(said) > DIGITS or not said.isdecimal() or int(said) > MOST):
            messages.error(request, _("%(said)s is no number of units.") % {"said": said[:20]})
            return _back(seat, product)
        if said:
            units[row.name] = int(said)
    try:
        allot(the_house(), seat.client_row.name, product, units)
        messages.success(request, _("Kept."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return _back(seat, product)


def _back(seat: Seat, product: str) -> HttpResponse:
    return redirect(f"{reverse('allot', args=[seat.client_row.pk])}?{urlencode({'product': product})}")
