"""Whether shop and product may take part, before anything is filled in: each thing asked, what is there, and the rule behind it.

Prices come from the price planner, which knows every window of lowest prices; nothing of them is reckoned here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.domain.activities import Check, Met
from daybook.domain.brief import Unit
from daybook.domain.event_calendar import Activity
from daybook.domain.said import Said
from daybook.rulebook.rules import Rule, Rulebook

CENT = Decimal("0.01")
#: Rule behind an end of the planner that has no rule's id.
BEHIND = {"Was price": "P-AMZ60", "other channel": "P-ACROSS", "list price": "G-MARGIN"}


@dataclass(frozen=True)
class ShopFacts:
    """What is known of the shop; None is not known."""

    score: Decimal | None = None
    active_rate: Decimal | None = None


@dataclass(frozen=True)
class ItemFacts:
    """What is known of a SKU and its item; None is not known.

    `price` what it would be filed at, `high` the most that every window leaves and `by` the rule and `by_day` the day that set
    it, `least` what was promised or filed before, `floor` what the margin asks for.
    """

    units_30: int
    sku_units_30: int
    on_hand: int | None
    usual: Decimal | None
    price: Decimal | None
    high: Decimal | None
    by: str = ""
    by_day: date | None = None
    floor: Decimal | None = None
    category: str = ""
    reviews: int | None = None
    bad_reviews: int | None = None
    rating: Decimal | None = None


def shop_checks(shop: ShopFacts, activity: Activity, rules: Rulebook) -> tuple[Check, ...]:
    """What the event asks of the shop."""
    asks = asked(activity, rules)
    return tuple(_shop(shop, asks)) if asks else ()


def _shop(shop: ShopFacts, asks: Rule) -> Iterator[Check]:
    if "score" in asks.values:
        yield _at_least("shop_score", shop.score, asks, "score", Unit.RATIO, Said(
            "say what the console shows: `daybook fact --object shop score=…`"), Said("mend the score first"))
    if "active_rate" in asks.values:
        yield _at_least("active_sku_share", shop.active_rate, asks, "active_rate", Unit.SHARE, Said(
            "take in the stock export"), Said("take off what never sells, or bring traffic to it"))
    yield Check("violations", Met.UNTOLD, "", do=Said("look in the console whether points were taken off"))


def item_checks(item: ItemFacts, activity: Activity, rules: Rulebook) -> tuple[Check, ...]:
    """What the event asks of a product, the price first."""
    asks = asked(activity, rules)
    return (*_price(item), *_margin(item), *_stock(item, rules), *(_product(item, activity, asks) if asks else ()))


def asked(activity: Activity, rules: Rulebook) -> Rule | None:
    """The rule of what such an event asks; None where the platform has none."""
    return rules.found(f"E-ASK-{activity.kind.upper()}")


def event_stock(item: ItemFacts, activity: Activity, rules: Rulebook) -> int | None:
    """Units to set aside: what the event's days ask at the middle factor, three usual days at the least, no more than is there."""
    if item.on_hand is None:
        return None
    pace = Decimal(item.sku_units_30) / 30
    days = (activity.last - activity.first).days + 1
    needed = max(pace * days * rules.value("E-UPLIFT", "mid"), pace * least_days(rules), Decimal(1))
    return max(min(int(needed.to_integral_value("ROUND_UP")), item.on_hand), 0)


def least_days(rules: Rulebook) -> Decimal:
    """Usual days that event stock lasts at the least (E-STOCK3); one where the platform has no such rule."""
    rule = rules.found("E-STOCK3")
    return Decimal(1) if rule is None else rule.value()


