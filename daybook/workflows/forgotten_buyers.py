"""Buyers who were forgotten stay so: what a file read later holds of them leads nowhere."""

import secrets
from collections.abc import Callable, Collection


def without_forgotten(hashed: Callable[[str], str], forgotten: Collection[str]) -> Callable[[str], str]:
    """The same hash of buyers, but of a forgotten one a token that is made anew for every file and leads nowhere."""
    if not forgotten:
        return hashed
    tokens: dict[str, str] = {}

    def made(buyer: str) -> str:
        mark = hashed(buyer)
        return tokens.setdefault(mark, secrets.token_hex(16)) if mark in forgotten else mark

    return made


def forgotten_of(client: str) -> frozenset[str]:
    """Hashes of the client's buyers who were forgotten."""
    from daybook.records import models

    return frozenset(models.ForgottenBuyer.objects.filter(client__name=client).values_list("buyer_hash", flat=True))
