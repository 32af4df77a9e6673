"""Guards of stock, purchases and event registrations."""

from datetime import timedelta
from decimal import Decimal

from daybook.actions.guards.everywhere import put_back
from daybook.actions.guards.guard import Guard, not_known, refuse, rule_here, untold
from daybook.actions.guards.paid import cost_unknown, floor_price, left_of
from daybook.actions.guards.windows import lowest_known, plan_of, wished
from daybook.domain.moves.stock import EventRegistration, PurchaseRequest, StockCorrection
from daybook.domain.price_plan import ELSEWHERE, WAS_PRICE
from daybook.domain.said import Amount, Said
from daybook.domain.situation import Hold, Situation
from daybook.domain.verdict import Pass, Verdict
from daybook.rulebook.price_windows import lowest_windows
from daybook.rulebook.rules import Rulebook

CENT = Decimal("0.01")
MONTH = 30
#: What holds an event down besides days of this shop -> the rule behind it.
BEHIND = {WAS_PRICE: "P-AMZ60", ELSEWHERE: "P-ACROSS"}


def a_count_is_plausible(move: StockCorrection, now: Situation, rules: Rulebook) -> Verdict:
    """A count is not below nothing, nor far from what was there."""
    if move.to < 0:
        return refuse(rules, "G-RANGE", Said("{n} units cannot be on hand", n=move.to), Said("count again"))
    if now.sales.on_hand is None and now.current is None:
        return not_known(rules, Said("what is on hand"), Said("read the shop or its stock export first"))
    small = int(rules.value("G-COUNT", "small"))
    change, share = abs(move.to - move.was), now.limits.max_correction_share
    if change > max(move.was * share, Decimal(small)) and not put_back(move, now):
        return refuse(rules, "G-COUNT", Said("from {was} to {to} is more than a miscount", was=move.was, to=move.to),
                      Said("count again; book goods that came in or left as what they are"))
    return Pass(Said("{n} units counted otherwise", n=change))


def nothing_is_oversold(move: StockCorrection, now: Situation, rules: Rulebook) -> Verdict:
    """What is allocated to orders that have not left stays covered."""
    held = now.sales.allocated
    if held is None and move.to < move.was:
        return untold(rules, now, Said("how many units are in orders that have not left"), move.object_id, "allocated")
    if held is not None and 0 <= move.to < held:
        return refuse(rules, "G-COUNT", Said("{held} units are in orders that have not left; {to} would oversell", held=held,
                                             to=move.to), Said("settle those orders first, or stay at {held}", held=held))
    return Pass(Said("orders stay covered"))


def a_purchase_is_one(move: PurchaseRequest, now: Situation, rules: Rulebook) -> Verdict:
    """Units, a price and a day to come; not far above what the goods cost so far, nor above the client's limit."""
    if move.units < 1 or move.unit_cost <= 0 or (move.arrives is not None and move.arrives < now.today):
        return refuse(rules, "G-RANGE", Said("a purchase has units, a price and a day to come"), Said("mend the request"))
    known, over = now.costs.unit_cost, rules.value("G-BUY", "over_cost")
    if known is None:
        return not_known(rules, Said("what a unit cost so far"), Said("give it with `daybook set cost`"))
    if known is not None and move.unit_cost > known * (1 + over):
        return refuse(rules, "G-BUY", Said("{cost} a unit, {known} so far", cost=_money(move.unit_cost, now),
                                           known=_money(known, now)), Said("ask the supplier, or set the new unit cost first"))
    most = now.limits.max_purchase
    if most is not None and move.units * move.unit_cost > most:
        return refuse(rules, "G-BUY", Said("{money} in one purchase, at most {most}", most=_money(most, now),
                                           money=_money(move.units * move.unit_cost, now)),
                      Said("buy {n} units", n=int(most / move.unit_cost)))
    return Pass(Said("units, price and day are possible"))


def a_purchase_sells_in_time(move: PurchaseRequest, now: Situation, rules: Rulebook) -> Verdict:
    """What is bought sells within the cover that the client allows."""
    sold = now.sales.sku_units_30 if now.sales.sku_units_30 is not None else now.sales.units_30
    if sold is None or now.sales.units_30 is None:
        return not_known(rules, Said("what this item sold in 30 days"), Said("take in the order exports first"))
    if now.sales.on_hand is None:
        return not_known(rules, Said("what is on hand"), Said("read the shop or its stock export first"))
    after = now.sales.on_hand + (now.sales.on_the_way or 0) + move.units
    most = now.limits.max_cover_days
    if after * MONTH > most * sold:
        fits = max(int(most * sold / MONTH) - (after - move.units), 0)
        return refuse(rules, "G-BUY", Said("it would last longer than {most} days at today's pace", most=int(most)),
                      Said("buy {n} units", n=fits))
    return Pass(Said("it sells in time"))


