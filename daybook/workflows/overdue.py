"""Escalation: what is overdue in many shops at once, by the hours of rule W-LATE, and telling those who lead them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from daybook.domain.agency import ShopToday
from daybook.domain.letters import LetterKind
from daybook.domain.overdue import Late, Overdue
from daybook.domain.proposal import Stage
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.records.said_json import said_from_json
from daybook.reports.overdue_phrases import late_letter
from daybook.reports.wording import CATALOGS, translator
from daybook.rulebook.reading import load
from daybook.workflows.agency import UNDONE, shops_today, teams_of
from daybook.workflows.house import House
from daybook.workflows.letters import ask
from daybook.workflows.morning import NINE
from daybook.workflows.proposals import list_proposals
from daybook.workflows.work import CARRIED_DAYS

RULE = "W-LATE"
#: Who leads a shop, the first of these that its roster or a membership names; and who is told, one after the other.
#: Proposals that are looked at, the latest; older ones have run out.
MOST = 500
LEADS = (Role.ACCOUNT_MANAGER, Role.DIRECTOR, Role.OWNER)


def overdue(house: House, shops: Sequence[Shop], on: date, now: datetime,
            lines: Sequence[ShopToday] | None = None) -> tuple[Overdue, ...]:
    """What is overdue on a shop's day, the longest waiting first; a fixed number of queries however many shops.

    `lines` are the shops' lines of the day where the caller has them.
    """
    known = {s.name: s for s in shops}
    lines = shops_today(house, shops, on, now) if lines is None else lines
    found = [*_work(known, on, now), *_patrols(known, on, now, lines), *_approvals(house, known, now)]
    leads = _leads(shops, on, now)
    return tuple(sorted((replace(one, leads=leads.get(one.shop, ())) for one in found),
                        key=lambda one: (one.since, one.shop, one.why, one.key)))


def _hours(why: Late) -> timedelta:
    return timedelta(hours=float(load().value(RULE, why.value)))


def _work(known: Mapping[str, Shop], on: date, now: datetime) -> Iterable[Overdue]:
    """Tasks of the day past their deadline, handed and not taken, or left undone in so many mornings."""
    from django.db.models import OuterRef, Subquery

    from daybook.records import models

    handed = models.WorkStep.objects.filter(item=OuterRef("pk"), kind="hand").order_by("-pk").values("at")[:1]
    rows: Any = models.WorkItem.objects.filter(shop__name__in=list(known), on=on, state__in=UNDONE).annotate(
        handed=Subquery(handed)).order_by("pk").values("pk", "shop__name", "line", "words", "object", "holder", "deadline", "state",
                                                       "handed", "until")
    rows = [r for r in rows if r["until"] is None or r["until"] <= on]
    since = _undone_since(known, on, [r["line"] for r in rows])
    most = int(load().value(RULE, Late.MORNINGS.value))
    for row in rows:
        mornings = since.get((row["shop__name"], row["line"]), [])
        if row["deadline"] is not None and row["deadline"] + _hours(Late.DEADLINE) < now:
            yield _item(row, known, Late.DEADLINE, row["deadline"])
        elif row["state"] == "handed" and row["handed"] is not None and row["handed"] + _hours(Late.HANDED) < now:
            yield _item(row, known, Late.HANDED, row["handed"])
        elif len(mornings) + 1 >= most:
            yield _item(row, known, Late.MORNINGS, known[row["shop__name"]].moment(min(mornings), NINE), len(mornings) + 1)


def _undone_since(known: Mapping[str, Shop], on: date, lines: Sequence[str]) -> dict[tuple[str, str], list[date]]:
    """(shop, line) -> earlier mornings that left it undone."""
    from daybook.records import models

    wanted = set(lines)
    rows: Any = models.WorkItem.objects.filter(shop__name__in=list(known), on__lt=on, on__gt=on - timedelta(days=CARRIED_DAYS),
                                               state="carried").values_list("shop__name", "line", "on")
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    for shop, line, day in rows:
        if line in wanted:
            found[shop, line].append(day)
    return found


def _item(row: Mapping[str, Any], known: Mapping[str, Shop], why: Late, since: datetime, count: int = 1) -> Overdue:
    shop = known[row["shop__name"]]
    holder = "" if row["holder"] in set(Role) else row["holder"]
    return Overdue(shop.name, shop.client, why, said_from_json(row["words"].get("what", "")), row["object"], holder, since, count,
                   str(row["pk"]))


def _patrols(known: Mapping[str, Shop], on: date, now: datetime, lines: Sequence[ShopToday]) -> Iterable[Overdue]:
    for line in lines:
        shop = known[line.shop]
        since = shop.moment(on, NINE)
        if line.unchecked and since + _hours(Late.PATROL) < now:
            yield Overdue(shop.name, shop.client, Late.PATROL, Said("checks of the patrol"), "", "", since, line.unchecked)


def _approvals(house: House, known: Mapping[str, Shop], now: datetime) -> Iterable[Overdue]:
    for story in list_proposals(house, list(known), (Stage.WAITING,), MOST):
        said = story.proposal
        if said.proposed_at + _hours(Late.APPROVAL) < now:
            shop = known[said.shop]
            yield Overdue(shop.name, shop.client, Late.APPROVAL, said.move.what(), said.move.object_id, "", said.proposed_at, 1,
                          said.key)


def _leads(shops: Sequence[Shop], on: date, now: datetime) -> dict[str, tuple[str, ...]]:
    """shop -> who leads it: by its roster, else by memberships; nobody where neither names one."""
    from daybook.records import models

    teams = teams_of(shops, on, now)
    rows = models.Membership.objects.filter(ended_at=None, user__is_active=True, role__in=[r.value for r in LEADS]).select_related(
        "user", "client").prefetch_related("shops").order_by("pk")
    held = [(m.role, m.client.name if m.client is not None else None, {s.name for s in m.shops.all()}, str(m.user)) for m in rows]
    found = {}
    for shop in shops:
        for role in LEADS:
            named = [m.person for m in teams.get(shop.name, ()) if m.role == role] or [
                who for its, client, some, who in held
                if its == role and client in (None, shop.client) and (not some or shop.name in some)]
            if named:
                found[shop.name] = tuple(dict.fromkeys(named))
                break
    return found


def tell_overdue(house: House, shops: Sequence[Shop], now: datetime) -> dict[str, int]:
    """Raises what is overdue with those who lead each shop, once for a moment; gives how much it is per shop.

    What was raised earlier in the day and was not taken gives way to the newer list.
    """
    from daybook.records import models

    days: dict[date, list[Shop]] = defaultdict(list)
    for shop in shops:
        days[shop.day_of(now)].append(shop)
    told: dict[str, int] = {}
    for on, group in days.items():
        per: dict[str, list[Overdue]] = defaultdict(list)
        for one in overdue(house, group, on, now):
            per[one.shop].append(one)
        rows = {row.name: row for row in models.Shop.objects.filter(name__in=list(per))}
        for shop in group:
            if shop.name in per:
                _raise(house, shop, rows[shop.name], on, per[shop.name], now)
                told[shop.name] = len(per[shop.name])
    if told:
        ask(house)
    return told


def _raise(house: House, shop: Shop, row: Any, on: date, lines: Sequence[Overdue], now: datetime) -> None:
    from daybook.records import models

    key = f"late {now.astimezone(ZoneInfo(shop.zone)):%H:%M}"
    words = {code: list(late_letter(shop.name, lines, now, translator(code))) for code in CATALOGS}
    earlier = models.Pressing.objects.filter(shop=row, on=on, key__startswith="late ", taken_at=None).exclude(key=key)
    earlier.update(ask_next_at=None)
    models.Pressing.objects.get_or_create(shop=row, on=on, key=key, defaults={
        "kind": LetterKind.MUST, "words": words, "lines": [], "roles": [r.value for r in LEADS], "raised_at": house.now(),
        "ask_next_at": house.now()})
