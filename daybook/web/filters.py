"""What the house keeps a great many rows of is narrowed by its records: filters by django-filter, before a table is made."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from daybook.records import models
from daybook.web.forms import HouseForm


class AuditFilter(django_filters.FilterSet):
    """Who saw and did what: by person, by days (UTC), and deeds alone."""

    who = django_filters.CharFilter(label=gettext_lazy("Person"), method="of_person")
    first = django_filters.DateFilter(label=gettext_lazy("First day"), field_name="at", lookup_expr="date__gte",
                                      widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    last = django_filters.DateFilter(label=gettext_lazy("Last day"), field_name="at", lookup_expr="date__lte",
                                     widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    deeds = django_filters.BooleanFilter(label=gettext_lazy("Deeds only"), method="only_deeds", widget=forms.CheckboxInput)

    class Meta:
        model = models.Audit
        fields: tuple[str, ...] = ()
        form = HouseForm

    def of_person(self, rows: Any, name: str, said: str) -> Any:
        """A part of the address or of the name."""
        return rows.filter(Q(user__email__icontains=said) | Q(user__name__icontains=said))

    def only_deeds(self, rows: Any, name: str, wanted: bool) -> Any:
        """Looking at a page is no deed."""
        return rows.exclude(method="GET") if wanted else rows
