"""What the sales desk would do: look where a change sits, with the object and the place to click."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.gain import minutes, recovered, rule
from daybook.desks.sales.slices import label
from daybook.domain.brief import BriefFinding
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.domain.work import Role, Suggestion

#: Dimension of the local cause -> move, role and the place to look.
WHERE: dict[str, tuple[str, Role, str]] = {
    "source": ("restore_channel", Role.OPERATOR, Said("traffic by source, then rank, image and violations of the items it led to")),
    "device": ("fix_checkout", Role.OPERATOR, Said("the shop's pages and checkout on that device")),
    "product": ("check_item", Role.OPERATOR, Said("the item's page: price, stock, reviews, first questions, edits of yesterday")),
    "region": ("check_region", Role.OPERATOR, Said("freight template and couriers of that region")),
    "channel": ("restore_channel", Role.OPERATOR, Said("that channel in the platform's console")),
    "keyword": ("check_keyword", Role.ADS, Said("ad console: this word's bid, rank and match")),
    "plan": ("check_plan", Role.ADS, Said("ad console: this plan's bids and budget")),
}
OTHERWISE = ("check", Role.OPERATOR, Said("the platform's console"))
FAMILY = {"source_1": "source", "source_2": "source", "source_3": "source", "source_4": "source", "item_id": "product",
          "sku": "product", "province": "region", "country": "region", "plan_id": "plan"}


def look_at_change(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """For a change with a local cause: go to it.  A rise and a change without an object make no task."""
    if found.direction == ("up" if found.higher_is_better else "down") or not found.scope:
        return
    dimension = FAMILY.get(found.scope[0][0], found.scope[0][0])
    move, role, where = WHERE.get(dimension, OTHERWISE)
    thing = label(found.scope)
    yield Suggestion(
        id=f"{move}.{thing}", findings=(found.id,), move=move,
        what=Said("Find why {object} fell and put it right", object=thing), object_kind=dimension, object_id=thing,
        object=thing, from_="", to="", role=role, minutes=minutes("look"), gain=recovered(seen, found.at_stake),
        where=where, how="by hand", risk=Said("the cause may lie outside the shop"), evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "traffic"))))


def mark_bulk_order(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Say whether the order is a bulk or test order, so that it does not bend what is expected next."""
    yield Suggestion(
        id="mark_bulk_order", findings=(found.id,), move="mark_bulk_order",
        what=Said("Say what the one large order is"), object_kind="order", object_id="largest",
        object=Said("the largest order of {day}", day=seen.reviewed), from_="", to=Said("bulk, test or a usual sale"),
        role=Role.OPERATOR, minutes=minutes("note"), gain=None, where=Said("`daybook set exclusion`, or leave it"),
        how="by hand", risk="", evidence=found.words, check_on=seen.on + timedelta(days=1))


def check_burst(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Look at the refunds of the day together: same reason, item, address or hour."""
    yield Suggestion(
        id="check_fraud", findings=(found.id,), move="check_fraud",
        what=Said("Look at the refunds of {day} together", day=seen.reviewed), object_kind="refunds", object_id="burst",
        object=Term("source", "refunds", "退款"), from_="", to=Said("reason known"), role=Role.SERVICE,
        minutes=minutes("look"), gain=recovered(seen, found.at_stake),
        where=Said("after-sales list: reason, item, address and hour"), how="by hand",
        risk=Said("real buyers must not be suspected without evidence"), evidence=found.words,
        check_on=seen.on + timedelta(days=1))
