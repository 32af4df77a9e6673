"""Sentences kept with their places, so that a stored one can still be said in the reader's language."""

from datetime import date
from decimal import Decimal
from typing import Any

from daybook.domain.said import Amount, Said, Term


def said_to_json(value: object) -> Any:
    """A sentence, term, amount, day, number or text as JSON.

    >>> said_to_json(Said("Restock {sku}", sku="KZ-041"))
    {'said': 'Restock {sku}', 'with': {'sku': 'KZ-041'}}
    """
    match value:
        case Said():
            return {"said": value.template, "with": {k: said_to_json(v) for k, v in value.values.items()}}
        case Term():
            return {"term": [value.group, value.key, value.zh]}
        case Amount():
            return {"amount": [str(value.value), value.unit, value.currency]}
        case Decimal():
            return {"number": str(value)}
        case date():
            return {"day": value.isoformat()}
        case int() | None:
            return value
        case _:
            return str(value)


def said_from_json(kept: Any) -> Any:
    """The value that was kept.

    >>> said_from_json({'said': 'Restock {sku}', 'with': {'sku': 'KZ-041'}})
    'Restock KZ-041'
    """
    match kept:
        case {"said": template, "with": values}:
            return Said(template, **{k: said_from_json(v) for k, v in values.items()})
        case {"term": [group, key, zh]}:
            return Term(group, key, zh)
        case {"amount": [number, unit, currency]}:
            return Amount(Decimal(number), unit, currency)
        case {"number": number}:
            return Decimal(number)
        case {"day": day}:
            return date.fromisoformat(day)
        case _:
            return kept
