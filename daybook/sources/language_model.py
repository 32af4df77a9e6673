"""A language model over an OpenAI-compatible API: one question, one answer.  Off unless its address and name are set.

It is asked to draft and nothing else: it has no tools, and what it answers is a stranger's text.  Who asks has masked what
leaves the house (`untrusted.masked`); logs hold sizes and no word.
"""

import json
import logging
import os
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from daybook.domain.errors import AccessRefused, BusyPlatform, DaybookError, WrongUsage
from daybook.domain.said import Said

#: Where the model answers (the part before /chat/completions), its name, and its key where it has one.
URL, NAME, KEY = "DAYBOOK_LLM_URL", "DAYBOOK_LLM_MODEL", "DAYBOOK_LLM_KEY"
KEYRING = "daybook-llm"
#: Seconds to connect, and to have the whole answer.
CONNECT_SECONDS, PATIENCE_SECONDS = 5.0, 45.0
#: An answer larger than this is no draft.
MOST_BYTES = 256 * 1024
LOCAL = ("localhost", "127.0.0.1", "::1")
LOG = logging.getLogger("daybook.language_model")


@dataclass(frozen=True)
class Model:
    """Where a model answers.  The key is never shown."""

    url: str
    name: str
    key: str = field(default="", repr=False)
    patience: float = PATIENCE_SECONDS

    @property
    def place(self) -> str:
        return urlsplit(self.url).hostname or ""


def is_set_up() -> bool:
    """Whether a model was named at all; without one nothing is offered and nothing is missing."""
    return bool(os.environ.get(URL) and os.environ.get(NAME))


def chosen_model() -> Model:
    """The model of the environment, its key from there or the system keyring; asked for anew each time.

    Raises WrongUsage when none is set, or when text and key would cross a network in the clear.
    """
    url, name = os.environ.get(URL, "").strip().rstrip("/"), os.environ.get(NAME, "").strip()
    if not url or not name:
        raise WrongUsage("no language model is set up", next_step=f"set {URL} and {NAME}, or write it by hand")
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise WrongUsage("texts would cross the network unencrypted", where=parts.hostname or "",
                         next_step=f"give an https address in {URL}; http serves a model on this machine alone")
    return Model(url, name, os.environ.get(KEY, "") or _kept(url))


def ask(model: Model, instruction: str, facts: object) -> str:
    """What the model answers to an instruction about some data, which goes as JSON and never as part of the instruction.

    Asked once.  Raises AccessRefused for 401 and 403, BusyPlatform when no whole answer comes in time, DaybookError for any
    other refusal and for an answer that holds no text.
    """
    data = json.dumps(facts, ensure_ascii=False)
    status, content = _post(model, {"model": model.name, "messages": [{"role": "system", "content": instruction},
                                                                      {"role": "user", "content": data}]})
    LOG.info("asked with %d characters, answered with %d bytes (HTTP %d)", len(instruction) + len(data), len(content), status)
    if status in (401, 403):
        raise AccessRefused(Said("access was refused (HTTP {n})", n=status), where=model.place,
                            next_step=f"check {KEY}, or the key in the keyring")
    if status == 429 or status >= 500:
        raise BusyPlatform(Said("the model is busy or down (HTTP {n})", n=status), where=model.place,
                           next_step="try again later, or write it by hand")
    if status >= 300:
        raise DaybookError(Said("the model refused the request (HTTP {n})", n=status), where=model.place,
                           next_step=f"check {URL} and {NAME}")
    return _text(model, content)


def _post(model: Model, body: dict[str, Any]) -> tuple[int, bytes]:
    """Status and bytes of one answer, whole within the patience."""
    import httpx

    logging.getLogger("httpcore").setLevel(logging.INFO)    # below, it writes headers, which hold the key
    logging.getLogger("httpx").setLevel(logging.WARNING)
    headers = {"authorization": f"Bearer {model.key}"} if model.key else {}
    until, content = time.monotonic() + model.patience, bytearray()
    try:
        with httpx.stream("POST", f"{model.url}/chat/completions", json=body, headers=headers, follow_redirects=False,
                          trust_env=model.place not in LOCAL,       # what stays on this machine goes through no proxy
                          timeout=httpx.Timeout(model.patience, connect=min(CONNECT_SECONDS, model.patience))) as answer:
            for part in answer.iter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise DaybookError("the model's answer is too long", where=model.place,
                                       next_step="write it by hand")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("")
            return answer.status_code, bytes(content)
    except httpx.TimeoutException:
        raise BusyPlatform(Said("the model did not answer within {n} seconds", n=f"{model.patience:g}"), where=model.place,
                           next_step="try again later, or write it by hand") from None
    except (httpx.HTTPError, httpx.InvalidURL) as problem:      # the type says it, its text may say more
        raise BusyPlatform(Said("the model cannot be reached ({words})", words=type(problem).__name__), where=model.place,
                           next_step=f"check {URL}, or write it by hand") from None


def _text(model: Model, content: bytes) -> str:
    """The text of the first choice, without what a model thought before it."""
    try:
        said = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        said = None
    text = said.rpartition("</think>")[2].strip() if isinstance(said, str) else ""
    if not text:
        raise DaybookError("the model's answer holds no text", where=model.place,
                           next_step=f"check {URL} and {NAME}, or write it by hand")
    return text


def _kept(url: str) -> str:
    """The key in the keyring; none where the system has no keyring, as models on this machine need none."""
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(KEYRING, url) or ""
    except keyring.errors.KeyringError:
        return ""
