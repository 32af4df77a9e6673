"""How far the reading of dropped files is, for the people who wait for them: asked for by the page every two seconds."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _

from daybook.domain.progress import Step, listening

#: What the page calls a file that it sends.
TOKEN = re.compile(r"[0-9a-f]{16}")
_known: dict[tuple[int, str], "Waiting"] = {}
_door = threading.Lock()


@dataclass
class Waiting:
    """One file that somebody waits for."""

    began: float
    step: Step | None = None


@contextmanager
def waited_for(person: int, token: str) -> Iterator[None]:
    """Within, `how_far` answers for the file that the person calls `token`; a token of another form is nobody's."""
    if not TOKEN.fullmatch(token):
        yield
        return
    waiting = Waiting(time.monotonic())
    with _door:
        _known[person, token] = waiting

    def heard(step: Step) -> None:
        waiting.step = step

    try:
        with listening(heard):
            yield
    finally:
        with _door:
            _known.pop((person, token), None)


def how_far(person: int, token: str) -> str:
    """One line in the language of the page; empty when nothing of that name is being read for this person."""
    with _door:
        waiting = _known.get((person, token))
    if waiting is None:
        return ""
    return f"{_words(waiting.step)} · {time.monotonic() - waiting.began:.0f} s"


def _words(step: Step | None) -> str:
    if step is None:
        return str(_("waiting for the file before it"))
    words: dict[str, Callable[[], str]] = {
        "cells": lambda: _("being cut into cells: {n} %").format(n=step.percent or 0),
        "workbook": lambda: _("the workbook is being opened"),
        "rows": lambda: _("{n} rows are being read").format(n=f"{step.done:,}"),
        "loading": lambda: _("{n} rows are being loaded").format(n=f"{step.done:,}"),
    }
    return str(words[step.kind]())
