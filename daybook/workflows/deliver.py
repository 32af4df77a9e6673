"""Deliver: what waits and may be sent now goes out, bundled per person, over each of their channels, with a log.

At least once: an attempt is written down before it is made, so that one whose outcome nobody knows (no answer, or the
process died) is made again under the same reference, and the log says so.
"""

import secrets as randomness
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.letters import PRESSING, WITH_REPORT, Attempt, ChannelKind, Letter, Sent
from daybook.notify.channels import ADDRESSES, service
from daybook.notify.sending import send
from daybook.reports.letters import bundle, trial_letter, without_report
from daybook.reports.wording import translator
from daybook.sources.api.feed import Service
from daybook.sources.credentials import keep, secrets, variable
from daybook.workflows.house import House
from daybook.workflows.letters import ask
from daybook.workflows.recipients import person
from daybook.workflows.reports_out import report_attached

#: After each attempt that was refused or not answered; then it is given up.
AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
#: An attempt that has no outcome after so long was left by a process that died.
LOST = timedelta(minutes=2)
REFERENCE_BYTES = 4
#: Reports with one mail; who has more shops finds the others in the workbench.
MOST_ATTACHED = 10


def something_waits(house: House) -> bool:
    """Whether a message may go, an attempt is to be made, or the next in line is to be asked."""
    from daybook.records import models

    now = house.now()
    return bool(models.Message.objects.filter(state="waiting", not_before__lte=now).exists()
                or models.Delivery.objects.filter(next_at__lte=now).exists()
                or models.Pressing.objects.filter(taken_at=None, ask_next_at__lte=now).exists())


def deliver(house: House) -> Mapping[str, int]:
    """Asks who has to be asked, bundles what may be sent now, and sends it; gives how many ended how."""
    ask(house)
    _bundle(house)
    said: dict[str, int] = defaultdict(int)
    for pk in _due(house.now()):
        attempt = _attempt(house, pk)
        if attempt is not None:
            said[attempt.outcome.value] += 1
    return said


def _bundle(house: House) -> None:
    """Makes one delivery per channel of all messages of a person that wait and may go: what presses goes alone."""
    from django.db import transaction

    from daybook.records import models

    with transaction.atomic():
        now = house.now()
        due = models.Message.objects.select_for_update().filter(state="waiting", not_before__lte=now)
        groups: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for message in due.order_by("made_at", "pk"):
            groups[message.user_id, message.pk if message.kind in PRESSING else 0].append(message)
        for (user, _), messages in groups.items():
            channels = list(models.MessageChannel.objects.filter(user=user, ended_at=None))
            for channel in channels:
                made = models.Delivery.objects.create(
                    reference=randomness.token_hex(REFERENCE_BYTES), channel=channel, made_at=now, next_at=now)
                made.messages.set(messages)
            models.Message.objects.filter(pk__in=[m.pk for m in messages]).update(
                state="sent" if channels else "dropped")


def _due(now: datetime) -> list[int]:
    from daybook.records import models

    return list(models.Delivery.objects.filter(next_at__lte=now).order_by("next_at", "pk").values_list("pk", flat=True))


def _attempt(house: House, pk: int) -> Attempt | None:
    """One attempt; None where another process is at it."""
    from daybook.records import models

    row = models.Delivery.objects.select_related("channel__user").get(pk=pk)
    now = house.now()
    mine = models.Delivery.objects.filter(pk=pk, tries=row.tries, next_at=row.next_at)
    if not mine.update(tries=row.tries + 1, outcome=Sent.SENDING, tried_at=now, next_at=now + LOST):
        return None
    try:
        attempt = send(ChannelKind(row.channel.kind), _address(house, row.channel), _letter(house, row), row.channel.relay)
    except DaybookError as problem:                  # no address, or none of this kind: a person has to set it
        attempt = Attempt(Sent.REFUSED, str(problem)[:300])
    wait = AGAIN[row.tries] if row.tries < len(AGAIN) else None
    over = attempt.outcome is Sent.DELIVERED or wait is None
    outcome = Sent.GIVEN_UP if wait is None and attempt.outcome is not Sent.DELIVERED else attempt.outcome
    models.Delivery.objects.filter(pk=pk, tries=row.tries + 1).update(
        outcome=outcome, detail=attempt.detail[:300], next_at=None if over or wait is None else house.now() + wait)
    return Attempt(outcome, attempt.detail)


def _letter(house: House, row: Any) -> Letter:
    """The messages of a delivery in one, with their reports as PDF where the channel carries files."""
    w = translator("en" if row.channel.user.language.startswith("en") else "zh")
    messages = list(row.messages.order_by("made_at", "pk").select_related("shop"))
    said = bundle([(m.title, m.body) for m in messages], w)
    if row.channel.kind != ChannelKind.MAIL:
        return Letter(row.reference, *said)
    attached = []
    for m in [m for m in messages if m.kind in WITH_REPORT and m.on and m.shop][:MOST_ATTACHED]:
        try:
            attached.append(report_attached(house, m.shop.name, m.kind, m.on, w.language))
        except DaybookError as problem:         # the message goes out all the same, and says so
            said = without_report(said, str(problem), w)
            break
    return Letter(row.reference, *said, tuple(attached))


