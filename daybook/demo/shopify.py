"""Shopify: orders (79 columns), sessions by day and source, products, inventory, and the Google Ads keyword report."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from daybook.demo import orders_seen as seen
from daybook.demo.disputed import order_number, write_chargebacks
from daybook.demo.landings import DAILY_DAYS, Window, history, late, mornings, newest, restated, rolling, window
from daybook.demo.orders_seen import Seen, Stamps, orders_in
from daybook.demo.paper import Sink, careful_csv, columns, money
from daybook.demo.typed import typed
from daybook.demo.wanxiangtai import figures
from daybook.demo.world import ShopWorld

ORDER_HEADER = columns(
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
    "Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,"
    "Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,"
    "Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,"
    "Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,"
    "Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,"
    "Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,"
    "Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,"
    "Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
)
SOURCE_HEADER = columns(
    "Day,Referrer source,Online store visitors,Sessions,Sessions with cart additions,"
    "Sessions that reached checkout,Sessions that completed checkout"
)
PRODUCT_HEADER = ["Day", "Landing page path", *SOURCE_HEADER[1:]]
DEVICE_HEADER = ["Day", "Session device type", *SOURCE_HEADER[2:]]
HOUR_HEADER = ["Day", "Hour of day", *SOURCE_HEADER[1:]]
SHOP_HEADER = ["Day", *SOURCE_HEADER[2:]]
PRODUCTS_HEADER = columns(
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,"
    "Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,"
    "SEO Title,SEO Description,Google Shopping / Google Product Category,Google Shopping / Gender,"
    "Google Shopping / Age Group,Google Shopping / MPN,Google Shopping / AdWords Grouping,"
    "Google Shopping / AdWords Labels,Google Shopping / Condition,Google Shopping / Custom Product,"
    "Google Shopping / Custom Label 0,Google Shopping / Custom Label 1,Google Shopping / Custom Label 2,"
    "Google Shopping / Custom Label 3,Google Shopping / Custom Label 4,Variant Image,Variant Weight Unit,"
    "Variant Tax Code,Cost per item,Status"
)
INVENTORY_HEADER = columns(
    "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,"
    "COO,Location,Incoming,Unavailable,Committed,Available,On hand"
)
ADS_HEADER = columns(
    "Day,Keyword status,Keyword,Match type,Campaign,Ad group,Status,Currency code,Impr.,Clicks,CTR,Avg. CPC,Cost,"
    "Conversions,Conv. value,Conv. rate"
)
TERMS_HEADER = columns(
    "Day,Search term,Match type,Added/Excluded,Keyword,Campaign,Ad group,Currency code,Impr.,Clicks,CTR,Avg. CPC,Cost,"
    "Conversions,Conv. value,Conv. rate"
)
_HOURS_KEPT = 60  # days of hourly history
Rows = Iterator[list[str]]


class _Offsets:
    """UTC offset of each day at noon, ` -0500`: the store's own zone as the export writes it."""

    def __init__(self, shop: ShopWorld) -> None:
        zone = ZoneInfo(shop.plan.zone)
        noon = datetime(shop.days[0].year, shop.days[0].month, shop.days[0].day, 12, tzinfo=zone)
        self._zones = {f"{noon + timedelta(days=i):%Y-%m-%d}": f"{noon + timedelta(days=i):%z}"
                       for i in range(len(shop.days) + 90)}

    def add(self, stamp: str) -> str:
        """The stamp with its offset; empty stays empty."""
        return f"{stamp} {self._zones[stamp[:10]]}" if stamp else ""


