"""What the agency's people did in the demonstration: the plan's own line, by whom it names, as work that is measured."""

from datetime import datetime, time, timedelta

from daybook.domain.work_items import ItemState
from daybook.workflows.demo_hands import Ended, act
from daybook.workflows.done_moves import done_moves
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.work import items_of_morning
from tests.conftest import Clock
from tests.demo.conftest import LAST_DAY, Agency


def test_whom_a_plan_names_does_its_line_on_the_morning_after_the_trouble(agency: Agency, house: House, clock: Clock) -> None:
    """A wrong price in the Shopify shop on 12 November; what else that morning's plan asks for is looked at or left."""
    [trouble] = [i for i in agency.world.incidents if i.kind == "price_mistake"]
    plan, morning = agency.world.shops[trouble.shop].plan, agency.world.days[trouble.last + 1]
    shop = add_shop(house, plan.name, plan.client, plan.platform, plan.zone, plan.currency)
    clock.moment = shop.moment(LAST_DAY + timedelta(days=1), time(8, 45))
    ingest(house, [Incoming(shop.name, agency.folder / e.path, datetime.fromisoformat(e.known_at))
                   for e in agency.manifest.entries if e.shop == shop.name and e.kind == "orders"])
    assert act(house, [Ended(shop, (morning,), morning, "restore_price")], clock()) == 1
    [done] = [m for m in done_moves([shop], clock())[shop.name] if m.kind == "restore_price"]
    assert (done.on, done.by != "", done.expected is not None) == (morning, True, True)
    items = items_of_morning(shop.name, morning).values()
    assert items
    assert {i.state for i in items} <= {ItemState.DONE, ItemState.DROPPED}
