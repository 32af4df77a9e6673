"""Which reader owns a sheet: by its header names, never by position or file name."""

from collections.abc import Sequence

from daybook.domain.errors import NeedsPerson, UnknownTable
from daybook.sources.cells import listed, plain_name
from daybook.sources.header import reads_as_header
from daybook.sources.reader import Reader, Sheet


def vocabulary(readers: Sequence[Reader]) -> frozenset[str]:
    """All header names that any reader knows, plain."""
    return frozenset().union(*(reader.columns for reader in readers))


def reader_of(sheet: Sheet, readers: Sequence[Reader], platform: str = "") -> Reader:
    """The one reader that recognises the sheet; `platform` decides where two do.

    Raises UnknownTable with the nearest reader and the columns that it misses, and NeedsPerson when several fit.
    """
    fitting = [reader for reader in readers if reader.recognises(sheet)]
    if len(fitting) > 1 and platform:
        fitting = [r for r in fitting if platform in r.platforms] or fitting
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NeedsPerson(f"the table could be {listed(r.name for r in fitting)}", where=sheet.file,
                          next_step="name the shop with --shop, so that its platform decides")
    raise unknown(sheet, readers)


def unknown(sheet: Sheet, readers: Sequence[Reader]) -> UnknownTable:
    """What to say of a table that no reader knows."""
    have = {plain_name(cell) for cell in sheet.header if cell.strip()}
    if not reads_as_header(list(sheet.header)):  # its cells may be a buyer's, so they are not shown
        return UnknownTable("the table has no row that reads as a header", where=sheet.file,
                            next_step="export it again with its header row")
    shown = listed((c.strip() for c in sheet.header if c.strip()), 6)
    step = "run `daybook map FILE`, edit the mapping that it proposes, and ingest with --mapping"
    shared = [(len(have & reader.columns), reader) for reader in readers]
    score, nearest = max(shared, key=lambda pair: pair[0], default=(0, None))
    if nearest is None or score < 2:
        return UnknownTable(f"no reader knows this table (columns: {shown})", where=sheet.file, next_step=step)
    return UnknownTable(
        f"no reader knows this table (columns: {shown}); nearest is {nearest.name}, which also needs "
        f"{listed(nearest.missing(sheet)) or 'other columns'}",
        where=sheet.file, next_step=f"export it again with these columns, or {step}",
    )
