"""Ten thousand damaged exports: none crashes, none hangs, none is read with wrong sums.

What no file can tell (a digit changed where no total stands beside it, a row deleted) is counted and listed.
"""

import csv
import io
import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from daybook.domain.errors import DaybookError
from daybook.facts.table import Type
from daybook.sources.read import read_file
from daybook.sources.reader import Parsed

from .mutants import Export, Mutant, draw, opened
from .reading import GOLDEN, reads_for

SHARDS, EACH = 20, 500
#: A mutant that takes longer hangs.
LONGEST = 120
Read = tuple[Parsed, ...]


@cache
def exports() -> tuple[tuple[Export, Read], ...]:
    files = sorted(f for f in GOLDEN.glob("*/*/*") if f.parts[-3] != "reports" and not f.name.endswith(".rows.csv"))
    found = [e for e in map(opened, files) if e]
    return tuple((e, read_file(e.file, reads_for(e.file.parts[-3]))) for e in found)


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"a mutant took more than {seconds} s")
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def rows(read: Read) -> Counter[str]:
    """Every row as text, without ids that are made of a row's place among equals."""
    return Counter(f"{b.table.name} {sorted((k, str(v)) for k, v in r.items() if not str(v).startswith('~'))}"
                   for p in read for b in p.batches for r in b.rows.to_pylist())


def sums(read: Read) -> dict[str, Decimal | None]:
    """Sums of amounts and counts; None where a column has no value."""
    found: dict[str, Decimal | None] = {}
    for parsed in read:
        for batch in parsed.batches:
            for column in batch.table.columns:
                if column.type in (Type.MONEY, Type.COUNT) and column.name not in ("ordered_hour", "paid_hour", "sent_hour"):
                    values = [Decimal(v) for v in batch.rows[column.name].to_pylist() if v is not None]
                    found[f"{batch.table.name}.{column.name}"] = sum(values, Decimal(0)) if values else None
    return found


def paid(read: Read) -> Decimal:
    return sum((v for k, v in sums(read).items() if k == "order_lines.paid_amount" and v is not None), Decimal(0))


def refused(read: Read) -> int:
    return sum(len(p.rejected) for p in read)


def declared(read: Read) -> bool:
    """Whether a person is told that something is left out, doubtful, or unlike the file's own total."""
    return any(p.rejected or p.warnings or any(t.difference for t in p.own_totals) for p in read)


def verdict(before: Read, after: Read, mutant: Mutant) -> str:
    """What came of a mutant that was read: same, declared, or why it is wrong."""
    if mutant.holds == "bytes":
        return "read"
    if mutant.holds == "digits":
        changed, told = sums(after) != sums(before), declared(after) and not declared(before)
        return "caught" if told else "undetectable" if changed else "same"
    if mutant.holds == "sums":
        return "same" if sums(after) == sums(before) else "declared" if declared(after) else "WRONG SUMS"
    if mutant.holds == "columns":
        if set(rows(after)) <= set(rows(before)):
            return "same"  # a table with a row per figure has none of the figure that was dropped
        if not {b.table for p in after for b in p.batches} & {b.table for p in before for b in p.batches}:
            return "undetectable"  # without that column it is another report of the same console
        if refused(after) < refused(before):
            return "undetectable"  # what was refused by that column is read without it
        was, now = sums(before), sums(after)
        odd = [k for k, v in now.items() if v is not None and v != was.get(k)]
        return "same" if not odd else "declared" if declared(after) else f"WRONG SUMS of {odd}"
    if rows(after) == rows(before):
        return "same"
    if declared(after):
        return "declared"
    foreign = rows(after) - rows(before)
    if mutant.kind == "row doubled" and (set(rows(after)) <= set(rows(before)) or (paid(after) and paid(after) == paid(before))):
        return "undetectable"  # two equal movements of money, or lines of an order, are two; the order's amount stands
    if mutant.kind == "cut off" and all(v is None or v == sums(before).get(k) for k, v in sums(after).items()):
        return "undetectable"  # cut off behind a whole table of several
    if mutant.kind in ("cut off", "row cut short") and not foreign:
        return "undetectable"  # cut off behind a whole row; a row of which nothing is left is a blank one
    if mutant.kind == "row deleted" and (not foreign or paid(after) <= paid(before)):
        return "undetectable"  # the lines left of an order share what the order says
    if mutant.kind == "ids rounded" and sums(after) == sums(before):
        return "undetectable"  # one id alone may end in zeros by itself
    return f"WRONG ROWS {sorted(foreign)[:2]}" if foreign else "LOST ROWS"


