"""What buyers wrote beside the ordinary: a batch that leaks, a review that cannot wait, a hero's question that nobody answers.

Only Taobao's and Tmall's exports show reviews and questions; none of it moves another number.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from daybook.demo.diary import Review
from daybook.demo.shops import ShopPlan, stream

if TYPE_CHECKING:
    from daybook.demo.landings import Window
    from daybook.demo.world import ShopWorld

PLATFORMS = ("taobao", "tmall")
#: Days before the last on which each begins, and the shops that have it, by their number's rest of six.
BEGINS = {"talk_batch": (11, (0, 5)), "talk_urgent": (4, (0, 1)), "talk_question": (8, (0, 3))}
#: One a day, each in its own words.
_LEAKS = ("收到就漏了，瓶口没封好，箱子里全是", "又漏了，包装袋里黏糊糊的，差评", "盖子裂了，漏得到处都是", "泵头漏液，只剩半瓶",
          "打开一看漏了一半，太失望了", "瓶身破了，洒了一盒子")
_LEAKS_KITCHEN = ("收到就漏，底部没封好，台面上全是水", "又漏了，用一次渗一次，差评", "盖子裂了，漏得到处都是",
                  "边上又漏了，一用就湿一片", "第一次用就漏了一半，太失望了", "收到就破了个口，汤水洒了一桌")
_SHOCK = "用了两次突然漏电，手被电麻了，已经去医院了"
_RASH = "用了两次脸上起红疹，又肿又痒，已经去医院了"
_OPEN = ("用久了会坏吗", "质保多久，坏了怎么办", "耐用吗，能用多久")
_ANSWERED = (("发什么快递", "发的中通，两天就到了"), ("味道重吗", "味道很淡，散半天就没了"), ("有正品授权吗", "有授权书，扫码能查"))
_EVERY = 9                           # days between ordinary questions


@dataclass(frozen=True)
class Question:
    """One question on a product's page; `answer` "": nobody has answered."""

    day: int
    product: int
    text: str
    answer: str


@dataclass(frozen=True)
class PlantedTalk:
    """One planted incident; `first` and `last` are day indexes, both in."""

    kind: str
    first: int
    last: int
    counts_from: int
    product: int


@dataclass(frozen=True)
class Talk:
    """Reviews beside the ordinary ones, all questions, and what was planted."""

    reviews: tuple[Review, ...] = ()
    questions: tuple[Question, ...] = ()
    planted: tuple[PlantedTalk, ...] = ()


def talk_of(seed: int, plan: ShopPlan, days: int) -> Talk:
    """What buyers of one shop wrote beside the ordinary; nothing where no export shows it."""
    if plan.platform not in PLATFORMS:
        return Talk()
    rng, last = stream(seed, plan.index, "talk"), days - 1
    planted = tuple(_planted(kind, last - ago, int(rng.integers(0, 2))) for kind, (ago, mine) in BEGINS.items()
                    if plan.index % 6 in mine)
    reviews = [Review(one.first + n, one.product, plan.products[one.product].skus[0].index, False, text)
               for one in planted for n, text in enumerate(_texts(one.kind, plan.category))]
    asked = [Question(day, int(rng.integers(0, 3)), *_ANSWERED[day // _EVERY % len(_ANSWERED)]) for day in range(5, days, _EVERY)]
    asked += [Question(one.first + n, 0, text, "") for one in planted if one.kind == "talk_question"
              for n, text in enumerate(_OPEN)]
    return Talk(tuple(reviews), tuple(sorted(asked, key=lambda q: q.day)), planted)


def _planted(kind: str, first: int, product: int) -> PlantedTalk:
    if kind == "talk_batch":
        return PlantedTalk(kind, first, first + len(_LEAKS) - 1, first + 3, product)
    if kind == "talk_question":
        return PlantedTalk(kind, first, first + len(_OPEN) - 1, first + 1, 0)
    return PlantedTalk(kind, first, first, first, product)


def _texts(kind: str, category: str) -> tuple[str, ...]:
    """What buyers of such goods write; six of a batch that leaks."""
    kitchen = category == "kitchen"
    if kind == "talk_batch":
        return _LEAKS_KITCHEN if kitchen else _LEAKS
    return ((_SHOCK if kitchen else _RASH),) if kind == "talk_urgent" else ()


def question_rows(shop: "ShopWorld", w: "Window") -> "list[list[str]]":
    """问大家: one row per question, with the first answer."""
    rows = []
    from daybook.demo.tested import asked_of

    for n, q in enumerate((*shop.talk.questions, *asked_of(shop.plan, len(shop.days)))):
        if w.first <= q.day <= w.last:
            item = shop.plan.products[q.product].item_id
            rows.append([item, q.text, q.answer, "1" if q.answer else "0", f"{shop.days[q.day]} {10 + n % 11:02d}:20:00",
                         f"q{shop.plan.index:02d}{n:05d}"])
    return rows


_TRUTH = {"talk_batch": ("poor_reviews", "batch", "mend_cause"), "talk_urgent": ("urgent_reviews", "review", "answer_urgent"),
          "talk_question": ("buyer_questions", "question", "answer_question")}


def talk_answers(shop: "ShopWorld") -> list[dict[str, object]]:
    """What was planted, as the answer file tells other incidents."""
    found: list[dict[str, object]] = []
    for n, one in enumerate(shop.talk.planted, 1):
        metric, cause, move = _TRUTH[one.kind]
        scope = {"item_id": shop.plan.products[one.product].item_id}
        found.append({
            "id": f"t{shop.plan.index:02d}{n}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": one.kind,
            "first_day": str(shop.days[one.first]), "last_day": str(shop.days[one.last]),
            "counts_from": str(shop.days[one.counts_from]), "metric": metric, "scope": scope, "currency": shop.plan.currency,
            "per_day": [], "cause": {"kind": cause, "scope": scope}, "move": {"kind": move, "object": scope["item_id"]}})
    return found
