"""Reading a file for a shop: by the readers, by a mapping given now, or by one that was saved for the shop."""

import hashlib
from datetime import datetime
from pathlib import Path

from daybook.domain.errors import UnknownTable, WrongUsage
from daybook.domain.shop import Shop
from daybook.sources.files import open_sheets
from daybook.sources.identify import vocabulary
from daybook.sources.mapping import load as load_mapping
from daybook.sources.read import read_file
from daybook.sources.reader import Parsed
from daybook.sources.readers import READERS
from daybook.workflows.house import House


def read_for_shop(house: House, shop: Shop, file: Path, mapping: Path | None,
                  known_at: datetime) -> tuple[Parsed, ...]:
    """What a file holds for a shop.  A mapping that works is saved for this shop and this header.

    Raises UnknownTable when no reader and no saved mapping knows the header, and what the readers raise.
    """
    from daybook.workflows.ingest import context_of

    context = context_of(house, shop, known_at)
    if mapping is not None:
        text = mapping_text(mapping)
        parsed = read_file(file, context, load_mapping(text))
        _save(house, shop, file, text)
        return parsed
    try:
        return read_file(file, context)
    except UnknownTable:
        saved = saved_mapping(shop, file)
        if saved is None:
            raise
        return read_file(file, context, load_mapping(saved))


def mapping_text(file: Path) -> str:
    """The text of a mapping file.  Raises WrongUsage when it is not there or no text."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongUsage("the mapping cannot be read", where=str(file),
                         next_step="check the path; `daybook map FILE` writes a fresh one") from problem


def header_mark(file: Path) -> str:
    """A hash of the header rows of a file, by which a saved mapping is found again."""
    headers = ["\x1f".join(c.strip() for c in sheet.header) for sheet in open_sheets(file, vocabulary(READERS))]
    return hashlib.sha256("\x1e".join(headers).encode()).hexdigest()


def saved_mapping(shop: Shop, file: Path) -> str | None:
    """The latest mapping saved for this shop and this header, or None."""
    from daybook.records import models

    row = models.Mapping.objects.filter(shop__name=shop.name, header=header_mark(file)).order_by("-known_at").first()
    return row.text if row else None


def _save(house: House, shop: Shop, file: Path, text: str) -> None:
    from daybook.records import models

    if saved_mapping(shop, file) != text:
        models.Mapping.objects.create(shop=models.Shop.objects.get(name=shop.name), header=header_mark(file),
                                      text=text, known_at=house.now())
