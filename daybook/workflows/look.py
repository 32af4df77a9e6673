"""Looking at a file without storing it: what a reader makes of it, or a mapping to start from."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from daybook.domain.errors import BrokenFile
from daybook.facts.delivery import Batch
from daybook.facts.table import Type
from daybook.sources.files import open_sheets
from daybook.sources.identify import vocabulary
from daybook.sources.mapping import load as load_mapping
from daybook.sources.mapping import propose
from daybook.sources.read import read_file
from daybook.sources.reader import Parsed, ReadFor
from daybook.sources.readers import READERS
from daybook.workflows.reading import mapping_text


def look(file: Path, mapping: Path | None, zone: str, currency: str, now: datetime) -> dict[str, Any]:
    """What a file holds, in the form of `daybook read`.  Raises what the readers raise."""
    _there(file)
    context = ReadFor(zone, currency, now.astimezone(ZoneInfo(zone)).date(), buyer_hash=lambda buyer: "")
    chosen = load_mapping(mapping_text(mapping)) if mapping else None
    return parsed_json(file, read_file(file, context, chosen))


def parsed_json(file: Path, parsed: tuple[Parsed, ...]) -> dict[str, Any]:
    """Parsed tables as `daybook read` prints them."""
    return {
        "file": file.name,
        "reader": "+".join(sorted({p.reader for p in parsed})),
        "tables": [_table(b) for p in parsed for b in p.batches],
        "rejected": [{"line": r.line, "column": r.column, "value": r.value, "reason": r.reason}
                     for p in parsed for r in p.rejected],
        "warnings": [w for p in parsed for w in p.warnings],
        "own_totals": [{"column": t.column, "file": str(t.file), "rows": str(t.rows), "difference": str(t.difference)}
                       for p in parsed for t in p.own_totals],
    }


def _table(batch: Batch) -> dict[str, Any]:
    import pyarrow.compute as pc

    days = pc.count_distinct(batch.rows[batch.table.day]).as_py() if batch.rows.num_rows else 0
    sums = {}
    for column in batch.table.columns:
        if column.type in (Type.MONEY, Type.COUNT) and not column.name.endswith("_hour"):
            total = pc.sum(batch.rows[column.name]).as_py()
            if total is not None:
                sums[column.name] = str(Decimal(str(total)).normalize().quantize(Decimal("0.01"))
                                        if column.type is Type.MONEY else total)
    return {"table": batch.table.name, "rows": batch.rows.num_rows, "days": days, "sums": sums}


def propose_mapping(file: Path) -> str:
    """A mapping to edit, for the first table of a file."""
    _there(file)
    sheets = open_sheets(file, vocabulary(READERS))
    return propose(sheets[0])


def _there(file: Path) -> None:
    if not file.is_file():
        raise BrokenFile("there is no such file", where=str(file), next_step="check the path")
