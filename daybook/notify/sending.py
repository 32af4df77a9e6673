"""Sending once, through apprise, and what the service answered.

DingTalk, Feishu and WeCom answer HTTP 200 with the error inside, and apprise takes every 200 for success: the answers
that its plugins get are heard here and read again.
"""

import logging
import threading
from typing import Any

from daybook.domain.letters import Attempt, ChannelKind, Letter, Sent
from daybook.notify.channels import service

#: The members by which these services tell an error inside a 200.
CODES = ("errcode", "code", "StatusCode")


def send(kind: ChannelKind, address: str, letter: Letter, relay: str = "") -> Attempt:
    """Sends one message.  Raises WrongUsage for an address that is none; every other end is an Attempt."""
    from apprise import NotifyFormat

    made = service(kind, address, letter.reference, relay)
    logging.getLogger("apprise").setLevel(logging.CRITICAL)      # its warnings may hold what must not be logged
    heard = _Heard() if kind is ChannelKind.MAIL else _listen(made)
    took = bool(made.notify(body=f"{letter.body}\n#{letter.reference}", title=letter.title,
                            body_format=NotifyFormat.TEXT, **_attached(letter)))
    if kind is ChannelKind.MAIL:
        return Attempt(Sent.DELIVERED, "taken by the mail server") if took else Attempt(
            Sent.UNKNOWN, "the mail server did not take it, or did not say so")
    return _read(heard, took)


def _attached(letter: Letter) -> dict[str, Any]:
    """The files of a message, as apprise takes them."""
    if not letter.attached:
        return {}
    from apprise.attachment.memory import AttachMemory

    made: Any = AttachMemory
    return {"attach": [made(content=one.content, name=one.name, mimetype=one.media) for one in letter.attached]}


class _Heard(threading.local):
    """What was answered to this thread: each an HTTP status with the body, or the kind of the fault."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, str]] = []
        self.fault = ""


class _Listening:
    """The module `requests` as a plugin sees it: everything goes through, answers are heard."""

    def __init__(self, requests: Any) -> None:
        self.requests, self.heard = requests, _Heard()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.requests, name)

    def post(self, *arguments: Any, **named: Any) -> Any:
        return self.request("POST", *arguments, **named)

    def request(self, *arguments: Any, **named: Any) -> Any:
        try:
            answer = self.requests.request(*arguments, **named)
        except self.requests.RequestException as fault:
            self.heard.fault = type(fault).__name__
            raise
        self.heard.answers.append((answer.status_code, answer.text[:2000]))
        return answer


def _listen(made: Any) -> _Heard:
    """Hears what a service's plugin is answered from now on, in this thread."""
    import sys

    plugin: Any = sys.modules[type(made).__module__]
    if not isinstance(plugin.requests, _Listening):
        plugin.requests = _Listening(plugin.requests)
    heard: _Heard = plugin.requests.heard
    heard.answers, heard.fault = [], ""
    return heard


def _read(heard: _Heard, took: bool) -> Attempt:
    if heard.fault in ("ConnectTimeout", "ConnectionError", "SSLError", "ProxyError"):
        return Attempt(Sent.UNKNOWN if heard.answers else Sent.REFUSED, f"not connected ({heard.fault})")
    if heard.fault:
        return Attempt(Sent.UNKNOWN, f"no answer ({heard.fault})")
    if not heard.answers:
        return Attempt(Sent.REFUSED, "nothing was sent: the message or the address does not suit the service")
    for status, text in heard.answers:
        if not 200 <= status < 300:
            return Attempt(Sent.REFUSED, f"HTTP {status}")
        inside = _error_inside(text)
        if inside:
            return Attempt(Sent.REFUSED, inside)
    return Attempt(Sent.DELIVERED, f"HTTP {heard.answers[-1][0]}") if took else Attempt(
        Sent.REFUSED, "the service's answer was not the one that was expected")


def _error_inside(text: str) -> str:
    """The error of an answer that is HTTP 200 all the same.

    >>> _error_inside('{"errcode": 310000, "errmsg": "keywords not in content"}')
    'error 310000: keywords not in content'
    >>> _error_inside('{"StatusCode": 0, "StatusMessage": "success", "code": 0}'), _error_inside("ok")
    ('', '')
    """
    import json

    try:
        said = json.loads(text)
    except ValueError:
        return ""
    if not isinstance(said, dict):
        return ""
    for name in CODES:
        if said.get(name) not in (None, 0, "0"):
            return f"error {said[name]}: {str(said.get('errmsg') or said.get('msg') or '')[:200]}".rstrip(": ")
    return ""
