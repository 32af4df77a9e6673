"""Who is told what: people by their roles and rights, each for the shops that they may see and no other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from daybook.domain.letters import LetterKind, Wishes
from daybook.domain.rights import RIGHTS, Right
from daybook.domain.work import Role
from daybook.workflows.house import House

#: Kind -> the right without which nobody is told.
NEEDS = {LetterKind.BRIEF: Right.SEE_NUMBERS, LetterKind.DAY: Right.SEE_NUMBERS, LetterKind.MUST: Right.SEE_WORK,
         LetterKind.URGENT: Right.SEE_NUMBERS, LetterKind.CLOSE: Right.SEE_NUMBERS, LetterKind.REVIEW: Right.SEE_NUMBERS,
         LetterKind.FAILURE: Right.RUN_HOUSE}


@dataclass(frozen=True)
class Reader:
    """One person who has a channel, with what they want and in which language."""

    pk: int
    name: str
    language: str
    wishes: Wishes


def readers_of(shop_row: Any, kind: LetterKind, roles: Collection[Role] = ()) -> list[Reader]:
    """People who want a kind of message and may be told it of a shop, in one of some roles (none: in any)."""
    from daybook.records import models

    held = models.Membership.objects.filter(ended_at=None, user__is_active=True).select_related("user")
    found = {}
    for one in held.prefetch_related("shops"):
        shops = {s.pk for s in one.shops.all()}
        here = one.client_id in (None, shop_row.client_id) and (not shops or shop_row.pk in shops)
        role = Role(one.role)
        if here and NEEDS[kind] in RIGHTS[role] and (not roles or role in roles):
            found[one.user_id] = one.user
    return _with_channels(found, kind)


def house_readers() -> list[Reader]:
    """People who run the whole house and want to hear of failures."""
    from daybook.records import models

    held = models.Membership.objects.filter(ended_at=None, user__is_active=True, client=None).select_related("user")
    return _with_channels({m.user_id: m.user for m in held if Right.RUN_HOUSE in RIGHTS[Role(m.role)]},
                          LetterKind.FAILURE)


def _with_channels(users: dict[int, Any], kind: LetterKind) -> list[Reader]:
    from daybook.records import models

    reachable = set(models.MessageChannel.objects.filter(user__in=users, ended_at=None).values_list("user", flat=True))
    rows = {r.user_id: r for r in models.MessageWish.objects.filter(user__in=reachable)}
    found = [Reader(pk, str(user), "en" if user.language.startswith("en") else "zh", wishes_of(rows.get(pk)))
             for pk, user in sorted(users.items()) if pk in reachable]
    return [r for r in found if kind in r.wishes.kinds]


def wishes_of(row: Any) -> Wishes:
    """A person's wishes as kept, or the default."""
    if row is None:
        return Wishes()
    return Wishes(row.zone, tuple(LetterKind(k) for k in row.kinds), row.quiet_from, row.quiet_to, row.urgent_through,
                  timedelta(minutes=row.digest_minutes))


def set_wishes(house: House, email: str, wishes: Wishes) -> None:
    """Keeps what a person wants."""
    from daybook.records import models

    models.MessageWish.objects.update_or_create(user=person(email), defaults={
        "zone": wishes.zone, "kinds": [k.value for k in wishes.kinds], "quiet_from": wishes.quiet_from,
        "quiet_to": wishes.quiet_to, "urgent_through": wishes.urgent_through,
        "digest_minutes": round(wishes.digest.total_seconds() / 60)})


def person(email: str) -> Any:
    """A registered person by their address.  Raises WrongUsage naming those there are."""
    from daybook.domain.errors import WrongUsage
    from daybook.records import models

    row = models.User.objects.filter(email=email.strip().lower()).first()
    if row is None:
        known: Sequence[str] = list(models.User.objects.order_by("email").values_list("email", flat=True)[:20])
        raise WrongUsage(f"nobody is registered as {email}", next_step=f"use one of: {', '.join(known)}" if known else
                         "register them with `daybook user add`")
    return row
