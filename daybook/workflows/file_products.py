"""Products, their roles, costs and keywords as claims of the operating file."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from daybook.domain.file_page import Claim
from daybook.domain.rights import Right
from daybook.domain.said import Amount, Said, Term
from daybook.domain.seen import Seen
from daybook.metrics.definitions.sales import LINE_GMV, LINE_UNITS
from daybook.rulebook.reading import load

NUMBERS, COSTS = Right.SEE_NUMBERS.value, Right.SEE_COSTS.value
WEEKS4 = 28
MOST_WORDS = 10
ZERO = Decimal(0)


def lasts(name: str) -> int:
    """Days after which a kind of claim is old (rule R-FILE)."""
    return int(load().value("R-FILE", name))


def product_claims(seen: Seen) -> Iterator[Claim]:
    """Every product that sold in four weeks with its role, share and price; each SKU's cost; the words that cost most."""
    money = seen_sums(seen, "product", LINE_GMV.name, "item_id")
    units = seen_sums(seen, "product", LINE_UNITS.name, "item_id")
    whole, names, currency = sum(money.values(), ZERO), seen.names.get("item_id", {}), seen.shop.currency
    for item, paid in sorted(money.items(), key=lambda pair: (-pair[1], pair[0])):
        role = seen.given.role_of(item, seen.on)
        said = Term("item_role", role.role) if role else Said("no role given")
        price = Amount((paid / units[item]).quantize(Decimal("0.01")), "money", currency) if units.get(item) else Said("not sold")
        share = Amount((paid / whole).quantize(Decimal("0.0001")), "share") if whole else Said("not sold")
        yield Claim("products", " ".join(dict.fromkeys((names.get(item, item), item))), Said(
            "role {role}; {share} of what was paid in four weeks, {paid}, {price} a unit", role=said, share=share,
            paid=Amount(paid.quantize(Decimal("0.01")), "money", currency), price=price), f"item {item}", seen.reviewed, None,
            NUMBERS)
    for cost in seen.given.costs:
        now = seen.given.unit_cost(cost.sku, seen.on)
        if now is cost:
            yield Claim("products", cost.sku, Said("a unit costs {cost}", cost=Amount(cost.unit_cost, "money", cost.currency)),
                        f"given cost {cost.sku}", seen.shop.day_of(cost.known_at), lasts("term"), COSTS)
    yield from _words(seen)


def _words(seen: Seen) -> Iterator[Claim]:
    spend, gmv = (seen_sums(seen, "keyword", f"keyword_{name}", "keyword") for name in ("ad_spend", "ad_gmv"))
    for word, spent in sorted(spend.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]:
        if word and spent:
            sold = gmv.get(word, ZERO)
            yield Claim("keywords", word, Said(
                "spent {spent} and sold {sold} in four weeks, return {roas}", spent=Amount(spent.quantize(Decimal("0.01")), "money",
                                                                                          seen.shop.currency),
                sold=Amount(sold.quantize(Decimal("0.01")), "money", seen.shop.currency),
                roas=Amount((sold / spent).quantize(Decimal("0.01")), "ratio")), "ads", seen.reviewed, lasts("keyword"), NUMBERS)


def seen_sums(seen: Seen, dimension: str, metric: str, by: str) -> dict[str, Decimal]:
    """What a metric came to over the last four weeks, by one of its dimensions."""
    since, found = seen.reviewed - timedelta(days=WEEKS4 - 1), dict[str, Decimal]()
    for scope, days in seen.sliced.get(dimension, {}).get(metric, {}).items():
        key = dict(scope).get(by, "")
        total = sum((v for d, v in days.items() if d >= since), ZERO)
        if key and total:
            found[key] = found.get(key, ZERO) + total
    return found