def write_shopify(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """Every export of one Shopify shop."""
    past, now = history(shop, daily), mornings(shop, daily)
    write_chargebacks(shop, sink)
    stamps, offsets = Stamps(shop), _Offsets(shop)
    for w in [*past, *now, *rolling(shop, daily)]:
        rows = (r for o in orders_in(shop, w, stamps) for r in _order_rows(shop, o, offsets))
        sink.put(f"orders_export_{w.taken}_{w.first}.csv", "orders", w.known_at, careful_csv(ORDER_HEADER, rows))
    for kind, name, header, maker in (
        ("traffic_shop", "Sessions over time", SHOP_HEADER, shop_rows),
        ("traffic_source", "Sessions by referrer", SOURCE_HEADER, source_rows),
        ("traffic_product_source", "Sessions by landing page", PRODUCT_HEADER, product_rows),
        ("traffic_device", "Sessions by device", DEVICE_HEADER, device_rows),
        ("traffic_hour", "Sessions by hour", HOUR_HEADER, hour_rows),
    ):
        for w in newest(shop, [*past, *now], _HOURS_KEPT) if kind == "traffic_hour" else [*past, *now]:
            on = late(shop, w) if kind != "traffic_hour" else w
            table = list(maker(shop, w))
            if table:
                title = f"{name} - {shop.days[w.first]} - {shop.days[w.last]}.csv"
                sink.put(title, kind, on.known_at, careful_csv(header, table))
    for w in [*past, *now, *restated(shop, daily)]:
        title = f"Search keyword report {shop.days[w.first]} {shop.days[w.last]} {w.taken}.csv"
        sink.put(title, "ads_keyword", w.known_at, _ads(shop, w))
        title = f"Search terms report {shop.days[w.first]} {shop.days[w.last]} {w.taken}.csv"
        sink.put(title, "ads_terms", w.known_at, _typed(shop, w))
    for day in (len(shop.days) - daily, len(shop.days)):
        w = window(shop, day - 1, day - 1, day, 20)
        tag = str(shop.days[day - 1])
        goods = careful_csv(PRODUCTS_HEADER, _products(shop, w))
        shelf = careful_csv(INVENTORY_HEADER, _inventory(shop, w))
        sink.put(f"products_export_{tag}.csv", "products", w.known_at, goods)
        later = window(shop, day - 1, day - 1, day, 21)  # it also knows what is on its way, so it comes last
        sink.put(f"inventory_export_{tag}.csv", "inventory", later.known_at, shelf)


def _order_rows(shop: ShopWorld, o: Seen, offsets: _Offsets) -> list[list[str]]:
    first = _order_row(shop, o, offsets)
    if o.product2 < 0:
        return [first]
    more = [""] * len(ORDER_HEADER)
    more[0], more[1] = first[0], first[1]
    more[15:24] = _line(shop, o, (o.product2, o.sku2, o.units2, o.price2), first[15])
    more[50], more[59] = first[50], "0.00"
    return [first, more]


def _line(shop: ShopWorld, o: Seen, what: tuple[int, int, int, int], created: str) -> list[str]:
    product, sku, units, price = what
    item, kind = shop.plan.products[product], shop.plan.skus[sku]
    sent = "fulfilled" if o.shipped else "pending"
    return [created, str(units), f"{item.title} - {kind.variant}", money(price), money(kind.list_cents), kind.code,
            "true", "true", sent]


def _order_row(shop: ShopWorld, o: Seen, offsets: _Offsets) -> list[str]:
    plan = shop.plan
    code, city, name, _ = plan.regions[o.region]
    refunded = "refunded" if o.state == seen.REFUNDED else "partially_refunded" if o.refund else "paid"
    status = {seen.UNPAID: "pending", seen.CLOSED: "voided"}.get(o.state, refunded)
    off, country = o.goods + o.goods2 - o.due - o.due2, "US" if plan.currency == "USD" else "DE"
    person, email = f"Buyer {o.buyer}", f"buyer{o.buyer}@example.com"
    street = f"{1 + o.buyer % 997} Main St"
    address = [person, street, street, "", "", city, f"'{10000 + o.buyer * 7919 % 90000}", code, country, ""]
    created = offsets.add(o.placed)
    return [
        f"#{10000 + o.number}", email, status, offsets.add(o.paid), "fulfilled" if o.shipped else "unfulfilled",
        offsets.add(o.shipped), "yes" if o.buyer % 3 else "no", plan.currency, money(o.due + o.due2), money(o.freight),
        "0.00", money(o.total), "WELCOME" if off else "", money(off), "Standard",
        *_line(shop, o, (o.product, o.sku, o.units, o.price), created), *address, *address,
        "Please ring twice,\nthe bell is broken" if o.number % 97 == 0 else "", "", offsets.add(o.cancelled),
        "Shopify Payments", f"c{o.number:09d}.1", money(o.refund), plan.client,
        "0.00" if o.was_paid else money(o.total),
        "", "", "", order_number(shop, o.number), "", "Low", "web", "0.00",
        *([""] * 10), "", "", "", name, name, f"c{o.number:09d}.1", "", "", f"c{o.number:09d}.1",
    ]


def _funnel(people: int, orders: int) -> list[str]:
    sessions = people * 12 // 10
    carts, checkouts = sessions * 6 // 100 + orders, sessions * 2 // 100 + orders
    return [str(people), str(sessions), str(carts), str(checkouts), str(orders)]


def shop_rows(shop: ShopWorld, w: Window) -> Rows:
    """Sessions over time: one row per day, visitors de-duplicated."""
    for d in range(w.first, w.last + 1):
        yield [str(shop.days[d]), *_funnel(int(shop.traffic.shop[d]), int(shop.tallies.shop.orders[d]))]


def source_rows(shop: ShopWorld, w: Window) -> Rows:
    """Sessions by referrer: one row per source and day."""
    for d in range(w.first, w.last + 1):
        for i, s in enumerate(shop.plan.sources):
            orders = int(shop.tallies.source.orders[d, i])
            yield [str(shop.days[d]), s.name, *_funnel(int(shop.traffic.source[d, i]), orders)]


def product_rows(shop: ShopWorld, w: Window) -> Rows:
    """Sessions by landing page: one row per product, source and day."""
    for d in range(w.first, w.last + 1):
        for p in shop.plan.products:
            for i, s in enumerate(shop.plan.sources):
                orders = int(shop.tallies.pair.orders[d, p.index, i])
                yield [str(shop.days[d]), f"/products/{p.item_id}", s.name,
                       *_funnel(int(shop.traffic.pair[d, p.index, i]), orders)]


def device_rows(shop: ShopWorld, w: Window) -> Rows:
    """Sessions by device: one row per device type and day."""
    for d in range(w.first, w.last + 1):
        for i, (name, _) in enumerate(shop.plan.devices):
            orders = int(shop.tallies.device.orders[d, i])
            yield [str(shop.days[d]), name, *_funnel(int(shop.traffic.device[d, i]), orders)]


def hour_rows(shop: ShopWorld, w: Window) -> Rows:
    """Sessions by hour: one row per hour, source and day, for the newest sixty days."""
    for d in range(w.first, w.last + 1):
        for i, s in enumerate(shop.plan.sources):
            for h in range(24):
                orders = int(shop.tallies.hour.orders[d, i, h])
                yield [str(shop.days[d]), str(h), s.name, *_funnel(int(shop.traffic.hour[d, i, h]), orders)]


def _products(shop: ShopWorld, w: Window) -> Rows:
    for p in shop.plan.products:
        for n, sku in enumerate(p.skus):
            first = n == 0
            row = [""] * len(PRODUCTS_HEADER)
            row[0] = p.item_id
            if first:
                row[1:7] = [p.title, f"<p>{p.title}</p>", shop.plan.client, shop.plan.category, p.role, "true"]
            row[7] = "Variant" if first else ""
            row[8] = sku.variant
            row[13:23] = [sku.code, "500.0", "shopify", str(int(shop.shelf.sellable[w.last, sku.index])), "deny",
                          "manual", money(int(shop.prices[w.last, sku.index])), money(sku.list_cents), "true", "true"]
            row[44], row[46], row[47] = "kg", money(sku.cost_cents), "active" if first else ""
            yield row


def _inventory(shop: ShopWorld, w: Window) -> Rows:
    for p in shop.plan.products:
        for sku in p.skus:
            have, coming = (int(x[w.last, sku.index]) for x in (shop.shelf.sellable, shop.shelf.in_transit))
            yield [p.item_id, p.title, "Variant", sku.variant, "", "", "", "", sku.code, "", "", "Main warehouse",
                   str(coming), "0", "0", str(have), str(have)]


def _ads(shop: ShopWorld, w: Window) -> bytes:
    """UTF-16 with TABs in a file named .csv; two lines above the header, a total below."""
    rows = [["Search keyword report"], [f"{shop.days[w.first]} - {shop.days[w.last]}"], ADS_HEADER]
    total = [0] * 8
    for d in range(w.first, w.last + 1):
        for k in shop.plan.keywords:
            f = figures(shop.ads, d, k, w.taken)
            total = [a + b for a, b in zip(total, f, strict=True)]
            rows.append([str(shop.days[d]), "Enabled", k.word, k.match.capitalize() + " match", k.plan,
                         shop.plan.products[k.product].title, "Eligible", shop.plan.currency, *_ad_cells(f)])
    rows.append(["Total: Search", *([" --"] * 6), shop.plan.currency, *_ad_cells(total)])
    return ("\r\n".join("\t".join(r) for r in rows) + "\r\n").encode("utf-16")


def _typed(shop: ShopWorld, w: Window) -> bytes:
    """What people typed behind phrase and broad words: laid out as the keyword report, without a total."""
    rows = [["Search terms report"], [f"{shop.days[w.first]} - {shop.days[w.last]}"], TERMS_HEADER]
    for d in range(w.first, w.last + 1):
        for k in (k for k in shop.plan.keywords if k.match != "exact"):
            for one in typed(shop.ads, k, d, w.taken - d, shop.incidents):
                figure = [one.shown, one.clicks, one.spend, one.gmv, 0, one.orders, 0, 0]
                rows.append([str(shop.days[d]), one.term, f"{k.match.capitalize()} match", "None", k.word, k.plan,
                             shop.plan.products[k.product].title, shop.plan.currency, *_ad_cells(figure)])
    return ("\r\n".join("\t".join(r) for r in rows) + "\r\n").encode("utf-16")


def _ad_cells(f: list[int]) -> list[str]:
    shown, clicks, spend, direct, indirect, orders, more, _ = f
    rate = f"{100 * (orders + more) / clicks:.2f}%" if clicks else " --"
    each = money(round(spend / clicks)) if clicks else " --"
    return [f"{shown:,}", f"{clicks:,}", f"{100 * clicks / shown:.2f}%" if shown else " --", each, money(spend),
            f"{orders + more}.00", money(direct + indirect), rate]
