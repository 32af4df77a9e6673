"""The form of a change: made from the move's own fields, so that a new kind of move has a form at once."""

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from daybook.domain.moves.kinds import KINDS, field_types, move_from
from daybook.domain.moves.move import Move
from daybook.web.forms import HouseForm
from daybook.web.move_choices import CHOICES, KEPT
from daybook.workflows.switchback import days_switched

LONG = frozenset({"to", "statement", "reason"})


class WhatForm(HouseForm):
    """Which change of which object."""

    move = forms.ChoiceField(label=gettext_lazy("What should change"))
    object_id = forms.CharField(label=gettext_lazy("Of what"), max_length=200,
                                help_text=gettext_lazy("A SKU, an item, a plan, a keyword or an order, as the platform calls it."))
    item_id = forms.CharField(label=gettext_lazy("Item behind it"), max_length=120, required=False,
                              help_text=gettext_lazy("For a SKU or a keyword: the item that it belongs to."))

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choice: Any = self.fields["move"]
        choice.choices = [(name, called(kind)) for name, kind in KINDS.items()]


class SwitchForm(WhatForm):
    """Which change of which object is to be switched on and off."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choice: Any = self.fields["move"]
        choice.choices = [(name, called(KINDS[name])) for name in days_switched()]


class MoveForm(HouseForm):
    """The values of one kind of move; `was` is not asked for where the object shows it."""

    def __init__(self, kind: type[Move], *args: Any, knows_was: bool = False, **said: Any) -> None:
        super().__init__(*args, **said)
        self.kind = kind
        for name in asked_of(kind, knows_was):
            self.fields[name] = _field(kind, name)
        self.fields["why"] = forms.CharField(label=_("What speaks for it"), max_length=400,
                                             widget=forms.Textarea({"rows": 2, "class": "form-control"}))

    def json(self) -> dict[str, Any]:
        """What was filled in, as the move's JSON."""
        types = field_types(self.kind)
        return {name: _value(types[name], value) for name, value in self.cleaned_data.items()
                if name in types and (value != "" or types[name] is str)}


    def move(self, said: Mapping[str, str], was: object) -> Move:
        """The change of an object with what it shows now, where that is known; a DaybookError where it is none."""
        given = self.json() | {"move": said["move"], "object_id": said["object_id"]}
        if said["item_id"] and "item_id" in self.kind.__dataclass_fields__:
            given["item_id"] = said["item_id"]
        if was is not None and "was" not in given:
            given["was"] = was
        return move_from(given)


class SwitchedForm(MoveForm):
    """The values of a change as it is switched on, and the day on which its first block begins."""

    def __init__(self, kind: type[Move], *args: Any, knows_was: bool = False, **said: Any) -> None:
        super().__init__(kind, *args, knows_was=knows_was, **said)
        why = self.fields.pop("why")
        self.fields["begin"] = forms.DateField(label=_("First day"), widget=forms.DateInput(
            {"type": "date", "class": "form-control"}, format="%Y-%m-%d"))
        why.label, why.required = _("What is to be found out"), False
        self.fields["why"] = why


def called(kind: type[Move]) -> str:
    """The name of a kind of move in the language of the page."""
    from daybook.reports.wording import translator
    from daybook.web.context import language_of

    return kind.zh if language_of() == "zh" else translator("en").name("move", kind.name, kind.name.replace("_", " "))


def asked_of(kind: type[Move], knows_was: bool) -> list[str]:
    """The fields that a person fills in: not the object, not what it shows, not the yes of a thing that is made."""
    types = field_types(kind)
    makes = types.get("was") is bool and kind.__dataclass_fields__["was"].default is False
    left_out = {*KEPT, *(("was", "to") if makes else ()), *(("was",) if knows_was else ())}
    return [name for name in types if name not in left_out]


def _field(kind: type[Move], name: str) -> Any:
    wanted, label = field_types(kind)[name], pgettext("move_field", name)
    needed = name not in ("was", "first", "last", "plan", "arrives")
    options = CHOICES.get((kind.name, name))
    if wanted is bool:
        return forms.ChoiceField(label=label, choices=[("yes", _("yes")), ("no", _("no"))],
                                 widget=forms.Select({"class": "form-select"}))
    if options is not None:
        return forms.ChoiceField(label=label, choices=[(o, pgettext("move_choice", o)) for o in options],
                                 widget=forms.Select({"class": "form-select"}))
    if get_origin(wanted) is tuple:
        return forms.CharField(label=label, required=needed, widget=forms.Textarea({"rows": 4, "class": "form-control"}),
                               help_text=_("One on each line; attributes as name=value."))
    if name in ("first", "last", "arrives"):
        return forms.CharField(label=label, required=kind.name in ("coupon", "event_registration") and needed,
                               widget=forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d"))
    plain: Any = forms.Textarea({"rows": 2, "class": "form-control"}) if wanted is str and name in LONG else forms.TextInput(
        {"class": "form-control"})
    return forms.CharField(label=label, max_length=5000, required=needed, widget=plain)


def _value(wanted: Any, text: str) -> Any:
    """A filled-in text as the JSON value of its type; the move's own reader checks it."""
    if wanted is bool:
        return text == "yes"
    if wanted is int:
        return int(text) if text.strip().lstrip("-").isdecimal() else text
    if get_origin(wanted) is tuple:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        pairs = get_origin(get_args(wanted)[0]) is tuple
        return [line.split("=", 1) for line in lines] if pairs else lines
    return text.strip()
