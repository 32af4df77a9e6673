"""Tomorrow's list: what people set down for a morning, which that morning's plan begins with."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from daybook.domain.close import SetDown
from daybook.domain.errors import WrongUsage
from daybook.domain.given import Given
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.work import Role, Suggestion
from daybook.workflows.house import House

#: What a line is called that a person set down.
BY_HAND = "by_hand"
MOST_MINUTES = 480


def set_down(house: House, shop_name: str, on: date, what: str, by: str, *, object_: str = "", person: str = "",
             minutes: int = 15) -> str:
    """Sets one thing down for the morning of `on`; gives its key.  Raises WrongUsage for a morning that is over."""
    from daybook.records import models

    shop = house.shop(shop_name)
    text = " ".join(what.split())
    if not text:
        raise WrongUsage("nothing was said", where=shop.name, next_step="say what is to be done")
    if on < shop.day_of(house.now()):
        raise WrongUsage(f"the morning of {on} is over", where=shop.name, next_step="name a day to come")
    if not 0 < minutes <= MOST_MINUTES:
        raise WrongUsage(f"{minutes} minutes are no time for a task", next_step=f"say 1 to {MOST_MINUTES}")
    key = secrets.token_hex(4)
    models.Tomorrow.objects.create(
        shop=models.Shop.objects.get(name=shop.name), key=key, on=on, what=text[:400], object=object_.strip()[:400],
        person=person.strip()[:120], minutes=minutes, by=by[:120], known_at=house.now())
    return key


def strike(house: House, shop_name: str, key: str, by: str) -> None:
    """Takes one thing off a list again.  Raises WrongUsage where it is not on one."""
    from daybook.records import models

    row = models.Tomorrow.objects.filter(shop__name=shop_name, key=key).order_by("pk").last()
    if row is None or row.dropped:
        raise WrongUsage(f"nothing is set down under {key}", where=shop_name, next_step="see `daybook close`")
    row.pk, row.dropped, row.by, row.known_at = None, True, by[:120], house.now()
    row.save()


def lists_of(shops: Sequence[Shop], on: date, as_of: datetime) -> dict[str, tuple[SetDown, ...]]:
    """shop -> what was set down for a morning, as known at a moment; one query for all shops."""
    from daybook.records import models

    rows = models.Tomorrow.objects.filter(shop__name__in=[s.name for s in shops], on=on, known_at__lte=as_of)
    last = {(r.shop.name, r.key): r for r in rows.select_related("shop").order_by("pk")}
    found: dict[str, list[SetDown]] = {}
    for (name, key), row in last.items():
        if not row.dropped:
            found.setdefault(name, []).append(SetDown(BY_HAND, row.what, row.object, row.person, row.minutes, key))
    return {name: tuple(lines) for name, lines in found.items()}


def suggestions(lines: Sequence[SetDown], given: Given, on: date) -> list[Suggestion]:
    """Lines as tasks that cannot wait, each for the person named, in the role that they have in the team."""
    roles = {m.person: Role(m.role) for m in reversed(given.team(on)) if m.role in set(Role)}
    return [Suggestion(
        id=f"tomorrow.{line.key}", findings=(), move=BY_HAND, what=line.what, object_kind="", object_id=line.object,
        object=line.object, from_="", to="", role=roles.get(line.person, Role.OPERATOR), minutes=line.minutes or 15, gain=None,
        where="", how="by hand", risk="", evidence=Said("set down at the close of the day before"),
        check_on=on + timedelta(days=1), must=True, first=True, person=line.person) for line in lines]
