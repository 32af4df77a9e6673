"""Guards of listings: what sells is not touched, one edit at a time, nothing risky near an event, no bait."""

from datetime import timedelta
from decimal import Decimal

from daybook.actions.guards.everywhere import put_back
from daybook.actions.guards.guard import Guard, not_known, refuse, rule_here
from daybook.actions.guards.paid import cost_unknown, left_of
from daybook.domain.moves.listing import Attributes, Images, Listed, SkuAdd, SkuRemove, Title
from daybook.domain.moves.move import Move
from daybook.domain.moves.price import Coupon
from daybook.domain.moves.stock import StockCorrection
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.situation import Hold, Situation
from daybook.domain.verdict import Pass, Verdict
from daybook.rulebook.rules import Rulebook

#: Attributes by whose change platforms suspect another product under the link, in both languages.
SENSITIVE = frozenset({
    "类目", "category", "品牌", "brand", "型号", "model", "货号", "颜色分类", "尺码", "尺寸", "规格", "sku_dimension", "color",
    "size", "variation_theme"})
RISKY = (Title, Images, Attributes, SkuRemove)
EDITS = (Title, Images, Attributes)
#: What the platform weighs anew when it changes, by the name of the move or "edit" that somebody noted.
WEIGHED = frozenset({"title", "images", "attributes", "item_discount", "list_price", "edit"})
HONEST = frozenset({"trial", "single", "accessory", "refill", "variant"})


