"""What to do first about a listing's step, and what speaks for it: stock, price, reviews, an edit, a rival, else the step's own.

The order is the trade's: what cannot be bought is not a matter of images, and an edit is the likeliest cause after it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import rule
from daybook.desks.listings.counted import items_of_skus
from daybook.desks.listings.items import items_by_source, lost_visitors
from daybook.desks.listings.watched import what_of
from daybook.domain.listing_lines import FirstMeasure, ListingLine, ListingStep, Standing
from daybook.domain.said import Amount, Said, Term
from daybook.domain.seen import Seen

BUYING = frozenset({"cart_rate", "pay_rate", "cvr", "orders"})
#: Deviations below its usual at which a source is named as the one that lost the visitors.
NAMED_SOURCE = 2.0
#: What was edited -> the edit whose light must be green to take it back.
LIGHTS = {"title": "title", "images": "images", "main_image": "images", "attributes": "attributes", "price": "discount"}
Evidence = Callable[[Seen, ListingLine, ListingStep], FirstMeasure | None]


def first_measure(seen: Seen, line: ListingLine) -> FirstMeasure | None:
    """The first thing to do about a listing; None where nothing is off, or nothing is known."""
    step = line.step
    if step is None or line.standing is Standing.UP:
        return None
    if line.standing is Standing.OFF:
        for look in (_sold_out, _dearer, _bad_reviews, _edited, _rival):
            found = look(seen, line, step)
            if found is not None:
                return found
        if step.name == "visitors":
            return _by_source(seen, line)
    return _of_step(step)


def _since(seen: Seen) -> date:
    return seen.reviewed - timedelta(days=int(rule("L-EVIDENCE", "days")) - 1)


def _skus(seen: Seen, item: str, metric: str) -> dict[str, dict[date, Decimal]]:
    return {dict(s).get("sku", ""): dict(days) for s, days in seen.sliced.get("stock", {}).get(metric, {}).items()
            if dict(s).get("item_id", "") == item or dict(s).get("sku", "") == item}


def _sold_out(seen: Seen, line: ListingLine, step: ListingStep) -> FirstMeasure | None:
    """A SKU that brought a good part of the listing's units and has none left."""
    if step.name not in BUYING:
        return None
    owners = items_of_skus(seen)
    since, units = seen.reviewed - timedelta(days=34), dict[str, Decimal]()
    for scope, days in seen.sliced.get("product", {}).get("line_units", {}).items():
        item, sku = dict(scope).get("item_id", ""), dict(scope).get("sku", "")
        if line.item_id in (item, owners.get(sku), sku):
            units[sku] = units.get(sku, Decimal(0)) + sum((v for d, v in days.items() if d >= since), Decimal(0))
    whole = sum(units.values(), Decimal(0))
    week = seen.reviewed - timedelta(days=int(rule("L-STEPS", "days")) - 1)
    for sku, levels in sorted(_skus(seen, line.item_id, "sellable_units").items()):
        out = sorted(d for d, v in levels.items() if week <= d <= seen.reviewed and v <= 0)
        if out and whole and units.get(sku, Decimal(0)) / whole >= rule("L-EVIDENCE", "sku_share"):
            share = Amount((units[sku] / whole).quantize(Decimal("0.01")), "share")
            if out[-1] == seen.reviewed:
                return FirstMeasure(Said("Bring {sku} back or lead its buyers to the next SKU", sku=sku), Said(
                    "{sku} is sold out and brought {share} of the units", sku=sku, share=share))
            return FirstMeasure(Said("Wait for its week to fill again; order earlier next time"), Said(
                "{sku}, {share} of the units, was sold out on {n} days of the week", sku=sku, share=share, n=len(out)))
    return None


def _dearer(seen: Seen, line: ListingLine, step: ListingStep) -> FirstMeasure | None:
    """A SKU that is shown dearer than before, where the shop's others are not: after an event all of them are."""
    if step.name not in BUYING | {"ctr"} or _rose_everywhere(seen, line.item_id):
        return None
    for sku, prices in sorted(_skus(seen, line.item_id, "list_price").items()):
        then = [d for d in prices if d < _since(seen)]
        now = prices.get(seen.reviewed)
        before = prices[max(then)] if then else None
        if now is not None and before and now >= before * (1 + rule("L-EVIDENCE", "price")):
            was, shown = (Amount(v, "money", seen.shop.currency) for v in (before, now))
            return FirstMeasure(Said("Give a coupon instead of touching the list price again"), Said(
                "{sku} is shown at {now}, it was {was}", sku=sku, now=shown, was=was), "coupon")
    return None