def _price(item: ItemFacts) -> Iterator[Check]:
    """Whether a price is left under every window; the failing rule is the one that holds it down."""
    rule = BEHIND.get(item.by, item.by)
    if item.usual is None:
        yield Check("event_price", Met.UNTOLD, "", do=Said("take in the order exports first"))
    elif item.price is None:
        yield Check("event_price", Met.FAILED, rule or "P-PROMISE", item.usual, item.high, Unit.MONEY,
                    Said("do not file it: no price keeps the windows and what was filed or promised before"), item.by_day)
    else:
        yield Check("event_price", Met.MET, rule, item.price, item.high, Unit.MONEY, day=item.by_day)


def _margin(item: ItemFacts) -> Iterator[Check]:
    if item.floor is None:
        yield Check("break_even", Met.UNTOLD, "G-MARGIN", item.price, None, Unit.MONEY, Said("give the cost: `daybook set cost`"))
    elif item.price is not None:
        met = Met.MET if item.price >= item.floor else Met.FAILED
        yield Check("break_even", met, "G-MARGIN", item.price, item.floor, Unit.MONEY, Said(
            "the windows ask for less than full costs and margin leave: do not file it") if met is Met.FAILED else "")


def _stock(item: ItemFacts, rules: Rulebook) -> Iterator[Check]:
    least = max(int((Decimal(item.sku_units_30) / 30 * least_days(rules)).to_integral_value("ROUND_UP")), 1)
    if item.on_hand is None:
        yield Check("event_stock", Met.UNTOLD, "E-STOCK3", None, Decimal(least), Unit.UNITS, Said("take in the stock export"))
    else:
        met = Met.MET if item.on_hand >= least else Met.FAILED
        yield Check("event_stock", met, "E-STOCK3", Decimal(item.on_hand), Decimal(least), Unit.UNITS,
                    Said("bring units first") if met is Met.FAILED else "")


def _product(item: ItemFacts, activity: Activity, asks: Rule) -> Iterator[Check]:
    if "units_30" in asks.values:
        yield _at_least("units_30", Decimal(item.units_30), asks, "units_30", Unit.UNITS, "", Said("sell it for a month first"))
    if "good_rate" in asks.values:
        yield _reviews(item, asks)
    if "rating" in asks.values:
        yield _at_least("rating", item.rating, asks, "rating", Unit.RATIO, Said("look at the stars in the console"), Said(
            "bring better reviews first"))
    if activity.categories:
        yield _category(item, activity, asks)


def _reviews(item: ItemFacts, asks: Rule) -> Check:
    """The share of good reviews; of few reviews nobody can tell."""
    if item.reviews is None or item.reviews < asks.value("reviews"):
        return Check("good_rate", Met.UNTOLD, asks.id, None, asks.value("good_rate"), Unit.SHARE, Said(
            "{n} reviews are known: look at the share in the console", n=item.reviews or 0))
    good = 1 - Decimal(item.bad_reviews or 0) / item.reviews
    met = Met.MET if good >= asks.value("good_rate") else Met.FAILED
    return Check("good_rate", met, asks.id, good.quantize(Decimal("0.001")), asks.value("good_rate"), Unit.SHARE,
                 Said("mend what buyers complain of first") if met is Met.FAILED else "")


def _category(item: ItemFacts, activity: Activity, asks: Rule) -> Check:
    words = " / ".join(activity.categories)
    if not item.category:
        return Check("category", Met.UNTOLD, asks.id, None, words, Unit.COUNT, Said("say its category: `daybook fact`"))
    met = Met.MET if any(word in item.category for word in activity.categories) else Met.FAILED
    return Check("category", met, asks.id, item.category, words, Unit.COUNT,
                 Said("the event is for other categories") if met is Met.FAILED else "")


def _at_least(name: str, has: Decimal | None, rule: Rule, value: str, unit: Unit, tell: str, do: str) -> Check:
    least = rule.value(value)
    met = Met.UNTOLD if has is None else Met.MET if has >= least else Met.FAILED
    return Check(name, met, rule.id, has, least, unit, {Met.UNTOLD: tell, Met.FAILED: do}.get(met, ""))