def an_event_is_filed_in_time(move: EventRegistration, now: Situation, rules: Rulebook) -> Verdict:
    """An event is to come, and filed early enough."""
    if move.last < move.first or move.first <= now.today:
        return refuse(rules, "G-RANGE", Said("it began on {first}", first=move.first), Said("file for the next one"))
    rule = rule_here(rules, "E-37-15")
    ahead = int(rule.value("file_before")) if rule else 1
    if move.first - timedelta(days=ahead) < now.today:
        return refuse(rules, "E-37-15", Said("it begins on {first}; filed {n} days ahead at the latest", first=move.first,
                                             n=ahead), Said("file for the next one"))
    return Pass(Said("filed in time"))


def an_event_price_keeps_its_windows(move: EventRegistration, now: Situation, rules: Rulebook) -> Verdict:
    """The price is one, pays, and lies within the windows of lowest prices that the platform asks for."""
    if move.price <= 0 or move.price != move.price.quantize(CENT):
        return refuse(rules, "G-RANGE", Said("{amount} is no price", amount=str(move.price)), Said("give a price"))
    missing = _window_unknown(move, now, rules)
    return missing or _over_its_windows(move, now, rules) or _star_or_days(move, now, rules) or Pass(
        Said("the price lies within its windows"))


def _window_unknown(move: EventRegistration, now: Situation, rules: Rulebook) -> Verdict | None:
    """A refusal where no price of a window that the platform looks at is known, nor what its console shows."""
    for window in lowest_windows(rules, now.shop.currency):
        if not lowest_known(now, window.days):
            return not_known(rules, Said("the lowest price of {n} days", n=window.days),
                             Said("take in the order exports first"))
    amazon = rule_here(rules, "P-AMZ60") is not None
    for fact, value in (("was_price", now.prices.was_price), ("promo_days_90", now.prices.promo_days_90)) if amazon else ():
        if value is None:
            return untold(rules, now, Said("the Was price, 0 where none is shown, and the days on promotion"), move.object_id, fact)
    return None


def _over_its_windows(move: EventRegistration, now: Situation, rules: Rulebook) -> Verdict | None:
    """A refusal where the price plan leaves the event, filed today, only a lower price, or none."""
    mine = wished(move.event, move.first, move.last, move.price, now.today)
    others = tuple(w for w in now.windows or () if w.hold is not Hold.WISH and (w.event, w.first) != (move.event, move.first))
    room = plan_of(now, rules, (*others, mine)).rooms(0)[-1]
    by = BEHIND.get(room.by.rule, room.by.rule) if room.by else "P-15D"
    if room.price is None:
        return refuse(rules, by, Said("no price keeps the windows of {event} and what was filed or promised before",
                                      event=move.event), Said("do not file it"))
    if room.high is not None and move.price > room.high:
        seen = room.by.day if room.by and room.by.day else now.today
        if by == "P-ACROSS":
            return refuse(rules, by, Said("{price} lies above {top}, for which the product was sold in another shop on {day}",
                                          day=seen, price=_money(move.price, now), top=_money(room.high, now)),
                          Said("file it at {low} at most", low=_money(room.high, now)))
        return refuse(rules, by, Said(
            "{price} lies above {top}, what the lowest prices and the Was price allow (bound on {day})", day=seen,
            price=_money(move.price, now), top=_money(room.high, now)),
            Said("file it at {low} at most", low=_money(room.high, now)))
    if room.low is not None and move.price < room.low:
        return refuse(rules, "P-PROMISE", Said("{price} lies below {least}, which was filed or promised", least=_money(
            room.low, now), price=_money(move.price, now)), Said("file it at {low} or above", low=_money(room.low, now)))
    return None


