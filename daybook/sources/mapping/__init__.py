"""Column mappings: a table that no reader knows, read by what a person has said about its columns."""

from daybook.sources.mapping.mapped_reader import MappedReader
from daybook.sources.mapping.proposal import propose
from daybook.sources.mapping.spec import Condition, Mapping, load

__all__ = ["Condition", "MappedReader", "Mapping", "load", "propose"]
