"""A mapping mended in place: proposed from the kept file, tried without storing, and kept for the shop when it works."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from daybook.domain.errors import DaybookError
from daybook.domain.shop import Shop
from daybook.sources.files import open_sheets
from daybook.sources.identify import vocabulary
from daybook.sources.landing import unseal
from daybook.sources.mapping.spec import KINDS, STATUSES, TARGETS
from daybook.sources.mapping.written import write
from daybook.sources.readers import READERS
from daybook.workflows.house import House
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.look import look, propose_mapping
from daybook.workflows.scratch import scratch_folder

__all__ = ["KINDS", "STATUSES", "TARGETS", "Draft", "FileColumn", "draft_of", "mend", "proposed_mapping", "text_by_column"]
#: Rows of a file from which cells are shown; cells of a column, and words of a status.
LOOKED_AT, SAMPLES, STATUS_WORDS = 500, 3, 20


def proposed_mapping(house: House, shop: Shop, landing: Any) -> str:
    """The mapping that this shop saved for such a file, else one to start from."""
    from daybook.workflows.reading import saved_mapping

    with _unsealed(house, shop, landing) as file:
        return saved_mapping(shop, file) or propose_mapping(file)


def mend(house: House, shop: Shop, landing: Any, text: str, *, keep: bool) -> dict[str, Any]:
    """What a kept file holds by a mapping; with `keep` the file is taken in and the mapping saved for the shop.

    Raises DaybookError when the mapping does not fit the file; then nothing is changed.
    """
    with _unsealed(house, shop, landing) as file:
        mapping = file.with_name("mapping.toml")
        mapping.write_text(text, encoding="utf-8")
        found = look(file, mapping, shop.zone, shop.currency, house.now())
        if keep:
            [report] = ingest(house, [Incoming(shop.name, file, landing.known_at, mapping)])
            if report.problem is not None:
                raise report.problem
        return found


@dataclass(frozen=True)
class FileColumn:
    """One column of a file: what it is called, some of its cells, and what it is read as ("": not used)."""

    header: str
    samples: tuple[str, ...]
    read_as: str


@dataclass(frozen=True)
class Draft:
    """A mapping column by column.  `status` are words of the file with what they mean; `lacking` what has to be said yet."""

    columns: tuple[FileColumn, ...]
    kind: str
    dates: str
    decimal: str
    status: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]


def draft_of(house: House, shop: Shop, landing: Any, text: str) -> Draft:
    """The columns of a kept file as a mapping's text reads them; a text that is no TOML reads none."""
    said = _said(text)
    with _unsealed(house, shop, landing) as file:
        sheet = open_sheets(file, vocabulary(READERS))[0]
        cells = [sheet.cells.column(at).slice(0, LOOKED_AT).to_pylist() for at in range(len(sheet.header))]
    read_as = {header: target for target, header in said.get("columns", {}).items() if header}
    filled = [list(dict.fromkeys(c.strip() for c in column if c and c.strip())) for column in cells]
    columns = tuple(FileColumn(h.strip(), tuple(filled[at][:SAMPLES]), read_as.get(h.strip(), ""))
                    for at, h in enumerate(sheet.header) if h.strip())
    words = next((filled[at][:STATUS_WORDS] for at, h in enumerate(sheet.header) if read_as.get(h.strip()) == "status"), [])
    table, meant = said.get("table", {}), said.get("status", {})
    have = set(read_as.values())
    lacking = [t for t in ("order_id", "ordered_at") if t not in have]
    return Draft(columns, table.get("kind", KINDS[0]), table.get("dates", ""), table.get("decimal", ""),
                 tuple((word, meant.get(word, "")) for word in words),
                 tuple(lacking + ([] if have & {"amount", "unit_price"} else ["amount"])))


def text_by_column(text: str, columns: Mapping[str, str], table: Mapping[str, str], status: Mapping[str, str]) -> str:
    """The text with what was said column by column: header -> what it is read as.  Rules of the text stay."""
    said = _said(text)
    named = {target: header for header, target in columns.items() if target}
    return write({**said, "columns": named, "table": {**said.get("table", {}), **table}, "status": status})


def _said(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


@contextmanager
def _unsealed(house: House, shop: Shop, landing: Any) -> Iterator[Path]:
    """The kept file as it came in, for as long as it is looked at."""
    with scratch_folder() as folder:
        file = folder / Path(landing.name).name
        if file.name == "mapping.toml":
            raise DaybookError("the file has the name of a mapping", where=landing.name, next_step="rename and drop it again")
        unseal(house.home / landing.path, house.keys.of(shop.client), file)
        yield file
