"""GraphQL reads: an answer counts only when it is whole, since errors come beside HTTP 200 and half the data."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError
from daybook.sources.api.transport import Request, Transport

#: Codes by which servers say that a token is not, or no longer, good or may not read this.
NO_ACCESS = frozenset({"FORBIDDEN", "UNAUTHENTICATED", "UNAUTHORIZED", "ACCESS_DENIED"})
THROTTLED = "THROTTLED"


@dataclass(frozen=True)
class Page:
    """One answer without errors: its text as it came, and its `data`."""

    text: str
    data: Any


def read_page(transport: Transport, request: Callable[[], Request], renew: Callable[[], None],
              wait: Callable[[Any], float] = lambda answer: 0.0) -> Page:
    """One page.  `request()` makes the request, `renew()` gets a fresh token, `wait` says how long to rest after one.

    A token that has expired is renewed once.  Raises AccessRefused when the fresh one may not read it either,
    BusyPlatform when throttling or broken answers go on, DaybookError for any other error beside the data.
    """
    renewed = False
    said = ""
    for number in range(transport.patience.tries):
        asked = request()
        try:
            answer = transport.read(asked)
        except AccessRefused:
            if renewed:
                raise
            renewed = True
            renew()
            continue
        document = _document(answer.text)
        if document is None:
            said = "the answer was cut off"
            transport.patience.pause(_backoff(transport, number))
            continue
        errors = document.get("errors")
        if not errors and document.get("data") is not None:
            _rest(transport, wait(document))
            return Page(answer.text, document["data"])
        codes = {_code(e) for e in errors} if isinstance(errors, list) else set()
        if THROTTLED in codes:
            said = "throttled"
            transport.patience.pause(max(wait(document), _backoff(transport, number)))
        elif codes & NO_ACCESS and not renewed:
            renewed = True
            renew()
        else:
            raise _refusal(asked, errors, codes)
    raise BusyPlatform(f"no whole answer could be had ({said or 'access refused again and again'})", where=asked.place,
                       next_step="nothing was loaded by halves; the next pull goes on from here")


def _document(text: str) -> "dict[str, Any] | None":
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _code(error: Any) -> str:
    return str((error.get("extensions") or {}).get("code", "")) if isinstance(error, dict) else ""


def _backoff(transport: Transport, number: int) -> float:
    return min(transport.patience.first_wait * 2.0 ** number, transport.patience.longest)


def _rest(transport: Transport, seconds: float) -> None:
    if seconds > 0:
        transport.patience.pause(seconds)


def _refusal(asked: Request, errors: Any, codes: set[str]) -> DaybookError:
    """What the platform says is wrong; its words are about fields and rights, not about buyers."""
    first = errors[0] if isinstance(errors, list) and errors else errors
    message = str(first.get("message", "")) if isinstance(first, dict) else str(first or "no data")
    path = ".".join(str(p) for p in first.get("path") or ()) if isinstance(first, dict) else ""
    said = f"the platform answered with an error{f' at {path}' if path else ''}: {message[:300]}"
    if codes & NO_ACCESS:
        return AccessRefused(said, where=asked.place,
                             next_step="grant this right to the credential, or set another (`daybook credential set`)")
    return DaybookError(said, where=asked.place, next_step="nothing was loaded; report this if it stays")
