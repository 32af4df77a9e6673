"""Guards of orders and cases: what may be done follows from how far an order is, and money is paid back once."""

from datetime import timedelta
from decimal import Decimal

from daybook.actions.guards.guard import Guard, not_known, refuse, untold
from daybook.domain.moves.move import Move
from daybook.domain.moves.orders import (
    AddressChange,
    CancelOrder,
    Compensation,
    DisputeEvidence,
    HoldOrder,
    MergeOrders,
    RefundDecision,
    Ship,
    SplitOrder,
)
from daybook.domain.said import Amount, Said
from daybook.domain.situation import Situation
from daybook.domain.verdict import Pass, Verdict
from daybook.rulebook.rules import Rulebook

CENT = Decimal("0.01")
#: States in which each move is possible.
BEFORE_DISPATCH = ("paid",)
POSSIBLE: dict[type[Move], tuple[str, ...]] = {
    Ship: BEFORE_DISPATCH, SplitOrder: BEFORE_DISPATCH, MergeOrders: BEFORE_DISPATCH, HoldOrder: BEFORE_DISPATCH,
    AddressChange: ("unpaid", "paid"), CancelOrder: ("unpaid", "paid"), RefundDecision: ("paid", "shipped", "delivered")}
#: Reasons of the seller for which platforms take a cancelled order.
REASONS = ("buyer_asked", "out_of_stock", "fraud", "price_error")
KINDS = ("refund_only", "return", "before_dispatch")
FORMS = ("cash", "coupon", "goods")