def add_channel(house: House, email: str, name: str, kind: str, address: str = "", relay: str = "") -> dict[str, str]:
    """Adds a channel of a person, or changes it; the address goes into the system keyring.

    Without an address it is read from the environment when a message is sent.  Raises WrongUsage for an address that is
    none of the kind, or where there is none at all.
    """
    from daybook.records import models

    if kind not in set(ChannelKind):
        raise WrongUsage(f"no channel is called {kind}", next_step="use one of: " + ", ".join(ChannelKind))
    who = person(email)
    store = _store(name)
    if address:
        service(ChannelKind(kind), address, relay=relay)
        keep(house.home_id, who.email, store, {"address": address})
    else:
        service(ChannelKind(kind), secrets(house.home_id, who.email, store)["address"], relay=relay)
    models.MessageChannel.objects.update_or_create(user=who, name=name, defaults={
        "kind": kind, "relay": relay, "ended_at": None}, create_defaults={
        "kind": kind, "relay": relay, "added_at": house.now()})
    return {"person": who.email, "channel": name, "kind": kind, "variable": variable(who.email, store.name, "address")}


def address_variable(email: str, name: str) -> str:
    """The environment variable that may hold a channel's address."""
    return variable(email.strip().lower(), _store(name).name, "address")


def end_channel(house: House, email: str, name: str) -> None:
    """Ends a channel; its log stays."""
    from daybook.records import models

    if not models.MessageChannel.objects.filter(user=person(email), name=name, ended_at=None).update(ended_at=house.now()):
        raise WrongUsage(f"{email} has no channel {name}", next_step="see `daybook notify channels`")


def try_channel(house: House, email: str, name: str) -> Attempt:
    """Sends one message that says that it is a test, now, whatever the hour."""
    from daybook.records import models

    row = models.MessageChannel.objects.select_related("user").filter(user=person(email), name=name, ended_at=None).first()
    if row is None:
        raise WrongUsage(f"{email} has no channel {name}", next_step="see `daybook notify channels`")
    w = translator("en" if row.user.language.startswith("en") else "zh")
    letter = Letter(randomness.token_hex(REFERENCE_BYTES), *trial_letter(w))
    return send(ChannelKind(row.kind), _address(house, row), letter, row.relay)


def delivery_log(house: House, last: int, users: Collection[int] | None = None) -> list[dict[str, Any]]:
    """The latest deliveries, newest first: to whom, what, over which channel, how it ended, how often it was tried."""
    from daybook.records import models

    rows = models.Delivery.objects.select_related("channel__user").prefetch_related("messages").order_by("-made_at", "-pk")
    if users is not None:
        rows = rows.filter(channel__user__in=users)
    return [{"reference": r.reference, "person": r.channel.user.email, "channel": r.channel.name, "kind": r.channel.kind,
             "titles": [m.title for m in r.messages.all()], "made_at": r.made_at.isoformat(), "tries": r.tries,
             "outcome": r.outcome or "waiting", "detail": r.detail,
             "tried_at": r.tried_at.isoformat() if r.tried_at else None,
             "next_try_at": r.next_at.isoformat() if r.next_at else None} for r in rows[:last]]


def what_presses(house: House) -> list[dict[str, Any]]:
    """What nobody has taken yet, the oldest first, with how many roles were asked."""
    from daybook.records import models

    rows = models.Pressing.objects.filter(taken_at=None, on__gte=house.now().date() - timedelta(days=1))
    return [{"number": r.pk, "shop": r.shop.name, "on": r.on.isoformat(), "words": r.words, "asked": r.roles[:r.asked],
             "raised_at": r.raised_at.isoformat()} for r in rows.select_related("shop").order_by("raised_at", "pk")]


def channels_of(house: House) -> list[dict[str, str]]:
    """Every channel that is not ended; never an address."""
    from daybook.records import models

    rows = models.MessageChannel.objects.filter(ended_at=None).select_related("user").order_by("user__email", "name")
    return [{"person": r.user.email, "channel": r.name, "kind": r.kind,
             "variable": address_variable(r.user.email, r.name)} for r in rows]


def address_form(kind: str) -> str:
    """What an address of a kind looks like."""
    return ADDRESSES[ChannelKind(kind)] if kind in set(ChannelKind) else ""


def _store(name: str) -> Service:
    return Service(f"notify_{name}", ("address",), ())


def _address(house: House, channel: Any) -> str:
    return secrets(house.home_id, channel.user.email, _store(channel.name))["address"]
