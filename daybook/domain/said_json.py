"""Sentences as JSON and back, so that what is kept can be said in any language later."""

from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.said import Amount, Said, Term


def said_json(value: object) -> Any:
    """A sentence, a term, an amount or a plain value as JSON.

    >>> said_json(Said("no order on {day}", day=date(2020, 2, 8)))
    {'said': 'no order on {day}', 'values': {'day': {'day': '2020-02-08'}}}
    """
    if isinstance(value, Said):
        return {"said": value.template, "values": {k: said_json(v) for k, v in value.values.items()}}
    if isinstance(value, Term):
        return {"term": [value.group, value.key, value.zh]}
    if isinstance(value, Amount):
        return {"amount": [str(value.value), value.unit, value.currency]}
    if isinstance(value, date):
        return {"day": value.isoformat()[:10]}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return value if isinstance(value, (int, bool)) or value is None else str(value)


def said_from(kept: Any) -> Any:
    """The value that `said_json` kept."""
    if not isinstance(kept, dict):
        return kept
    if "said" in kept:
        return Said(kept["said"], **{k: said_from(v) for k, v in kept["values"].items()})
    if "term" in kept:
        return Term(*kept["term"])
    if "amount" in kept:
        value, unit, currency = kept["amount"]
        return Amount(Decimal(value), unit, currency)
    return date.fromisoformat(kept["day"]) if "day" in kept else Decimal(kept["number"])
