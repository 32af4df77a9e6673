"""All client reports in one go: the reviews of a week, month or quarter of many shops drafted, signed and sent, step by step.

Every step does a few shops and can be done again; what is done stays done.  Only what a person signed goes out, to owners of
the client who have an account, once under one signature.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from daybook.domain.client_reports import ReportStanding, ReportState
from daybook.domain.errors import DaybookError
from daybook.domain.review import Span, first_of
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.reports.forms import Reviewing
from daybook.workflows.house import House
from daybook.workflows.reports_out import reviewing
from daybook.workflows.review import reviews
from daybook.workflows.review_told import sign, signatures

#: So many days after the first one of a span lies a day of the span that follows.
DAYS_OF = {Span.WEEK: 7, Span.MONTH: 32, Span.QUARTER: 93}
#: Shops that are drafted by one look at the lake: it costs the same for one as for a few.
TOGETHER = 10
Mailer = Callable[[Reviewing, str, str], None]          # review, language, address


@dataclass(frozen=True)
class Stepped:
    """What one shop's step came to; `problem` says why it could not be done, "" where it was."""

    shop: str
    problem: str = ""


def standings(shops: Sequence[Shop], span: Span, first: date, as_of: datetime) -> tuple[ReportStanding, ...]:
    """Where every shop's review stands, in the order of `shops`; six queries however many shops."""
    from daybook.records import models

    names = [s.name for s in shops]
    kept = models.KeptReport.objects.filter(shop__name__in=names, kind=span.value, on=first).order_by("made_at", "pk")
    made = dict(kept.values_list("shop__name", "made_at"))
    signed, readers, sent = signatures(shops, span, first, as_of), readers_of(shops), _sent(names, span, first)
    return tuple(_standing(s, first, made.get(s.name), signed.get(s.name), readers.get(s.name, {}), sent.get(s.name, {}))
                 for s in shops)


def _standing(shop: Shop, first: date, made: datetime | None, signed: Any, readers: dict[str, Any],
              sent: dict[tuple[str, str], tuple[str, str]]) -> ReportStanding:
    people = tuple(readers)
    if made is None:
        return ReportStanding(shop.name, shop.client, first, ReportState.NONE, readers=people)
    if signed is None:
        return ReportStanding(shop.name, shop.client, first, ReportState.DRAFTED, made, readers=people)
    who, mark = signed
    states = {reader: sent.get((mark, reader), ("", "")) for reader in people}
    have = tuple(r for r in people if states[r][0] == "sent")
    state = ReportState.CHANGED if who.changed else ReportState.SIGNED
    if state is ReportState.SIGNED and any(s == "sending" for s, _ in states.values()):
        state = ReportState.UNKNOWN
    elif state is ReportState.SIGNED and people and len(have) == len(people):
        state = ReportState.SENT
    problem = next((why for s, why in states.values() if s == "failed"), "")
    return ReportStanding(shop.name, shop.client, first, state, made, who.by, who.at, mark, people, have, problem)


def readers_of(shops: Sequence[Shop]) -> dict[str, dict[str, Any]]:
    """shop -> e-mail -> account of every owner of its client who may see it."""
    from daybook.records import models

    rows = models.Membership.objects.filter(ended_at=None, user__is_active=True, role=Role.OWNER.value, client__isnull=False)
    rows = rows.select_related("user", "client").prefetch_related("shops").order_by("user__email")
    held = [(m.client.name, {s.name for s in m.shops.all()}, m.user) for m in rows]
    return {s.name: {user.email: user for client, some, user in held if client == s.client and (not some or s.name in some)}
            for s in shops}


def _sent(names: Sequence[str], span: Span, first: date) -> dict[str, dict[tuple[str, str], tuple[str, str]]]:
    """shop -> (mark, e-mail) -> the last step of sending, and why it failed."""
    from daybook.records import models

    rows = models.ReportSent.objects.filter(shop__name__in=names, span=span.value, on=first).order_by("pk")
    found: dict[str, dict[tuple[str, str], tuple[str, str]]] = defaultdict(dict)
    for shop, mark, email, state, detail in rows.values_list("shop__name", "mark", "reader__email", "state", "detail"):
        found[shop][mark, email] = state, detail
    return found


def draft(house: House, shops: Sequence[Shop], span: Span, first: date) -> Iterator[Stepped]:
    """Reviews shops that have no review of the span yet, some together; where that fails, one by one."""
    now = house.now()
    after = first_of(span, first + timedelta(days=DAYS_OF[span]))
    wanted = [s.shop for s in standings(shops, span, first, now) if s.state is ReportState.NONE]
    known = {s.name: s for s in shops}
    for n in range(0, len(wanted), TOGETHER):
        group = [known[name] for name in wanted[n:n + TOGETHER]]
        try:
            reviews(house, group, span, after, now)
            yield from (Stepped(s.name) for s in group)
        except DaybookError:
            for shop in group:
                yield _tried(shop.name, partial(reviews, house, [shop], span, after, now))


def sign_all(house: House, shops: Sequence[Shop], span: Span, first: date, by: str) -> Iterator[Stepped]:
    """Signs drafted reviews as they stand, each by itself: whoever signs stands for every one of them."""
    known = {s.name: s for s in shops}
    for one in standings(shops, span, first, house.now()):
        if one.state in (ReportState.DRAFTED, ReportState.CHANGED):
            yield _tried(one.shop, partial(sign, house, known[one.shop], span, first, by))


def send(house: House, shops: Sequence[Shop], span: Span, first: date, by: str, mail: Mailer) -> Iterator[Stepped]:
    """Sends signed reviews to those who have them not yet; what may have arrived is not sent again by itself."""
    known, readers = {s.name: s for s in shops}, readers_of(shops)
    for one in standings(shops, span, first, house.now()):
        if one.state is ReportState.SIGNED and set(one.readers) - set(one.sent):
            subject = reviewing(house, known[one.shop], span, first)
            problems = [_send_one(house, one, span, subject, readers[one.shop][email], by, mail)
                        for email in one.readers if email not in one.sent]
            yield Stepped(one.shop, next((p for p in problems if p), ""))


def _send_one(house: House, one: ReportStanding, span: Span, subject: Reviewing, reader: Any, by: str, mail: Mailer) -> str:
    """Why it failed; "" where the server took it."""
    from daybook.records import models

    shop = models.Shop.objects.get(name=one.shop)

    def note(state: str, detail: str = "") -> None:
        models.ReportSent.objects.create(shop=shop, span=span.value, on=one.first, mark=one.mark, reader=reader, state=state,
                                         detail=detail[:300], by=by[:120], at=house.now())

    note("sending")
    try:
        mail(subject, "en" if reader.language.startswith("en") else "zh", reader.email)
    except DaybookError as problem:
        note("failed", str(problem))
        return str(problem)
    note("sent")
    return ""


def _tried(shop: str, act: Callable[[], object]) -> Stepped:
    try:
        act()
    except DaybookError as problem:
        return Stepped(shop, str(problem))
    return Stepped(shop)