def an_order_is_far_enough(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """The order is in a state in which this is possible."""
    state, possible = now.case.state, POSSIBLE[type(move)]
    if state is None:
        return not_known(rules, Said("how far the order is"), Said("read the order first"))
    if state not in possible:
        return refuse(rules, "O-STATE", Said("the order is {state}", state=state),
                      Said("this is possible while it is {states}", states=", ".join(possible)))
    return Pass(Said("the order is {state}", state=state))


def a_parcel_is_real(move: Ship, now: Situation, rules: Rulebook) -> Verdict:
    """A courier, and a tracking number that stands on no other order; nothing leaves that the buyer wants back."""
    case = now.case
    least, most = int(rules.value("O-TRACKING", "least")), int(rules.value("O-TRACKING", "most"))
    if not move.courier.strip() or not (move.tracking.isalnum() and least <= len(move.tracking) <= most):
        return refuse(rules, "O-TRACKING", Said("{courier} {tracking} is no parcel", courier=move.courier or "—",
                                                tracking=move.tracking or "—"), Said("give courier and number of the label"))
    if case.tracking_used is None:
        return not_known(rules, Said("whether the number stands on another order"), Said("read the orders first"))
    if case.tracking_used:
        return refuse(rules, "O-TRACKING", Said("the number stands on another order"), Said("print a label of its own"))
    if case.in_case and case.asked_kind == "before_dispatch":
        return refuse(rules, "O-REFUND", Said("the buyer wants it back before it leaves"), Said("agree to that refund"))
    return Pass(Said("courier and number are there"))


def parcels_hold_each_line_once(move: SplitOrder, now: Situation, rules: Rulebook) -> Verdict:
    """Every line of a split order goes in exactly one of at least two parcels."""
    lines = now.case.lines
    if lines is None:
        return not_known(rules, Said("the lines of the order"), Said("read the order first"))
    sent = [line for parcel in move.to for line in parcel.split(",")]
    if len(move.to) < 2 or sorted(sent) != sorted(lines):
        return refuse(rules, "O-STATE", Said("the parcels do not hold each of {lines} once", lines=", ".join(lines)),
                      Said("name every line in one of at least two parcels"))
    return Pass(Said("each line goes once"))


def parcels_of_one_buyer_are_merged(move: MergeOrders, now: Situation, rules: Rulebook) -> Verdict:
    """Only orders of one buyer to one address go together."""
    if not move.to or move.object_id in move.to:
        return refuse(rules, "O-STATE", Said("there is no other order to go with it"), Said("name the other orders"))
    if now.case.same_buyer is None:
        return untold(rules, now, Said("whether buyer and address are the same"), move.object_id, "same_buyer")
    if not now.case.same_buyer:
        return refuse(rules, "O-STATE", Said("buyer or address differ"), Said("ship each by itself"))
    return Pass(Said("one buyer, one address"))


def a_hold_keeps_the_promise(move: HoldOrder, now: Situation, rules: Rulebook) -> Verdict:
    """An order is not held beyond its promised dispatch."""
    until = now.case.ship_by
    if move.to and until is None:
        return untold(rules, now, Said("until when its dispatch was promised"), move.object_id, "ship_by")
    if move.to and until is not None and until <= now.now:
        return refuse(rules, "O-CLOCK", Said("its dispatch was promised by {at}", at=f"{until:%m-%d %H:%M} UTC"),
                      Said("ship it now, or agree with the buyer on another day"))
    return Pass(Said("the promise can be kept"))


def the_buyer_asked(move: CancelOrder | AddressChange, now: Situation, rules: Rulebook) -> Verdict:
    """Cancelled and addressed anew is what the buyer asked for; a seller's own reasons are few."""
    asked = now.case.buyer_asked
    if isinstance(move, CancelOrder) and move.reason in REASONS[1:]:
        return Pass(Said("platforms take this reason"))
    if asked is None:
        return untold(rules, now, Said("whether the buyer asked for it"), move.object_id, "buyer_asked")
    if not asked or (isinstance(move, CancelOrder) and move.reason not in REASONS):
        return refuse(rules, "O-ASKED", Said("the buyer did not ask for it"),
                      Said("ask the buyer in the platform's chat, and wait for the answer"))
    return Pass(Said("the buyer asked for it"))


def money_goes_back_once(move: RefundDecision | CancelOrder | Compensation, now: Situation, rules: Rulebook) -> Verdict:
    """What goes back is above nothing, and with what went back before no more than was paid."""
    if isinstance(move, RefundDecision) and not move.agree:
        return Pass(Said("nothing goes back"))
    paid, before = now.case.paid, now.case.refunded
    if paid is None or before is None:
        return not_known(rules, Said("what was paid and what went back already"), Said("read the order first"))
    unpaid = isinstance(move, CancelOrder) and now.case.state == "unpaid"
    least = Decimal(0) if unpaid else CENT
    left = paid if isinstance(move, Compensation) else paid - before
    if not move.amount.is_finite() or not least <= move.amount <= left or move.amount != move.amount.quantize(CENT):
        return refuse(rules, "O-STATE", Said("{amount} cannot go back: {paid} was paid, {before} went back",
                                             amount=_money(move.amount, now), paid=_money(paid, now), before=_money(before, now)),
                      Said("give back {left} at most", left=_money(max(left, Decimal(0)), now)))
    most = now.limits.max_refund
    if most is not None and move.amount > most:
        return refuse(rules, "O-STATE", Said("{amount} at once, the client allows {most}", amount=_money(move.amount, now),
                                             most=_money(most, now)),
                      Said("ask the client, or give back {most}", most=_money(most, now)))
    return Pass(Said("it goes back once"))


def a_refund_has_its_grounds(move: RefundDecision, now: Situation, rules: Rulebook) -> Verdict:
    """Money without goods needs evidence; a refusal needs a reason, and stands against no evidence."""
    case = now.case
    if move.kind not in KINDS:
        return refuse(rules, "O-REFUND", Said("{kind} is no kind of refund", kind=move.kind), Said("say which it is"))
    if move.agree:
        if move.kind == "refund_only" and case.evidence is None:
            return untold(rules, now, Said("whether photos or scans bear the buyer out"), move.object_id, "evidence")
        if move.kind == "refund_only" and not case.evidence:
            return refuse(rules, "O-REFUND", Said("nothing shows the damage, and the goods would stay with the buyer"),
                          Said("ask for a photo, or agree to a return"))
        return Pass(Said("the buyer's claim has its grounds"))
    if move.kind == "before_dispatch" and case.state in ("paid", None):
        return refuse(rules, "O-REFUND", Said("what has not left is refunded when the buyer asks"), Said("agree to it"))
    if case.evidence is None:
        return untold(rules, now, Said("whether photos or scans bear the buyer out"), move.object_id, "evidence")
    if case.evidence:
        return refuse(rules, "O-REFUND", Said("photos or scans bear the buyer out"), Said("agree, or settle for a part"))
    if not move.reason.strip():
        return refuse(rules, "O-REFUND", Said("a refusal has no reason"), Said("say why, with what shows it"))
    return Pass(Said("the refusal has its reason"))


def a_case_is_answered_in_time(move: RefundDecision | DisputeEvidence, now: Situation, rules: Rulebook) -> Verdict:
    """A case is open, and its window is not over."""
    case = now.case
    if isinstance(move, DisputeEvidence):
        if case.in_case is None:
            return untold(rules, now, Said("whether the case is open"), move.object_id, "in_case")
        if not case.in_case or not move.to or not all(piece.strip() for piece in move.to):
            return refuse(rules, "O-CLOCK", Said("there is no open case, or no evidence"), Said("name what is laid before it"))
    if case.case_until is not None and case.case_until <= now.now:
        return refuse(rules, "O-CLOCK", Said("the case was to be answered by {at}", at=f"{case.case_until:%m-%d %H:%M} UTC"),
                      Said("ask the platform to look at it again"))
    if case.case_until is not None and case.case_until - now.now < timedelta(hours=1):
        return Pass(Said("less than an hour is left"))
    return Pass(Said("it is in time"))


def a_compensation_is_one(move: Compensation, now: Situation, rules: Rulebook) -> Verdict:
    """Cash, a coupon or goods, for something that went wrong."""
    if move.form not in FORMS or not move.reason.strip():
        return refuse(rules, "O-STATE", Said("{form} for {reason} is no compensation", form=move.form or "—",
                                             reason=move.reason or "—"), Said("say which of cash, coupon or goods, and for what"))
    return Pass(Said("it is a compensation"))


def _money(value: Decimal, now: Situation) -> Amount:
    return Amount(value, "money", now.shop.currency)


GUARDS = (
    Guard(an_order_is_far_enough, tuple(POSSIBLE), ("O-STATE", "G-KNOWN")),
    Guard(a_parcel_is_real, (Ship,), ("O-TRACKING", "O-REFUND", "G-KNOWN")),
    Guard(parcels_hold_each_line_once, (SplitOrder,), ("O-STATE", "G-KNOWN")),
    Guard(parcels_of_one_buyer_are_merged, (MergeOrders,), ("O-STATE", "G-KNOWN")),
    Guard(a_hold_keeps_the_promise, (HoldOrder,), ("O-CLOCK", "G-KNOWN")),
    Guard(the_buyer_asked, (CancelOrder, AddressChange), ("O-ASKED", "G-KNOWN")),
    Guard(money_goes_back_once, (RefundDecision, CancelOrder, Compensation), ("O-STATE", "G-KNOWN")),
    Guard(a_refund_has_its_grounds, (RefundDecision,), ("O-REFUND", "G-KNOWN")),
    Guard(a_case_is_answered_in_time, (RefundDecision, DisputeEvidence), ("O-CLOCK", "G-KNOWN")),
    Guard(a_compensation_is_one, (Compensation,), ("O-STATE",)),
)
