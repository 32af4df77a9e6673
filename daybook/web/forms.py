"""Forms of the workbench that belong to no single screen: the first person, and whoever was invited."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from daybook.domain.shop import Platform
from daybook.records import models

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "TWD", "JPY", "KRW", "SGD", "MYR", "THB", "VND", "IDR", "PHP", "AUD", "CAD")
#: Zones offered first; any other name of the tz database may be typed.
ZONES = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Europe/London", "Europe/Berlin",
         "America/New_York", "America/Los_Angeles", "Australia/Sydney", "UTC")


class HouseForm(forms.Form):
    """A form whose fields carry the kit's classes."""

    template_name = "web/parts/form.html"

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, label_suffix="", **said)
        for field in self.fields.values():
            kind = field.widget
            if isinstance(kind, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
                kind.attrs.setdefault("class", "form-check-input")
            else:
                kind.attrs.setdefault("class", "form-select" if isinstance(kind, forms.Select) else "form-control")


class PasswordForm(HouseForm):
    """A name and a new password."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(label=_("Password"), strip=False, help_text=_("At least 10 characters."),
                               widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def person(self) -> Any:
        """Who the password is for, so that it is not their name."""
        return models.User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))

    def clean(self) -> dict[str, Any]:
        """Refuses passwords that anybody would try."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("password"):
            try:
                validate_password(said["password"], self.person())
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return said


class ShopForm(HouseForm):
    """A shop of a client."""

    client = forms.CharField(label=_("Client"), max_length=120, help_text=_("Whose shop it is: a company or a brand."))
    shop = forms.CharField(label=_("Shop"), max_length=120, help_text=_("As its team calls it; the name is unique here."))
    platform = forms.ChoiceField(label=_("Platform"), choices=[(p.value, _(p.value)) for p in Platform])
    zone = forms.CharField(label=_("Time zone"), initial="Asia/Shanghai", widget=forms.TextInput({"list": "zones"}),
                           help_text=_("The zone in which the shop's days are cut."))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in CURRENCIES])

    def clean_zone(self) -> str:
        """A zone that exists."""
        zone = str(self.cleaned_data["zone"]).strip()
        if zone not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("No time zone is called so: use a name such as Asia/Shanghai."))
        return zone


class FirstForm(ShopForm, PasswordForm):
    """The first person and their first shop."""

    code = forms.CharField(label=_("Setup code"), max_length=40,
                           help_text=_("Printed on the terminal where `daybook serve` runs."))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "username"}))
    field_order = ("code", "email", "name", "password", "client", "shop", "platform", "zone", "currency")
