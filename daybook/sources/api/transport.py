"""Reading over HTTP: one request at a time, with patience for busy servers and none for refusals.

Only reads pass through here, so every request may be sent again.  What an error says names host and path, never a
header, a body or a query: those hold secrets and buyers.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError

if TYPE_CHECKING:
    import httpx

#: Answers after which the same read may be sent again: timeouts, throttling, servers in trouble (RFC 9110, RFC 6585).
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
REFUSED = frozenset({401, 403})


@dataclass(frozen=True)
class Patience:
    """How long a read is tried: `tries` times, waiting `first_wait` seconds, then twice as long, never over `longest`.

    A server that asks (Retry-After) for more than `longest` seconds is left for the next pull.
    """

    tries: int = 6
    first_wait: float = 1.0
    longest: float = 60.0
    timeout: float = 30.0
    looks: int = 8                  # at a report that a platform makes, until it is left for the next pull
    between_looks: float = 15.0
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Request:
    """One read: a GET, or a POST that only asks.  `body` is JSON, `form` a form, `content` bytes as they are."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    content: str | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """Host and path, for errors."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}{parts.path}"


@dataclass(frozen=True)
class Answer:
    """A whole answer: its text, its headers by lower-case name, and its bytes as they came."""

    status: int
    text: str
    headers: Mapping[str, str]
    content: bytes = field(default=b"", repr=False)

    def json(self) -> dict[str, Any]:
        """The answer as an object; empty when it is none."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Transport:
    """Sends reads; close it after use."""

    def __init__(self, patience: Patience | None = None) -> None:
        import httpx

        logging.getLogger("httpcore").setLevel(logging.INFO)    # below, it writes headers, which hold tokens
        logging.getLogger("httpx").setLevel(logging.WARNING)    # below, it writes addresses, and some are signed
        self.patience = patience or Patience()
        self._client = httpx.Client(timeout=self.patience.timeout, follow_redirects=False)

    def close(self) -> None:
        self._client.close()

    def read(self, request: Request) -> Answer:
        """The answer to a read, tried again while the server is busy, unreachable or cuts its answer off.

        Raises AccessRefused for 401 and 403, BusyPlatform when patience ends, DaybookError for any other refusal.
        """
        said = ""
        for number in range(self.patience.tries):
            outcome = self._once(request)
            if isinstance(outcome, Answer):
                return outcome
            said, asked = outcome
            wait = max(asked, min(self.patience.first_wait * 2 ** number, self.patience.longest))
            if asked > self.patience.longest or number + 1 == self.patience.tries:
                break
            self.patience.pause(wait)
        raise BusyPlatform(f"no answer could be had ({said})", where=request.place,
                           next_step="nothing was loaded by halves; the next pull goes on from here")

    def _once(self, request: Request) -> "Answer | tuple[str, float]":
        """An answer, or what went wrong and how many seconds the server asks to wait."""
        import httpx

        try:
            response = self._client.request(
                request.method, request.url, headers=dict(request.headers), params=dict(request.query) or None,
                json=request.body, data=dict(request.form) if request.form is not None else None,
                content=request.content)
        except httpx.TimeoutException:
            return f"no answer within {self.patience.timeout:g} seconds", 0.0
        except httpx.TransportError as problem:     # refused, reset, cut off: the type says it, its text may say more
            return type(problem).__name__, 0.0
        if response.status_code in AGAIN:
            return f"HTTP {response.status_code}", retry_after(response.headers)
        if response.status_code in REFUSED:
            raise AccessRefused(f"access was refused (HTTP {response.status_code})", where=request.place,
                                next_step="run `daybook credential check`; set a valid credential, or grant its rights")
        if response.status_code >= 300:
            raise DaybookError(f"the platform refused the request (HTTP {response.status_code})", where=request.place,
                               next_step="check the shop's address with `daybook credential check`")
        return Answer(response.status_code, response.text, {k.lower(): v for k, v in response.headers.items()},
                      response.content)


def retry_after(headers: "Mapping[str, str] | httpx.Headers") -> float:
    """Seconds that the server asks to wait: Retry-After as seconds, or as a date held against its own Date (RFC 9110).

    >>> retry_after({"retry-after": "7"})
    7.0
    >>> retry_after({"retry-after": "Mon, 23 Nov 2026 09:00:30 GMT", "date": "Mon, 23 Nov 2026 09:00:00 GMT"})
    30.0
    >>> retry_after({"retry-after": "soon"})
    0.0
    """
    asked = headers.get("retry-after", "")
    if asked.strip().isdigit():
        return float(asked)
    try:
        return max((parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("date", ""))).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 0.0
