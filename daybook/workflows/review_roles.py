"""Products by their role: the role that a person gave, else one that the facts propose, and whether the product holds it.

What a role has to hold are rules R-ROLE and R-ROLE-KEPT; without a number that could tell, it cannot be told.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from daybook.domain.review_parts import ROLES, RoleLine
from daybook.domain.said import Amount, Said
from daybook.rulebook.reading import load
from daybook.workflows.review_facts import Facts, ItemSums

KEPT, NOT_KEPT, CANNOT_TELL = "kept", "not_kept", "cannot_tell"
#: What somebody does next for a role that holds, and for one that does not.
TODO = {
    "hero": (Said("keep its stock and its best place; no edit without a test"),
             Said("find which step lost: visitors, conversion or stock; ads go here first")),
    "traffic": (Said("send its visitors on to profit products"), Said("renew picture and title, or hand its role on")),
    "profit": (Said("show it beside the hit; no discount on it"),
               Said("raise its price or lower its cost before it gets more visitors")),
    "image": (Said("keep its price; it takes part in no discount"), Said("show it where the brand is seen; its price stays")),
    "new": (Said("give it more: ads, the first reviews, a place in the event"),
            Said("mend page and price within two weeks, or end the test")),
    "long_tail": (Said("leave it alone: no ads, no stock beyond what it sells"), Said("leave it alone, or take it off")),
    "clearance": (Said("lower the price step by step until the stock is gone"),
                  Said("lower the price now: it stands in the way and costs money")),
}


def roles_of(facts: Facts) -> tuple[RoleLine, ...]:
    """Every product that sold in one of both spans, in the order of the roles, the most paid first within one."""
    lines = [_line(item, facts) for item in facts.items if item.paid or item.before]
    order = {role: n for n, role in enumerate(ROLES)}
    return tuple(sorted(lines, key=lambda line: (order.get(line.role, len(ROLES)), -line.paid, line.item_id)))


def _line(item: ItemSums, facts: Facts) -> RoleLine:
    given = facts.seen.given.role_of(item.item_id, facts.last)
    role, why = _proposed(item, facts) if given is None else (
        given.role, Said("given on {day}", day=facts.seen.shop.day_of(given.known_at)))
    stands, measured = _judge(role)(item, facts) if facts.whole else (CANNOT_TELL, Said("not every day of both spans is in"))
    todo = TODO.get(role, TODO["long_tail"])[stands == NOT_KEPT]
    return RoleLine(item.item_id, item.name, role, given is not None, why, item.paid,
                    item.before if facts.before_in else None, facts.share(item.paid),
                    item.contribution, stands, measured, "" if stands == CANNOT_TELL else todo)


def _proposed(item: ItemSums, facts: Facts) -> tuple[str, str]:
    """A role by facts, and which: new by its first sale, to clear by its last, a hit by its share, image by its price."""
    rules = load()
    new, still = (timedelta(days=int(rules.value("R-ROLE", name))) for name in ("new_days", "still_days"))
    if item.first_sold and item.first_sold > facts.read_from and facts.last - item.first_sold < new and not item.before:
        return "new", Said("first sold on {day}", day=item.first_sold)
    if item.last_sold and facts.last - item.last_sold >= still:
        return "clearance", Said("not sold since {day}", day=item.last_sold)
    share = facts.share(item.paid)
    if share is not None and share >= rules.value("R-ROLE", "hero"):
        return "hero", Said("{share} of what was paid", share=Amount(share, "share"))
    prices = sorted(i.price for i in facts.items if i.price is not None)
    if item.price is not None and len(prices) > 3 and item.price > prices[int(rules.value("R-ROLE", "image") * (len(prices) - 1))]:
        return "image", Said("{price} a unit, among the dearest", price=_money(item.price, facts))
    left, whole = item.left, facts.left()
    if left is not None and whole is not None and left > whole:
        return "profit", Said("leaves {left} of a yuan, the shop {whole}", left=Amount(left, "share"), whole=Amount(whole, "share"))
    return "long_tail", Said("none of the other roles")


def _money(value: Decimal, facts: Facts) -> Amount:
    return Amount(value, "money", facts.seen.shop.currency)


Judged = tuple[str, str]


def _judge(role: str) -> Callable[[ItemSums, Facts], Judged]:
    return {"profit": _profit, "clearance": _clearing, "hero": _hero, "new": _new, "image": _image}.get(role, _sold)


def _change(now: Decimal, before: Decimal) -> Decimal | None:
    return (now / before - 1).quantize(Decimal("0.0001")) if before else None


def _held(item: ItemSums, facts: Facts, least: Decimal) -> Judged:
    """Against the shop's own change, so that an event in one of both spans is no loss or growth of the product."""
    change, whole = _change(item.paid, item.before), _change(facts.paid, facts.paid_before)
    if change is None or whole is None:
        return CANNOT_TELL, Said("nothing was sold in the span before")
    kept = whole <= -1 or (1 + change) / (1 + whole) - 1 >= least
    return KEPT if kept else NOT_KEPT, Said("{own} paid against the span before, the shop {whole}", own=_signed(change),
                                            whole=_signed(whole))


def _signed(change: Decimal) -> str:
    return Said("+{share}" if change > 0 else "{share}", share=Amount(change, "share"))


def _hero(item: ItemSums, facts: Facts) -> Judged:
    return _held(item, facts, load().value("R-ROLE-KEPT", "hero"))


def _image(item: ItemSums, facts: Facts) -> Judged:
    return _held(item, facts, load().value("R-ROLE-KEPT", "image"))


def _new(item: ItemSums, facts: Facts) -> Judged:
    if not item.before and item.paid:
        return KEPT, Said("{n} units in its first span", n=f"{item.units:f}")
    return _held(item, facts, load().value("R-ROLE-KEPT", "new"))


def _profit(item: ItemSums, facts: Facts) -> Judged:
    left, whole = item.left, facts.left()
    if left is None or whole is None:
        return CANNOT_TELL, Said("a cost is not known")
    kept = left >= whole * load().value("R-ROLE-KEPT", "profit")
    return KEPT if kept else NOT_KEPT, Said("leaves {left} of a yuan, the shop {whole}", left=Amount(left, "share"),
                                            whole=Amount(whole, "share"))


def _clearing(item: ItemSums, facts: Facts) -> Judged:
    if not item.units:
        return NOT_KEPT, Said("no unit was sold")
    return _held(item, facts, Decimal(0))


def _sold(item: ItemSums, facts: Facts) -> Judged:
    return (KEPT, Said("{n} units sold", n=f"{item.units:f}")) if item.units else (NOT_KEPT, Said("no unit was sold"))
