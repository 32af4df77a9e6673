"""The examples in this room's docstrings are true."""

import doctest
import importlib

import pytest

MODULES = ("cells", "grammar", "ids", "dates", "places", "shares", "workbook_cells", "given_cells", "mapping.spec",
           "mapping.numbering")


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_true(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"daybook.sources.{module}"))
    assert found.attempted
    assert not found.failed