def sales_are_known(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """Whether the item sells is known before its listing is changed."""
    if now.sales.units_30 is None:
        return not_known(rules, Said("what this item sold in 30 days"), Said("take in the order exports first"))
    return Pass(Said("it sold {n} units in 30 days", n=now.sales.units_30))


def what_sells_keeps_its_identity(move: Attributes, now: Situation, rules: Rulebook) -> Verdict:
    """Category, brand, model and SKU dimensions of an item that sells stay: a change looks like another product."""
    touched = [name for name in move.changed() if name.lower() in SENSITIVE or name in SENSITIVE]
    if not touched or not now.sales.units_30 or put_back(move, now):
        return Pass(Said("nothing that makes it another product"))
    rule = "L-SWAP" if rule_here(rules, "L-SWAP") else "L-SENSITIVE"
    return refuse(rules, rule, Said("{fields} of an item that sold {n} units in 30 days", n=now.sales.units_30,
                                    fields=listed(Term("attribute", t) for t in touched)),
                  Said("list it as a new item beside this one"))


def a_sku_that_sells_stays(move: SkuRemove, now: Situation, rules: Rulebook) -> Verdict:
    """A SKU that sells is not deleted."""
    sold = now.sales.sku_units_30
    if sold is None:
        return not_known(rules, Said("what this SKU sold in 30 days"), Said("take in the order exports first"))
    if sold:
        return refuse(rules, "L-SENSITIVE", Said("the SKU sold {n} units in 30 days: its weight would be lost", n=sold),
                      Said("set its stock to 0 and keep it"),
                      StockCorrection(move.object_id, now.sales.on_hand, 0, move.item_id) if now.sales.on_hand else None)
    return Pass(Said("the SKU has not sold"))


def one_edit_at_a_time(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """Title, images, price and attributes of an item that sells change one after the other."""
    if now.changes is None:
        return not_known(rules, Said("what else was changed lately"), Said("wait until the records can be read"))
    if not now.sales.units_30 or put_back(move, now):
        return Pass(Said("it has not sold, or it puts back what was there"))
    hours = int(rules.value("L-EDIT72"))
    for one in now.changes:
        same_item = move.item() in (one.item_id, one.object_id)
        if same_item and one.move in WEIGHED and one.move != move.name and now.now - one.at < timedelta(hours=hours):
            return refuse(rules, "L-EDIT72", Said("its {move} changed {n} hours ago; the platform weighs it for {hours} hours",
                                                  move=one.move.replace("_", " "), hours=hours,
                                                  n=int((now.now - one.at).total_seconds() // 3600)),
                          Said("change it from {day} on", day=now.shop.day_of(one.at + timedelta(hours=hours))))
    return Pass(Said("nothing else of it changed in {hours} hours", hours=hours))


def a_test_changes_one_thing(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """While a test runs on a page nothing else of it is changed: what came after would be of two changes."""
    if now.tested_until is None or put_back(move, now):
        return Pass(Said("no test runs on its page"))
    return refuse(rules, "T-ONE", Said("a test runs on its page until {day}; a second change would spoil it", day=now.tested_until),
                  Said("stop the test first, or change it from {day} on", day=now.tested_until + timedelta(days=1)))


def no_risky_edit_near_an_event(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """From seven days before a big event to its end nothing risky is edited."""
    if now.windows is None:
        return not_known(rules, Said("which events are near"), Said("give the calendar first"))
    if isinstance(move, Listed) and move.to:
        return Pass(Said("a listing that comes is no risky edit"))
    if put_back(move, now):
        return Pass(Said("it puts back what was there before"))
    before = int(rules.value("L-FREEZE"))
    for window in now.windows:
        if window.hold in (Hold.FREEZE, Hold.LOCK) and window.first - timedelta(days=before) <= now.today <= window.last:
            return refuse(rules, "L-FREEZE", Said("{event} is from {first} to {last}; no risky edit from {n} days before",
                                                  event=window.event, first=window.first, last=window.last, n=before),
                          Said("change it from {day} on", day=window.last + timedelta(days=1)))
    return Pass(Said("no big event is near"))


def images_are_images(move: Images, now: Situation, rules: Rulebook) -> Verdict:
    """An item keeps at least one image, none of them blank and none twice."""
    if not move.to or not all(name.strip() for name in move.to) or len(set(move.to)) < len(move.to):
        return refuse(rules, "L-IMAGES", Said("the list of images is empty, or holds a blank or the same twice"),
                      Said("give the whole list, the main image first"))
    return Pass(Said("{n} images", n=len(move.to)))


def what_sells_stays_listed(move: Listed, now: Situation, rules: Rulebook) -> Verdict:
    """An item that sells, or that is registered for an event, is not delisted."""
    if move.to:
        return Pass(Said("it goes on sale"))
    instead = Said("pause its ads or set its stock to 0 instead")
    if now.sales.units_30:
        return refuse(rules, "L-DELIST", Said("it sold {n} units in 30 days; back on the shelf its time starts anew",
                                              n=now.sales.units_30), instead)
    if any(w.hold is Hold.LOCK and w.last >= now.today for w in now.windows or ()):
        return refuse(rules, "E-OUT", Said("it is registered for an event and would be cleared out"), instead)
    return Pass(Said("it has not sold in 30 days"))


def an_entry_sku_is_honest(move: SkuAdd, now: Situation, rules: Rulebook) -> Verdict:
    """A cheap SKU belongs to the product, can be bought as shown, and is no bait."""
    if move.kind not in HONEST:
        return refuse(rules, "L-ENTRY", Said("{kind} is no part of the same product", kind=move.kind),
                      Said("add a trial size, a single piece, an accessory, a refill or a variant"))
    if move.price <= 0 or move.stock < 1 or move.main_price <= 0:
        return refuse(rules, "L-ENTRY", Said("nobody could buy it: price {price}, stock {stock}", price=move.price,
                                             stock=move.stock), Said("give it a price and units to sell"))
    low, of_low = now.prices.category_low, rules.value("L-ENTRY", "of_category_low")
    least = max(low * of_low if low is not None else Decimal(0), move.main_price * rules.value("L-ENTRY", "of_main"))
    if move.price < least:
        return refuse(rules, "L-ENTRY", Said("{price} lies far below its category and its main SKU", price=_money(move.price, now)),
                      Said("ask at least {least}", least=_money(least.quantize(Decimal("0.01")), now)))
    return Pass(Said("it is an honest entry SKU"))


def an_entry_sku_earns(move: SkuAdd, now: Situation, rules: Rulebook) -> Verdict:
    """An entry SKU leaves the margin that the client wants, after full costs."""
    left = left_of(move.price, now.costs)
    if left is None:
        return cost_unknown(rules, now)
    if left < move.price * now.limits.min_margin:
        return refuse(rules, "G-MARGIN", Said("it would leave {left} of {price}", left=_money(left.quantize(Decimal("0.01")), now),
                                              price=_money(move.price, now)), Said("ask more for it, or give less of it"))
    return Pass(Said("it leaves {left}", left=_money(left.quantize(Decimal("0.01")), now)))


def no_new_price_within_an_event(move: SkuAdd, now: Situation, rules: Rulebook) -> Verdict:
    """A SKU of a registered item is not added under its event price, nor while the event locks it."""
    if now.windows is None:
        return not_known(rules, Said("which events are near"), Said("give the calendar first"))
    for window in now.windows:
        locks = window.hold is Hold.LOCK and window.last >= now.today
        under = window.price is not None and move.price < window.price and move.kind in ("trial", "single", "variant")
        if locks and (window.first <= now.today or under):
            return refuse(rules, "E-LOCK", Said("{event} holds the prices of this item until {last}", event=window.event,
                                                last=window.last),
                          Said("add it from {day} on", day=window.last + timedelta(days=1)))
    return Pass(Said("no event holds its prices"))


def coupons_stay_while_an_event_comes(move: Coupon, now: Situation, rules: Rulebook) -> Verdict:
    """A coupon that runs is not taken back while an event that the item is registered for is to come."""
    if not move.was or move.to:
        return Pass(Said("no coupon is taken back"))
    if now.windows is None:
        return not_known(rules, Said("which events are near"), Said("give the calendar first"))
    event = next((w for w in now.windows if w.hold is Hold.LOCK and w.last >= now.today), None)
    if event is not None:
        return refuse(rules, "E-OUT", Said("a cancelled coupon clears the item out of {event}", event=event.event),
                      Said("let it run until {last}", last=event.last))
    return Pass(Said("no event is to come"))


def _money(value: Decimal, now: Situation) -> Amount:
    return Amount(value, "money", now.shop.currency)


GUARDS = (
    Guard(sales_are_known, (*EDITS, Listed), ("G-KNOWN",)),
    Guard(what_sells_keeps_its_identity, (Attributes,), ("L-SENSITIVE", "L-SWAP")),
    Guard(a_sku_that_sells_stays, (SkuRemove,), ("L-SENSITIVE", "G-KNOWN")),
    Guard(one_edit_at_a_time, EDITS, ("L-EDIT72", "G-KNOWN")),
    Guard(a_test_changes_one_thing, (*EDITS, SkuAdd, SkuRemove), ("T-ONE",)),
    Guard(no_risky_edit_near_an_event, (*RISKY, Listed), ("L-FREEZE", "G-KNOWN")),
    Guard(images_are_images, (Images,), ("L-IMAGES",)),
    Guard(what_sells_stays_listed, (Listed,), ("L-DELIST", "E-OUT")),
    Guard(an_entry_sku_is_honest, (SkuAdd,), ("L-ENTRY",)),
    Guard(an_entry_sku_earns, (SkuAdd,), ("G-MARGIN", "G-KNOWN")),
    Guard(no_new_price_within_an_event, (SkuAdd,), ("E-LOCK", "G-KNOWN")),
    Guard(coupons_stay_while_an_event_comes, (Coupon,), ("E-OUT", "G-KNOWN")),
)
