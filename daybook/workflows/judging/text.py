"""Trains what reads reviews, and measures it on categories that it never saw; the folder holds `reviews_zh` and `reviews_en`.

`own_zh.txt` and `own_en.txt`, where they are there, are texts of one's own categories without labels, one a line.

Labels of the hand stand in `bench/judgement/text_labels.csv` as row ids; no text of the folder is kept.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from daybook.analysis.text.own_words import learn
from daybook.analysis.text.taught import Taught, keep, taught_of, teach
from daybook.analysis.text.training import CLOSENESS, spread, sums, table_of, train, train_with_own

#: Texts of one category that are learnt from; more of it teach the category and not what praise is.
MOST = 10000
SEED = 17


@dataclass(frozen=True)
class Review:
    """One text of the folder; `good` None where its stars say neither."""

    category: str
    good: bool | None
    text: str

    @property
    def id(self) -> str:
        """By which hand labels name it."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def read_folder(folder: Path) -> dict[str, list[Review]]:
    """language -> reviews of the folder, each text once."""
    found = {"zh": list(_chinese(folder / "reviews_zh")), "en": list(_english(folder / "reviews_en"))}
    return {language: list({one.text: one for one in reviews}.values()) for language, reviews in found.items()}


def train_all(input_dir: Path, output: Path) -> None:
    """Writes the weights of both languages, trained on all of the folder: the file that is shipped."""
    trained = {}
    for language, reviews in read_folder(input_dir).items():
        chosen = _chosen(reviews)
        table, good = table_of([r.text for r in chosen], language), [bool(r.good) for r in chosen]
        own = _own(input_dir / f"own_{language}.txt")
        weights = train_with_own(table, good, table_of(own, language)) if own else train(table, good)
        trained[language] = teach(table, good, CLOSENESS, weights)
    keep(trained, output)


def judge(input_dir: Path, output: Path) -> None:
    """Writes, as JSON, how often good and bad are told apart in each category by weights that never saw it."""
    report: dict[str, Any] = {}
    for language, reviews in read_folder(input_dir).items():
        chosen = _chosen(reviews)
        table = table_of([r.text for r in chosen], language)
        good = np.array([bool(r.good) for r in chosen])
        of = np.array([r.category for r in chosen])
        report[language] = {c: _left_out(table, good, of == c) for c in sorted(set(of))}
    output.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _left_out(table: Any, good: Any, out: Any) -> dict[str, Any]:
    """One category held out: by weights that never saw it; `own` after its texts were read without their labels, from what a file
    holds alone; `own_new` the same, learnt from one half of them and measured on the other, both ways; `praised_before` and
    `praised` where nine in ten of its texts praise; `with_own` learnt from them beside the labelled texts of the others."""
    weights = train(table[~out], good[~out])
    taught, own, said = _shipped(teach(table[~out], good[~out], CLOSENESS, weights)), table[out], good[out]
    half = np.random.default_rng(SEED).permutation(len(said)) % 2 == 0
    new = np.empty(len(said))
    for read in (half, ~half):
        new[~read] = sums(own[~read], learn(taught, own[read]))
    praised = _praised(said)
    return {**_told(sums(own, weights), said), "own": _told(sums(own, learn(taught, own)), said), "own_new": _told(new, said),
            "praised_before": _told(sums(own[praised], weights), said[praised]),
            "praised": _told(sums(own[praised], learn(taught, own[praised])), said[praised]),
            "with_own": _told(sums(own, train_with_own(table[~out], good[~out], own)), said)}


def _praised(said: Any) -> Any:
    """Every good text and a ninth as many bad ones, by chance."""
    good, bad = np.flatnonzero(said), np.random.default_rng(SEED).permutation(np.flatnonzero(~said))
    return np.concatenate([good, bad[:len(good) // 9]])


def _shipped(taught: Taught) -> Taught:
    """What is held, as it comes out of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "polarity.npz"
        keep({"one": taught}, path)
        found = taught_of("one", path)
    assert found is not None
    return found


def _told(values: Any, said: Any) -> dict[str, Any]:
    """Accuracy, accuracy of each kind, and the chance that a good one stands above a bad one."""
    right, of = int(((values > 0) == said).sum()), len(said)
    kinds = [float(((values > 0) == said)[said == kind].mean()) for kind in (True, False)]
    return {"texts": of, "accuracy": round(right / of, 4), "plus_minus": round(spread(right, of), 4),
            "good_told": round(kinds[0], 4), "bad_told": round(kinds[1], 4), "auc": round(_auc(values, said), 4)}


def _auc(values: Any, said: Any) -> float:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(1, len(values) + 1)
    good = int(said.sum())
    return float((ranks[said].sum() - good * (good + 1) / 2) / (good * (len(values) - good)))


def _chosen(reviews: list[Review]) -> list[Review]:
    """At most so many of a category, as many good as bad where there are enough, in a set order."""
    rng = random.Random(SEED)
    found: list[Review] = []
    for category in sorted({r.category for r in reviews}):
        for kind in (True, False):
            own = sorted((r for r in reviews if r.category == category and r.good is kind), key=lambda r: r.id)
            found += rng.sample(own, min(len(own), MOST // 2))
    return found


def _chinese(folder: Path) -> Iterator[Review]:
    for row in _rows(folder / "online_shopping_cats.csv.gz"):
        if row["review"]:
            yield Review(row["cat"], row["label"] == "1", row["review"])
    for row in _rows(folder / "waimai_10k.csv.gz"):
        if row["review"]:
            yield Review("外卖", row["label"] == "1", row["review"])


def _english(folder: Path) -> Iterator[Review]:
    for row in _rows(folder / "amazon_alexa.csv.gz"):
        stars = int(next(value for key, value in row.items() if key.strip() == "rating"))
        if row["verified_reviews"].strip():
            yield Review("speakers", _good(stars), row["verified_reviews"])
    for row in _rows(folder / "womens_clothing_reviews_first1000.csv.gz"):
        if row["Review Text"]:
            yield Review("clothing", _good(int(row["Rating"])), row["Review Text"])


def _own(path: Path) -> list[str]:
    """Texts without labels, each once; none where there is no such file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _good(stars: int) -> bool | None:
    return None if stars == 3 else stars > 3


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
