"""What a number means and where it leads: its definition on hover, and whether rows stand behind it."""

from functools import cache

from daybook.domain.errors import WrongUsage
from daybook.metrics.catalog import catalog
from daybook.metrics.metric import Ratio
from daybook.reports.brief_phrases import definition_words
from daybook.reports.wording import Words
from daybook.workflows.rows import behind


@cache
def says_of(name: str, w: Words) -> str:
    """The definition of a metric in the reader's language: of a ratio first what is divided by what; "" for no metric."""
    found = catalog().get(name)
    if found is None:
        return ""
    divided = f"{w.metric(found.over.name, found.over.zh)} ÷ {w.metric(found.under.name, found.under.zh)}" if isinstance(
        found, Ratio) else ""
    return " · ".join(part for part in (divided, definition_words(found.note, w)) if part)


@cache
def has_rows(name: str) -> bool:
    """Whether a page shows the rows that a number counts."""
    try:
        return bool(behind(name))
    except WrongUsage:
        return False
