"""Messages to people: by which channel, what and when, a trial, what presses, and what was delivered.  No address is shown."""

from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.letters import ChannelKind, LetterKind, Sent, Wishes
from daybook.domain.rights import Right
from daybook.records import models
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.opened import the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.deliver import add_channel, address_form, delivery_log, end_channel, try_channel, what_presses
from daybook.workflows.letters import ASK_NEXT, LINE, take
from daybook.workflows.recipients import NEEDS, set_wishes, wishes_of

#: Addresses of these lead anywhere, this machine's network included: who runs the house sets them.
ANYWHERE = (ChannelKind.MAIL, ChannelKind.WEBHOOK)
SHOWN = 500
KINDS = [(LetterKind.BRIEF.value, pgettext_lazy("letter", "brief")), (LetterKind.DAY.value, pgettext_lazy("letter", "day")),
         (LetterKind.MUST.value, pgettext_lazy("letter", "must")), (LetterKind.URGENT.value, pgettext_lazy("letter", "urgent")),
         (LetterKind.CLOSE.value, pgettext_lazy("letter", "close")), (LetterKind.REVIEW.value, pgettext_lazy("letter", "review")),
         (LetterKind.FAILURE.value, pgettext_lazy("letter", "failure"))]
CHANNELS = {ChannelKind.DINGTALK: pgettext_lazy("channel", "dingtalk"), ChannelKind.FEISHU: pgettext_lazy("channel", "feishu"),
            ChannelKind.WECOM: pgettext_lazy("channel", "wecom"), ChannelKind.SLACK: pgettext_lazy("channel", "slack"),
            ChannelKind.MAIL: pgettext_lazy("channel", "mail"), ChannelKind.WEBHOOK: pgettext_lazy("channel", "webhook")}
COLOURS = {Sent.DELIVERED.value: "green", Sent.GIVEN_UP.value: "red", Sent.REFUSED.value: "red"}


