"""Tells a person at a terminal how far a long piece of work is, once it has taken longer than two seconds."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from daybook.domain.progress import PATIENCE_SECONDS, Step, listening
from daybook.domain.said import Said
from daybook.reports.text_columns import columns, padded

Speaks = Callable[[str], str]


def said(step: Step | None, seconds: float, words: Speaks = str) -> str:
    """One line about the latest step; `words` says a sentence in the reader's language.

    >>> said(Step("cells", 30, 120), 4.2), said(Step("rows", 76821), 9.0), said(None, 2.5)
    ('... 4 s: cut into cells, 25 %', '... 9 s: 76,821 rows are read', '... 2 s')
    """
    line = words(Said("... {n} s", n=f"{seconds:.0f}"))
    if step is None:
        return line
    share = "" if step.percent is None else f", {step.percent} %"
    return f"{line}: {words(_doing(step))}{share}"


def _doing(step: Step) -> str:
    found = {
        "cells": Said("cut into cells"), "workbook": Said("the workbook is opened"),
        "rows": Said("{n} rows are read", n=f"{step.done:,}"), "loading": Said("{n} rows are loaded", n=f"{step.done:,}"),
    }
    return found.get(step.kind, step.kind)


@contextmanager
def shown(wanted: bool, words: Speaks = str) -> Iterator[None]:
    """Within, the line is written over itself on standard error about twice a second; gone at the end.

    Nothing is shown when it is not `wanted` or nobody is at the terminal.
    """
    if not wanted or not sys.stderr.isatty():
        yield
        return
    latest: list[Step] = []
    over, began = threading.Event(), time.monotonic()

    def tell() -> None:
        wait, width = PATIENCE_SECONDS, 0
        while not over.wait(wait):
            line, wait = said(latest[-1] if latest else None, time.monotonic() - began, words), 0.5
            sys.stderr.write("\r" + padded(line, width))
            sys.stderr.flush()
            width = columns(line)
        if width:
            sys.stderr.write("\r" + " " * width + "\r")
            sys.stderr.flush()

    def heard(step: Step) -> None:
        latest[:] = [step]

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        with listening(heard):
            yield
    finally:
        over.set()
        teller.join()
