"""Whose token somebody sent, and what may be done with it: never more than its owner may, and never more than its scopes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from daybook.domain.errors import NotAllowed
from daybook.domain.rights import RIGHTS, SCOPES, Right, Scope
from daybook.domain.said import Said
from daybook.domain.shop import Platform, Shop
from daybook.domain.work import Role
from daybook.workflows.house import House

NOTHING: frozenset[Right] = frozenset()


@dataclass(frozen=True)
class TokenSeat:
    """The owner of a token, and by shop what the token may be used for."""

    person: str
    rights: Mapping[Shop, frozenset[Right]]

    def shops(self, right: Right) -> tuple[Shop, ...]:
        """The shops for which a right is held, by name."""
        return tuple(sorted(shop for shop, held in self.rights.items() if right in held))

    def shop(self, name: str, right: Right) -> Shop:
        """A shop by name.  One that the token may not see does not exist for it; both are told in the same words."""
        for shop, held in self.rights.items():
            if shop.name == name and right in held:
                return shop
        raise NotAllowed(Said("no shop is called {name} for this token", name=name),
                         next_step="list_shops says which there are and what may be done")


def hashed(token: str) -> str:
    """What is kept of a token; its 32 random bytes need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def seat_of_token(house: House, token: str) -> TokenSeat | None:
    """The seat of a running token; None for one that is unknown, over, revoked, or whose owner has left."""
    from daybook.records import models

    now = house.now()
    row = models.ApiToken.objects.select_related("user").filter(
        token_hash=hashed(token), revoked_at=None, user__is_active=True).first()
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return None
    allowed = NOTHING.union(*(SCOPES[Scope(s)] for s in row.scopes))
    held = models.Membership.objects.filter(user=row.user, ended_at=None).prefetch_related("shops")
    seats = [(Role(m.role), m.client_id, {s.pk for s in m.shops.all()}) for m in held]
    rows = models.Shop.objects.select_related("client").filter(client__forgotten_at=None)
    return TokenSeat(str(row.user), {
        Shop(r.name, r.client.name, Platform(r.platform), r.zone, r.currency): _rights(seats, r) & allowed for r in rows})


def _rights(seats: list[tuple[Role, int | None, set[int]]], row: Any) -> frozenset[Right]:
    """What the memberships that cover a shop allow together."""
    return NOTHING.union(*(RIGHTS[role] for role, client, shops in seats
                           if client in (None, row.client_id) and (not shops or row.pk in shops)))
