"""Windows of lowest prices out of the rulebook: what an event asks of the days before it, per rule with its days and share."""

from dataclasses import dataclass
from decimal import Decimal

from daybook.rulebook.rules import Rulebook

#: How the rules begin that say what a kind of event asks, and in them the numbers of its windows: lowest_30 and so on.
ASKED_OF_EVENTS, SHARE_OF_LOWEST = "E-ASK-", "lowest_"
#: Rule -> its windows: the name of the days, and of the share of the lowest price (None: all of it).
LOWEST: dict[str, tuple[tuple[str, str | None], ...]] = {
    "P-15D": (("days", None),),
    "P-AMZ60": (("low_days", None), ("recent_days", "of_recent_low")),
    "P-OMNIBUS": (("days", None),),
    "P-30D-90": (("days", "of_low"),),
    "P-HISTORY": (("days", None),),
}


@dataclass(frozen=True)
class LowestWindow:
    """An event's price is at most `share` of the lowest price of each of `days` days before it."""

    rule: str
    days: int
    share: Decimal


def lowest_windows(rules: Rulebook, currency: str, asks: tuple[str, ...] = ()) -> tuple[LowestWindow, ...]:
    """What holds for events of a shop, by its platform and currency; `asks` are rules that one event asks for besides.

    A rule with the number `asked` holds only where an event asks for it, one with `eu` only where the shop sells for a
    currency of the European Union.
    """
    found = []
    for rule in rules.rules:
        if rule.id.startswith(ASKED_OF_EVENTS) and rule.id in asks:
            found += [LowestWindow(rule.id, int(name.removeprefix(SHARE_OF_LOWEST)), share)
                      for name, share in rule.values.items() if name.startswith(SHARE_OF_LOWEST)]
        windows = LOWEST.get(rule.id, ())
        if ("asked" in rule.values and rule.id not in asks) or ("eu" in rule.values and currency not in EU_CURRENCIES):
            continue
        found += [LowestWindow(rule.id, int(rule.value(days)), Decimal(1) if share is None else rule.value(share))
                  for days, share in windows]
    return tuple(found)


#: Where the Omnibus directive holds, as far as a currency says it.
EU_CURRENCIES = frozenset({"EUR", "PLN", "SEK", "DKK", "CZK", "HUF", "RON"})
