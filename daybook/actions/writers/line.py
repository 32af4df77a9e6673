"""The line to a shop's GraphQL API: reads may be sent again; a write is sent once, and what is not known stays unknown."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError, OutcomeUnknown, WriteRefused
from daybook.domain.said import Said

if TYPE_CHECKING:
    import httpx

#: Codes by which servers say that nothing was done: no right, throttled, input that cannot be.
NOTHING_DONE = frozenset({"FORBIDDEN", "UNAUTHENTICATED", "UNAUTHORIZED", "ACCESS_DENIED", "THROTTLED", "BAD_USER_INPUT",
                          "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "USER_INPUT_ERROR", "ENTITY_NOT_FOUND"})
NO_ACCESS = frozenset({"FORBIDDEN", "UNAUTHENTICATED", "UNAUTHORIZED", "ACCESS_DENIED"})
THROTTLED, TOO_MANY, SERVER_ERROR = "THROTTLED", 429, 500


@dataclass
class Line:
    """One shop's API.  `sign_in` gives the headers of a session; they are asked for again when one has expired.

    Timeouts are short enough that a write ends well before an attempt counts as left behind.
    """

    url: str
    sign_in: "Callable[[httpx.Client], Mapping[str, str]]" = field(repr=False)
    tries: int = 5
    first_wait: float = 0.5
    timeout: float = 15.0
    pause: Callable[[float], None] = time.sleep
    _headers: dict[str, str] = field(default_factory=dict, repr=False)
    _client: Any = field(default=None, repr=False)

    def read(self, query: str, variables: Mapping[str, Any]) -> Any:
        """The data of a query, asked again while the server is busy or breaks off.

        Raises AccessRefused without the right to read, BusyPlatform when patience ends, DaybookError for other errors.
        """
        said = ""
        for number in range(self.tries):
            if number:
                self.pause(self.first_wait * 2 ** (number - 1))
            try:
                answer = self._answer(self._post(query, variables))
            except _Passing as passing:
                said = str(passing)
                continue
            codes = _codes(answer)
            if not answer.get("errors") and answer.get("data") is not None:
                return answer["data"]
            said = _message(answer)
            if codes & NO_ACCESS and self._headers:
                self._headers.clear()                   # a session that expired is renewed
            elif THROTTLED not in codes:
                raise DaybookError(Said("the shop answered with an error: {words}", words=said), where=self.place)
        raise BusyPlatform(Said("the shop gave no whole answer: {words}", words=said), where=self.place,
                           next_step="nothing was written; try again later")

    def write(self, query: str, variables: Mapping[str, Any]) -> Any:
        """The data of a mutation, sent once.

        Raises WriteRefused when the shop said that nothing was done, OutcomeUnknown when nothing tells.
        """
        try:
            answer = self._answer(self._post(query, variables))
        except _NotSent as problem:
            raise WriteRefused(Said("nothing was sent: {words}", words=str(problem)), where=self.place) from None
        except _Passing as problem:
            raise OutcomeUnknown(Said("no answer tells whether it was written: {words}", words=str(problem)),
                                 where=self.place) from None
        if not answer.get("errors") and answer.get("data") is not None:
            return answer["data"]
        if _codes(answer) <= NOTHING_DONE and _codes(answer) and not _any_data(answer):
            raise WriteRefused(Said("the shop refused it: {words}", words=_message(answer)), where=self.place)
        raise OutcomeUnknown(Said("the shop answered with an error: {words}", words=_message(answer)), where=self.place)

    @property
    def place(self) -> str:
        return urlsplit(self.url).hostname or ""

    def _post(self, query: str, variables: Mapping[str, Any]) -> "httpx.Response":
        import httpx

        if self._client is None:
            self._client = httpx.Client(timeout=self.timeout, follow_redirects=False)
        try:
            if not self._headers:
                self._headers.update(self.sign_in(self._client))
        except httpx.TransportError as problem:
            raise _NotSent(type(problem).__name__) from None
        try:
            response: httpx.Response = self._client.post(
                self.url, json={"query": query, "variables": dict(variables)}, headers=self._headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            raise _NotSent(type(problem).__name__) from None
        except httpx.TransportError as problem:
            raise _Passing(type(problem).__name__) from None
        return response

    def _answer(self, response: "httpx.Response") -> dict[str, Any]:
        if response.status_code == TOO_MANY:
            raise _NotSent(f"HTTP {response.status_code}")
        if response.status_code >= SERVER_ERROR:
            raise _Passing(f"HTTP {response.status_code}")
        if response.status_code in (401, 403):
            self._headers.clear()
            raise AccessRefused(Said("access was refused (HTTP {n})", n=response.status_code), where=self.place,
                                next_step="run `daybook credential check`")
        try:
            found = response.json()
        except ValueError:
            raise _Passing("the answer was cut off") from None
        return found if isinstance(found, dict) else {}


class _Passing(Exception):
    """Nothing tells what became of a request; a read is sent again."""


class _NotSent(_Passing):
    """A request that the shop cannot have carried out."""


def _codes(answer: Mapping[str, Any]) -> set[str]:
    return {str((e.get("extensions") or {}).get("code", "")) for e in answer.get("errors") or () if isinstance(e, dict)}


def _message(answer: Mapping[str, Any]) -> str:
    """The shop's own words, shortened; they are about fields and rights."""
    errors = answer.get("errors") or [{}]
    return str(errors[0].get("message", "no data") if isinstance(errors[0], dict) else errors[0])[:200]


def _any_data(answer: Mapping[str, Any]) -> bool:
    return any(v is not None for v in (answer.get("data") or {}).values())
