"""API tokens: shown once, kept as a hash."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from daybook.domain.rights import Scope
from daybook.records import models

PREFIX = "dbk_"
SHOWN = 10                      # characters of a token by which its owner recognises it
#: The moment of last use is written at most this often.
NOTICED = timedelta(minutes=1)


def hashed(token: str) -> str:
    """What is kept of a token; its 32 random bytes need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(user: Any, name: str, scopes: Iterable[Scope], now: datetime, days: int | None) -> str:
    """A new token of a person; the answer is the only place where it stands whole."""
    token = PREFIX + secrets.token_urlsafe(32)
    models.ApiToken.objects.create(
        user=user, name=name, scopes=[s.value for s in scopes], prefix=token[:SHOWN], token_hash=hashed(token),
        created_at=now, expires_at=None if days is None else now + timedelta(days=days))
    return token


def token_of(said: str, now: datetime) -> Any:
    """The running token that somebody sent, or None."""
    found = models.ApiToken.objects.select_related("user").filter(
        token_hash=hashed(said), revoked_at=None, user__is_active=True).first()
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return None
    if found.last_used_at is None or now - found.last_used_at > NOTICED:
        models.ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found
