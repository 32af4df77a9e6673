"""Progress at a terminal: shown to a person who waits, to nobody else, and gone when the work is done."""

import io
import sys
import time

import pytest

from daybook.cli import waiting
from daybook.domain.progress import Step, say


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_at_a_terminal_sees_how_far_a_long_reading_is(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(waiting, "PATIENCE_SECONDS", 0.01)
    with waiting.shown(True):
        say("rows", 76_821)
        until = time.monotonic() + 30
        while "76,821 rows are read" not in screen.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
    assert "76,821 rows are read" in screen.getvalue()
    assert screen.getvalue().endswith("\r")
    assert not screen.getvalue().rsplit("\r", 2)[1].strip()


@pytest.mark.parametrize(("wanted", "screen"), [(False, Terminal()), (True, io.StringIO())])
def test_a_script_or_a_json_reader_sees_no_progress(wanted: bool, screen: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(waiting, "PATIENCE_SECONDS", 0.0)
    with waiting.shown(wanted):
        say("rows", 1)
    assert screen.getvalue() == ""


def test_the_line_says_seconds_and_share() -> None:
    assert waiting.said(Step("cells", 30, 120), 4.2) == "... 4 s: cut into cells, 25 %"
    assert waiting.said(None, 2.5) == "... 2 s"
