"""What the orders desk would do: send what is late, ask the courier, remind of what is not paid, hold a burst."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, minutes, rule
from daybook.domain.brief import BriefFinding, Gain
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.work import Role, Suggestion


def send_late(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Send the late orders first, and tell their buyers before they ask."""
    yield _task(found, seen, "send_late", Said("Send the orders that are late first, and tell their buyers"), Role.WAREHOUSE,
                Said("orders page; the console's batch dispatch"), Said("a label without a parcel is a false dispatch"),
                Said("all sent, with numbers that are scanned"))


def ask_courier(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Ask the courier for the parcels, and tell their buyers; send another where one is lost."""
    yield _task(found, seen, "ask_courier", Said("Ask the courier for the parcels, and tell their buyers"), Role.SERVICE,
                Said("orders page; the courier's console"), Said("a second parcel and a refund for one order"),
                Said("each parcel found, replaced or paid back"))


def change_courier(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Send what goes there by another courier until it is in time again."""
    yield _task(found, seen, "change_courier", Said("Send by another courier where {slice} comes late",
                                                    slice=found.scope[0][1]), Role.WAREHOUSE,
                Said("rules of couriers in the warehouse's system"), Said("another courier's freight may be higher"),
                Said("another courier for new parcels"))


def remind_unpaid(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Remind each buyer once before the order is closed, and look for what keeps them from paying."""
    yield _task(found, seen, "remind_unpaid", Said(
        "Remind the buyers who have not paid, and pay for one yourself as far as the till"), Role.SERVICE,
                Said("orders page; the console's reminders"), Said("a second reminder is a nuisance"),
                Said("each reminded once, price and coupon at the till as announced"))


def hold_burst(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Hold the orders of one hand until somebody has looked at them."""
    yield _task(found, seen, "hold_burst", Said("Hold the orders of one hand and look at them"), Role.OPERATOR,
                Said("orders page; buyer and address in the console"), Said("a large buyer is made to wait"),
                Said("each let go, cancelled or reported"))


def _task(found: BriefFinding, seen: Seen, move: str, what: str, role: Role, where: str, risk: str, to: str) -> Suggestion:
    named = ".".join(value for _, value in found.scope) or seen.shop.name
    return Suggestion(
        id=f"{move}.{named}", findings=(found.id,), move=move, what=what, object_kind="orders", object_id=named, object=named,
        from_=Said("{n} orders", n=int(found.measured or 0)), to=to, role=role, minutes=minutes("look"),
        gain=_recovered(found.at_stake), where=where, how="by hand", risk=risk, evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "data"))))


def _recovered(stake: Gain | None) -> Gain | None:
    """The part of what is at risk that the right move keeps, once and not by the day."""
    if stake is None:
        return None
    low, mid, high = (((getattr(stake, n)) * rule("W-RECOVER", n)).quantize(CENT) for n in ("low", "mid", "high"))
    return replace(stake, low=min(low, mid), mid=mid, high=max(mid, high, Decimal(0)), per="")
