"""Forms for what no export has: one value each, checked by the same reader as a file's line."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from daybook.domain.given import EVENT_KINDS, NOTE_KINDS, TARGETS
from daybook.domain.limits import LIMITS
from daybook.domain.object_facts import FACTS
from daybook.domain.promises import PROMISE_KINDS
from daybook.domain.roster import DAILY, MOST_CHATS
from daybook.domain.roster import WEEKDAYS as KINDS_OF_DAY
from daybook.reports.wording import translator
from daybook.web.context import language_of
from daybook.web.forms import HouseForm

DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")


def named(group: str, keys: dict[str, str]) -> list[tuple[str, str]]:
    """Choices with their words in the language of the page."""
    w = translator(language_of())
    return [(key, zh if w.language == "zh" else w.name(group, key, key.replace("_", " "))) for key, zh in keys.items()]


class TargetForm(HouseForm):
    """What a month should bring."""

    metric = forms.ChoiceField(label=_("Number"))
    month = forms.CharField(label=_("Month"), widget=forms.TextInput({"type": "month"}), max_length=10)
    value = forms.CharField(label=_("Target"), max_length=30)
    valid_from = forms.CharField(label=_("Counts from"), required=False, widget=DAY,
                                 help_text=_("Empty: since ever. A revised target leaves the days before it alone."))

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choice: Any = self.fields["metric"]
        choice.choices = named("metric", dict(TARGETS))


class CostForm(HouseForm):
    """What one unit of a SKU costs."""

    sku = forms.CharField(label=_("SKU"), max_length=120)
    unit_cost = forms.CharField(label=_("Unit cost"), max_length=30)
    valid_from = forms.CharField(label=_("Counts from"), required=False, widget=DAY,
                                 help_text=_("Empty: since ever. A new cost leaves the days before it at the old one."))


class LimitForm(HouseForm):
    """What the client allows, from a day on."""

    limit = forms.ChoiceField(label=_("Limit"), choices=[(name, name) for name in LIMITS])
    value = forms.CharField(label=_("Value"), max_length=30)
    valid_from = forms.CharField(label=_("Counts from"), required=False, widget=DAY)


class EventForm(HouseForm):
    """An event of the shop's own."""

    name = forms.CharField(label=_("Event"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"))
    first = forms.CharField(label=_("First day"), widget=DAY)
    last = forms.CharField(label=_("Last day"), widget=DAY,
                           help_text=_("Naming an event again replaces its days of that year; the kind cancelled takes it off."))

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choice: Any = self.fields["kind"]
        choice.choices = named("event_kind", dict(EVENT_KINDS))


class PromiseForm(HouseForm):
    """A price that was promised, or is wished for an event."""

    kind = forms.ChoiceField(label=_("Kind"))
    object = forms.CharField(label=_("What it is about"), required=False, max_length=120,
                             help_text=_("An item, a SKU or a product; empty: all of the shop."))
    name = forms.CharField(label=_("Event, or what was agreed"), max_length=120)
    price = forms.CharField(label=_("Price that a buyer pays"), max_length=30)
    first = forms.CharField(label=_("First day"), widget=DAY)
    last = forms.CharField(label=_("Last day"), widget=DAY)
    to = forms.CharField(label=_("To whom"), required=False, max_length=120, help_text=_("The client, a platform, a creator."))
    source = forms.CharField(label=_("Where it stands"), required=False, max_length=400,
                             help_text=_("A contract, a chat, a link. Saying a promise again replaces it; the kind withdrawn "
                                         "takes it back."))

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choice: Any = self.fields["kind"]
        choice.choices = named("promise", dict(PROMISE_KINDS))


class CouponForm(HouseForm):
    """A coupon that runs, however it was made."""

    name = forms.CharField(label=_("Coupon"), max_length=120)
    object = forms.CharField(label=_("What it is about"), required=False, max_length=120,
                             help_text=_("An item, a SKU or a product; empty: all of the shop."))
    threshold = forms.CharField(label=_("From what amount on"), max_length=30)
    off = forms.CharField(label=_("So much off"), max_length=30)
    first = forms.CharField(label=_("First day"), widget=DAY)
    last = forms.CharField(label=_("Last day"), widget=DAY,
                           help_text=_("Saying a coupon again with its name and first day replaces it."))
    source = forms.CharField(label=_("Where it stands"), required=False, max_length=400)


class LeadTimeForm(HouseForm):
    """How long an order of a SKU takes."""

    sku = forms.CharField(label=_("SKU"), required=False, max_length=120, help_text=_("Empty: every SKU without its own."))
    days = forms.CharField(label=_("Days until it can be sold"), max_length=5)
    late_days = forms.CharField(label=_("Usually off by days"), required=False, max_length=5)
    every_days = forms.CharField(label=_("Ordered every so many days"), required=False, max_length=5)
    least = forms.CharField(label=_("Least units of an order"), required=False, max_length=10)
    pack = forms.CharField(label=_("Units of a pack"), required=False, max_length=10)
    supplier = forms.CharField(label=_("Supplier"), required=False, max_length=120)
    valid_from = forms.CharField(label=_("Counts from"), required=False, widget=DAY)


#: What the listings desk asks of consoles.
RANKS = ("category_rank", "search_position", "shop_level", "listed_at", "category_low")


class RankForm(HouseForm):
    """An own rank as a console shows it."""

    fact = forms.ChoiceField(label=_("Rank"))
    object = forms.CharField(label=_("Of which item or search word"), max_length=120, help_text=_("Of the shop's level: shop."))
    value = forms.CharField(label=_("It is"), max_length=30)
    valid_from = forms.CharField(label=_("Read on"), required=False, widget=DAY)

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choice: Any = self.fields["fact"]
        choice.choices = named("fact", {name: FACTS[name].zh for name in RANKS})


class InboundForm(HouseForm):
    """Units that were ordered and have not come."""

    sku = forms.CharField(label=_("SKU"), max_length=120)
    ref = forms.CharField(label=_("Number of the order"), required=False, max_length=120)
    units = forms.CharField(label=_("Units"), max_length=10, help_text=_("0: it has come, or does not come."))
    arrives = forms.CharField(label=_("Can be sold from"), widget=DAY)


#: A kind of day that is a single date, in the form alone.
ONE_DAY = "date"


class ShiftForm(HouseForm):
    """A person's hours on a kind of day."""

    person = forms.CharField(label=_("Who answers"), max_length=120, widget=forms.TextInput({"list": "agents"}),
                             help_text=_("Best the account as the chats name it."))
    day = forms.ChoiceField(label=_("On"), initial=DAILY)
    date = forms.DateField(label=_("On a single day"), required=False, widget=DAY,
                           help_text=_("Counts before the weekday, and the weekday before every day."))
    hours = forms.CharField(label=_("Hours"), max_length=120, widget=forms.TextInput({"placeholder": "09:00-12:00 18:30-23:00"}),
                            help_text=_("Split as often as it is; off where nobody is there."))
    chats = forms.IntegerField(label=_("Chats at once"), required=False, min_value=0, max_value=MOST_CHATS,
                               help_text=_("Empty: as many as the rulebook says."))
    valid_from = forms.CharField(label=_("Counts from"), required=False, widget=DAY,
                                 help_text=_("Empty: since ever. What was said before stays with the days before it."))

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choice: Any = self.fields["day"]
        choice.choices = [(DAILY, _("every day")), *((key, WEEKDAYS[int(key) - 1]) for key in KINDS_OF_DAY)]

    def clean(self) -> dict[str, Any]:
        """A single day takes the place of the kind of day."""
        said: dict[str, Any] = super().clean() or {}
        single = said.pop(ONE_DAY, None)
        return {**said, "day": single.isoformat()} if single else said


class RobotForm(HouseForm):
    """What part of the talks robots end."""

    value = forms.CharField(label=_("Robots end of all talks"), max_length=10, widget=forms.TextInput({"placeholder": "35%"}))
    valid_from = forms.CharField(label=_("Counts from"), required=False, widget=DAY)

    def clean(self) -> dict[str, Any]:
        """Of the shop this one fact and no other: whoever sets the roster may say no more."""
        return {**(super().clean() or {}), "fact": "robot_share", "object": "shop"}


class PriceTryForm(HouseForm):
    """A price on some days, tried before it is asked for."""

    price = forms.DecimalField(label=_("Price that a buyer pays"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY)


class NoteForm(HouseForm):
    """One thing that somebody did or saw."""

    at = forms.CharField(label=_("When"), widget=forms.TextInput({"type": "datetime-local"}), help_text=_("The shop's own clock."))
    object = forms.CharField(label=_("What it is about"), max_length=120, help_text=_("An item, a SKU, a keyword, the shop."))
    kind = forms.ChoiceField(label=_("Kind"))
    from_ = forms.CharField(label=_("It was"), required=False, max_length=400)
    to = forms.CharField(label=_("It is now"), required=False, max_length=400)
    text = forms.CharField(label=_("Remark"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choice: Any = self.fields["kind"]
        choice.choices = named("note", dict(NOTE_KINDS))
