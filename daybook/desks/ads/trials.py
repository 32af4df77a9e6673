"""Tests of images (创意) and of products (测款): which one wins, by the interval and not by the point, and how long to wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from daybook.desks.gain import CENT, rule
from daybook.domain.ad_words import JudgedCreative, Share, TestedProduct
from daybook.domain.seen import Seen

WINDOW = 28
#: The last days of a creative are held against those before them.
LATELY = 7


@dataclass(frozen=True)
class CreativeRow:
    """A creative of an ad over a period that ends on `last`; `carts` None: the report does not say."""

    plan: str
    item: str
    creative: str
    name: str
    last: date
    impressions: Decimal
    clicks: Decimal
    spend: Decimal
    carts: Decimal | None = None


def judged_creatives(seen: Seen, rows: Sequence[CreativeRow]) -> tuple[JudgedCreative, ...]:
    """The creatives of each ad beside each other, the largest spend first; `rows` or, without them, the shop's materials."""
    ads: dict[tuple[str, str], list[CreativeRow]] = {}
    for row in rows or list(_materials(seen)):
        if row.impressions > 0:
            ads.setdefault((row.plan, row.item), []).append(row)
    found = [one for own in ads.values() for one in _of_ad(own, seen.reviewed)]
    return tuple(sorted(found, key=lambda one: (-one.spend, one.creative)))


def _materials(seen: Seen) -> Iterable[CreativeRow]:
    """Materials, each by itself: a console that tells them does not say which of them lead to the same item."""
    of, names = seen.sliced.get("material", {}), seen.names.get("material_id", {})
    first = seen.reviewed - timedelta(days=WINDOW - 1)
    for scope, days in of.get("material_impressions", {}).items():
        own = dict(scope).get("material_id", "")
        clicks, spend = (of.get(metric, {}).get(scope, {}) for metric in ("material_clicks", "material_ad_spend"))
        for day, shown in days.items():
            if first <= day <= seen.reviewed:
                yield CreativeRow("", own, own, names.get(own) or own, day, shown, clicks.get(day, Decimal(0)),
                                  spend.get(day, Decimal(0)))


def _of_ad(rows: Sequence[CreativeRow], reviewed: date) -> list[JudgedCreative]:
    from daybook.analysis.bidding.trials import Counted, chances_of_best, interval, more_to_be_sure

    own = {name: [r for r in rows if r.creative == name] for name in sorted({r.creative for r in rows})}
    counted = {name: Counted(_sum(of, "clicks"), _sum(of, "impressions")) for name, of in own.items()}
    sides = list(counted.values())
    best = dict(zip(own, chances_of_best(sides), strict=True))
    leader = max(own, key=lambda name: best[name])
    sure = float(rule("T-SURE", "images"))
    times = None if best[leader] >= sure or len(own) == 1 else more_to_be_sure(sides, sure)
    found = []
    for name, of in own.items():
        others = [side for key, side in counted.items() if key != name]
        carts = _carts(of, [r for r in rows if r.creative != name])
        tired = _tired(of, reviewed)
        verdict = _verdict(name == leader, float(best[name]), float(best[leader]), (len(own), carts, times), tired)
        more = _more(counted[name], times) if verdict == "wait" else 0
        item = "" if of[-1].item == name else of[-1].item
        found.append(JudgedCreative(
            of[-1].plan, item, name, of[-1].name, int(counted[name].asked), int(counted[name].did), _money(of),
            Share(*interval(counted[name], others)), carts, float(best[name]), verdict, tired, more, _cost(of, more)))
    return found


def _verdict(leads: bool, best: float, leader: float,
             told: tuple[int, Share | None, float | None], tired: float | None) -> str:
    """use: it wins; stop: it is hardly the best; tired: its clicks fall; wait: nobody knows yet; alone: nothing beside it."""
    if tired is not None and tired >= float(rule("T-SURE", "images")):
        return "tired"
    if told[0] == 1:
        return "alone"
    sure = float(rule("T-SURE", "images"))
    if not leads and best <= (1 - sure) * leader:
        return "stop"
    if leader >= sure and leads:
        return "use" if told[1] is None or told[1].worse < sure else "wait"
    return "wait" if told[2] is not None else "alike"


def _carts(own: Sequence[CreativeRow], others: Sequence[CreativeRow]) -> Share | None:
    """Carts per click with their interval and the chance that they are fewer than the others'; None where not told."""
    from daybook.analysis.bidding.trials import Counted, chances_of_best, interval

    if any(r.carts is None for r in (*own, *others)) or not _sum(own, "clicks"):
        return None
    mine, rest = (Counted(_sum(of, "carts"), max(_sum(of, "clicks"), 1.0)) for of in (own, others))
    worse = float(chances_of_best([mine, rest])[1]) if others else 0.0
    return Share(*interval(mine, [rest] if others else []), worse)


