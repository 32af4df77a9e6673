"""Products with their roles, costs, margins and stock as claims of the operating file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.domain.file_page import Claim
from daybook.domain.given import UnitCost
from daybook.domain.rights import Right
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.seen import Seen
from daybook.domain.stock import StockLine
from daybook.metrics.definitions.sales import LINE_GMV, LINE_UNITS
from daybook.metrics.definitions.stock import SELLABLE_UNITS
from daybook.rulebook.reading import load

NUMBERS, COSTS = Right.SEE_NUMBERS.value, Right.SEE_COSTS.value
WEEKS4 = 28
ZERO, CENT = Decimal(0), Decimal("0.01")
#: SKUs whose stock is told: those that need something first.
MOST_STOCK, SOON = 8, 14
#: Spells without stock that are told.
MOST_GONE = 4


def lasts(name: str) -> int:
    """Days after which a kind of claim is old (rule R-FILE)."""
    return int(load().value("R-FILE", name))


def product_claims(seen: Seen, names: Mapping[str, str]) -> Iterator[Claim]:
    """Every product that sold in four weeks with its role, share and price, and what its units cost and leave."""
    money = seen_sums(seen, "product", LINE_GMV.name, "item_id")
    units = seen_sums(seen, "product", LINE_UNITS.name, "item_id")
    whole, currency = sum(money.values(), ZERO), seen.shop.currency
    order = sorted(money, key=lambda item: (-money[item], item))
    for item in order:
        paid = money[item]
        role = seen.given.role_of(item, seen.on)
        said = Term("item_role", role.role) if role else Said("no role given")
        price = Amount((paid / units[item]).quantize(CENT), "money", currency) if units.get(item) else Said("not sold")
        share = Amount((paid / whole).quantize(Decimal("0.0001")), "share") if whole else Said("not sold")
        yield Claim("products", named(item, names), Said(
            "role {role}; {share} of what was paid in four weeks, {paid}, {price} a unit", role=said, share=share,
            paid=Amount(paid.quantize(CENT), "money", currency), price=price), f"item {item}", last_in(seen), None, NUMBERS,
            ("role", *role_kind(seen, item)))
    yield from _costs(seen, names, order)


def role_kind(seen: Seen, item: str) -> tuple[str, ...]:
    """The role of an item as a kind of claims about it."""
    role = seen.given.role_of(item, seen.on)
    return (role.role,) if role else ()


def named(item: str, names: Mapping[str, str]) -> str:
    """An item by its title and its id, since people ask by either."""
    return " ".join(dict.fromkeys((names.get(item, item), item)))


def _costs(seen: Seen, names: Mapping[str, str], order: Sequence[str]) -> Iterator[Claim]:
    """What units of an item cost, and what of its price it leaves."""
    by_item: dict[str, list[UnitCost]] = defaultdict(list)
    items = {dict(scope).get("sku", ""): dict(scope).get("item_id", "") for dimension in ("product", "stock")
             for scopes in seen.sliced.get(dimension, {}).values() for scope in scopes}
    for cost in seen.given.costs:
        if seen.given.unit_cost(cost.sku, seen.on) is cost:
            by_item[items.get(cost.sku) or cost.sku].append(cost)
    place = {item: n for n, item in enumerate(order)}
    for item, costs in sorted(by_item.items(), key=lambda pair: (place.get(pair[0], len(place)), pair[0])):
        by_cost: dict[Decimal, list[str]] = defaultdict(list)
        for cost in costs:
            by_cost[cost.unit_cost].append(cost.sku)
        said: str = listed(Said("a unit of {skus} costs {cost}", skus=", ".join(sorted(skus)), cost=Amount(
            value, "money", costs[0].currency)) for value, skus in sorted(by_cost.items()))
        left = seen.margins.by_item.get(item)
        if left is not None:
            said = Said("{said}; after refunds, fees and freight {margin} of what is paid is left before ads", said=said,
                        margin=Amount(left.quantize(Decimal("0.0001")), "share"))
        yield Claim("products", names.get(item, item), said, f"given cost {costs[0].sku}", seen.shop.day_of(
            max(c.known_at for c in costs)), lasts("term"), COSTS, ("cost", *role_kind(seen, item)))


def stock_claims(lines: Sequence[StockLine], seen: Seen, names: Mapping[str, str]) -> Iterator[Claim]:
    """The stock of the SKUs that are gone first: how long it lasts, what is on its way, how long an order takes where somebody
    said it; then all that is on its way."""
    told = [line for line in lines if line.seen_on is not None and line.sellable is not None]
    if told:
        out = sum(1 for one in told if one.sellable is not None and one.sellable <= 0)
        soon = sum(1 for one in told if one.sellable and one.sellable > 0 and one.cover_days is not None and one.cover_days < SOON)
        yield Claim("products", Said("Stock"), Said(
            "{n} SKUs: {out} sold out, {soon} within {days} days of it; below those that are gone first", n=len(told), out=out,
            soon=soon, days=SOON), "stock", max(one.seen_on for one in told if one.seen_on), lasts("source"), NUMBERS, ("stock",))
        yield from _heroes(told, seen, names)
    for line in sorted(told, key=_gone_first)[:MOST_STOCK]:
        assert line.sellable is not None
        parts: list[str] = [Said("{units} units", units=f"{line.sellable.normalize():f}")]
        if line.cover_days is not None:
            parts.append(Said("lasts {n} days", n=line.cover_days))
        if line.in_transit:
            parts.append(Said("{n} units on their way", n=f"{line.in_transit.normalize():f}"))
        if line.surplus:
            parts.append(Said("{n} units more than is wanted", n=line.surplus))
        lead = line.need.lead if line.need else None
        parts.append(Said("an order takes {n} days", n=lead.days) if lead else Said("how long an order takes was not given"))
        yield Claim("products", f"{names.get(line.item_id, line.item_id)} {line.sku}", Said("stock: {said}", said=listed(parts)),
                    f"stock {line.sku}", line.seen_on, lasts("source"), NUMBERS,
                    ("stock", *(("surplus",) if line.surplus else ()), *role_kind(seen, line.item_id)))
    coming = [line for line in told if line.in_transit]
    if coming:
        yield Claim("products", Said("On their way"), listed(Said(
            "{item} {sku} {n} units", item=names.get(line.item_id, line.item_id), sku=line.sku, n=f"{line.in_transit or 0:f}")
            for line in sorted(coming, key=lambda one: (-(one.in_transit or ZERO), one.sku))[:MOST_STOCK]), "stock",
            max(line.seen_on for line in coming if line.seen_on), lasts("source"), NUMBERS, ("in_transit",))


def _heroes(lines: Sequence[StockLine], seen: Seen, names: Mapping[str, str]) -> Iterator[Claim]:
    """The stock of each hero, its SKUs together, and how long the first of them lasts."""
    by_item: dict[str, list[StockLine]] = defaultdict(list)
    for line in lines:
        if "hero" in role_kind(seen, line.item_id):
            by_item[line.item_id].append(line)
    for item, own in sorted(by_item.items()):
        units = sum((one.sellable or ZERO for one in own), ZERO)
        covers = [one.cover_days for one in own if one.cover_days is not None]
        said: str = Said("stock: {said}", said=Said("{units} units", units=f"{units.normalize():f}"))
        if covers:
            said = Said("{said}, the first of its {n} SKUs lasts {days} days", said=said, n=len(own), days=min(covers))
        yield Claim("products", names.get(item, item), said, "stock", max(one.seen_on for one in own if one.seen_on),
                    lasts("source"), NUMBERS, ("stock", "hero"))


def gone_claims(seen: Seen, names: Mapping[str, str]) -> Iterator[Claim]:
    """The last spells in which a SKU had nothing left to sell, among the days of stock that were read."""
    spells: list[tuple[date, date, str, str]] = []
    for scope, days in seen.sliced.get("stock", {}).get(SELLABLE_UNITS.name, {}).items():
        named, told = dict(scope), sorted(days)
        out = [day for day in told if days[day] <= 0]
        for day in out:
            before = told[told.index(day) - 1] if told.index(day) else None
            if spells and before == spells[-1][1] and spells[-1][2] == named.get("sku", ""):
                spells[-1] = (spells[-1][0], day, *spells[-1][2:])
            else:
                spells.append((day, day, named.get("sku", ""), named.get("item_id", "")))
    for first, last, sku, item in sorted(spells, reverse=True)[:MOST_GONE]:
        yield Claim("products", f"{names.get(item, item)} {sku}".strip(), Said(
            "nothing left to sell {first} to {last}, {n} days", first=f"{first}", last=f"{last}", n=(last - first).days + 1),
            f"stock {sku}", last, None, NUMBERS, ("stockout", *role_kind(seen, item)))


def _gone_first(line: StockLine) -> tuple[object, ...]:
    return line.cover_days is None, line.cover_days or 0, line.sku


def last_in(seen: Seen) -> date:
    """The last day whose orders are in: what four weeks end with; the day reviewed where none is."""
    return max((day for day in seen.daily.get("paid_gmv", {}) if day <= seen.reviewed), default=seen.reviewed)


def seen_sums(seen: Seen, dimension: str, metric: str, by: str) -> dict[str, Decimal]:
    """What a metric came to over the last four weeks that are in, by one of its dimensions."""
    until, found = last_in(seen), dict[str, Decimal]()
    since = until - timedelta(days=WEEKS4 - 1)
    for scope, days in seen.sliced.get(dimension, {}).get(metric, {}).items():
        key = dict(scope).get(by, "")
        total = sum((v for d, v in days.items() if since <= d <= until), ZERO)
        if key and total:
            found[key] = found.get(key, ZERO) + total
    return found
