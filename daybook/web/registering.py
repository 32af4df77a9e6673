"""People registered from the command line: a role for somebody, and the person of the demonstration."""

import secrets
from collections.abc import Sequence
from datetime import datetime

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
