"""One entry for a dropped file: open it, find the reader of each table, read.  Stores nothing."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from daybook.domain.errors import DaybookError, NeedsPerson, UnknownTable
from daybook.domain.progress import say
from daybook.sources.files import open_sheets
from daybook.sources.identify import reader_of, vocabulary
from daybook.sources.reader import Parsed, Reader, ReadFor, Sheet
from daybook.sources.readers import READERS

if TYPE_CHECKING:
    from daybook.sources.mapping import Mapping


def read_file(
    path: Path, context: ReadFor, mapping: "Mapping | None" = None, readers: Sequence[Reader] | None = None
) -> tuple[Parsed, ...]:
    """What a file holds, one `Parsed` per recognised table.

    With a mapping every table of the file is read by it.  Raises BrokenFile, NeedsPerson or UnknownTable; a
    workbook with at least one known sheet is read, and its unknown sheets are named in the warnings.  Two tables on
    one page are read when both are known: half a page is never loaded.
    """
    owners: Sequence[Reader] = READERS if readers is None else readers
    if mapping is not None:
        from daybook.sources.mapping import MappedReader

        owners = (MappedReader(mapping),)
    found: list[Parsed] = []
    unknown: list[UnknownTable] = []
    for sheet in open_sheets(path, vocabulary(owners)):
        say("rows", sheet.cells.num_rows)
        try:
            found.append(reader_of(sheet, owners, context.platform).read(sheet, context))
        except UnknownTable as error:
            if sheet.below:
                raise second_table(sheet) from error
            unknown.append(error)
        except DaybookError as error:
            if error.where:
                raise
            raise type(error)(error.what, where=sheet.file, next_step=error.next_step) from error
    if not found:
        raise unknown[0]
    if unknown:
        said = tuple(f"one table was not read: {error.what}" for error in unknown)
        found[0] = replace(found[0], warnings=found[0].warnings + said)
    return tuple(found)


def second_table(sheet: Sheet) -> NeedsPerson:
    """What to say of a table below another on the same page that cannot be read with it."""
    return NeedsPerson(f"row {sheet.line - 1} looks like the header of a second table", where=sheet.file,
                       next_step="split the file into one table per file, or export the tables one by one")
