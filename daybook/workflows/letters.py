"""Letters: what a brief or a failed job gives people to read, and asking the next in line when nobody takes it.

Every message is made once (a key per person), whoever makes it and however often; sending is `deliver`'s.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from daybook.domain.brief import Brief
from daybook.domain.entry import Day
from daybook.domain.errors import WrongUsage
from daybook.domain.letters import PRESSING, LetterKind
from daybook.domain.schedule import Failure
from daybook.domain.watch import Watch
from daybook.domain.work import Role
from daybook.reports.letters import (
    brief_letter,
    day_letter,
    disk_letter,
    escalated,
    failure_letter,
    finding_letter,
    must_letter,
)
from daybook.reports.watch_report import alert_letter
from daybook.reports.wording import CATALOGS, translator
from daybook.workflows.house import House
from daybook.workflows.recipients import Reader, house_readers, readers_of
from daybook.workflows.reports_out import day_of

#: Nobody has taken it for so long: the next in line is asked.
ASK_NEXT = timedelta(minutes=20)
#: Who is asked after whom; a role that nobody has is passed over.
LINE = (Role.OPERATOR, Role.ACCOUNT_MANAGER, Role.DIRECTOR, Role.OWNER)
#: A work item in one of these was not taken yet.
NOT_TAKEN = ("open", "carried")


def tell_briefs(house: House, briefs: Sequence[Brief]) -> None:
    """Tells people of a morning's briefs, each once a day, and raises what presses in them."""
    from daybook.records import models

    rows = {s.name: s for s in models.Shop.objects.filter(name__in=[b.shop for b in briefs])}
    for brief in briefs:
        shop = rows[brief.shop]
        for reader in readers_of(shop, LetterKind.BRIEF):
            _write(house, reader, LetterKind.BRIEF, f"brief {brief.on} {shop.pk}", shop,
                   brief_letter(brief, translator(reader.language)), on=brief.on)
        _tell_day(house, shop, brief)
        for key, kind, words, lines, role in _pressing(brief):
            _raise(house, shop, brief.on, key, kind, words, lines, role)
    ask(house)


def tell_watches(house: House, watches: Sequence[Watch]) -> None:
    """Raises what an hourly watch says cannot wait: each thing once a day, asked of the role whose work it is."""
    from daybook.records import models

    rows = {s.name: s for s in models.Shop.objects.filter(name__in=[one.shop for one in watches if one.alerts])}
    for one in watches:
        for alert in one.alerts:
            words = {code: list(alert_letter(alert, one, translator(code))) for code in CATALOGS}
            _raise(house, rows[one.shop], one.on, alert.key, LetterKind.URGENT, words, list(alert.lines), alert.role)
    if rows:
        ask(house)


def tell_report(house: House, kind: LetterKind, shop_name: str, key: str, words: Mapping[str, tuple[str, str]],
                on: date | None = None) -> None:
    """Tells people of a close or a review, each once; `words` are title and body by language, `on` the day of a report that is
    attached where the channel carries files."""
    from daybook.records import models

    shop = models.Shop.objects.get(name=shop_name)
    for reader in readers_of(shop, kind):
        _write(house, reader, kind, f"{key} {shop.pk}", shop, words[reader.language], on=on)


def _raise(house: House, shop: Any, on: date, key: str, kind: LetterKind, words: Mapping[str, list[str]],
           lines: list[str], role: Role) -> None:
    """Raises something once a day; what stands for it in the plan may change."""
    from daybook.records import models

    made, fresh = models.Pressing.objects.get_or_create(shop=shop, on=on, key=key[:200], defaults={
        "kind": kind, "words": words, "lines": lines, "roles": _line_from(role), "raised_at": house.now(),
        "ask_next_at": house.now()})
    if not fresh and made.lines != lines:
        models.Pressing.objects.filter(pk=made.pk).update(lines=lines)


def _tell_day(house: House, shop: Any, brief: Brief) -> None:
    """What the day before came to, once its sources are in, for those who asked for it."""
    readers = [] if brief.early else readers_of(shop, LetterKind.DAY)
    day = day_of(house.shop(brief.shop), brief) if readers else Day()
    for reader in readers:
        _write(house, reader, LetterKind.DAY, f"day {brief.on} {shop.pk}", shop,
               day_letter(brief, day, translator(reader.language)), on=brief.on)


def _pressing(brief: Brief) -> list[tuple[str, LetterKind, dict[str, list[str]], list[str], Role]]:
    """What presses in a brief: (key, kind, words by language, plan lines that stand for it, who is asked first)."""
    found = []
    for must in brief.must:
        lines = [p for p in brief.plan if p.what == must.what and p.object == must.object]
        words = {code: list(must_letter(must, brief, translator(code))) for code in CATALOGS}
        found.append((f"must {must.kind} {must.what} {must.object}", LetterKind.MUST, words, lines))
    for one in brief.findings:
        if one.urgency == "now":
            words = {code: list(finding_letter(one, brief, translator(code))) for code in CATALOGS}
            found.append((f"finding {one.id}", LetterKind.URGENT, words, [p for p in brief.plan if one.id in p.findings]))
    return [(key, kind, words, [p.id for p in lines], _role(lines[0].owner) if lines else Role.OPERATOR)
            for key, kind, words, lines in found]


