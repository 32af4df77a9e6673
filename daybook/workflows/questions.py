"""Questions that files wait for: asked once per group, answered by a person, and remembered as a sign."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from daybook.domain.errors import WrongUsage
from daybook.domain.shop import Shop
from daybook.sources.dates import period, period_in_name
from daybook.sources.dropped import Dropped, dropped_again
from daybook.sources.landing import content_hash
from daybook.workflows.house import House

#: Answers to "which day" that hold for later files too, and what they mean.
DAY_RULES = {"folder": "the day in the folder's name", "before-folder": "the day before that in the folder's name",
             "yesterday": "the day before the file came in"}


@dataclass(frozen=True)
class Asked:
    """One question.  `sign_kind` and `sign` are remembered with the answer; without them it is about these files."""

    key: str
    kind: str                    # shop, day
    text: str
    choices: tuple[str, ...]
    sign_kind: str = ""
    sign: str = ""
    files: tuple[str, ...] = ()
    asked_at: str = ""


def question(kind: str, text: str, choices: Iterable[str], sign_kind: str, sign: str, about: str) -> Asked:
    """A question whose key is the same whenever the same is asked; `about` is what tells it from others."""
    mark = hashlib.sha256("\x1f".join((kind, sign_kind, sign, about)).encode()).hexdigest()[:8]
    return Asked(mark, kind, text, tuple(choices), sign_kind, sign)


def ask(house: House, asked: Asked, waiting: Iterable[tuple[Dropped, str]]) -> None:
    """Keeps a question with the files behind it and the shop each is of, as far as known; asked again it stays one."""
    from daybook.records import models

    row, made = models.Question.objects.get_or_create(key=asked.key, defaults={
        "kind": asked.kind, "text": asked.text, "choices": list(asked.choices), "sign_kind": asked.sign_kind,
        "sign": asked.sign[:255], "asked_at": house.now()})
    if not made:
        row.text, row.choices, row.answered_at, row.answer = asked.text, list(asked.choices), None, ""
        row.save()
    for one, shop in waiting:
        models.WaitingFile.objects.update_or_create(
            question=row, path=str(one.path.absolute()), inside=one.inside,
            defaults={"place": list(one.place), "sha256": content_hash(one.file)[0], "known_at": house.now(),
                      "shop": models.Shop.objects.filter(name=shop).first()})


def no_longer_waiting(file: Path) -> None:
    """Takes a file's content off all questions; a question without files is no longer asked."""
    from daybook.records import models

    sha256 = content_hash(file)[0]
    models.WaitingFile.objects.filter(sha256=sha256).delete()
    models.Question.objects.filter(answered_at=None, files=None).delete()


def open_questions(house: House) -> tuple[Asked, ...]:
    """All questions that wait for an answer, the oldest first, with the names of their files."""
    from daybook.records import models

    rows = models.Question.objects.filter(answered_at=None).prefetch_related("files").order_by("asked_at", "key")
    return tuple(Asked(
        row.key, row.kind, row.text, tuple(row.choices), row.sign_kind, row.sign,
        tuple(sorted(f"{Path(f.path).name}/{f.inside}" if f.inside else Path(f.path).name for f in row.files.all())),
        row.asked_at.isoformat()) for row in rows)


def answer(house: House, key: str, said: str) -> None:
    """Keeps an answer, and its sign for files to come.

    Raises WrongUsage for an unknown question and for an answer that is none.
    """
    from django.db import transaction

    from daybook.records import models

    row = models.Question.objects.filter(key=key).first()
    if row is None:
        raise WrongUsage(f"no question has the key {key}", next_step="see `daybook inbox questions`")
    if row.kind == "shop":
        house.shop(said)
    else:
        _check_day(said)
    with transaction.atomic():
        row.answer, row.answered_at = said, house.now()
        row.save()
        if row.kind == "shop" and row.sign_kind:
            _remember(house, said, row.sign_kind, row.sign)
        elif row.kind == "day" and said in DAY_RULES:
            for shop in sorted({f.shop.name for f in row.files.select_related("shop").all() if f.shop}):
                _remember(house, shop, "day:" + said, row.sign)


def files_behind(key: str, scratch: Path) -> dict[str, list[Dropped]]:
    """shop -> its files that wait for a question, taken out of their archives under `scratch`; "" while it is asked."""
    from daybook.records import models

    found: dict[str, list[Dropped]] = {}
    for row in models.WaitingFile.objects.filter(question__key=key).select_related("shop").order_by("path", "inside"):
        found.setdefault(row.shop.name if row.shop else "", []).append(
            dropped_again(Path(row.path), row.inside, row.place, scratch))
    return found


def _remember(house: House, shop: str, kind: str, value: str) -> None:
    from daybook.records import models

    models.ShopSign.objects.get_or_create(shop=models.Shop.objects.get(name=shop), kind=kind, value=value,
                                          defaults={"known_at": house.now()})


def _check_day(said: str) -> None:
    if said not in DAY_RULES and days_said(said) is None:
        raise WrongUsage(f"{said} is no day", next_step="say " + ", ".join(DAY_RULES)
                         + ", a day as 2026-11-22, or days as 2026-11-16..2026-11-22")


def days_said(said: str) -> tuple[date, date] | None:
    """First and last day of an answer.

    >>> days_said("2026-11-16..2026-11-22")
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    """
    return period(said.replace("..", "至"))


def day_by_rule(rule: str, one: Dropped, arrived_on: date) -> tuple[date, date] | None:
    """First and last day of a file by a rule of DAY_RULES or a stated day; None when the rule finds none."""
    if rule == "yesterday":
        return arrived_on - timedelta(days=1), arrived_on - timedelta(days=1)
    if rule not in DAY_RULES:
        return days_said(rule)
    dated = next((p for p in (period_in_name(part) for part in reversed(one.place)) if p), None)
    if dated is None or rule == "folder":
        return dated
    return dated[0] - timedelta(days=1), dated[1] - timedelta(days=1)


def day_rule(shop: Shop, pattern: str) -> str:
    """The rule that a person gave for the day of such files of a shop; "" for none."""
    from daybook.records import models

    row = models.ShopSign.objects.filter(shop__name=shop.name, kind__startswith="day:", value=pattern).order_by(
        "-known_at", "-pk").first()
    return row.kind.removeprefix("day:") if row else ""