def _tired(rows: Sequence[CreativeRow], reviewed: date) -> float | None:
    """The chance that the click rate of the last week is at least a fifth under that of the days before; None with one period."""
    from daybook.analysis.bidding.trials import Counted, chances_of_best

    since = reviewed - timedelta(days=LATELY)
    late, early = ([r for r in rows if (r.last > since) is lately] for lately in (True, False))
    if not late or not early or _sum(early, "clicks") < float(rule("T-CLICKS", "clicks")):
        return None
    kept = 1 - float(rule("T-TIRED"))
    now = Counted(_sum(late, "clicks"), _sum(late, "impressions"))
    before = Counted(_sum(early, "clicks") * kept, _sum(early, "impressions"))
    return float(chances_of_best([now, before])[1])


def _more(side: object, times: float | None) -> int:
    from daybook.analysis.bidding.trials import Counted

    if times is None or not isinstance(side, Counted):
        return 0
    return max(ceil(times * side.did), int(rule("T-CLICKS", "clicks")) - int(side.did), 0)


def _cost(rows: Sequence[CreativeRow], clicks: int) -> Decimal:
    paid, clicked = (sum((getattr(r, name) for r in rows), Decimal(0)) for name in ("spend", "clicks"))
    return (paid / clicked * clicks).quantize(CENT) if clicked else Decimal(0)


def _money(rows: Sequence[CreativeRow]) -> Decimal:
    return sum((r.spend for r in rows), Decimal(0)).quantize(CENT)


def _sum(rows: Iterable[CreativeRow], name: str) -> float:
    return float(sum((getattr(r, name) for r in rows), Decimal(0)))


#: Of a product's words: metric -> place.
COUNTS = ("keyword_impressions", "keyword_clicks", "keyword_ad_cart_units", "keyword_ad_orders", "keyword_ad_spend")


def tested_products(seen: Seen) -> tuple[TestedProduct, ...]:
    """Advertised items beside the marks of a product test: carts per click with their interval, and the chance that they pass."""
    from daybook.analysis.bidding.trials import Counted, chance_over, interval

    told = _by_item(seen)
    known = {item: v for item, v in told.items() if item and v[1] > 0 and v[2] > 0}
    sides = {item: (Counted(v[1], max(v[0], v[1])), Counted(min(v[2], v[1]), v[1])) for item, v in known.items()}
    names = seen.names.get("item_id", {})
    found = []
    for item, (_, clicks, _, orders, spend) in known.items():
        rate, carts = sides[item]
        passes = chance_over(carts, float(rule("T-PRODUCT", "cart")))
        others = [s[0] for key, s in sides.items() if key != item]
        verdict, more = _passed(passes, clicks)
        cost = Decimal(repr(spend / clicks * more)).quantize(CENT)
        found.append(TestedProduct(
            item, names.get(item, ""), int(clicks), Decimal(repr(spend)).quantize(CENT), Share(*interval(rate, others)),
            Share(*interval(carts, [])), orders / clicks, passes, verdict, more, cost))
    return tuple(sorted(found, key=lambda one: (-one.spend, one.item_id)))


def _passed(passes: float, clicks: float) -> tuple[str, int]:
    """pass, fail, near the mark after many clicks, or wait for so many more: those that the rule wants, then as many again."""
    least, sure = float(rule("T-PRODUCT", "clicks")), float(rule("T-SURE", "product"))
    if clicks >= least and passes >= sure:
        return "pass", 0
    if clicks >= least and passes <= 1 - sure:
        return "fail", 0
    if clicks > float(rule("T-SURE", "near")) * least:
        return "near", 0
    return "wait", int(least - clicks) if clicks < least else int(clicks)


def _by_item(seen: Seen) -> dict[str, tuple[float, ...]]:
    first = seen.reviewed - timedelta(days=WINDOW - 1)
    found: dict[str, list[float]] = {}
    told: Mapping[str, Mapping[tuple[tuple[str, str], ...], Mapping[date, Decimal]]] = seen.sliced.get("keyword", {})
    for at, metric in enumerate(COUNTS):
        for scope, days in told.get(metric, {}).items():
            own = found.setdefault(dict(scope).get("item_id", ""), [0.0] * len(COUNTS))
            own[at] += float(sum((v for d, v in days.items() if first <= d <= seen.reviewed), Decimal(0)))
    return {item: tuple(v) for item, v in found.items()}
