"""Column mappings for tables that no reader knows."""

from daybook.sources.reader import Parsed, ReadFor, Sheet


class Mapping:
    """One table's columns, as a person has named them."""


class MappedReader:
    name = "mapping"
    version = 1
    platforms: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset()

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping

    def recognises(self, sheet: Sheet) -> bool:
        raise NotImplementedError

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        raise NotImplementedError

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        raise NotImplementedError
