"""Calls of Amazon's client libraries, with the patience of the house: what they raise becomes what the house says.

Nothing that Amazon's answers hold beside codes is said: messages may carry ids of buyers and of credentials.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError
from daybook.sources.api.feed import Access
from daybook.sources.api.transport import AGAIN, REFUSED, retry_after

Payload = Mapping[str, Any]


def called(access: Access, place: str, call: Callable[[], Any], needs: str, renew: Callable[[], None]) -> Payload:
    """The payload of a call once it has the member `needs`; a cut answer and a page of a proxy have not.

    Raises AccessRefused when a renewed token is refused too, BusyPlatform when patience ends, DaybookError otherwise.
    """
    said, renewed = "", False
    for number in range(access.patience.tries):
        status, said, asked = 0, "the answer was cut off", 0.0
        try:
            payload = call().payload
            if isinstance(payload, Mapping) and needs in payload:
                return payload
        except _faults() as problem:
            status, said, asked = _told(problem)
        if status in REFUSED and not renewed:
            renewed = True
            renew()
            continue
        _raise_lasting(status, said, place)
        if asked > access.patience.longest:
            break
        access.patience.pause(max(asked, min(access.patience.first_wait * 2.0 ** number, access.patience.longest)))
    raise BusyPlatform(f"no whole answer could be had ({said})", where=place,
                       next_step="nothing was loaded by halves; the next pull goes on from here")


def _raise_lasting(status: int, said: str, place: str) -> None:
    """Raises for what no later try would change."""
    if status in REFUSED:
        raise AccessRefused(f"access was refused ({said})", where=place, next_step="run `daybook credential check`; "
                            "authorise the app again, or grant its rights")
    if status and status not in AGAIN and status < 500:
        raise DaybookError(f"the platform refused the request ({said})", where=place,
                           next_step="nothing was loaded; report this if it stays")


def _faults() -> tuple[type[Exception], ...]:
    """What the two libraries and those that they send with may raise; ValueError is an answer that is no JSON."""
    import httpx
    import requests
    from sp_api.auth.exceptions import AuthorizationError as SellerAuthorization
    from sp_api.base.exceptions import SellingApiException

    with quiet_logging():
        from ad_api.base.exceptions import AdvertisingApiException  # before its sign-in, which imports it in a circle
    from ad_api.auth.exceptions import AuthorizationError as AdsAuthorization
    return (SellerAuthorization, AdsAuthorization, SellingApiException, AdvertisingApiException, httpx.TransportError,
            requests.RequestException, ValueError)


def _told(problem: Exception) -> tuple[int, str, float]:
    """HTTP status (0: no whole answer), what to say, and the seconds that the server asks to wait."""
    if hasattr(problem, "status_code"):         # of the sign-in: a wrong pair is 400 or 401 there
        status = int(problem.status_code)
        return 401 if status == 400 else status, f"sign-in: {problem.error_code}", 0.0     # type: ignore[attr-defined]
    code = getattr(problem, "code", None)
    if code is None:
        return 0, type(problem).__name__, 0.0
    if code == 999:                             # a status that the library has no name for
        code = {"Unauthorized": 403, "QuotaExceeded": 429}.get(str(getattr(problem, "amzn_code", "")), 500)
    name = str(getattr(problem, "amzn_code", None) or "")[:60]
    return int(code), f"HTTP {code}{f' {name}' if name else ''}", retry_after(getattr(problem, "headers", None) or {})


@contextmanager
def quiet_logging() -> Iterator[None]:
    """Imports without the handler that one of the libraries would put on everybody's log."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
