"""What buyers themselves say of a listing, by subject: praised, complained of and asked, each with how often and one quote.

A text counts once per subject, by words of both languages of the shops: a first cut for a person who writes copy, no judgement.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from daybook.domain.copy_brief import Proof

#: Subject -> the words by which a text speaks of it, in the languages of the shops.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "quality": ("质量", "做工", "结实", "坏", "破", "quality", "broke", "sturdy"),
    "delivery": ("物流", "快递", "发货", "送", "shipping", "delivery", "arrived"),
    "as_shown": ("一致", "描述", "图片", "色差", "颜色", "实物", "as described", "colour", "color"),
    "packing": ("包装", "packag", "packed"),
    "price": ("性价比", "便宜", "贵", "优惠", "划算", "price", "cheap", "expensive"),
    "size": ("尺寸", "大小", "尺码", "容量", "size", "fit", "small", "large"),
    "use": ("好用", "怎么用", "安装", "使用", "用法", "easy to", "how to", "install"),
    "service": ("客服", "态度", "售后", "service", "support"),
    "material": ("材质", "面料", "不锈钢", "塑料", "成分", "material", "fabric", "ingredient"),
    "smell": ("味道", "异味", "气味", "香味", "smell", "scent", "odor"),
    "again": ("回购", "再买", "第二次", "again", "repurchase"),
}
QUOTE = 60


def subjects_of(text: str) -> list[str]:
    """What a text speaks of.

    >>> subjects_of("物流很快，做工结实"), subjects_of("好")
    (['quality', 'delivery'], [])
    """
    told = text.casefold()
    return [subject for subject, words in SUBJECTS.items() if any(word in told for word in words)]


def points_of(kind: str, texts: Iterable[tuple[date, str]]) -> tuple[Proof, ...]:
    """Subjects that buyers speak of, the most often first, each with its latest quote."""
    found: dict[str, list[tuple[date, str]]] = {}
    for day, text in texts:
        for subject in subjects_of(text):
            found.setdefault(subject, []).append((day, text))
    told = [Proof(kind, subject, len(own), _short(max(own)[1]), max(own)[0]) for subject, own in found.items()]
    return tuple(sorted(told, key=lambda p: (-p.times, p.point)))


def _short(text: str) -> str:
    return text if len(text) <= QUOTE else text[:QUOTE] + "…"


def quotes_of(kind: str, texts: Sequence[tuple[date, str]], most: int) -> tuple[Proof, ...]:
    """The latest of the texts that speak of no subject, themselves: the others stand under theirs."""
    alone = [one for one in texts if not subjects_of(one[1])]
    return tuple(Proof(kind, "", 1, _short(text), day) for day, text in sorted(alone, reverse=True)[:most])
