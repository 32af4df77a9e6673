"""Credentials of a shop's APIs: set and looked at, never shown."""

from collections.abc import Mapping
from typing import Any

from daybook.domain.errors import WrongUsage
from daybook.sources.api import SERVICES
from daybook.sources.api.feed import Service
from daybook.sources.credentials import has_any, keep, state, variable
from daybook.workflows.house import House


def service_of(house: House, shop: str, service: str = "") -> Service:
    """The API meant; the platform's own when none is named.  Raises WrongUsage when the platform has no such one."""
    known = SERVICES.get(house.shop(shop).platform, ())
    fitting = [s for s in known if service in ("", s.name)]
    if fitting:
        return fitting[0]
    names = ", ".join(s.name for s in known)
    raise WrongUsage(f"{service or 'no API'} is none that this shop is read over", where=shop,
                     next_step=f"use --service with one of: {names}" if names else "this platform is read from files")


def keep_credential(house: House, shop: str, service: Service, fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """Puts fields into the system keyring; says where each field of the API now comes from."""
    keep(house.home_id, shop, service, fields)
    return credential_state(house, shop, service.name)


def credential_state(house: House, shop: str, service: str = "") -> list[dict[str, Any]]:
    """One entry per field of the shop's API, and of others that are in use: where it comes from, and its variable."""
    known = SERVICES.get(house.shop(shop).platform, ())
    services = [service_of(house, shop, service)] if service else [
        s for n, s in enumerate(known) if n == 0 or has_any(house.home_id, shop, s)]
    return [{"service": s.name, "field": f, "from": where, "variable": variable(shop, s.name, f),
             "optional": f in s.optional}
            for s in services for f, where in state(house.home_id, shop, s).items()]
