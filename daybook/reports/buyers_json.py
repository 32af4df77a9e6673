"""The book of buyers and crowds as JSON: money as text, shares 0 to 1, what nobody can tell apart from what is nought."""

from typing import Any

from daybook.domain.buyers import BuyerBook, CrowdSeen
from daybook.domain.plain_json import plain
from daybook.reports.localise import in_language
from daybook.reports.wording import translator

Json = dict[str, Any]


def book_json(book: BuyerBook, language: str) -> Json:
    """The whole book, its sentences said in a language; crowds below the least size are told as null."""
    w = translator(language)
    said: Json = plain(in_language(book, w))
    said["identity"]["share"] = None if book.identity.share is None else str(book.identity.share)
    said["crowds"] = [{"name": name, "size": size} for name, size in book.crowds]
    said["untold"] = [{"what": what, "why": in_language(why, w)} for what, why in book.untold]
    return said


def crowd_json(seen: CrowdSeen, language: str) -> Json:
    """A crowd with its size and filter, or why it is refused."""
    said: Json = plain(in_language(seen, translator(language)))
    said["filters"] = [{"condition": name, "typed": text} for name, text in seen.filters]
    return said
