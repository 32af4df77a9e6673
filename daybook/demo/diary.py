"""What people saw and did beside the numbers: own edits, rival sightings, notices, reviews."""

from dataclasses import dataclass
from datetime import date

from daybook.demo.planted import Incident
from daybook.demo.rhythm import Ints
from daybook.demo.shops import ShopPlan, stream


@dataclass(frozen=True)
class Note:
    """One line of notes.csv: day index, clock, object, kind (edit, promo, rival, outage, other), from, to, text."""

    day: int
    clock: str
    about: str
    kind: str
    was: str
    now: str
    text: str


@dataclass(frozen=True)
class Review:
    """One review of a product; `good` False is a 差评."""

    day: int
    product: int
    sku: int
    good: bool
    text: str


_PRAISE = ("质量很好，物流也快", "和描述一致，会回购", "包装完好，颜色好看", "第二次买了，满意", "性价比高，推荐")
_GRUMBLE = ("物流有点慢", "颜色和图片有差别", "客服回复慢")
_TOP_COMPLAINT = "用了两天就坏了，图片都发了，客服还让自己修，大家别买！"


def notes_of(seed: int, plan: ShopPlan, days: list[date], prices: Ints, incidents: tuple[Incident, ...]) -> list[Note]:
    """Notes in time order: the ones that incidents leave behind, and ordinary ones that mean nothing."""
    notes = [n for i in incidents for n in _left_by(plan, prices, i)]
    rng = stream(seed, plan.index, "notes")
    busy = {d for i in incidents for d in range(i.first - 3, i.last + 4)}
    for day in range(int(rng.integers(3, 16)), len(days), int(rng.integers(13, 19))):
        product = plan.products[int(rng.integers(3, len(plan.products)))]
        if day not in busy:
            notes.append(Note(day, "10:20", product.item_id, "edit", "", "", "详情页换了一张场景图"))
    return sorted(notes, key=lambda n: (n.day, n.clock, n.about))


def _left_by(plan: ShopPlan, prices: Ints, incident: Incident) -> list[Note]:
    day = incident.first
    product = plan.products[max(incident.product, 0)]
    if incident.kind == "price_mistake":
        sku = plan.skus[incident.sku]
        was, now = prices[max(day - 1, 0), incident.sku] / 100, prices[day, incident.sku] / 100
        return [Note(day, "00:05", sku.code, "edit", f"{was:.2f}", f"{now:.2f}", "改价：批量改价表导入")]
    if incident.kind == "rival_promotion":
        rival = prices[day, product.skus[0].index] / 100 * 0.72
        return [Note(day, "09:40", product.item_id, "rival", "", f"{rival:.2f}", "竞品同款限时直降，主图打了活动标")]
    if incident.kind == "edit_backfired":
        return [Note(day, "00:30", product.item_id, "edit", product.title, f"新款{product.code}", "改标题：换了词根")]
    if incident.kind == "image_backfired":
        return [Note(day, "00:20", product.item_id, "edit", f"{product.code}-白底.jpg", f"{product.code}-场景.jpg", "换主图")]
    if incident.kind == "ladder_cut":
        return [Note(day, "00:40", product.item_id, "edit", "入门款在首位", "入门款下掉，高价款在首位", "调整SKU阶梯")]
    if incident.kind == "definition_change":
        return [Note(day, "09:00", plan.name, "other", "", "", "平台公告：访客数统计口径调整，剔除无效访问")]
    if incident.kind == "bid_error":
        word = plan.keywords[incident.keyword]
        low, high = word.cpc_cents / 100 * 1.15, word.cpc_cents / 100 * 1.15 * incident.size
        return [Note(day, "00:10", word.word, "edit", f"{low:.2f}", f"{high:.2f}", "调出价")]
    return []


def reviews_of(seed: int, plan: ShopPlan, sold: Ints, incidents: tuple[Incident, ...]) -> list[Review]:
    """Reviews in time order; about one order in twenty-five leaves one, few of them bad."""
    rng = stream(seed, plan.index, "reviews")
    counts = rng.poisson(sold * 0.04)
    owner = {s.index: p.index for p in plan.products for s in p.skus}
    out = []
    for day, sku in zip(*counts.nonzero(), strict=True):
        for _ in range(int(counts[day, sku])):
            good = bool(rng.random() > 0.025)
            texts = _PRAISE if good else _GRUMBLE
            out.append(Review(int(day), owner[int(sku)], int(sku), good, texts[int(rng.integers(len(texts)))]))
    for incident in incidents:
        if incident.kind == "bad_review":
            sku = plan.products[incident.product].skus[0].index
            day = max(incident.first - 1, 0)
            out.extend(Review(day, incident.product, sku, False, _TOP_COMPLAINT) for _ in range(3))
    return sorted(out, key=lambda r: r.day)
