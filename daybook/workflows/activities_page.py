"""The activities page (S7): the year's events, deadlines, entries and what endangers them; one event with who may take part."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.actions.guards.paid import left_of
from daybook.actions.price_plan import AHEAD, EVENTS
from daybook.calendar.taking_part import activities_between
from daybook.calendar.where import country_of
from daybook.desks.activities.book import BOOK, KEPT, filed_of, is_of, kept_of
from daybook.desks.activities.eligible import ItemFacts, ShopFacts, event_stock, item_checks, shop_checks
from daybook.desks.activities.findings import find_not_back, find_price_breaks, find_stock_low
from daybook.desks.activities.items import on_hand
from daybook.domain.activities import Candidate, Entry, EntryState
from daybook.domain.activity_pages import ActivitiesTable, ActivityPage, Deadline, InEvent
from daybook.domain.errors import WrongUsage
from daybook.domain.event_calendar import Activity, Stage
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.domain.situation import Hold, Window
from daybook.facts.engine import Session, reading
from daybook.metrics import compute
from daybook.metrics import rollups as kept
from daybook.metrics.activity_book import activity_books
from daybook.metrics.listings import categories_of
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook
from daybook.workflows.case_seen import shop_score
from daybook.workflows.event_entries import activity_for, asked_by, kept_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.price_facts import SkuPrices
from daybook.workflows.price_plan import ShopPlan, shop_plan
from daybook.workflows.seeing import see_stock, whose
from daybook.workflows.told import SHOP, Told

#: Days of sales that the page reads, of reviews that a share is taken of, and of the year that is drawn.
READ_DAYS, REVIEW_DAYS, YEAR = 91, 90, 365
#: Deadlines that are listed.
DEADLINE_DAYS = 60
CENT = Decimal("0.01")


def activities_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> ActivitiesTable:
    """The page of a shop on the morning of `on`; what people wrote down stands there up to now, or up to a moment asked for."""
    seen = _seen(house, shop, on, as_of)
    near = activities_between(on, on + timedelta(days=YEAR), shop.platform, country_of(shop.platform, shop.currency))
    entries = [(activity, one) for one in kept_of(seen).entries if (activity := activity_for(shop, one.activity)) is not None]
    filed = filed_of(seen)
    states = {state: sum(1 for _, one in entries if one.state is state) for state in EntryState}
    risks = (*find_price_breaks(seen), *find_stock_low(seen), *find_not_back(seen))
    year = tuple(a for a in near if not _weekly(a))
    return ActivitiesTable(shop, on, seen.as_of, year, _deadlines(near, filed, entries, on), tuple(entries), filed,
                           {s: n for s, n in states.items() if n}, risks, seen.names.get("item_id", {}))


def _weekly(activity: Activity) -> bool:
    """Whether it comes back each week: its key ends on a day."""
    return activity.key.count("-") >= 3


def _deadlines(near: Sequence[Activity], filed: Sequence[InEvent], entries: Sequence[tuple[Activity, Entry]],
               on: date) -> tuple[Deadline, ...]:
    """Windows of recruiting that end within two months, the next first; of a weekly event the next one alone."""
    found, told = [], set[str]()
    for activity in near:
        for span in activity.of(Stage.RECRUIT):
            days = (span.last - on).days
            if 0 <= days <= DEADLINE_DAYS and not (_weekly(activity) and activity.id in told):
                told.add(activity.id)
                drafts = sum(1 for a, e in entries if a.key == activity.key and e.state in (
                    EntryState.DRAFT, EntryState.REJECTED, EntryState.FIXED))
                items = {one.item_id for one in filed if one.stands and is_of(one, activity)}
                found.append(Deadline(activity, span, days, len(items), drafts))
    return tuple(sorted(found, key=lambda d: (d.span.last, d.activity.id)))


def activity_page(house: House, shop: Shop, on: date, key: str, as_of: datetime | None = None, costs: bool = True) -> ActivityPage:
    """One event as known on a morning.  `costs` False: for somebody who may not see them.  Raises WrongUsage for another key."""
    activity = activity_for(shop, key)
    if activity is None:
        raise WrongUsage(Said("{name} is no event of this platform", name=key[:40]), where=shop.name,
                         next_step=Said("see `daybook activities --shop {shop}`", shop=shop.name))
    moment = as_of or shop.moment(on, NINE)
    seen, facts, known_rules = _seen(house, shop, on, as_of), _facts(house, shop, on, moment), load().for_(shop.platform)
    plan = shop_plan(house, shop, on, as_of, max(AHEAD, (activity.ends - on).days), costs, given=seen.given,
                     wish=lambda one, usual, held: _wish(activity, usual, held, known_rules))
    known = kept_of(seen)
    entries = tuple(one for one in known.entries if one.activity == key)
    signed = tuple(one for one in filed_of(seen) if is_of(one, activity))
    rules = plan.sight.rules
    told = Told(seen.given, on, rules)
    score = facts.score if facts.score is not None else told.number(SHOP, "score")
    shop_said = shop_checks(ShopFacts(score, _active_rate(seen, plan)), activity, rules)
    found = [_candidate(n, plan, seen, activity, facts, entries, signed) for n in range(len(plan.skus))]
    if not costs:                        # nobody is told to give a cost that he may not see
        found = [replace(c, checks=tuple(k for k in c.checks if k.name != "break_even")) for c in found]
    found.sort(key=lambda c: (-c.units_30, c.item_id, c.sku))
    return ActivityPage(shop, on, moment, activity, shop_said, tuple(found), entries, signed, known.plans.get(key, ()), seen)


def _wish(activity: Activity, usual: Decimal | None, held: Sequence[Window], rules: Rulebook) -> tuple[Window, ...]:
    """The event as it would be filed: at the upper end of what risk review leaves alone; nothing where it is filed already."""
    if usual is None or any(w.hold in EVENTS and w.first <= activity.last and activity.first <= w.last for w in held):
        return ()
    rule = rules.found("E-PRICE")
    share = Decimal(1) if rule is None else rule.value("of_daily_high")
    return (Window(activity.zh, Hold.WISH, activity.first, activity.last, (usual * share).quantize(CENT), None,
                   (asked_by(activity),), f"activity {activity.key}"),)


@dataclass(frozen=True)
class _Facts:
    """What only this page reads: the shop's score, reviews of three months by item, categories."""

    score: Decimal | None
    reviews: Mapping[str, tuple[int, int]]
    categories: Mapping[str, str]


