"""Currencies that exports write into their header: `Amount spent (USD)`, `14 Day Total Sales (₹)`, `总花费(元)`."""

import re
from dataclasses import replace

from daybook.sources.reader import Sheet

#: Letters in brackets are a currency only when they are one of these: (CTR) and (CPC) are not.
CODES = re.compile(
    "AED|ARS|AUD|BDT|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KES|KRW|KWD|LKR|MXN|MYR|"
    "NGN|NOK|NZD|PEN|PHP|PKR|PLN|QAR|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR"
)
#: Signs that only one currency of these platforms uses; $ and ¥ are several's.
SIGNS = {"₹": "INR", "£": "GBP", "€": "EUR", "元": "CNY", "R$": "BRL", "₩": "KRW", "฿": "THB", "₫": "VND"}
_UNIT = re.compile(r"^(?P<name>.*?)\s*[(（](?P<unit>[A-Z]{3}|R\$|[₹£€元₩฿₫$¥￥])[)）]\s*$")


def without_currency(sheet: Sheet) -> tuple[Sheet, str]:
    """The sheet with the currency taken out of its header, and that currency; "" where none or several are named.

    >>> split("Amount spent (USD)"), split("Click-Thru Rate (CTR)"), split("14 Day Total Sales (₹)")
    (('Amount spent', 'USD'), ('Click-Thru Rate (CTR)', ''), ('14 Day Total Sales', 'INR'))
    """
    parts = [split(cell) for cell in sheet.header]
    named = {currency for _, currency in parts if currency}
    found = named.pop() if len(named) == 1 else ""
    return replace(sheet, header=tuple(name for name, _ in parts)), found


def split(cell: str) -> tuple[str, str]:
    """One header cell without its currency, and the currency when the cell says which."""
    found = _UNIT.match(cell.strip())
    if found is None or (len(found["unit"]) == 3 and not CODES.fullmatch(found["unit"])):
        return cell, ""
    return found["name"], SIGNS.get(found["unit"], found["unit"] if CODES.fullmatch(found["unit"]) else "")
