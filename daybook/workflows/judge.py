"""The judgement benches by name; each runs on a folder the functions that the desks use."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO


def _anomaly(input_dir: Path, output: Path) -> None:
    from daybook.workflows.judging.anomaly import judge

    judge(input_dir, output)


def _rca(input_dir: Path, output: Path) -> None:
    from daybook.workflows.judging.rca import judge

    judge(input_dir, output)


def _effect(input_dir: Path, output: Path) -> None:
    from daybook.workflows.judging.effect import judge

    judge(input_dir, output)


def _admarket(lines: Iterable[str], output: TextIO) -> None:
    from daybook.workflows.judging.admarket import play

    play(lines, output)


def _pacing(input_dir: Path, output: Path) -> None:
    from daybook.workflows.judging.pacing import judge

    judge(input_dir, output)


def _text(input_dir: Path, output: Path) -> None:
    from daybook.workflows.judging.text import judge

    judge(input_dir, output)


def _train_text(input_dir: Path, output: Path) -> None:
    from daybook.workflows.judging.text import train_all

    train_all(input_dir, output)


#: Name -> method.
JUDGES: dict[str, Callable[[Path, Path], None]] = {
    "anomaly": _anomaly, "effect": _effect, "pacing": _pacing, "rca": _rca,
    "text": _text, "train-text": _train_text}
#: Name -> a method that answers folders named on its input, one by one.
PLAYERS: dict[str, Callable[[Iterable[str], TextIO], None]] = {"admarket": _admarket}
