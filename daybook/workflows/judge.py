"""The judgement benches by name; each runs on a folder the functions that the desks use."""

from collections.abc import Callable
from pathlib import Path


def _anomaly(input_dir: Path, output: Path) -> None:
    from daybook.workflows.judging.anomaly import judge

    judge(input_dir, output)


def _rca(input_dir: Path, output: Path) -> None:
    from daybook.workflows.judging.rca import judge

    judge(input_dir, output)


#: Name -> method.
JUDGES: dict[str, Callable[[Path, Path], None]] = {"anomaly": _anomaly, "rca": _rca}
