"""Credentials of shops' APIs: from the environment, else the system keyring; never in a file, a log or an error.

They are read each time they are needed, so that a rotated one is used without a restart.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping

from daybook.domain.errors import AccessRefused, DaybookError
from daybook.sources.api.feed import Service
from daybook.sources.keys import SERVICE as KEYRING_SERVICE


def variable(shop: str, service: str, field: str) -> str:
    """The name of the environment variable of one field.

    >>> variable("jade", "vendure", "password")
    'DAYBOOK_API_JADE_VENDURE_PASSWORD'
    >>> variable("小店", "douyin", "app_secret")
    'DAYBOOK_API_EABDD8_DOUYIN_APP_SECRET'
    """
    return f"DAYBOOK_API_{_plain(shop)}_{_plain(service)}_{field.upper()}"


def _plain(name: str) -> str:
    """Capitals, digits and `_`; a name of any other script goes by six digits of its hash."""
    plain = re.sub(r"[-. ]", "_", name).upper()
    return plain if re.fullmatch(r"[A-Z0-9_]+", plain) else hashlib.sha256(name.encode()).hexdigest()[:6].upper()


def has_any(home_id: str, shop: str, service: Service) -> bool:
    """Whether anything is set for this API of this shop."""
    return bool(_found(home_id, shop, service))


def secrets(home_id: str, shop: str, service: Service) -> Mapping[str, str]:
    """All fields of a credential.  Raises AccessRefused naming the fields that are absent, never a value."""
    found = _found(home_id, shop, service)
    absent = [f for f in service.fields if f not in found and f not in service.optional]
    if absent:
        names = ", ".join(variable(shop, service.name, f) for f in absent)
        raise AccessRefused(f"the credential for {service.name} has no {', '.join(absent)}", where=shop,
                            next_step=f"run `daybook credential set --shop {shop}`, or set {names}")
    return found


def state(home_id: str, shop: str, service: Service) -> dict[str, str]:
    """Per field where it comes from: environment, keyring or "absent"; never what it is."""
    kept = _kept(home_id, shop, service)
    return {f: "environment" if os.environ.get(variable(shop, service.name, f)) else "keyring" if f in kept
            else "absent" for f in service.fields}


def keep(home_id: str, shop: str, service: Service, fields: Mapping[str, str]) -> None:
    """Puts fields into the system keyring, beside those that are there.

    Raises DaybookError where the system has no keyring.
    """
    import keyring
    import keyring.errors

    unknown = set(fields) - set(service.fields)
    if unknown:
        raise DaybookError(f"{service.name} has no field {', '.join(sorted(unknown))}",
                           next_step=f"use one of: {', '.join(service.fields)}")
    entry = json.dumps({**_kept(home_id, shop, service), **fields})
    try:
        keyring.set_password(KEYRING_SERVICE, _entry(home_id, shop, service), entry)
    except keyring.errors.KeyringError as problem:
        raise DaybookError(f"the system keyring did not take it ({type(problem).__name__})", where=shop,
                           next_step="set the environment variables that `daybook credential check` names") from None


def _found(home_id: str, shop: str, service: Service) -> dict[str, str]:
    found = _kept(home_id, shop, service)
    for field in service.fields:
        value = os.environ.get(variable(shop, service.name, field), "")
        if value:
            found[field] = value
    return found


def _kept(home_id: str, shop: str, service: Service) -> dict[str, str]:
    """What the keyring holds; nothing where the system has none."""
    import keyring
    import keyring.errors

    try:
        text = keyring.get_password(KEYRING_SERVICE, _entry(home_id, shop, service))
    except keyring.errors.KeyringError:
        return {}
    try:
        return {str(k): str(v) for k, v in json.loads(text).items()} if text else {}
    except ValueError:
        return {}


def _entry(home_id: str, shop: str, service: Service) -> str:
    return f"{home_id}/api/{shop}/{service.name}"
