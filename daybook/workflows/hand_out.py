"""The day's open work handed out fairly over people: proposed by the house, accepted by a person line by line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from daybook.domain.agency import MemberLoad
from daybook.domain.errors import WrongUsage
from daybook.domain.given import TeamMember
from daybook.domain.overdue import HandingLine, HandOut
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.domain.work_items import StepKind
from daybook.plan.hand_out import Handing, Piece, fair_hand_out
from daybook.records.said_json import said_from_json
from daybook.workflows.agency import teams_of, workload
from daybook.workflows.house import House
from daybook.workflows.work import Told, take_step

#: Only what nobody is at may be handed on: taken work stays with whoever took it.
FREE = ("open", "handed")
ROLES = frozenset(r.value for r in Role)


@dataclass(frozen=True)
class Accepted:
    """What became of lines that a person accepted: handed over, and how many stood otherwise by then."""

    handed: tuple[HandingLine, ...]
    changed: int


def propose_hand_out(house: House, shops: Sequence[Shop], on: date, as_of: datetime) -> HandOut:
    """Who should do which open task of a day; a fixed number of queries however many shops."""
    teams, rows = teams_of(shops, on, as_of), _free(shops, on)
    before = workload(house, shops, on, as_of)
    minutes = {m.person: m.capacity for m in before if m.capacity is not None}
    pieces = [Piece(r["pk"], r["holder"], r["minutes"], _able(r, teams.get(r["shop__name"], ())))
              for r in rows if r["holder"] in minutes or r["holder"] in ROLES]
    mine: dict[str, int] = defaultdict(int)
    for piece in pieces:
        mine[piece.holder] += piece.minutes
    busy = {m.person: m.minutes_open + m.minutes_used - mine[m.person] for m in before if m.person in minutes}
    made = fair_hand_out(pieces, minutes, busy)
    clients, of_key = {s.name: s.client for s in shops}, {r["pk"]: r for r in rows}
    lines = tuple(_line(one, of_key[one.key], clients) for one in made)
    after = _after(before, lines)
    stuck = sum(max(m.minutes_open + m.minutes_used - m.capacity, 0) for m in after if m.capacity is not None)
    given = {line.key for line in lines}
    return HandOut(lines, before, after, stuck, sum(1 for p in pieces if p.holder not in minutes and p.key not in given))


def _free(shops: Sequence[Shop], on: date) -> list[dict[str, Any]]:
    from daybook.records import models

    return list(models.WorkItem.objects.filter(shop__name__in=[s.name for s in shops], on=on, state__in=FREE).order_by("pk").values(
        "pk", "shop__name", "holder", "owner", "minutes", "words", "object"))


def _able(row: Mapping[str, Any], team: Iterable[TeamMember]) -> tuple[str, ...]:
    """Who of a shop's roster works in the role of a task: that of the person whom the plan named, or the role it named."""
    members = list(team)
    roles = {m.role for m in members if m.person == row["owner"]} or {row["owner"]}
    return tuple(dict.fromkeys(m.person for m in members if m.role in roles and m.minutes > 0))


def _line(one: Handing, row: Mapping[str, Any], clients: Mapping[str, str]) -> HandingLine:
    shop = row["shop__name"]
    return HandingLine(one.key, shop, clients[shop], said_from_json(row["words"].get("what", "")), row["object"], row["minutes"],
                       one.from_, one.to, one.nobody)


def _after(before: Sequence[MemberLoad], lines: Sequence[HandingLine]) -> tuple[MemberLoad, ...]:
    """What people have once every line is accepted; roles that nobody fills are left out when nothing is left of them."""
    more: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        for person, sign in ((line.from_, -1), (line.to, 1)):
            more[person][0] += sign
            more[person][1] += sign * line.minutes
    found = [replace(m, open=m.open + more[m.person][0], minutes_open=m.minutes_open + more[m.person][1]) for m in before]
    return tuple(sorted((m for m in found if m.open or m.done or m.capacity is not None),
                        key=lambda m: (-(m.minutes_open + m.minutes_used), m.person)))


def accept_hand_out(house: House, shops: Sequence[Shop], on: date, chosen: Sequence[tuple[int, str]], by: str) -> Accepted:
    """Hands over the chosen lines (work item, person) that still stand as proposed; what changed since is left and counted.

    Raises WrongUsage where nothing is chosen or nobody is named.
    """
    if not by.strip():
        raise WrongUsage("nobody is named", next_step="say who with --by")
    if not chosen:
        raise WrongUsage("no line of the hand-out is chosen", next_step="choose the lines that shall be handed over")
    stands = {(line.key, line.to): line for line in propose_hand_out(house, shops, on, house.now()).lines}
    handed = []
    for pair in dict.fromkeys(chosen):
        line = stands.get(pair)
        if line is not None:
            take_step(house, line.key, StepKind.HAND, Told(by=by, person=line.to))
            handed.append(line)
    return Accepted(tuple(handed), len(dict.fromkeys(chosen)) - len(handed))
