"""What the activities desk would do: file the product, put the price right, bring stock, put prices back."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.activities.items import title_of
from daybook.desks.gain import kept_once, minutes, recovered, rule
from daybook.domain.brief import BriefFinding, Gain
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.work import Pull, Role, Suggestion


def file_product(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Check the product against the event's rules and file it."""
    yield _task(found, seen, "file_product", Said("Check the product against the event's rules, and file it"),
                kept_once(found.at_stake), Said("the event's price holds the product's price before and after it"),
                Said("filed, and the entry kept here"), "look", of=found.id.removeprefix(f"{found.kind}."))


def mend_event_price(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Stop what sold below the event's price, or file the event at a price that holds."""
    yield _task(found, seen, "mend_event_price", Said(
        "Find what sold below the event's price (a coupon, a discount, a live price), end it, ask whether the entry still stands"),
        kept_once(found.at_stake), Said("a coupon that ends early disappoints buyers"),
        Said("nothing sells below the event's price"),
        "price", Pull.PRICE_UP)


def bring_event_stock(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Bring units until the event begins, or lower what is set aside."""
    yield _task(found, seen, "bring_event_stock", Said(
        "Bring the missing units before the event begins, or lower what is set aside"), kept_once(found.at_stake),
                Said("what comes too late lies on the shelf after it"), Said("stock lasts until the event's end"), "restock",
                Pull.MORE_STOCK, Role.WAREHOUSE)


def put_prices_back(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """End the event's discount and set the usual price."""
    yield _task(found, seen, "put_prices_back", Said("End the event's discount, set the usual price, take the event's words off"),
                recovered(seen, found.at_stake), Said("within price protection a lower price later is paid back"),
                Said("sells at the price of before"), "price", Pull.PRICE_UP)


def _task(found: BriefFinding, seen: Seen, move: str, what: str, gain: Gain | None, risk: str, to: str, kind: str,
          pull: Pull = Pull.NONE, role: Role = Role.OPERATOR, of: str = "") -> Suggestion:
    """`of`: what the task is one of, where an item may have several, such as one for each event."""
    item = dict(found.scope).get("item_id", "")
    return Suggestion(
        id=f"{move}.{of or item}", findings=(found.id,), move=move, what=what, object_kind="item", object_id=item,
        object=title_of(seen, item), from_="", to=to, role=role, minutes=minutes(kind), gain=gain,
        where=Said("activities page; the shop's console"), how="by hand", risk=risk, evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "price"))), until=found.deadline, pull=pull)
