"""What is overdue in words: why, since when, whose it is, and what the lead reads on a phone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daybook.domain.overdue import Late, Overdue
from daybook.reports.localise import in_language
from daybook.reports.report import plain
from daybook.reports.wording import Words

#: Lines of a message to a lead; the page has all of them.
LINES = 6


def why_words(one: Overdue, now: datetime, w: Words) -> str:
    """Why it is overdue, with how long."""
    hours = int((now - one.since).total_seconds() // 3600)
    if one.why is Late.DEADLINE:
        return w.many("its deadline is over since {n} hour", "its deadline is over since {n} hours", hours)
    if one.why is Late.HANDED:
        return w.many("handed over {n} hour ago and not taken", "handed over {n} hours ago and not taken", hours)
    if one.why is Late.MORNINGS:
        return w.many("left undone in {n} morning", "left undone in {n} mornings", one.count)
    if one.why is Late.PATROL:
        return w.many("{n} check not made since nine", "{n} checks not made since nine", one.count)
    return w.many("waits for a yes or no since {n} hour", "waits for a yes or no since {n} hours", hours)


def what_words(one: Overdue, w: Words) -> str:
    """The thing itself, with its object."""
    what = in_language(one.what, w)
    return f"{what} · {one.object}" if one.object else what


def late_letter(shop: str, lines: Sequence[Overdue], now: datetime, w: Words) -> tuple[str, str]:
    """What is overdue in a shop, as title and body of a message."""
    title = w("{label}: {text}", label=shop, text=w.many("{n} thing is overdue", "{n} things are overdue", len(lines)))
    said = [w("{label}: {text}", label=what_words(one, w), text=why_words(one, now, w)) + (f" ({one.holder})" if one.holder else "")
            for one in lines[:LINES]]
    if len(lines) > LINES:
        said.append(w("and {n} more", n=len(lines) - LINES))
    return title, "\n".join(said)


def overdue_json(one: Overdue) -> dict[str, Any]:
    """One line as scripts read it."""
    said: dict[str, Any] = plain(one)
    return said | {"what": str(one.what)}
