"""The patrol in words."""

from daybook.domain.patrol import CHECKS, Check, CheckState
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

MARKS = {CheckState.CLEAR: "✓", CheckState.FOUND: "!", CheckState.UNCHECKED: "✗"}


def check_name(check: Check, w: Words) -> str:
    """What a check is called."""
    return CHECKS[check.check] if w.language == "zh" else w.name("check", check.check, check.check)


def check_says(check: Check, language: str) -> str:
    """What is known of a check, and from whom."""
    w = translator(language)
    if check.state is CheckState.UNCHECKED:
        why = in_language(check, w).why
        return w("not checked: {why}", why=f"{', '.join(check.objects)}: {why}" if check.objects else why)
    parts = [", ".join(check.objects)] if check.objects else []
    if check.ticked is not None:
        tick = check.ticked
        parts.append(w("{person}: {n} found, {note}", person=tick.by, n=tick.found, note=tick.note) if tick.found
                     else w("{person}: checked, nothing", person=tick.by))
    elif not check.objects:
        parts.append(w("by the facts: nothing"))
    return "; ".join(parts)


def check_text(check: Check, language: str) -> str:
    """A check as one line of the terminal."""
    return f"{MARKS[check.state]} {check_name(check, translator(language))}  {check_says(check, language)}"
