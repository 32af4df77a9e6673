"""What no export has, as the CSV files of `daybook set` and `daybook note`: costs, targets, team and so on.

Each is known when somebody could have known it: plans from the first morning, levels the morning after, notes at once.
"""

from datetime import date, timedelta
from itertools import groupby

from daybook.demo import cast, terms
from daybook.demo.diary import Note
from daybook.demo.landings import DAILY_DAYS, compact, months, window
from daybook.demo.paper import Sink, careful_csv, money
from daybook.demo.rhythm import promotions
from daybook.demo.world import ShopWorld

#: file -> header
HEADERS: dict[str, str] = {
    "cost": "sku,unit_cost,currency,valid_from",
    "terms": "shop,term,value,valid_from",
    "target": "shop,metric,month,value,valid_from",
    "team": "person,role,shop,minutes,valid_from",
    "calendar": "shop,name,kind,first,last",
    "role": "shop,item_id,role,valid_from",
    "product-map": "shop,item_id,sku,product",
    "exclusion": "shop,order_id,reason",
    "promise": "shop,object,kind,name,price,first,last,to,asks,source",
    "coupon": "shop,object,name,threshold,off,first,last,source",
    "roster": "shop,person,day,hours,chats,valid_from",
    "rival": "shop,item_id,rival,name,kind,seller,link,valid_from",
    "sighting": "shop,rival,at,price,coupon,tag,state,title,image,skus,rank,sold,reviews,screenshot,source,seller",
    "stock": "shop,day,sku,item_id,sellable_units,in_transit_units,price",
    "notes": "shop,at,object,kind,from,to,text",
}
Rows = list[list[str]]
_LEVELS_AT = 23  # minutes after half past eight: after the platform's own snapshots, which it corrects
_HALF_PAST_EIGHT = 8 * 60 + 30
_TO_WRITE = 5  # minutes from what a note is about to its being written down


def write_given(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """All files of one shop under given/: plans, stock levels in months and then days, notes by the day."""
    start = window(shop, 0, 0, 0).known_at
    end = window(shop, 0, 0, len(shop.days), 3).known_at
    tables = {
        "cost": _cost(shop), "terms": _terms(shop), "target": _targets(shop), "team": _team(shop),
        "calendar": _calendar(shop), "role": _roles(shop), "product-map": _products(shop), "exclusion": [],
    }
    for name, rows in tables.items():
        sink.put(f"{name}.csv", "given", end if name == "exclusion" else start, _csv(name, rows))
    _write_stock(shop, sink, daily)
    _write_notes(shop, sink)


def _csv(name: str, rows: Rows) -> bytes:
    return careful_csv(HEADERS[name].split(","), rows)


def _write_stock(shop: ShopWorld, sink: Sink, daily: int) -> None:
    newest = len(shop.days) - daily
    for first, last in [*months(shop, daily), *((d, d) for d in range(newest, len(shop.days)))]:
        known = window(shop, first, last, last + 1, _LEVELS_AT).known_at
        name = f"stock_{compact(shop.days[first])}_{compact(shop.days[last])}.csv"
        sink.put(name, "given", known, _csv("stock", _stock(shop, first, last)))


def _write_notes(shop: ShopWorld, sink: Sink) -> None:
    for day, group in groupby(shop.notes, key=lambda n: n.day):
        notes = list(group)
        hours, minutes = map(int, notes[-1].clock.split(":"))
        known = window(shop, day, day, day, hours * 60 + minutes + _TO_WRITE - _HALF_PAST_EIGHT).known_at
        sink.put(f"notes_{compact(shop.days[day])}.csv", "given", known, _csv("notes", _notes(shop, notes)))


def _cost(shop: ShopWorld) -> Rows:
    return [[s.code, money(s.cost_cents), shop.plan.currency, str(shop.days[0])] for s in shop.plan.skus]


def _terms(shop: ShopWorld) -> Rows:
    return [[shop.plan.name, term, str(value), str(shop.days[0])] for term, value in terms.of(shop.plan).items()]


def _targets(shop: ShopWorld) -> Rows:
    """Paid GMV by month: what the undisturbed shop would have sold, and a twentieth more, to the thousand."""
    calm = shop.tallies.shop.gmv - shop.difference.gmv
    spend = shop.ads.spend.sum(1) - shop.difference.spend
    rows = []
    for month in sorted({f"{d:%Y-%m}" for d in shop.days}):
        days = [i for i, d in enumerate(shop.days) if f"{d:%Y-%m}" == month]
        full = _month_days(shop.days[days[0]]) / len(days)
        goal = round(int(calm[days].sum()) * full * 1.05 / 100_000) * 1000
        budget = round(int(spend[days].sum()) * full / 10_000) * 100
        rows += [[shop.plan.name, "paid_gmv", month, str(goal), str(shop.days[0])],
                 [shop.plan.name, "ad_spend", month, str(budget), str(shop.days[0])]]
    return rows


def _month_days(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - day.replace(day=1)).days


def _team(shop: ShopWorld) -> Rows:
    return [[name, role, shop.plan.name, str(minutes // 4), str(shop.days[0])] for name, role, minutes in cast.PEOPLE]


def _calendar(shop: ShopWorld) -> Rows:
    """The promotions that the shop takes part in, up to two months ahead."""
    years = range(shop.days[0].year, shop.days[-1].year + 2)
    return [[shop.plan.name, name, "promotion", str(first), str(last)]
            for year in years for name, first, last, _ in promotions(shop.plan.platform, year)
            if last >= shop.days[0] and first <= shop.days[-1] + timedelta(days=60)]


def _roles(shop: ShopWorld) -> Rows:
    return [[shop.plan.name, p.item_id, p.role, str(shop.days[0])] for p in shop.plan.products]


def _products(shop: ShopWorld) -> Rows:
    return [[shop.plan.name, p.item_id, s.code, p.code] for p in shop.plan.products for s in p.skus]


def _stock(shop: ShopWorld, first: int, last: int) -> Rows:
    owner = {s.index: p.item_id for p in shop.plan.products for s in p.skus}
    have, coming, prices = (x.tolist() for x in (shop.shelf.sellable, shop.shelf.in_transit, shop.prices))
    return [
        [shop.plan.name, str(shop.days[d]), s.code, owner[s.index], str(have[d][s.index]), str(coming[d][s.index]),
         money(prices[d][s.index])]
        for d in range(first, last + 1) for s in shop.plan.skus
    ]


def _notes(shop: ShopWorld, notes: list[Note]) -> Rows:
    name, days = shop.plan.name, shop.days
    return [[name, f"{days[n.day]} {n.clock}", n.about, n.kind, n.was, n.now, n.text] for n in notes]
