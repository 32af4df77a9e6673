"""Keeps a brief that a test has at hand as a shop's stored morning."""

from daybook.domain.brief import Brief
from daybook.reports.brief_json import brief_json_text
from daybook.workflows.house import House
from daybook.workflows.kept import to_bytes
from daybook.workflows.making import Made
from daybook.workflows.morning import _store


def keep_brief(house: House, brief: Brief) -> None:
    """As a morning that was made now."""
    _store(house, Made(brief, brief_json_text(brief), to_bytes(brief)))
