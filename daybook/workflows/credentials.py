"""Credentials of a shop's APIs: set and looked at, never shown."""

from collections.abc import Mapping
from typing import Any

from daybook.domain.errors import WrongUsage
from daybook.sources.api import SERVICES
from daybook.sources.api.feed import Service
from daybook.sources.credentials import keep, state, variable
from daybook.workflows.house import House


def service_of(house: House, shop: str, service: str = "") -> Service:
    """The API meant.  Raises WrongUsage when the platform has none, or several and none is named."""
    known = SERVICES.get(house.shop(shop).platform, ())
    fitting = [s for s in known if service in ("", s.name)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(s.name for s in known)
    raise WrongUsage(f"it is not clear which API is meant{f' by {service}' if service else ''}", where=shop,
                     next_step=f"use --service with one of: {names}" if names else "this platform is read from files")


def keep_credential(house: House, shop: str, service: Service, fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """Puts fields into the system keyring; says where each field of the API now comes from."""
    keep(house.home_id, shop, service, fields)
    return credential_state(house, shop, service.name)


def credential_state(house: House, shop: str, service: str = "") -> list[dict[str, Any]]:
    """One entry per field of the shop's APIs: where it comes from, and its environment variable."""
    known = SERVICES.get(house.shop(shop).platform, ())
    services = [service_of(house, shop, service)] if service else list(known)
    return [{"service": s.name, "field": f, "from": where, "variable": variable(shop, s.name, f),
             "optional": f in s.optional}
            for s in services for f, where in state(house.home_id, shop, s).items()]
