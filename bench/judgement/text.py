"""Scores what reads reviews: good from bad on categories never trained on, causes and urgency against labels of the hand.

python -m bench.judgement.text [--data FOLDER] [--skip-polarity]

`text_labels.csv` names reviews by the hash of their text (the folder's texts are not kept here): `build` and `build-urgent`
were looked at while the patterns were written, `score`, `score-urgent` and `score-urgent-new` were labelled before the patterns
saw them.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from daybook.analysis.text.causes import CAUSES, told
from daybook.analysis.text.training import spread
from daybook.workflows.judging.text import judge, read_folder

LABELS = Path(__file__).with_name("text_labels.csv")
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
Label = tuple[frozenset[str], bool]


def labels(name: str) -> dict[str, Label]:
    """Hash of a review -> its causes and whether it cannot wait, of one set."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {row["review"]: (frozenset(row["causes"].split()), row["urgent"] == "yes")
                for row in csv.DictReader(file) if row["set"] == name}


def score_causes(texts: Mapping[str, str], wanted: Mapping[str, Label]) -> dict[str, float]:
    """F1 of each cause over a set, and their mean as `macro`."""
    found = {key: set(told(texts[key]).causes) for key in wanted}
    scores = {}
    for cause in CAUSES:
        both = sum(cause in found[k] and cause in wanted[k][0] for k in wanted)
        either = sum((cause in found[k]) + (cause in wanted[k][0]) for k in wanted)
        scores[cause] = 2 * both / either if either else 0.0
    return {**scores, "macro": sum(scores.values()) / len(scores)}


def score_urgent(texts: Mapping[str, str], wanted: Mapping[str, Label]) -> tuple[int, int, int]:
    """Urgent reviews that were told, that there are, and that were told in all."""
    found = {key for key in wanted if told(texts[key]).urgent}
    urgent = {key for key, (_causes, is_urgent) in wanted.items() if is_urgent}
    return len(found & urgent), len(urgent), len(found)


def main(given: Sequence[str] | None = None) -> int:
    """Prints the figures of docs/judgement/text.md."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--skip-polarity", action="store_true", help="only the patterns: a minute less")
    asked = parser.parse_args(given)
    if not asked.data.exists():
        print(f"{asked.data} is absent: nothing to measure on")
        return 0
    texts = {one.id: one.text for one in read_folder(asked.data)["zh"]}
    for name in ("build", "score"):
        scores = score_causes(texts, labels(name))
        print(f"causes, {name}: " + ", ".join(f"{cause} {value:.3f}" for cause, value in scores.items()))
    for name in ("build", "score", "build-urgent", "score-urgent", "score-urgent-new"):
        hit, there, said = score_urgent(texts, labels(name))
        print(f"urgent, {name}: {hit} of {there} told ({hit / there:.3f} +- {spread(hit, there):.3f}), {said} told in all")
    if not asked.skip_polarity:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "polarity.json"
            judge(asked.data, out)
            for language, categories in json.loads(out.read_text(encoding="utf-8")).items():
                for category, figures in categories.items():
                    print(language, category, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
