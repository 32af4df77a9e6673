"""What no export has in words: how old a value is."""

from daybook.reports.wording import Words


def age_words(days: int | None, w: Words) -> str:
    """When a value was said; nothing where that is not known."""
    if days is None:
        return ""
    return w.many("{n} day ago", "{n} days ago", days) if days else w("today")