def _role(owner: str) -> Role:
    return Role(owner) if owner in set(Role) else Role.OPERATOR


def _line_from(role: Role) -> list[str]:
    return [role.value, *(r.value for r in LINE if r is not role)]


def ask(house: House) -> int:
    """Asks the next in line about what nobody has taken; gives how many messages were made.

    Taken is what a person said they take, or whose work item somebody took, put off or finished.
    """
    from daybook.records import models

    now, made = house.now(), 0
    waiting = models.Pressing.objects.filter(taken_at=None, ask_next_at__lte=now).select_related("shop")
    for row in waiting.order_by("raised_at", "pk"):
        if row.on < now.date() - timedelta(days=1) or _by_work(row, now):
            models.Pressing.objects.filter(pk=row.pk).update(ask_next_at=None)
            continue
        made += _ask_next(house, row, now)
    return made


def _ask_next(house: House, row: Any, now: datetime) -> int:
    """Goes down the line to the first role in which somebody can be told."""
    from daybook.records import models

    kind, made, asked = LetterKind(row.kind), 0, row.asked
    while asked < len(row.roles) and not made:
        waited = round((now - row.raised_at).total_seconds() / 60)
        for reader in readers_of(row.shop, kind, [Role(row.roles[asked])]):
            words = row.words[reader.language]
            letter = escalated((words[0], words[1]), waited, translator(reader.language)) if waited else (words[0], words[1])
            made += _write(house, reader, kind, f"{row.pk} {row.roles[asked]}", row.shop, letter, row)
        asked += 1
    again = now + ASK_NEXT if asked < len(row.roles) else None
    models.Pressing.objects.filter(pk=row.pk, asked=row.asked).update(asked=asked, ask_next_at=again)
    return made


def _by_work(row: Any, now: datetime) -> bool:
    """Whether its work was taken; if so it is written down by whom."""
    from daybook.records import models

    taken = models.WorkItem.objects.filter(shop=row.shop, on=row.on, line__in=row.lines).exclude(state__in=NOT_TAKEN).first()
    if taken is None:
        return False
    models.Pressing.objects.filter(pk=row.pk, taken_at=None).update(taken_at=now, taken_by=taken.holder)
    return True


def take(house: House, number: int, by: str, shops: Sequence[str] | None = None) -> str:
    """Somebody takes what presses, so that nobody else is asked; gives what it is."""
    from daybook.records import models

    rows = models.Pressing.objects.filter(pk=number)
    row = (rows if shops is None else rows.filter(shop__name__in=shops)).first()
    if row is None:
        raise WrongUsage(f"nothing that presses has the number {number}", next_step="see `daybook notify pressing`")
    if row.taken_at is not None and row.taken_by != by:
        raise WrongUsage(f"{row.taken_by or 'somebody'} has taken it", where=row.words["en"][0], next_step="talk to them")
    models.Pressing.objects.filter(pk=row.pk, taken_at=None).update(taken_at=house.now(), taken_by=by, ask_next_at=None)
    models.Message.objects.filter(pressing=row, state="waiting").update(state="dropped")
    return str(row.words["en"][1])


def tell_failure(house: House, run: int, job: str, zone: str, due: datetime, failed: Mapping[str, Any]) -> None:
    """Tells those who run the house that a job failed, for whom and why."""
    failures = [Failure(name, f["reason"], f["tries"]) for name, f in sorted(failed.items())]
    for reader in house_readers():
        _write(house, reader, LetterKind.FAILURE, f"failure {run}", None,
               failure_letter(job, due, zone, failures, translator(reader.language)))


def tell_disk(house: House, used: int, free: int, quota: int | None) -> None:
    """Tells those who run the house, once a day, that room runs out."""
    for reader in house_readers():
        _write(house, reader, LetterKind.FAILURE, f"disk {house.now().date()}", None,
               disk_letter(used, free, quota, translator(reader.language)))


def _write(house: House, reader: Reader, kind: LetterKind, key: str, shop: Any, letter: tuple[str, str],
           pressing: Any = None, on: date | None = None) -> int:
    """Makes a message once; 1 where it is new."""
    from daybook.records import models

    now = house.now()
    _, made = models.Message.objects.get_or_create(user_id=reader.pk, key=key[:255], defaults={
        "kind": kind, "shop": shop, "pressing": pressing, "on": on, "title": letter[0][:255], "body": letter[1], "made_at": now,
        "not_before": reader.wishes.may_be_sent_at(now, kind in PRESSING)})
    return int(made)
