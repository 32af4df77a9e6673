"""The numbers of a brief as a table: the same for the workbook, the mail and the summary of a day."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from daybook.domain.brief import Brief, Comparison, Tile, Unit
from daybook.reports.brief_phrases import currency_of, distinct_cautions, tile_words, tone
from daybook.reports.numbers import ABSENT, change, exact, growth
from daybook.reports.paper import Cell, Table, table
from daybook.reports.wording import Words

#: Beside a number whose base is no ordinary day; which day that is, and why, is told once below.
MARK = "!"


def numbers_table(brief: Brief, w: Words) -> Table:
    """One row per number: what it is, what it stands beside, and how far it moved; in full, not shortened."""
    yesterday, week, target = (w.name("compared", kind) for kind in ("yesterday", "last_week", "target"))
    headers = (w("Number"), w("Value"), yesterday, w("Change"), week, w("Change"), target, w("Remark"))
    return table(w("Yesterday's numbers"), headers, [_row(tile, brief, w) for tile in brief.tiles])


def cautions(brief: Brief, w: Words) -> list[str]:
    """What to know of the days that numbers stand beside, each once; rows that it concerns bear the mark."""
    return [f"{MARK} {text}" for text in distinct_cautions([tile_words(tile, brief, w) for tile in brief.tiles], w)]


def _row(tile: Tile, brief: Brief, w: Words) -> Sequence[Cell | str]:
    said, currency = tile_words(tile, brief, w), currency_of(tile.unit, tile.currency, brief)
    with_ = {c.with_: c for c in tile.comparisons}
    beside = [cell for kind in ("yesterday", "last_week") for cell in _beside(tile, with_.get(kind), currency, w)]
    target = with_.get("target")
    value = replace(number_cell(tile.value, tile.unit, currency, w), metric=tile.metric if said.is_in else "",
                    day=brief.reviewed)
    return (Cell(said.label, strong=True), value, *beside,
            number_cell(target.value if target else None, tile.unit, currency, w),
            said.why or (MARK if any(c.caution and not c.why for c in said.compared) else ""))


def _beside(tile: Tile, one: Comparison | None, currency: str, w: Words) -> tuple[Cell, Cell]:
    base = None if one is None else one.value
    if one is None or base is None or tile.value is None:
        return Cell(ABSENT), Cell(ABSENT)
    difference = one.change if one.change is not None else tile.value - base
    points = tile.unit is Unit.SHARE or one.growth is None
    said = change(difference, tile.unit, currency, w.language) if points else growth(one.growth)
    return number_cell(base, tile.unit, currency, w), Cell(
        said, tone=tone(difference, tile.higher_is_better, w.language), order=difference if points else one.growth)


def number_cell(value: Decimal | None, unit: Unit, currency: str, w: Words) -> Cell:
    """A number in full; absent it is a dash."""
    return Cell(exact(value, unit, currency, w.language), value, unit, currency)
