"""Sentences kept apart from their values, so that they can be said in the reader's language.

Each is an English text (a `str`) that remembers what it was made of, in another process too.  Reports say it again in
another language; whoever does not care reads the English.
"""

from collections.abc import Iterable
from decimal import Decimal


class Said(str):
    """A sentence with named places.

    >>> Said("no order on {day}", day=date(2020, 2, 8))
    'no order on 2020-02-08'
    >>> Said("no order on {day}", day=date(2020, 2, 8)).template
    'no order on {day}'
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> "Said":
        said = super().__new__(cls, template.format(**values))
        said.template, said.values = template, values
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), self.values


class Term(str):
    """A word of the trade by its group and key, such as ("metric", "paid_gmv").

    >>> Term("metric", "paid_gmv")
    'paid gmv'
    """

    __slots__ = ("group", "key", "zh")
    group: str
    key: str
    zh: str

    def __new__(cls, group: str, key: str, zh: str = "") -> "Term":
        term = super().__new__(cls, key.replace("_", " "))
        term.group, term.key, term.zh = group, key, zh
        return term

    def __getnewargs_ex__(self) -> tuple[tuple[str, str, str], dict[str, object]]:
        return (self.group, self.key, self.zh), {}


#: Between things that stand side by side, where a comma would make one thing of them.
DOT = " · "


def listed(parts: Iterable[str], between: str = ", ") -> str:
    """Several words or sentences as one list, each still said in the reader's language; "" for none.

    >>> listed([Term("field", "on_hand"), Said("sold {n}", n=3)])
    'on hand, sold 3'
    """
    said = ""
    for part in parts:
        if said:
            said = (Said("{first} · {second}", first=said, second=part) if between == DOT else
                    Said("{first}, {second}", first=said, second=part))
        else:
            said = part
    return said


class Amount(str):
    """A number with its unit (a `brief.Unit` value) and currency, shown as people of the language write it.

    >>> Amount(Decimal("1299.50"), "money", "CNY")
    '1299.50 CNY'
    """

    __slots__ = ("currency", "unit", "value")
    value: Decimal
    unit: str
    currency: str

    def __new__(cls, value: Decimal, unit: str, currency: str = "") -> "Amount":
        amount = super().__new__(cls, f"{value} {currency}".strip())
        amount.value, amount.unit, amount.currency = value, unit, currency
        return amount

    def __getnewargs_ex__(self) -> tuple[tuple[Decimal, str, str], dict[str, object]]:
        return (self.value, self.unit, self.currency), {}

