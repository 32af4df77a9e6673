"""Replies to poor reviews by cause, in two languages, and what none of them may say.

A draft is made of fixed sentences alone: no word of the review stands in it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from daybook.rulebook.words import Found, forbidden

SENTENCES = Path(__file__).with_name("replies.toml")
LANGUAGES = ("zh", "en")
#: What a public answer must not say: paid reviews, inducement, talk off the platform, a person's data, insults, claims.
REFUSED = ("W-PAID-REVIEW", "W-OFF-PLATFORM", "W-PERSONAL", "W-INSULT", "W-MEDICAL", "W-ABSOLUTE", "W-FAKE")
#: Sentences of one reply besides its first and last.
MOST = 2


def draft(causes: Sequence[str], urgent: Sequence[str], language: str) -> str:
    """A reply to a review of these causes: what cannot wait first, at most two matters.

    >>> draft(("logistics",), (), "en").split(". ")[1][:19]
    'This came late; we '
    """
    said = _sentences()[language]
    matters = [*urgent, *(cause for cause in causes if cause not in urgent)][:MOST]
    grave = any(one in ("harm", "hazard", "spoiled") for one in urgent)
    parts = [said["urgent" if grave else "opening"], *(said[one] for one in matters), said["closing"]]
    return ("" if language == "zh" else " ").join(parts)


def reply_language(language: str, currency: str) -> str:
    """What a review is answered in: its own language, else that of the buyers who pay in the shop's currency.

    >>> reply_language("en", "CNY"), reply_language("", "CNY"), reply_language("", "BRL")
    ('en', 'zh', 'en')
    """
    return language if language in LANGUAGES else "zh" if currency == "CNY" else "en"


def drafts(causes: Sequence[str], urgent: Sequence[str]) -> Mapping[str, str]:
    """The same in every language."""
    return {language: draft(causes, urgent, language) for language in LANGUAGES}


def refused(text: str) -> Found | None:
    """The first piece of a reply that a rule forbids: money or gifts for a rating, inducement, another channel; None if clean.

    >>> refused("改成好评返5元").rule
    'W-PAID-REVIEW'
    """
    return forbidden(text, REFUSED)


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    with SENTENCES.open("rb") as file:
        return tomllib.load(file)