class ChannelForm(HouseForm):
    """A channel of one's own.  The address is a secret and is not shown again."""

    kind = forms.ChoiceField(label=gettext_lazy("Service"))
    name = forms.SlugField(label=gettext_lazy("What you call it"), max_length=40)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=500, widget=forms.PasswordInput({"autocomplete": "off"}),
                              help_text=gettext_lazy("As the service gives it; it goes into this machine's keyring and is not "
                                                     "shown again."))

    def __init__(self, anywhere: bool, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        choices: Any = self.fields["kind"]
        choices.choices = [(k.value, words) for k, words in CHANNELS.items() if anywhere or k not in ANYWHERE]


class WishForm(HouseForm):
    """What one wants to be told, and when."""

    kinds = forms.MultipleChoiceField(label=gettext_lazy("Tell me"), choices=KINDS, widget=forms.CheckboxSelectMultiple,
                                      required=False)
    zone = forms.CharField(label=gettext_lazy("My time zone"), widget=forms.TextInput({"list": "zones"}))
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    quiet_to = forms.TimeField(label=gettext_lazy("Quiet until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
                               help_text=gettext_lazy("Both alike: no quiet hours."))
    urgent_through = forms.BooleanField(label=gettext_lazy("What presses comes in quiet hours too"), required=False)
    digest = forms.IntegerField(label=gettext_lazy("Minutes that messages wait to come together"), min_value=0, max_value=1440)

    def clean_zone(self) -> str:
        """A zone that exists."""
        zone = str(self.cleaned_data["zone"]).strip()
        if zone not in available_timezones():
            raise forms.ValidationError(_("No time zone is called so: use a name such as Asia/Shanghai."))
        return zone

    def wishes(self) -> Wishes:
        """What was said, as the house keeps it."""
        said = self.cleaned_data
        return Wishes(said["zone"], tuple(LetterKind(k) for k in said["kinds"]), said["quiet_from"], said["quiet_to"],
                      said["urgent_through"], timedelta(minutes=said["digest"]))


@screen(Right.SEE_RULES)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One's own channels, wishes and deliveries, and what presses; whoever runs the house sees everybody's."""
    return _page(request, seat, ChannelForm(_runs(seat)), WishForm(initial=_said(_wishes(seat.user))))


@require_POST
@screen(Right.SEE_RULES)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Adds a channel of one's own; the same name again takes its place."""
    form = ChannelForm(_runs(seat), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_channel(the_house(), seat.user.email, said["name"], said["kind"], said["address"])
            messages.success(request, _("Added. Send a trial to see that it arrives."))
            return redirect("messages")
        except DaybookError as problem:
            form.add_error("address", told(problem))
    return _page(request, seat, form, WishForm(initial=_said(_wishes(seat.user))), 422)


@require_POST
@screen(Right.SEE_RULES)
def wish(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps what the person wants."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return _page(request, seat, ChannelForm(_runs(seat)), form, 422)
    set_wishes(the_house(), seat.user.email, form.wishes())
    messages.success(request, _("Kept."))
    return redirect("messages")


@require_POST
@screen(Right.SEE_RULES)
def end(request: HttpRequest, seat: Seat, name: str) -> HttpResponse:
    """Ends a channel of one's own; its log stays."""
    try:
        end_channel(the_house(), seat.user.email, name)
    except WrongUsage as problem:
        messages.error(request, told(problem))
    return redirect("messages")


@require_POST
@screen(Right.SEE_RULES)
def trial(request: HttpRequest, seat: Seat, name: str) -> HttpResponse:
    """Sends one message that says that it is a test."""
    try:
        attempt = try_channel(the_house(), seat.user.email, name)
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        said = translator(language_of()).name("sent", attempt.outcome.value)
        (messages.success if attempt.outcome is Sent.DELIVERED else messages.error)(request, f"{said} {attempt.detail}".strip())
    return redirect("messages")


@require_POST
@screen(Right.DO_WORK)
def take_it(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Takes what presses, so that nobody else is asked."""
    try:
        take(the_house(), number, str(seat.user), list(seat.shops(Right.DO_WORK).values_list("name", flat=True)))
    except WrongUsage as problem:
        messages.error(request, told(problem))
    return redirect("messages")


def _page(request: HttpRequest, seat: Seat, channel: ChannelForm, wishes: WishForm, status: int = 200) -> HttpResponse:
    w, everybody = translator(language_of()), _runs(seat)
    rows = models.MessageChannel.objects.filter(ended_at=None).select_related("user__wishes").order_by("user__email", "name")
    mine = [(c, CHANNELS[ChannelKind(c.kind)]) for c in rows.filter(user=seat.user)]
    shops = set(seat.shops(Right.SEE_WORK).values_list("name", flat=True))
    log = [_log_line(d, w) for d in delivery_log(the_house(), SHOWN, None if everybody else [seat.user.pk])]
    told_to = [_told(c) for c in rows] if everybody else []
    presses = [(p["number"], p["shop"], " · ".join(p["words"][w.language][1].split("\n")), _roles(p["asked"], w))
               for p in what_presses(the_house()) if p["shop"] in shops]
    return answered(request, "web/messages.html", {
        "title": _("Messages"), "mine": mine, "form": channel, "wishes": wishes, "presses": presses,
        "may_take": seat.may(Right.DO_WORK), "line": _roles([r.value for r in LINE], w),
        "minutes": round(ASK_NEXT.total_seconds() / 60), "forms": [(CHANNELS[k], address_form(k)) for k in ChannelKind
                                                                   if everybody or k not in ANYWHERE],
        "log": log, "table": table(request, _log_columns(), log, name="delivered", rows=30, title=_("What was delivered")),
        "everybody": told_to, "everybody_table": table(request, _channel_columns(), told_to, name="channels",
                                                       title=_("Everybody's channels"))}, status=status)


def _log_columns() -> list[Col]:
    return [Col("when", _("When"), lambda one: one["at"], down=True),
            Col("whom", _("Whom"), lambda one: one["person"], choice=True),
            Col("channel", _("Channel"), lambda one: one["channel"], only_sheet=True),
            Col("what", _("What"), lambda one: "; ".join(one["titles"])),
            Col("state", _("State"), lambda one: one["said"], choice=True)]


def _channel_columns() -> list[Col]:
    return [Col("person", _("Person"), lambda one: one["who"]),
            Col("channel", _("Channel"), lambda one: f"{one['name']} {one['kind']}"),
            Col("told", _("Is told"), lambda one: " · ".join(str(k) for k in one["kinds"]) or None),
            Col("quiet", _("Quiet hours"), lambda one: one["quiet"] or None),
            Col("digest", _("Comes together"), lambda one: one["digest"] or None)]


def _runs(seat: Seat) -> bool:
    return seat.runs_whole_house(Right.RUN_HOUSE)


def _wishes(user: Any) -> Wishes:
    return wishes_of(models.MessageWish.objects.filter(user=user).first())


def _said(wishes: Wishes) -> dict[str, Any]:
    return {"kinds": [k.value for k in wishes.kinds], "zone": wishes.zone, "quiet_from": wishes.quiet_from,
            "quiet_to": wishes.quiet_to, "urgent_through": wishes.urgent_through,
            "digest": round(wishes.digest.total_seconds() / 60)}


def _roles(roles: list[str], w: Words) -> str:
    return " → ".join(w.name("role", role) for role in roles)


def _told(channel: Any) -> dict[str, Any]:
    """One channel of somebody with what comes over it."""
    wishes, names = wishes_of(getattr(channel.user, "wishes", None)), dict(KINDS)
    return {"who": str(channel.user), "name": channel.name, "kind": CHANNELS[ChannelKind(channel.kind)],
            "kinds": [names[k.value] for k in wishes.kinds if k in NEEDS],
            "quiet": f"{wishes.quiet_from:%H:%M}–{wishes.quiet_to:%H:%M}" if wishes.quiet_from != wishes.quiet_to else "",
            "zone": wishes.zone, "digest": round(wishes.digest.total_seconds() / 60)}


def _log_line(one: dict[str, Any], w: Words) -> dict[str, Any]:
    return one | {"at": one["made_at"][:16].replace("T", " "), "said": w.name("sent", one["outcome"]),
                  "colour": COLOURS.get(one["outcome"], "amber")}
