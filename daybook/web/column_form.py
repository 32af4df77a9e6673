"""A mapping column by column: what the file's columns are called, what they hold, and what each is read as."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import pgettext

from daybook.domain.errors import DaybookError
from daybook.domain.shop import Shop
from daybook.reports.wording import Words, translator
from daybook.web.context import language_of
from daybook.web.opened import the_house
from daybook.workflows.mending import KINDS, STATUSES, TARGETS, Draft, draft_of, text_by_column

#: Which way round a date is, and which sign is the decimal mark; "" is for the file to tell.
DATES, DECIMALS = ("", "dmy", "mdy"), ("", ".", ",")


def column_words(shop: Shop, landing: Any, text: str) -> dict[str, Any] | None:
    """The table of columns in words; None where the file cannot be opened (the page says why)."""
    try:
        draft = draft_of(the_house(), shop, landing, text)
    except DaybookError:
        return None
    return _words(draft, translator(language_of()))


def _words(draft: Draft, w: Words) -> dict[str, Any]:
    return {
        "columns": [(n, c.header, c.samples, c.read_as) for n, c in enumerate(draft.columns)],
        "targets": [(t, w.name("mapped", t, t.replace("_", " "))) for t in TARGETS],
        "kind": draft.kind, "kinds": [(k, pgettext("kind of table", k)) for k in KINDS],
        "dates": draft.dates, "orders": [(d, pgettext("order of a date", d or "told")) for d in DATES],
        "decimal": draft.decimal, "decimals": [(d, d or pgettext("order of a date", "told")) for d in DECIMALS],
        "status": [(n, word, meant) for n, (word, meant) in enumerate(draft.status)],
        "statuses": [(s, pgettext("order status", s)) for s in STATUSES],
        "lacking": [w.name("mapped", t, t.replace("_", " ")) for t in draft.lacking]}


def said_by_column(said: QueryDict) -> str:
    """The mapping's text from the table's form."""
    columns = {header: said.get(f"read-{n}", "") for n, header in enumerate(said.getlist("header"))}
    status = {word: said.get(f"status-{n}", "") for n, word in enumerate(said.getlist("word"))}
    table = {name: said.get(name, "") for name in ("kind", "dates", "decimal")}
    return text_by_column(said.get("text", ""), columns, table, {word: meant for word, meant in status.items() if meant})
