"""daybook agency: all shops on one screen, work handed out fairly, and what is overdue."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from daybook.cli.door import Door, clock, main, parse_day
from daybook.cli.work import who

if TYPE_CHECKING:
    from daybook.domain.agency import Came
    from daybook.domain.overdue import HandingLine
    from daybook.domain.shop import Shop
    from daybook.workflows.house import House

CLIENT = click.option("--client", default="", help="Only this client's shops.")
ON = click.option("--on", default=None, help="The morning; default: today in each shop's zone.")


@main.group("agency")
def agency() -> None:
    """All shops at once: where money is at risk, who has how much to do, what is overdue."""


def by_day(house: "House", client: str, on: str | None, ask: "Callable[[list[Shop], date], Iterable[Any]]") -> list[Any]:
    """What is asked of the shops (of one client, where named) on a day, or each on its own today."""
    days: dict[date, list[Any]] = {}
    for shop in house.shops():
        if client in ("", shop.client):
            days.setdefault(parse_day(on) if on else shop.day_of(clock()), []).append(shop)
    return [one for day, own in sorted(days.items()) for one in ask(own, day)]


@agency.command("show")
@CLIENT
@ON
@click.option("--first", default=50, show_default=True, type=click.IntRange(1), help="How many shops, those with most money first.")
@click.pass_obj
def show(door: Door, client: str, on: str | None, first: int) -> None:
    """A line per shop: money at risk that open tasks answer, plan, standard checks, expected against measured."""
    from daybook.reports.report import plain
    from daybook.workflows.agency import shops_today
    from daybook.workflows.came import came_of

    house = door.house()
    found = by_day(house, client, on, lambda shops, day: shops_today(house, shops, day))[:first]
    came = came_of([house.shop(s.shop) for s in found], clock()).by_shop
    door.show([plain(s) | {"came": _came_json(came.get(s.shop))} for s in found], lambda: "\n".join(
        f"{s.shop}  {s.currency} {s.worth:,f} of {s.at_risk:,f} a day  {s.done}/{s.tasks} done  "
        f"{s.checks - s.unchecked if s.checks is not None else '?'}/{s.checks if s.checks is not None else '?'} checks  "
        f"came {_percent(came.get(s.shop))}" if s.made else f"{s.shop}  not made yet" for s in found) or "no shop is registered")


def _came_json(came: "Came | None") -> dict[str, Any] | None:
    return None if came is None else {"moves": came.moves, "expected": str(came.expected), "measured": str(came.measured),
                                      "error": str(came.error.quantize(Decimal("0.01")))}


def _percent(came: "Came | None") -> str:
    return "—" if came is None or came.share is None else f"{came.share:.0%} of {came.moves} moves"


@agency.command("hand-out")
@CLIENT
@ON
@click.option("--accept", is_flag=True, help="Hands the lines over; without it they are only shown.")
@click.option("--line", "lines", multiple=True, type=int, help="With --accept: only this work item; may be said several times.")
@click.option("--by", default=None, help="Who; default: DAYBOOK_USER, or the name you are logged in with.")
@click.pass_obj
def hand_out(door: Door, client: str, on: str | None, accept: bool, lines: tuple[int, ...], by: str | None) -> None:
    """Proposes who should have which open task, so that nobody has more than their minutes while others have room."""
    from daybook.reports.report import plain
    from daybook.workflows.hand_out import accept_hand_out, propose_hand_out

    house = door.house()
    handed: list[HandingLine] = []

    def asked(shops: "list[Shop]", day: date) -> Iterable[Any]:
        found = propose_hand_out(house, shops, day, clock()).lines
        chosen = [(one.key, one.to) for one in found if not lines or one.key in lines]
        if accept and chosen:
            handed.extend(accept_hand_out(house, shops, day, chosen, who(by)).handed)
        return found

    found = by_day(house, client, on, asked)
    done = {one.key for one in handed}
    door.show([plain(one) | {"what": str(one.what), "handed": one.key in done} for one in found], lambda: "\n".join(
        f"{one.key:>6}  {one.shop}  {one.what} {one.object}  {one.minutes} min  {one.from_} -> {one.to}"
        + ("  handed over" if one.key in done else "") for one in found) or "nobody has too much, and everything has somebody")


@agency.command("late")
@CLIENT
@ON
@click.option("--tell", is_flag=True, help="Also tells those who lead the shops.")
@click.pass_obj
def late(door: Door, client: str, on: str | None, tell: bool) -> None:
    """What is overdue by rule W-LATE, the longest waiting first, with who leads the shop."""
    from daybook.reports.overdue_phrases import overdue_json, what_words, why_words
    from daybook.reports.wording import translator
    from daybook.workflows.overdue import overdue, tell_overdue

    house, w = door.house(), translator(door.language)
    found = by_day(house, client, on, lambda shops, day: overdue(house, shops, day, clock()))
    if tell:
        tell_overdue(house, [s for s in house.shops() if client in ("", s.client)], clock())
    door.show([overdue_json(one) for one in found], lambda: "\n".join(
        f"{one.shop}  {what_words(one, w)}: {why_words(one, clock(), w)}  [{one.holder or '—'} → {', '.join(one.leads) or '—'}]"
        for one in found) or "nothing is overdue")


@agency.command("reports")
@click.argument("span", type=click.Choice(["week", "month", "quarter"]))
@CLIENT
@click.option("--on", required=True, help="Any day of the span.")
@click.option("--draft", is_flag=True, help="Reviews every shop that has no review of it yet.")
@click.option("--sign", is_flag=True, help="Signs every draft as it stands, by the name of --by.")
@click.option("--send", is_flag=True, help="Sends what is signed to owners of the client who have an account (DAYBOOK_MAIL).")
@click.option("--by", default=None, help="Who; default: DAYBOOK_USER, or the name you are logged in with.")
@click.pass_obj
def reports(door: Door, span: str, client: str, on: str, draft: bool, sign: bool, send: bool, by: str | None) -> None:
    """All clients' reviews of a span in one go: where each stands, drafted, signed and sent."""
    from itertools import chain

    from daybook.domain.review import Span, first_of
    from daybook.reports.report import plain
    from daybook.web.mailing import mail_report
    from daybook.workflows import client_reports
    from daybook.workflows.brand import brand_of

    house = door.workbench()
    kind, shops = Span(span), [s for s in house.shops() if client in ("", s.client)]
    first = first_of(kind, parse_day(on))
    steps = chain(
        client_reports.draft(house, shops, kind, first) if draft else (),
        client_reports.sign_all(house, shops, kind, first, who(by)) if sign else (),
        client_reports.send(house, shops, kind, first, who(by), lambda subject, language, to: mail_report(
            subject, language, brand_of(subject.review.client), to)) if send else ())
    failed = {}
    for n, one in enumerate(steps, 1):
        door.progress(f"{n}  {one.shop}  {one.problem}".rstrip())
        if one.problem:
            failed[one.shop] = one.problem
    found = client_reports.standings(shops, kind, first, house.now())
    door.show([plain(one) | {"failed": failed.get(one.shop, "")} for one in found], lambda: "\n".join(
        f"{one.shop}  {one.state}  {one.signed_by}  {', '.join(one.sent) or '—'} of {', '.join(one.readers) or 'nobody'}"
        for one in found) or "no shop is registered")
