"""Prices that jumped: what buyers paid for a SKU, or what the shop shows for it, moved further than a day explains."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, rule
from daybook.desks.worth import beside
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Scope, Seen

JUMPED = "price.jumped"
WINDOW = 28
LEAST_UNITS = 3        # a price paid by fewer says more of the buyer than of the price
LEAST_DAYS = 5         # days with a sale among the weeks before; fewer tell no usual price
MANY_DAYS = 20         # with a sale on so many days one odd low one says nothing
LEAST_SHARE = Decimal("0.01")   # of the day's paid amount; less is told in the product list


def find_price_jumps(seen: Seen) -> Iterator[BriefFinding]:
    """SKUs whose shown price, or else whose paid price per unit, moved by more than the rulebook's share overnight.

    At stake: units of the day times the difference.  A promotion of the shop's own on that day is no mistake.
    """
    if any(e.first <= seen.reviewed <= e.last for e in seen.given.own_events):
        return
    found = list(_jumps(seen))
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found


def _jumps(seen: Seen) -> Iterator[BriefFinding]:
    units = seen.sliced.get("product", {}).get("line_units", {})
    gmv = seen.sliced.get("product", {}).get("line_gmv", {})
    for scope, days in sorted(units.items()):
        sold, paid = days.get(seen.reviewed), gmv.get(scope, {}).get(seen.reviewed)
        prices = paid_prices(units.get(scope, {}), gmv.get(scope, {}), seen.reviewed)
        if not sold or sold < LEAST_UNITS or paid is None or len(prices) < LEAST_DAYS:
            continue
        if not _has_usual_price(prices) or _bought_by_few(seen, scope):
            continue
        now, before = paid / sold, prices[len(prices) // 2]
        if jumped(now, prices) and abs(before - now) * sold >= LEAST_SHARE * (seen.value("paid_gmv", seen.reviewed) or 0):
            yield _finding(seen, scope, now.quantize(CENT), before.quantize(CENT), sold)


def _has_usual_price(prices: list[Decimal]) -> bool:
    """Whether a SKU has one price: postage, hand-typed lines and SKUs sold to resellers too have many."""
    return prices[-1] <= rule("M-PRICE-USUAL", "times") * prices[0]


def _bought_by_few(seen: Seen, scope: Scope) -> bool:
    """Whether so few orders paid the price that it says more of a buyer than of the shop; no where not known."""
    orders = seen.sliced.get("product", {}).get("line_orders", {}).get(scope, {}).get(seen.reviewed)
    return orders is not None and orders < rule("M-PRICE-USUAL", "orders")


def paid_prices(units: Mapping[date, Decimal], gmv: Mapping[date, Decimal], reviewed: date) -> list[Decimal]:
    """Paid price per unit of each day of the weeks before on which the SKU sold, in order of size.

    Of many days the cheapest is left out: a price far too low a week ago is no price of the shop's.  The dearest stays: shops
    that sell to resellers and to people have dear days now and then.
    """
    found = sorted(gmv[d] / units[d] for d in (reviewed - timedelta(days=n) for n in range(1, WINDOW + 1))
                   if units.get(d) and gmv.get(d))
    return found[1:] if len(found) >= MANY_DAYS else found


def jumped(now: Decimal, prices: list[Decimal]) -> bool:
    """Whether a price lies further beyond every price of the weeks before than the rulebook lets pass.

    Beyond every one, so that a shop that sells at several prices (by quantity, to resellers) is left alone.

    >>> jumped(Decimal(19), [Decimal(189), Decimal(190), Decimal(199)]), jumped(Decimal(4), [Decimal(4), Decimal(9)])
    (True, False)
    """
    share = rule("M-PRICE-JUMP")
    return now < prices[0] * (1 - share) or now > prices[-1] * (1 + share)


def _finding(seen: Seen, scope: Scope, now: Decimal, before: Decimal, sold: Decimal) -> BriefFinding:
    named = tuple((k, v) for k, v in scope if v)
    sku = dict(scope).get("sku") or dict(scope).get("item_id", "")
    stake = _stake(seen, scope, now, before, sold)
    return BriefFinding(
        id=f"{JUMPED}.{sku}", kind=JUMPED, metric="deal_price", zh="到手价", unit=Unit.MONEY, scope=named,
        direction="down" if now < before else "up", measured=now, base_kind="usual", base=before, odds_noise=None,
        at_stake=stake, since=seen.reviewed, urgency="now",
        causes=(Cause("event", named, now - before),), sources=("orders",), currency=seen.shop.currency,
        words=Said("{sku} was paid at {now}, usually {before}: {n} units", sku=sku,
                   now=Amount(now, "money", seen.shop.currency), before=Amount(before, "money", seen.shop.currency),
                   n=sold.quantize(Decimal(1))))


def _stake(seen: Seen, scope: Scope, now: Decimal, before: Decimal, sold: Decimal) -> Gain:
    """What the day cost beside an ordinary one: contribution where the SKU's margin is known, else what buyers did not
    pay.  A wrong price sells more units, and each of them costs what it always did; what buyers take beside it is at
    its own price."""
    given_away = (abs(before - now) * sold).quantize(CENT)
    margin, of_price = seen.margins.by_sku.get(dict(scope).get("sku", "")), seen.margins.of_price
    if margin is None or of_price is None:
        return Gain(given_away, given_away, given_away, seen.shop.currency)
    usual = _usual(seen, seen.sliced["product"]["line_units"][scope])
    each = before * margin - (before - now) * of_price        # fees, tax and refunds follow the price; goods do not
    taken_along = beside(seen, max(sold - usual, Decimal(0))) * (seen.margins.shop or Decimal(0))
    mid = abs(usual * before * margin - sold * each - taken_along).quantize(CENT)
    return Gain((mid * 2 / 3).quantize(CENT), mid, (mid * 4 / 3).quantize(CENT), seen.shop.currency, "contribution")


def _usual(seen: Seen, days: Mapping[date, Decimal]) -> Decimal:
    """A day's mean over the known days of the weeks before."""
    known = [d for d in (seen.reviewed - timedelta(days=n) for n in range(1, WINDOW + 1))
             if seen.value("paid_orders", d) is not None]
    return sum((days.get(d, Decimal(0)) for d in known), Decimal(0)) / max(len(known), 1)