def _star_or_days(move: EventRegistration, now: Situation, rules: Rulebook) -> Verdict | None:
    """What platforms ask of an item besides its windows: a price star held for days, few days on promotion."""
    rule = rule_here(rules, "P-15D")
    if rule is not None:
        star, days = now.prices.star, now.prices.star_days
        for fact, value in (("price_star", star), ("price_star_days", days)):
            if value is None:
                return untold(rules, now, Said("the price star, and on how many days it was held"), move.object_id, fact)
        if (star is not None and star < rule.value("star")) or (days is not None and days <= rule.value("star_days_above")):
            return refuse(rules, "P-15D", Said("the price star is too low, or was on too few days"),
                          Said("hold a better price for some days first"))
    rule, days = rule_here(rules, "P-AMZ60"), now.prices.promo_days_90
    if rule is not None and days is not None and days >= rule.value("promo_share") * rule.value("promo_days"):
        return refuse(rules, "P-AMZ60", Said("on promotion on {n} of 90 days", n=days), Said("pause promotions first"))
    return None


def an_event_pays(move: EventRegistration, now: Situation, rules: Rulebook) -> Verdict:
    """The event price leaves the margin that the client wants, after full costs."""
    left = left_of(move.price, now.costs)
    if left is None:
        return cost_unknown(rules, now)
    if move.price <= 0 or left < move.price * now.limits.min_margin:
        floor = floor_price(now.costs, now.limits.min_margin)
        return refuse(rules, "G-MARGIN", Said("at {price} too little is left after full costs", price=_money(move.price, now)),
                      Said("file it at {floor} or above", floor=_money(floor, now)) if floor else Said("do not file it"))
    return Pass(Said("it leaves {left}", left=_money(left.quantize(CENT), now)))


def event_stock_is_there(move: EventRegistration, now: Situation, rules: Rulebook) -> Verdict:
    """Event stock lasts three usual days, and is on hand."""
    sold, on_hand = now.sales.units_30, now.sales.on_hand
    if sold is None or on_hand is None:
        return not_known(rules, Said("sales and stock of this item"), Said("take in orders and stock first"))
    rule = rule_here(rules, "E-STOCK3")
    least = Decimal(sold) / MONTH * (rule.value() if rule else 1)
    if move.stock < max(least, Decimal(1)) or move.stock > on_hand - (now.sales.allocated or 0):
        return refuse(rules, "E-STOCK3", Said("{stock} units for the event; at least {least}, and {there} are there",
                                              stock=move.stock, least=int(least.to_integral_value("ROUND_UP")),
                                              there=on_hand - (now.sales.allocated or 0)),
                      Said("file between both, or restock first"))
    return Pass(Said("{stock} units are there", stock=move.stock))


def the_shop_may_file(move: EventRegistration, now: Situation, rules: Rulebook) -> Verdict:
    """The shop's score reaches the floor that events ask for."""
    rule = rule_here(rules, "E-SCORE")
    if rule is None:
        return Pass(Said("events of this platform ask for no score"))
    if now.sales.score is None:
        return untold(rules, now, Said("the shop's score"), "shop", "score")
    if now.sales.score < rule.value("floor_low"):
        return refuse(rules, "E-SCORE", Said("the shop's score is {score}, events ask for {floor}", score=now.sales.score,
                                             floor=rule.value("floor_low")), Said("mend the score first"))
    return Pass(Said("the shop's score is {score}", score=now.sales.score))


def _money(value: Decimal, now: Situation) -> Amount:
    return Amount(value, "money", now.shop.currency)


EVENT = (EventRegistration,)
GUARDS = (
    Guard(a_count_is_plausible, (StockCorrection,), ("G-COUNT", "G-RANGE", "G-KNOWN")),
    Guard(nothing_is_oversold, (StockCorrection,), ("G-COUNT", "G-KNOWN")),
    Guard(a_purchase_is_one, (PurchaseRequest,), ("G-BUY", "G-RANGE", "G-KNOWN")),
    Guard(a_purchase_sells_in_time, (PurchaseRequest,), ("G-BUY", "G-KNOWN")),
    Guard(an_event_is_filed_in_time, EVENT, ("E-37-15", "G-RANGE")),
    Guard(an_event_price_keeps_its_windows, EVENT, (
        "P-15D", "P-AMZ60", "P-OMNIBUS", "P-ACROSS", "P-PROMISE", "G-RANGE", "G-KNOWN")),
    Guard(an_event_pays, EVENT, ("G-MARGIN", "G-KNOWN")),
    Guard(event_stock_is_there, EVENT, ("E-STOCK3", "G-KNOWN")),
    Guard(the_shop_may_file, EVENT, ("E-SCORE", "G-KNOWN")),
)
