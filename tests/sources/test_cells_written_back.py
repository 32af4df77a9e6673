"""What strangers wrote must not be carried out by the spreadsheet in which a table that Daybook wrote is opened."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.actions.writers.upload_sheet import LAYOUTS, sheet
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.listing import Title
from daybook.domain.shop import Platform
from daybook.sources.given_cells import as_written

from .reading import ROOT

#: Tables of numbers or hashes, those that the house reads itself a moment later, and one for platforms, which refuses formulas.
NEVER_OPENED = {"workflows/judging/anomaly.py", "workflows/judging/effect.py", "workflows/judging/pacing.py", "workflows/give.py",
                "workflows/price_wave.py", "actions/writers/upload_sheet.py", "workflows/crowds.py"}


@given(st.sampled_from(["=", "+", "-", "@", " =", "\t=", "＝", "\r="]), st.text(max_size=12))
def test_no_cell_begins_as_a_formula(sign: str, rest: str) -> None:
    written = as_written(sign + rest)
    if not written.startswith("'"):  # then it is a number, or a sign alone
        assert re.match(r"[\s]*([-+][\s\d.,¥$€£₩₹a-zA-Z(%‰元万亿]*|[-+@]?\s*)", written)
        assert not written.strip().startswith(("=", "@", "＝"))


@pytest.mark.parametrize("cell", ["小满", "-8.14", "+3", "12:30", "a=b", "'quoted", ""])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert as_written(cell) == cell


@pytest.mark.parametrize("title", ["=cmd()", " =1+1", "@sum(a1)", "+kettle", "-cmd|x", "＝cmd()", "＠sum(a1)"])
def test_an_upload_sheet_refuses_what_a_spreadsheet_would_carry_out(title: str) -> None:
    with pytest.raises(WrongUsage, match="would be carried out"):
        sheet(LAYOUTS[Platform.DOUYIN][Title], [Title("737", "kettle", title)])


def test_every_place_that_writes_csv_writes_cells_through_it() -> None:
    house = ROOT / "daybook"
    writers = [f for f in house.rglob("*.py") if "csv.writer(" in f.read_text(encoding="utf-8")]
    names = {str(f.relative_to(house)) for f in writers if "demo" not in f.parts}
    careless = {n for n in names if "as_written" not in (house / Path(n)).read_text(encoding="utf-8")}
    assert careless <= NEVER_OPENED