def outcome(export: Export, before: Read, seed: int, folder: Path) -> tuple[Mutant, str]:
    """Refused, or the verdict on what was read; anything but an answer for a person is a crash."""
    mutant = draw(export, seed)
    file = folder / mutant.name
    file.write_bytes(mutant.content)
    try:
        with no_longer_than(LONGEST):
            after = read_file(file, reads_for(export.file.parts[-3]))
    except DaybookError as error:
        return mutant, "refused" if error.next_step else "WRONG: says nothing to do next"
    finally:
        file.unlink()
    return mutant, verdict(before, after, mutant)


def run(seeds: range, folder: Path) -> tuple[Counter[tuple[str, str, str]], list[str]]:
    """How many mutants of each kind and export came out how, and those that are wrong."""
    every, counted, wrong = exports(), Counter[tuple[str, str, str]](), []
    for seed in seeds:
        export, before = every[seed % len(every)]
        mutant, what = outcome(export, before, seed, folder)
        name = "/".join(export.file.parts[-3:-1])
        counted[mutant.kind, name, what.split(" of ")[0].split(" [")[0]] += 1
        if what.isupper() or what.startswith(("WRONG", "LOST")):
            wrong.append(f"seed {seed} {name} {mutant.kind}: {what}")
    return counted, wrong


def test_damaged_exports_are_read_right_or_refused(tmp_path: Path) -> None:
    _, wrong = run(range(1_000_000, 1_000_000 + 260), tmp_path)
    assert not wrong


def without_each_column(export: Export, before: Read, folder: Path) -> list[str]:
    """What is wrong with the export when one of its columns is missing, each in turn."""
    wrong, file = [], folder / export.file.name
    for at, title in enumerate(export.rows[export.at]):
        rest = [*export.rows[: export.at], *(row[:at] + row[at + 1:] for row in export.rows[export.at:])]
        file.write_text(export.text(rest), encoding="utf-8", newline="")
        try:
            after = read_file(file, reads_for(export.file.parts[-3]))
        except DaybookError:
            continue
        what = verdict(before, after, Mutant("column dropped", "columns", b"", ""))
        if what.startswith(("WRONG", "LOST")):
            wrong.append(f"{export.file.parent.name} without {title}: {what}")
    return wrong


@pytest.mark.long
def test_an_export_without_any_one_of_its_columns_is_read_right_or_refused(tmp_path: Path) -> None:
    assert not [said for export, before in exports() for said in without_each_column(export, before, tmp_path)]


@pytest.mark.long
@pytest.mark.parametrize("shard", range(SHARDS))
def test_ten_thousand_damaged_exports_are_read_right_or_refused(shard: int, tmp_path: Path) -> None:
    """With MUTANTS=FOLDER each shard writes what came of its mutants there, for the figures in the docs."""
    counted, wrong = run(range(shard * EACH, (shard + 1) * EACH), tmp_path)
    if os.environ.get("MUTANTS"):
        out = io.StringIO()
        csv.writer(out).writerows([*key, count] for key, count in sorted(counted.items()))
        (Path(os.environ["MUTANTS"]) / f"{shard:02}.csv").write_text(out.getvalue())
    assert sum(counted.values()) == EACH
    assert not wrong
