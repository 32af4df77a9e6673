"""How numbers look: symbols, separators, percent and signs.  What is absent is a dash and never 0."""

from decimal import ROUND_HALF_UP, Decimal

from daybook.domain.brief import Unit

ABSENT = "—"
MINUS = "−"
SYMBOLS = {
    "CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$", "TWD": "NT$", "SGD": "S$",
    "AUD": "A$", "CAD": "C$", "KRW": "₩", "THB": "฿", "VND": "₫", "PHP": "₱", "INR": "₹", "BRL": "R$",
}
WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND"})     # ISO 4217: these have no minor unit
FULL_DIGITS_BELOW = Decimal(10_000_000)              # seven digits are still read at a glance
CENTS_BELOW = Decimal(1000)                          # beyond it the cents hide the number; hover shows them
LARGE = {
    "zh": ((Decimal(10) ** 9, Decimal(10) ** 8, "亿"), (FULL_DIGITS_BELOW, Decimal(10) ** 4, "万")),
    "en": ((Decimal(10) ** 10, Decimal(10) ** 9, "bn"), (FULL_DIGITS_BELOW, Decimal(10) ** 6, "M")),
}


def rounded(value: Decimal, places: int) -> Decimal:
    """Halves away from zero, as a bill does, and never minus zero.

    >>> rounded(Decimal("2.005"), 2), rounded(Decimal("-0.001"), 2)
    (Decimal('2.01'), Decimal('0.00'))
    """
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + Decimal(0)


def grouped(value: Decimal, places: int) -> str:
    """Digits with separators and a true minus sign.

    >>> grouped(Decimal("-1234.5"), 2)
    '−1,234.50'
    """
    return f"{rounded(value, places):,f}".replace("-", MINUS)


def large(value: Decimal, language: str) -> str | None:
    """A number of more than seven digits in 万 or M; None when it is shorter.

    >>> large(Decimal("12345678"), "zh"), large(Decimal("12345678"), "en"), large(Decimal("1234567"), "zh")
    ('1,234.6万', '12.35M', None)
    """
    for least, unit, word in LARGE[language]:
        if abs(value) >= least:
            places = 1 if word == "万" else 2
            return grouped(value / unit, places) + word
    return None


def shown(value: Decimal | None, unit: Unit, currency: str = "", language: str = "zh") -> str:
    """A number as a tile shows it: as many digits as help, and no more.

    >>> shown(Decimal("84216.5"), Unit.MONEY, "CNY"), shown(Decimal("0.0312"), Unit.SHARE)
    ('¥84,217', '3.12%')
    >>> shown(None, Unit.MONEY, "CNY")
    '—'
    """
    if value is None:
        return ABSENT
    if unit is Unit.MONEY:
        short = large(value, language)
        cents = 2 if abs(value) < CENTS_BELOW and currency not in WITHOUT_CENTS else 0
        return with_symbol(short or grouped(value, cents), currency)
    if unit is Unit.SHARE:
        return percent(value)
    if unit is Unit.RATIO:
        return grouped(value, 2)
    if unit is Unit.SECONDS:
        return duration(value, language)
    whole = value == value.to_integral_value() or abs(value) >= 100
    return large(value, language) or grouped(value, 0 if whole else 1)


def exact(value: Decimal | None, unit: Unit, currency: str = "", language: str = "zh") -> str:
    """A number to the cent, for bridges and for hovering.

    >>> exact(Decimal("84216.5"), Unit.MONEY, "CNY"), exact(Decimal("0.0312456"), Unit.SHARE)
    ('¥84,216.50', '3.125%')
    """
    if value is None:
        return ABSENT
    if unit is Unit.SECONDS:
        return duration(value, language)
    places = exact_places(unit, currency)
    if unit is Unit.MONEY:
        return with_symbol(grouped(value, places), currency)
    if unit is Unit.SHARE:
        return grouped(value * 100, places - 2) + "%"
    return grouped(value, 0 if value == value.to_integral_value() and unit is not Unit.RATIO else places)


