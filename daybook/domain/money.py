"""Money: a decimal amount with its currency, which adds only to its own kind."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Money:
    """An amount in one currency.

    >>> Money(Decimal("1.10"), "CNY") + Money(Decimal("2.20"), "CNY")
    Money(amount=Decimal('3.30'), currency='CNY')
    """

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other).amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} does not add to {self.currency}")
        return other


def to_cents(amount: Decimal) -> Decimal:
    """Rounded to two decimals, halves away from zero, as a bill does.

    >>> to_cents(Decimal("2.005"))
    Decimal('2.01')
    """
    return amount.quantize(CENT, ROUND_HALF_UP)