def _facts(house: House, shop: Shop, on: date, moment: datetime) -> _Facts:
    def read(session: Session) -> _Facts:
        first, last = on - timedelta(days=REVIEW_DAYS), on - timedelta(days=1)
        session.use_picks((first, last))
        by_metric = dict(compute.sliced(session, kept.REVIEWS_ITEM, first, last)).get(shop.name, {})
        counts: dict[str, list[int]] = {}
        for place, name in enumerate(("reviews", "bad_reviews")):
            for scope, days in by_metric.get(name, {}).items():
                counts.setdefault(dict(scope).get("item_id", ""), [0, 0])[place] += int(sum(days.values()))
        return _Facts(shop_score(session, last), {item: (n[0], n[1]) for item, n in counts.items()},
                      categories_of(session, first, on).get(shop.name, {}))

    return reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)


def _active_rate(seen: Seen, plan: ShopPlan) -> Decimal | None:
    """SKUs that sold in a month among those in stock lists; None where no list is in, or where it names none that sold."""
    parts = [dict(s) for s, days in seen.sliced.get("stock", {}).get("sellable_units", {}).items() if days]
    return active_rate({p.get("sku") or p.get("item_id", "") for p in parts},
                       {one.sku or one.item_id for one in plan.skus if _units_30(one, seen.on)})


def active_rate(listed: Set[str], sold: Set[str]) -> Decimal | None:
    """The share of what is listed that sold; None where nothing is listed, or the two know nothing by the same name."""
    both = listed & sold
    if not listed or (sold and not both):
        return None
    return (Decimal(len(both)) / len(listed)).quantize(Decimal("0.001"))


def _units_30(one: SkuPrices, on: date) -> int:
    return sum(n for d, n in one.units.items() if on - timedelta(days=30) <= d < on)


def _candidate(number: int, plan: ShopPlan, seen: Seen, activity: Activity, facts: _Facts, entries: Sequence[Entry],
               signed: Sequence[InEvent]) -> Candidate:
    one, row = plan.skus[number], plan.plan.rows[number]
    room = next((r for r in plan.plan.rooms(number) if r.window.first <= activity.last and activity.first <= r.window.last
                 and r.window.hold in EVENTS), None)
    mine = [plan.skus[n] for n in range(len(plan.skus)) if plan.skus[n].item_id == one.item_id]
    reviews = facts.reviews.get(one.item_id)
    price = room.price if room else None
    item = ItemFacts(
        sum(_units_30(s, seen.on) for s in mine), _units_30(one, seen.on), on_hand(seen, one.item_id, one.sku), row.usual, price,
        room.high if room else None, room.by.rule if room and room.by else "", room.by.day if room and room.by else None, row.floor,
        seen.given.categories(seen.on).get(one.item_id) or facts.categories.get(one.item_id, ""),
        reviews[0] if reviews else None, reviews[1] if reviews else None)
    left = left_of(price, plan.costs(number)) if price is not None else None
    entry = next((e for e in entries if e.item_id == one.item_id and e.sku in ("", one.sku)), None)
    there = next((s for s in signed if s.item_id == one.item_id and s.object in (one.item_id, one.sku)), None)
    return Candidate(one.item_id, one.sku, one.title, row.usual, price, item.high,
                     left.quantize(CENT) if left is not None else None, event_stock(item, activity, plan.sight.rules), item.on_hand,
                     item.sku_units_30,
                     item_checks(item, activity, plan.sight.rules), entry,
                     "" if there is None else there.said or ("filed" if there.stands else "gone"))


def _seen(house: House, shop: Shop, on: date, as_of: datetime | None) -> Seen:
    """Sales, stock and sign-ups as exports knew them at nine, and what people wrote down until now."""
    moment = as_of or shop.moment(on, NINE)

    def read(session: Session) -> Seen:
        found = see_stock(session, shop, on, moment, READ_DAYS)
        book = activity_books(session, on).get(shop.name)
        return replace(found, read={} if book is None else {BOOK: book})

    seen = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)
    written = kept_known([shop], as_of or house.now()).get(shop.name)
    return replace(seen, read={**seen.read, **({KEPT: written} if written else {})})