def _rose_everywhere(seen: Seen, item: str) -> bool:
    """Whether most of the shop's other SKUs are shown dearer than before; not where there are none."""
    rose, known = 0, 0
    for scope, prices in seen.sliced.get("stock", {}).get("list_price", {}).items():
        if item in (dict(scope).get("item_id", ""), dict(scope).get("sku", "")):
            continue
        before = max((d for d in prices if d < _since(seen)), default=None)
        if before is not None and seen.reviewed in prices:
            known += 1
            rose += prices[seen.reviewed] >= prices[before] * (1 + rule("L-EVIDENCE", "price"))
    return known > 0 and rose * 2 > known


def _bad_reviews(seen: Seen, line: ListingLine, step: ListingStep) -> FirstMeasure | None:
    if step.name not in BUYING | {"refund_rate"}:
        return None
    days = next((own for s, own in seen.sliced.get("review", {}).get("bad_reviews", {}).items()
                 if dict(s).get("item_id") == line.item_id), {})
    n = sum((v for d, v in days.items() if d >= _since(seen)), Decimal(0))
    if n < rule("L-EVIDENCE", "reviews"):
        return None
    return FirstMeasure(Said("Answer the bad reviews and mend what they complain of"), Said(
        "{n} bad reviews in {days} days", n=n.quantize(Decimal(1)), days=int(rule("L-EVIDENCE", "days"))))


def _edited(seen: Seen, line: ListingLine, step: ListingStep) -> FirstMeasure | None:
    """The last edit that somebody noted or a list shows."""
    if step.name == "refund_rate":
        return None
    noted = [n for n in seen.given.notes_between(_since(seen), seen.reviewed) if n.object == line.item_id and n.kind == "edit"]
    if noted:
        last = noted[-1]
        return FirstMeasure(Said("Look at the edit of {day} and take it back if it was this", day=seen.shop.day_of(last.at)),
                            Said("it was edited: {text}", text=last.text or f"{last.from_} → {last.to}"),
                            LIGHTS.get(what_of(last.text), ""))
    listed = [e for e in seen.edits if e.item_id == line.item_id and e.seen_on >= _since(seen)]
    if listed:
        edit = max(listed, key=lambda e: e.seen_on)
        return FirstMeasure(Said("Look at the edit of {day} and take it back if it was this", day=edit.seen_on),
                            Said("{what} is another one since the list of {day}", what=Term("edited", edit.what), day=edit.seen_on),
                            LIGHTS.get(edit.what, ""))
    return None


def _rival(seen: Seen, line: ListingLine, step: ListingStep) -> FirstMeasure | None:
    noted = [n for n in seen.given.notes_between(_since(seen), seen.reviewed) if n.object == line.item_id and n.kind == "rival"]
    if not noted or step.name == "refund_rate":
        return None
    return FirstMeasure(Said("Answer the rival with a coupon or a gift, the list price stays"), Said(
        "a rival was seen: {text}", text=noted[-1].text or noted[-1].to), "coupon")


def _by_source(seen: Seen, line: ListingLine) -> FirstMeasure:
    """The source that lost most for sure, where one did."""
    worst, deviations, share = "", NAMED_SOURCE, 0.0
    since = seen.reviewed - timedelta(days=int(rule("L-STEPS", "days")) - 1)
    for source, own in items_by_source(seen).items():
        loss = lost_visitors(seen, own, line.item_id, since, None, source) if line.item_id in own and source else None
        if loss is not None and loss.deviations > deviations:
            worst, deviations, share = source, loss.deviations, loss.share
    if not worst:
        return FirstMeasure(Said("Compare its sources with last month's, then its words and ads"),
                            Said("no single source is sure to have lost them"))
    lost = Amount(Decimal(str(round(share, 4))), "share")
    return FirstMeasure(Said("Go after {source}: words and rank for search, bids for ads, the image for feeds", source=worst),
                        Said("{source} brings {share} fewer than usual", source=worst, share=lost), "title")


def _of_step(step: ListingStep) -> FirstMeasure:
    """What the trade does first about a step of which nothing else speaks."""
    plain = Said("nothing else of it stands out")
    return {
        "ctr": FirstMeasure(Said("Test another main image, one change at a time"), plain, "images"),
        "visitors": FirstMeasure(Said("Compare its sources with last month's, then its words and ads"), plain, "title"),
        "cart_rate": FirstMeasure(Said("Look at the SKU ladder, the first screen and missing attributes"), plain, "sku_add"),
        "pay_rate": FirstMeasure(Said("Give a coupon to those with it in the cart; the list price stays"), plain, "coupon"),
        "cvr": FirstMeasure(Said("Compare price, first screen and reviews with the best rival"), plain, "coupon"),
        "spend": FirstMeasure(Said("Look at the SKU ladder: do buyers slide to the cheapest?"), plain, "sku_add"),
        "orders": FirstMeasure(Said("Compare price, first screen and reviews with the best rival"), plain, "coupon"),
        "refund_rate": FirstMeasure(Said("Read why buyers return it and mend what the page promises"), plain, "attributes"),
    }[step.name]
