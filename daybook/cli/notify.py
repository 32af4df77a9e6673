"""daybook notify: channels of people, what they want, a test, what presses, and the log of deliveries."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import click

from daybook.cli.door import Door, main
from daybook.domain.errors import WrongUsage
from daybook.domain.letters import ChannelKind, LetterKind, Sent
from daybook.domain.said import Said

KINDS = [k.value for k in ChannelKind]


@main.group("notify")
def notify() -> None:
    """Messages to people: by which channel, what, and when."""


@notify.group("channel")
def channel() -> None:
    """How people are reached; addresses are secrets and are never shown."""


@channel.command("add")
@click.argument("person")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="Which service.")
@click.option("--relay", default="", help="A host in the place of the service's own, such as http://relay.internal:8080.")
@click.option("--from-environment", is_flag=True, help="The address is in the variable that `channel list` names.")
@click.pass_obj
def add(door: Door, person: str, name: str, kind: str, relay: str, from_environment: bool) -> None:
    """Adds a channel of a PERSON (their e-mail address) under a NAME; asks for its address without echo."""
    from daybook.workflows.deliver import add_channel, address_form, address_variable

    house, address = door.house(), ""
    if not from_environment:
        door.tell(Said("the address, such as {form}; it goes into the system keyring (without one: set {variable} and use "
                       "--from-environment)", form=address_form(kind), variable=address_variable(person, name)))
        address = click.prompt("address", hide_input=True, err=True)
    made = add_channel(house, person, name, kind, address, relay)
    door.show(made, Said("{who} is reached by {kind} as {name}; try it with `daybook notify test {person} {name}`",
                         who=made["person"], kind=kind, name=name, person=person))


@channel.command("list")
@click.pass_obj
def list_(door: Door) -> None:
    """All channels, and the environment variable that may hold each address."""
    from daybook.workflows.deliver import channels_of

    found = channels_of(door.house())
    door.show(found, lambda: "\n".join(f"{c['person']}  {c['channel']}  {c['kind']}  {c['variable']}" for c in found)
              or door.words(Said("no channel yet; add one with `daybook notify channel add`")))


@channel.command("end")
@click.argument("person")
@click.argument("name")
@click.pass_obj
def end(door: Door, person: str, name: str) -> None:
    """Ends a channel; its log stays."""
    from daybook.workflows.deliver import end_channel

    end_channel(door.house(), person, name)
    door.show({"person": person, "channel": name}, Said("{person} is not reached by {name} any more", person=person, name=name))


@notify.command("wish")
@click.argument("person")
@click.option("--zone", default=None, help="The person's own zone, such as Asia/Shanghai.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice([k.value for k in LetterKind]),
              help="What to send; may be said several times.")
@click.option("--quiet", default=None, help="Quiet hours on the person's clock, such as 22:30-08:00; none: no such hours.")
@click.option("--urgent-through/--urgent-waits", default=None, help="Whether what presses is sent in quiet hours too.")
@click.option("--digest", default=None, type=click.IntRange(0, 24 * 60), help="Minutes that messages wait to come together.")
@click.pass_obj
def wish(door: Door, person: str, zone: str | None, kinds: tuple[str, ...], quiet: str | None,
         urgent_through: bool | None, digest: int | None) -> None:
    """What a person wants to be told, and when; what is not named stays as it is."""
    from zoneinfo import ZoneInfo

    from daybook.workflows.recipients import person as registered
    from daybook.workflows.recipients import set_wishes, wishes_of

    house = door.house()
    wishes = wishes_of(getattr(registered(person), "wishes", None))
    if zone:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError):
            raise WrongUsage(f"no time zone is called {zone}", next_step="use a name such as Asia/Shanghai") from None
        wishes = replace(wishes, zone=zone)
    if kinds:
        wishes = replace(wishes, kinds=tuple(LetterKind(k) for k in kinds))
    if quiet:
        begin, end_ = _hours(quiet)
        wishes = replace(wishes, quiet_from=begin, quiet_to=end_)
    if urgent_through is not None:
        wishes = replace(wishes, urgent_through=urgent_through)
    if digest is not None:
        wishes = replace(wishes, digest=timedelta(minutes=digest))
    set_wishes(house, person, wishes)
    said: dict[str, Any] = {"person": person, "zone": wishes.zone, "kinds": [k.value for k in wishes.kinds],
            "quiet": [f"{wishes.quiet_from:%H:%M}", f"{wishes.quiet_to:%H:%M}"],
            "urgent_through": wishes.urgent_through, "digest_minutes": round(wishes.digest.total_seconds() / 60)}
    door.show(said, Said("{person}: {kinds}; quiet {quiet} in {zone}; bundled over {n} minutes", person=person,
                         kinds=", ".join(said["kinds"]), quiet="-".join(said["quiet"]), zone=wishes.zone, n=said["digest_minutes"]))


def _hours(text: str) -> tuple[time, time]:
    if text == "none":
        return time(0), time(0)
    begin, _, end_ = text.partition("-")
    try:
        return time.fromisoformat(begin.strip()), time.fromisoformat(end_.strip())
    except ValueError:
        raise WrongUsage(f"{text} are no hours", next_step="write them as 22:30-08:00, or none") from None


@notify.command("test")
@click.argument("person")
@click.argument("name")
@click.pass_context
def test(context: click.Context, person: str, name: str) -> None:
    """Sends one message that says that it is a test, now."""
    from daybook.workflows.deliver import try_channel

    attempt = try_channel(context.obj.house(), person, name)
    context.obj.show({"outcome": attempt.outcome.value, "detail": attempt.detail},
                     f"{attempt.outcome.value}: {attempt.detail}")
    context.exit(0 if attempt.outcome is Sent.DELIVERED else 1)


@notify.command("log")
@click.option("--last", default=30, show_default=True, type=click.IntRange(1), help="How many deliveries.")
@click.pass_obj
def log(door: Door, last: int) -> None:
    """What was sent to whom, over which channel, how it ended and how often it was tried."""
    from daybook.workflows.deliver import delivery_log

    found = delivery_log(door.house(), last)
    door.show(found, lambda: "\n".join(_line(d) for d in found) or "nothing was sent yet")


@notify.command("pressing")
@click.pass_obj
def pressing(door: Door) -> None:
    """What cannot wait and nobody has taken yet, and who was asked."""
    from daybook.workflows.deliver import what_presses

    found = what_presses(door.house())
    door.show(found, lambda: "\n".join(
        f"{p['number']:>5}  {' · '.join(p['words'][door.language]).replace(chr(10), ' ')}  ({', '.join(p['asked'])})"
        for p in found) or "nothing presses")


@notify.command("take")
@click.argument("number", type=int)
@click.option("--by", required=True, help="Who takes it.")
@click.pass_obj
def take_(door: Door, number: int, by: str) -> None:
    """Takes what presses, so that nobody else is asked."""
    from daybook.workflows.letters import take

    said = take(door.house(), number, by)
    door.show({"number": number, "by": by, "what": said}, Said("{by} has taken it: {what}", by=by, what=said))


def _line(one: dict[str, Any]) -> str:
    return (f"{one['made_at'][:16]}Z  {one['person']}  {one['channel']}  {one['outcome']} after {one['tries']} tries"
            f"{': ' + one['detail'] if one['detail'] else ''}  {'; '.join(one['titles'])}  #{one['reference']}")