def estimate(value: Decimal, currency: str, language: str = "zh") -> str:
    """Money that nobody can know to the cent, such as an expected gain.

    >>> estimate(Decimal("310.42"), "CNY"), estimate(Decimal("-3.5"), "USD")
    ('¥310', '−$3.50')
    """
    places = 2 if 0 < abs(value) < 10 and currency not in WITHOUT_CENTS else 0
    return with_symbol(large(value, language) or grouped(value, places), currency)


def exact_places(unit: Unit, currency: str = "") -> int:
    """Decimal places of a number shown in full; a share is counted before it turns into percent."""
    if unit is Unit.MONEY:
        return 0 if currency in WITHOUT_CENTS else 2
    return {Unit.SHARE: 5, Unit.RATIO: 3}.get(unit, 1)


def percent(share: Decimal) -> str:
    """A share as percent, with the digits that its size deserves.

    >>> percent(Decimal("0.5")), percent(Decimal("0.0312")), percent(Decimal("0.00042"))
    ('50.0%', '3.12%', '0.042%')
    """
    size = abs(share)
    places = 1 if size >= Decimal("0.1") else 2 if size >= Decimal("0.001") or size == 0 else 3
    return grouped(share * 100, places) + "%"


def duration(seconds: Decimal, language: str) -> str:
    """Seconds as people say them.

    >>> duration(Decimal(35), "zh"), duration(Decimal(125), "en"), duration(Decimal(7500), "en")
    ('35 秒', '2 min 05 s', '2 h 05 min')
    """
    total = int(rounded(abs(seconds), 0))
    sign = MINUS if seconds < 0 and total else ""
    second, minute, hour = (" 秒", " 分", " 小时") if language == "zh" else (" s", " min", " h")
    if total < 120:
        return f"{sign}{total}{second}"
    if total < 7200:
        return f"{sign}{total // 60}{minute} {total % 60:02}{second}"
    return f"{sign}{total // 3600}{hour} {total % 3600 // 60:02}{minute}"


def signed(text: str, value: Decimal) -> str:
    """A shown number with a plus when it grew; a minus is there already."""
    return f"+{text}" if value > 0 else text


def change(value: Decimal | None, unit: Unit, currency: str = "", language: str = "zh") -> str:
    """A difference with its sign; shares differ by percentage points (pp).

    >>> change(Decimal("-1200"), Unit.MONEY, "CNY"), change(Decimal("0.0031"), Unit.SHARE)
    ('−¥1,200', '+0.31pp')
    """
    if value is None:
        return ABSENT
    if unit is Unit.SHARE:
        return signed(percent(value).removesuffix("%") + "pp", value)
    return signed(shown(value, unit, currency, language), value)


def exact_change(value: Decimal, unit: Unit, currency: str = "", language: str = "zh") -> str:
    """A difference to the cent, with its sign.

    >>> exact_change(Decimal("12.3"), Unit.MONEY, "CNY"), exact_change(Decimal("-0.0031"), Unit.SHARE)
    ('+¥12.30', '−0.310pp')
    """
    text = exact(value, unit, currency, language)
    return signed(text.removesuffix("%") + "pp" if unit is Unit.SHARE else text, value)


def growth(rate: Decimal | None) -> str:
    """A change as a share of its base, with its sign.

    >>> growth(Decimal("-0.1234")), growth(Decimal("0.004")), growth(Decimal("4.2"))
    ('−12.3%', '+0.4%', '+420%')
    """
    if rate is None:
        return ABSENT
    places = 1 if abs(rate) < 1 else 0
    return signed(grouped(rate * 100, places) + "%", rounded(rate * 100, places))


def with_symbol(digits: str, currency: str) -> str:
    """Digits with their currency; the sign stays in front.

    >>> with_symbol("−5", "CNY"), with_symbol("5", "XAF"), with_symbol("5", "")
    ('−¥5', 'XAF 5', '5')
    """
    symbol = SYMBOLS.get(currency, f"{currency} " if currency else "")
    if digits.startswith(MINUS):
        return f"{MINUS}{symbol}{digits[1:]}"
    return symbol + digits
