"""Accounts as the house keeps them: nobody signs up by themselves, and an invitation is good once."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from daybook.domain.work import Role
from daybook.records import models

INVITED_FOR = timedelta(days=7)


class Accounts(DefaultAccountAdapter):
    """django-allauth as this house wants it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only."""
        return False

    def new_user(self, request: HttpRequest) -> Any:
        """A user with the moment of their making."""
        return models.User(created_at=timezone.now())


def add_user(email: str, password: str | None, name: str, now: datetime) -> Any:
    """A person with a confirmed address.  The caller holds the transaction."""
    from allauth.account.models import EmailAddress

    user = models.User.objects.create_user(email, password, name=name, created_at=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def give_role(user: Any, role: Role, client: Any, shops: Iterable[Any], now: datetime) -> Any:
    """A new membership; `client` None is every client, no `shops` all of the client's."""
    made = models.Membership.objects.create(user=user, client=client, role=role.value, since=now)
    made.shops.set(shops)
    return made


def invite(email: str, role: Role, client: Any, shops: Iterable[Any], by: Any, now: datetime) -> str:
    """An invitation; the answer is its token, which stands nowhere else."""
    token = secrets.token_urlsafe(32)
    made = models.Invitation.objects.create(
        email=email.lower(), client=client, role=role.value, token_hash=_hashed(token), invited_by=by, created_at=now,
        expires_at=now + INVITED_FOR)
    made.shops.set(shops)
    return token


def invitation_of(token: str, now: datetime) -> Any:
    """The open invitation of a token, or None."""
    return models.Invitation.objects.select_related("client").filter(
        token_hash=_hashed(token), accepted_at=None, expires_at__gt=now).first()


def accept(invitation: Any, name: str, password: str | None, now: datetime) -> Any:
    """The person behind an invitation, with the role that it promised.  Someone who has an account keeps it."""
    with transaction.atomic():
        taken = models.Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now)
        if not taken:
            return None
        user = models.User.objects.filter(email=invitation.email).first()
        user = user or add_user(invitation.email, password, name, now)
        give_role(user, Role(invitation.role), invitation.client, invitation.shops.all(), now)
        return user


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
