"""Kinds of values in addresses."""

from datetime import date


class Day:
    """A day as 2026-11-23; what is no day is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day; a ValueError makes the address unknown."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """The day in an address."""
        return value if isinstance(value, str) else value.isoformat()
