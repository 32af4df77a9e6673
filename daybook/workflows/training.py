"""Courses and training: what people took, what their own measured moves brought, what they missed, and what that suggests next."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from daybook.domain.errors import WrongUsage
from daybook.domain.learning import Advice, KindResult, MissedCheck, PersonLearning, TakenCourse
from daybook.domain.patrol import CHECKS
from daybook.domain.said import Said, Term
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.rulebook.courses import Course, courses
from daybook.rulebook.reading import load
from daybook.workflows.agency import teams_of
from daybook.workflows.house import House

RULE = "W-LEARN"
#: The role whose patrol it is.
PATROLS = Role.OPERATOR.value


@dataclass(frozen=True)
class _Move:
    """One measured move with what was expected of it: None where nothing was."""

    kind: str
    by: str
    shop: str
    loss: bool
    expected: float | None
    value: float | None
    error: float | None


def all_courses() -> tuple[Course, ...]:
    """Every course that there is."""
    return courses()


def learning_of(house: House, shops: Sequence[Shop], as_of: datetime, people: Sequence[str] = ()) -> tuple[PersonLearning, ...]:
    """Everybody who works for some shops, or the named ones, by name: five queries however many shops and people.

    Results and missed checks are those at these shops; what others' moves brought is a share over all of the house.
    """
    number = load().rule(RULE)
    since = as_of - timedelta(days=int(number.value("days")))
    names = {s.name for s in shops}
    moves = _moves(since, as_of)
    team = [(m.person, m.role, shop) for shop, members in _teams(shops, as_of).items() for m in members]
    roles: dict[str, set[str]] = defaultdict(set)
    at: dict[str, set[str]] = defaultdict(set)
    for person, role, shop in team:
        roles[person].add(role)
        if role == PATROLS:
            at[person].add(shop)
    missed, taken = _missed(shops, since, as_of), taken_by(as_of)
    wanted = sorted(people or {*roles, *(m.by for m in moves if m.shop in names and m.by)})
    return tuple(_person(p, tuple(sorted(roles.get(p, ()))), [m for m in moves if m.shop in names and m.by == p],
                         [m for m in moves if m.by != p], _sum(missed[s] for s in at.get(p, ()) if s in missed),
                         taken.get(p, ()), as_of) for p in wanted)


def _teams(shops: Sequence[Shop], as_of: datetime) -> dict[str, Any]:
    days: dict[date, list[Shop]] = defaultdict(list)
    for shop in shops:
        days[shop.day_of(as_of)].append(shop)
    return {name: team for on, group in days.items() for name, team in teams_of(group, on, as_of).items()}


def _moves(since: datetime, as_of: datetime) -> list[_Move]:
    from daybook.records import models

    rows: Any = models.MeasuredMove.objects.filter(measured_at__gt=since, measured_at__lte=as_of).order_by("pk").values_list(
        "kind", "move__by", "shop__name", "told", "expected", "own_value", "own_error")
    return [_Move(kind, by or "", shop, told == "loss", _float(expected), _float(value), _float(error))
            for kind, by, shop, told, expected, value, error in rows]


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _missed(shops: Sequence[Shop], since: datetime, as_of: datetime) -> dict[str, tuple[Counter[str], int]]:
    """shop -> check -> mornings on which neither facts nor a person answered it, and how many mornings there were."""
    from daybook.records import models

    names = [s.name for s in shops]
    last: dict[tuple[str, date], Sequence[str]] = {}
    rows = models.MorningLine.objects.filter(shop__name__in=names, on__gt=since.date(), on__lt=as_of.date())
    for shop, on, red in rows.order_by("made_at", "pk").values_list("shop__name", "on", "gist__red"):
        if red is not None:
            last[shop, on] = red
    ticks = set(models.PatrolTick.objects.filter(shop__name__in=names, on__gt=since.date()).values_list(
        "shop__name", "on", "check_name"))
    found: dict[str, tuple[Counter[str], int]] = {}
    for (shop, on), red in last.items():
        count, mornings = found.get(shop, (Counter(), 0))
        count.update(check for check in red if (shop, on, check) not in ticks)
        found[shop] = count, mornings + 1
    return found


def _sum(each: Iterable[tuple[Counter[str], int]]) -> tuple[Counter[str], int]:
    whole, mornings = Counter[str](), 0
    for count, many in each:
        whole.update(count)
        mornings += many
    return whole, mornings


def _person(person: str, roles: tuple[str, ...], own: Sequence[_Move], others: Sequence[_Move],
            missed: tuple[Counter[str], int], taken: Sequence[TakenCourse], as_of: datetime) -> PersonLearning:
    kinds = sorted({m.kind for m in own})
    results = tuple(_result(k, [m for m in own if m.kind == k], [m for m in others if m.kind == k]) for k in kinds)
    count, mornings = missed
    lines = tuple(MissedCheck(check, n, mornings) for check, n in sorted(count.items(), key=lambda pair: (-pair[1], pair[0])))
    return PersonLearning(person, roles, results, lines, tuple(taken), _advice(results, lines, taken, as_of))


def _result(kind: str, own: Sequence[_Move], others: Sequence[_Move]) -> KindResult:
    rule = load().rule(RULE)
    share, error = _share(own)
    theirs, _ = _share(others)
    losses = sum(1 for m in own if m.loss)
    counted = sum(1 for m in own if m.expected is not None and m.value is not None)
    below = share is not None and error is not None and theirs is not None and share + 2 * error < theirs
    return KindResult(kind, len(own), share, error, theirs, len(others), losses,
                      (below and counted >= rule.value("moves")) or losses >= rule.value("losses"))


def _share(moves: Sequence[_Move]) -> tuple[float | None, float | None]:
    """How much of what was expected came, with its standard error; None where nothing was expected or measured."""
    known = [(m.expected, m.value, m.error or 0.0) for m in moves if m.expected is not None and m.value is not None]
    expected = sum(e for e, _v, _s in known)
    if expected <= 0:
        return None, None
    return sum(v for _e, v, _s in known) / expected, sum(s**2 for _e, _v, s in known) ** 0.5 / expected


def _advice(results: Sequence[KindResult], missed: Sequence[MissedCheck], taken: Sequence[TakenCourse],
            as_of: datetime) -> tuple[Advice, ...]:
    """Courses about weak kinds and missed checks, those with most reasons first; none that was taken lately."""
    rule = load().rule(RULE)
    lately = {t.course for t in taken if (as_of.date() - t.on).days < rule.value("again")}
    often = [m for m in missed if m.mornings >= rule.value("mornings") and m.missed / m.mornings >= rule.value("missed")]
    found = []
    for course in courses():
        why = [_why(r) for r in results if r.weak and r.kind in course.moves]
        why += [Said("{check}: not made on {n} of {of} mornings of the shops", check=Term("check", m.check, CHECKS[m.check]),
                     n=m.missed, of=m.mornings) for m in often if m.check in course.checks and m.check in CHECKS]
        if why and course.id not in lately:
            found.append(Advice(course.id, course.what, course.minutes, course.where, tuple(why)))
    return tuple(sorted(found, key=lambda a: -len(a.why)))


def _why(one: KindResult) -> Said:
    kind = Term("move", one.kind)
    if one.share is not None and one.others is not None and one.error is not None and one.share + 2 * one.error < one.others:
        return Said("{kind}: {share} of what was expected came over {n} moves, {others} at others' {m}", kind=kind,
                    share=f"{one.share:.0%}", n=one.moves, others=f"{one.others:.0%}", m=one.others_moves)
    return Said("{kind}: {n} of {of} moves cost money", kind=kind, n=one.losses, of=one.moves)


def taken_by(as_of: datetime) -> dict[str, tuple[TakenCourse, ...]]:
    """person -> the courses that they took, the latest first; one query."""
    from daybook.records import models

    rows = list(models.Training.objects.filter(known_at__lte=as_of).order_by("pk"))
    dropped = {row.key for row in rows if row.dropped}
    found: dict[str, list[TakenCourse]] = defaultdict(list)
    for row in sorted((r for r in rows if r.key not in dropped), key=lambda r: r.on, reverse=True):
        found[row.person].append(TakenCourse(row.key, row.person, row.course, row.on, row.minutes, row.score, row.note, row.by))
    return {person: tuple(lines) for person, lines in found.items()}


def take_course(house: House, person: str, course: str, on: date, by: str, *, minutes: int | None = None,
                score: int | None = None, note: str = "") -> str:
    """Keeps that somebody took a course; the same again is kept once.  Raises WrongUsage for what cannot be."""
    from daybook.records import models

    known: Mapping[str, Course] = {c.id: c for c in courses()}
    if course not in known:
        raise WrongUsage(f"no course is called {course}", next_step=f"use one of {', '.join(known)}")
    if not person.strip() or not by.strip():
        raise WrongUsage("nobody is named", next_step="say who took it, and who says so")
    if on > house.now().date() + timedelta(days=1):
        raise WrongUsage(f"{on} is still to come", next_step="say when it was taken")
    if score is not None and not 0 <= score <= 100:
        raise WrongUsage(f"{score} is no score", next_step="give 0 to 100")
    for there in taken_by(house.now()).get(person.strip(), ()):
        if (there.course, there.on, there.minutes, there.score, there.note) == (course, on, minutes, score, note.strip()):
            return there.key
    key = secrets.token_hex(4)
    models.Training.objects.create(key=key, person=person.strip()[:120], course=course, on=on, minutes=minutes, score=score,
                                   note=note.strip()[:400], by=by[:120], known_at=house.now())
    return key


def drop_course(house: House, key: str, person: str, by: str) -> None:
    """Takes a record back; both lines stay.  Raises WrongUsage where the person has none of that key."""
    from daybook.records import models

    row = next((t for t in taken_by(house.now()).get(person, ()) if t.key == key), None)
    if row is None:
        raise WrongUsage(f"{person} has no course under {key}", next_step="see `daybook learn show`")
    models.Training.objects.create(key=key, person=person, course=row.course, on=row.on, by=by[:120], known_at=house.now(),
                                   dropped=True)
