"""What strangers wrote must not be carried out by the spreadsheet in which a table that Daybook wrote is opened."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.sources.given_cells import as_written

from .reading import ROOT

#: A table of numbers, and one that the house reads itself a moment later, refusing formulas.
NEVER_OPENED = {"workflows/judging/anomaly.py", "workflows/give.py"}


@given(st.sampled_from(["=", "+", "-", "@", " =", "\t=", "＝", "\r="]), st.text(max_size=12))
def test_no_cell_begins_as_a_formula(sign: str, rest: str) -> None:
    written = as_written(sign + rest)
    if not written.startswith("'"):  # then it is a number, or a sign alone
        assert re.match(r"[\s]*([-+][\s\d.,¥$€£₩₹a-zA-Z(%‰元万亿]*|[-+@]?\s*)", written)
        assert not written.strip().startswith(("=", "@", "＝"))


@pytest.mark.parametrize("cell", ["小满", "-8.14", "+3", "12:30", "a=b", "'quoted", ""])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert as_written(cell) == cell


def test_every_place_that_writes_csv_writes_cells_through_it() -> None:
    house = ROOT / "daybook"
    writers = [f for f in house.rglob("*.py") if "csv.writer(" in f.read_text(encoding="utf-8")]
    names = {str(f.relative_to(house)) for f in writers if "demo" not in f.parts}
    careless = {n for n in names if "as_written" not in (house / Path(n)).read_text(encoding="utf-8")}
    assert careless <= NEVER_OPENED
