"""People registered from the command line: a role for somebody, and the person of the demonstration."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from daybook.domain.errors import WrongUsage
from daybook.domain.work import Role
from daybook.records import models
from daybook.web.accounts import add_user, give_role

DEMO_MAIL = "mei@demo.example"
PASSWORD_BYTES = 9


def nobody_yet() -> bool:
    """Whether the first person is still to come."""
    return not models.User.objects.exists()


def register(email: str, role: Role, client: str, shops: Sequence[str], name: str, password: str | None,
             now: datetime) -> str | None:
    """Gives a person a role, and registers them where they are new; the answer is a new person's password.

    `client` empty is every client.  Raises WrongUsage for a client or shop that is not there.
    """
    owner = models.Client.objects.filter(name=client, forgotten_at=None).first() if client else None
    rows = list(models.Shop.objects.filter(name__in=shops, client=owner)) if shops else []
    if (client and owner is None) or len(rows) != len(shops):
        raise WrongUsage("there is no such client, or a shop is not the client's", where=client or ", ".join(shops),
                         next_step="see `daybook shop list`")
    with transaction.atomic():
        person = models.User.objects.filter(email=email.lower()).first()
        made = None
        if person is None:
            made = password or secrets.token_urlsafe(PASSWORD_BYTES)
            person = add_user(email, made, name, now)
        give_role(person, role, owner, rows, now)
    return made


def person_of(email: str) -> Any:
    """A registered person.  Raises WrongUsage where nobody is registered so."""
    found = models.User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise WrongUsage(f"nobody is registered as {email}", next_step="see `daybook user list`")
    return found


def people() -> list[dict[str, Any]]:
    """Everybody with their running roles, and when they signed in last."""
    rows = models.User.objects.order_by("email").prefetch_related("memberships__client", "memberships__shops")
    return [{"email": u.email, "name": u.name, "active": u.is_active,
             "last_sign_in": u.last_login.isoformat() if u.last_login else None,
             "roles": [{"role": m.role, "client": m.client.name if m.client else "",
                        "shops": sorted(s.name for s in m.shops.all())}
                       for m in sorted(u.memberships.all(), key=lambda m: m.pk) if m.ended_at is None]} for u in rows]


def end_roles(email: str, role: Role, client: str, now: datetime) -> int:
    """Ends a person's running memberships of a role for a client ("" every client); gives how many.

    Raises WrongUsage where there is none, and for the last administrator of the house.
    """
    rows = models.Membership.objects.filter(user=person_of(email), role=role.value, ended_at=None)
    rows = rows.filter(client__name=client) if client else rows.filter(client=None)
    admins = models.Membership.objects.filter(ended_at=None, client=None, role=Role.ADMIN.value, user__is_active=True)
    if not rows.exists():
        raise WrongUsage(f"{email} is not {role.value} of {client or 'every client'}", next_step="see `daybook user list`")
    if role is Role.ADMIN and not client and admins.exclude(pk__in=rows).count() == 0:
        raise WrongUsage("this is the last administrator", where=email, next_step="make another one first")
    return int(rows.update(ended_at=now))


def tokens_of(email: str = "") -> list[dict[str, Any]]:
    """API tokens that were not revoked, never whole; of a person, or of all."""
    rows = models.ApiToken.objects.filter(revoked_at=None).select_related("user").order_by("user__email", "created_at")
    rows = rows.filter(user=person_of(email)) if email else rows
    return [{"number": t.pk, "email": t.user.email, "name": t.name, "begins": t.prefix, "scopes": t.scopes,
             "expires_at": t.expires_at.isoformat() if t.expires_at else None,
             "last_used_at": t.last_used_at.isoformat() if t.last_used_at else None} for t in rows]


def revoke_token(number: int, now: datetime) -> str:
    """Ends a token; gives what it was called.  Raises WrongUsage where it is not running."""
    row = models.ApiToken.objects.filter(pk=number, revoked_at=None).first()
    if row is None:
        raise WrongUsage(f"no token has the number {number}", next_step="see `daybook user tokens`")
    models.ApiToken.objects.filter(pk=row.pk).update(revoked_at=now)
    return str(row.name)


def what_was_seen(last: int, email: str = "", shop: str = "", deeds: bool = False) -> list[dict[str, Any]]:
    """Who saw and did what at the workbench and over the API, the latest first; `deeds`: no mere looks."""
    rows = models.Audit.objects.select_related("user", "shop", "token").order_by("-pk")
    rows = rows.filter(user=person_of(email)) if email else rows
    rows = rows.filter(shop__name=shop) if shop else rows
    rows = rows.exclude(method="GET") if deeds else rows
    return [{"at": r.at.isoformat(), "who": r.user.email if r.user else "", "token": r.token.name if r.token else "",
             "what": r.what, "shop": r.shop.name if r.shop else "", "method": r.method, "object": r.object,
             "status": r.status} for r in rows[:last]]


def demo_person(now: datetime) -> tuple[str, str]:
    """The demonstration's administrator with a password that is new each time."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    with transaction.atomic():
        user = models.User.objects.filter(email=DEMO_MAIL).first()
        if user is None:
            user = add_user(DEMO_MAIL, None, "Mei", now)
            give_role(user, Role.ADMIN, None, (), now)
        user.set_password(password)
        user.save(update_fields=["password"])
    return DEMO_MAIL, password
