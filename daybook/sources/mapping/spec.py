"""What a mapping says, and how its TOML is read and checked.

    [table]        kind = "order_lines" or "orders"; currency, zone, dates, date_format, decimal
    [columns]      the house's name = the header of the file
    [status]       the file's word = unpaid, paid, shipped, done or closed
    [[refund_when]], [[skip_when]], [[keep_when]]   column, and starts_with, equals, negative or empty
"""

import tomllib
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from daybook.domain.errors import WrongUsage
from daybook.sources.cells import listed, plain_name

KINDS = ("order_lines", "orders")
#: What a column can be.  `amount` is the line's (or order's) total; without it, unit_price x units.
TARGETS = (
    "order_id", "line_id", "ordered_at", "paid_at", "status", "item_id", "sku", "title", "variant", "units",
    "unit_price", "amount", "due_amount", "freight", "discount", "refund_amount", "buyer", "country", "province",
    "city", "channel", "currency", "shipped_at", "scanned_at", "delivered_at", "completed_at", "promised_ship_at",
    "promised_delivery_at", "courier", "warehouse",
)
STATUSES = ("unpaid", "paid", "shipped", "done", "closed")
ORDERS = ("", "dmy", "mdy")
_TABLE = ("kind", "currency", "zone", "dates", "date_format", "decimal")
_NEXT = "edit the mapping; `daybook map FILE` writes a fresh one"


@dataclass(frozen=True)
class Condition:
    """A rule about one column of the file; exactly one of the four tests is set."""

    column: str
    starts_with: str = ""
    equals: str | None = None
    negative: bool = False
    empty: bool = False
    because: str = ""

    @property
    def reason(self) -> str:
        """What the warning says of the rows that it skips."""
        test = (f"starts with {self.starts_with}" if self.starts_with else f"is {self.equals}"
                if self.equals is not None else "is negative" if self.negative else "is empty")
        return self.because or f"{self.column} {test}"


@dataclass(frozen=True)
class Mapping:
    """One table's columns as a person has named them."""

    columns: dict[str, str]
    kind: str = "order_lines"
    currency: str = ""
    zone: str = ""
    dates: str = ""
    date_format: str = ""
    decimal: str = ""
    status: dict[str, str] = field(default_factory=dict)
    refund_when: tuple[Condition, ...] = ()
    skip_when: tuple[Condition, ...] = ()
    keep_when: tuple[Condition, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header of the file that the mapping names."""
        conditions = self.refund_when + self.skip_when + self.keep_when
        return tuple(dict.fromkeys((*self.columns.values(), *(c.column for c in conditions))))


def load(toml: str) -> Mapping:
    """A mapping from its TOML text.  Raises WrongUsage that names the key which is wrong.

    >>> load('[columns]\\norder_id = "Invoice"\\nordered_at = "Date"\\namount = "Total"').columns["amount"]
    'Total'
    """
    try:
        said = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise WrongUsage(f"the mapping is not valid TOML ({error})", next_step=_NEXT) from error
    _only(said, ("table", "columns", "status", "refund_when", "skip_when", "keep_when"), "the mapping")
    table = _section(said, "table")
    _only(table, _TABLE, "[table]")
    columns = {k: v for k, v in _section(said, "columns").items() if v}
    _only(columns, TARGETS, "[columns]")
    mapping = Mapping(
        columns, **table, status=_section(said, "status"), refund_when=_conditions(said, "refund_when"),
        skip_when=_conditions(said, "skip_when"), keep_when=_conditions(said, "keep_when"),
    )
    _check(mapping)
    return mapping


def _section(said: dict[str, Any], name: str) -> dict[str, str]:
    section = said.get(name, {})
    if not isinstance(section, dict) or not all(isinstance(v, str) for v in section.values()):
        raise WrongUsage(f"[{name}] of the mapping must be lines of name = \"text\"", next_step=_NEXT)
    return section


def _only(said: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(said) - set(known))
    if unknown:
        raise WrongUsage(f"{where} does not know {listed(unknown)}; it knows {listed(known, 40)}", next_step=_NEXT)


def _conditions(said: dict[str, Any], name: str) -> tuple[Condition, ...]:
    rules = said.get(name, [])
    if not isinstance(rules, list):
        raise WrongUsage(f"write each rule of {name} under its own [[{name}]]", next_step=_NEXT)
    found = []
    for rule in rules:
        _only(rule, ("column", "starts_with", "equals", "negative", "empty", "because"), f"[[{name}]]")
        tests = [key for key in ("starts_with", "equals", "negative", "empty") if key in rule]
        if not rule.get("column") or len(tests) != 1:
            raise WrongUsage(f"[[{name}]] needs a column and one of starts_with, equals, negative, empty",
                             next_step=_NEXT)
        rule = {k: str(v) if k in ("equals", "starts_with") else v for k, v in rule.items()}
        found.append(Condition(**rule))
    return tuple(found)


def _check(mapping: Mapping) -> None:
    """Raises WrongUsage for a mapping that cannot be carried out."""
    have = set(mapping.columns)
    lacking = {"order_id", "ordered_at"} - have
    if not ({"amount"} <= have or {"unit_price"} <= have):
        lacking.add("amount (or unit_price)")
    if lacking:
        raise WrongUsage(f"[columns] lacks {listed(sorted(lacking))}", next_step=_NEXT)
    wrong = (
        (mapping.kind not in KINDS, f"kind = {mapping.kind!r} is not one of {listed(KINDS)}"),
        (mapping.dates not in ORDERS, f"dates = {mapping.dates!r} is not \"dmy\" or \"mdy\""),
        (mapping.decimal not in ("", ".", ","), f"decimal = {mapping.decimal!r} is not \".\" or \",\""),
        (not set(mapping.status.values()) <= set(STATUSES), f"[status] knows only {listed(STATUSES)}"),
        (bool(mapping.zone) and not _is_zone(mapping.zone), f"zone = {mapping.zone!r} is no time zone"),
    )
    for is_wrong, sentence in wrong:
        if is_wrong:
            raise WrongUsage(sentence, next_step=_NEXT)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def lacking(mapping: Mapping, header: tuple[str, ...]) -> tuple[str, ...]:
    """The headers that the mapping names and the sheet does not have."""
    have = {plain_name(cell) for cell in header}
    return tuple(name for name in mapping.headers if plain_name(name) not in have)
