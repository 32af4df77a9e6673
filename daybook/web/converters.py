"""Kinds of values in addresses."""

from datetime import date

#: Days that anything may be asked about; beyond them no day before or after can be counted.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


def day_said(text: str | None) -> date | None:
    """A day that a form or a query says; None for what is none, and for one that nothing can be asked about."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


class Day:
    """A day as 2026-11-23; what is no day is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day; a ValueError makes the address unknown."""
        day = date.fromisoformat(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError(f"{day} is no day that a shop is asked about")
        return day

    def to_url(self, value: date | str) -> str:
        """The day in an address."""
        return value if isinstance(value, str) else value.isoformat()
