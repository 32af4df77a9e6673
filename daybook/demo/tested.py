"""Tests of pages of the demonstration agency: one that wins, one whose split is uneven, one that costs carts, a switchback of a
change that does nothing, one decided earlier, and a question that a hero's page leaves open week after week.

Each shop's own stream of draws; no other number moves.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from daybook.demo.landings import DAILY_DAYS, history, mornings, window
from daybook.demo.paper import Sink, plain_csv
from daybook.demo.shops import ShopPlan, stream
from daybook.demo.talked import PLATFORMS, Question

if TYPE_CHECKING:
    from daybook.demo.world import ShopWorld

HEADER = ("test", "day", "arm", "visitors", "cart_buyers", "paid_buyers", "refund_buyers", "currency")
#: Shop of the dozen -> kind, product, days before the last on which the test begins, days after that from which its end may be
#: told, and from which it must be known.
PLANTED = {0: ("test_won", 1, 22, 7, 14), 1: ("test_uneven", 0, 20, 5, 13), 7: ("test_guard", 1, 20, 3, 12)}
#: Shops whose hero is asked the same every other day, and since how many days before the last; told from the third week on.
ASKED, ASKED_DAYS, ASKED_TOLD = (7,), 27, 6
_QUESTION = ("面料是什么材质的", "纯棉的，吊牌上写着")
#: People of an arm by what they do: into the cart, buy, of buyers paid back; and what the new page changes of it.
CARTS, BUYS, BACK = 0.12, 0.04, 0.05
CHANGED = {"test_won": (1.45, 1.15, 1.0), "test_uneven": (1.0, 1.0, 1.0), "test_guard": (0.55, 1.05, 1.0)}
#: Share of the visitors of an uneven split who never reach the new page.
LOST = 0.2
WORDS = {"test_won": ("first_screen", "容量与适用人数放进首屏", "看懂容量的人更愿意加购", "add_to_cart_rate"),
         "test_uneven": ("details", "shipping times above the fold", "who knows the day buys", "payment_cvr"),
         "test_guard": ("selling_points", "卖点改为视频在前", "视频更有说服力", "payment_cvr")}
#: A switchback of the first shop, days before the last on which it begins; and a test that was decided before.
SWITCHED, DECIDED = (2, 28), (3, 80, 52)


@dataclass(frozen=True)
class PlantedTest:
    """One test with what is wrong or right about it; day indexes."""

    kind: str
    product: int
    first: int
    told: int
    known: int


def tests_of(plan: ShopPlan, days: int) -> tuple[PlantedTest, ...]:
    """The split that a shop runs, where it runs one."""
    found = PLANTED.get(plan.index)
    if found is None:
        return ()
    kind, product, ago, told, known = found
    first = days - 1 - ago
    return (PlantedTest(kind, product, first, first + told, first + known),)


def asked_of(plan: ShopPlan, days: int) -> tuple[Question, ...]:
    """The question that the hero's page leaves open: answered each time, and asked again."""
    if plan.index not in ASKED or plan.platform not in PLATFORMS:
        return ()
    return tuple(Question(day, 0, *_QUESTION) for day in range(days - 1 - ASKED_DAYS, days, 2))


def write_tests(seed: int, shop: "ShopWorld", sink: Sink, daily: int = DAILY_DAYS) -> None:
    """A sheet of each day's arms on the morning after, and the plans as people typed them."""
    for one in tests_of(shop.plan, len(shop.days)):
        rng = stream(seed, shop.plan.index, "page tests")
        rows = {day: _arms(rng, shop, one, day) for day in range(one.first, len(shop.days))}
        for w in (*history(shop, daily), *mornings(shop, daily)):
            told = [row for day in range(max(w.first, one.first), w.last + 1) for row in rows[day]]
            if told:
                sink.put(f"page_tests_{shop.days[w.last]}.csv", "page_tests", w.known_at, plain_csv(HEADER, told, "utf-8"))
    plans = _plans(shop)
    if plans:
        start = min(plan["first"] for plan in plans)
        sink.put("page-tests.json", "given", window(shop, start, start, start).known_at,
                 json.dumps([_dated(shop, plan) for plan in plans], ensure_ascii=False, indent=1).encode())


def _arms(rng: np.random.Generator, shop: "ShopWorld", one: PlantedTest, day: int) -> list[list[str]]:
    came = int(shop.traffic.product[day, one.product])
    control = int(rng.binomial(came, 0.5))
    variant = came - control
    if one.kind == "test_uneven":
        variant -= int(rng.binomial(variant, LOST))
    rows = []
    for arm, people, (more, buys, back) in (("A", control, (1.0, 1.0, 1.0)), ("B", variant, CHANGED[one.kind])):
        carts, bought = (int(rng.binomial(people, rate)) for rate in (CARTS * more, BUYS * buys))
        rows.append([key_of(shop, one.product), str(shop.days[day]), arm, str(people), str(carts), str(bought),
                     str(int(rng.binomial(bought, BACK * back))), shop.plan.currency])
    return rows


def key_of(shop: "ShopWorld", product: int) -> str:
    """The key of a test."""
    return f"pt-demo{shop.plan.index:02d}{product}"


def _plans(shop: "ShopWorld") -> list[dict[str, Any]]:
    """What people typed: a plan, and steps as (kind, day index)."""
    last, found = len(shop.days) - 1, list[dict[str, Any]]()
    for one in tests_of(shop.plan, len(shop.days)):
        change, what, hypothesis, metric = WORDS[one.kind]
        usual = CARTS if metric == "add_to_cart_rate" else BUYS
        found.append({"product": one.product, "first": one.first, "design": "split", "change": change, "what": what,
                      "hypothesis": hypothesis, "metric": metric, "usual": usual, "smallest": 0.2,
                      "steps": [["started", one.first]]})
    if shop.plan.index == 0:
        product, ago = SWITCHED
        found.append({"product": product, "first": last - ago, "design": "switchback", "change": "main_image",
                      "what": "主图换成使用场景", "hypothesis": "场景图更能说明用途", "metric": "payment_cvr", "usual": BUYS,
                      "smallest": 0.2, "steps": [["started", last - ago]]})
        product, began, ended = DECIDED
        found.append({"product": product, "first": last - began, "design": "split", "change": "first_screen",
                      "what": "首屏写明质保两年", "hypothesis": "担心耐用的人会下单", "metric": "payment_cvr", "usual": BUYS,
                      "smallest": 0.1, "steps": [["started", last - began], ["keep", last - ended]],
                      "result": {"verdict": "won", "days": began - ended,
                                 "lift": {"value": 0.12, "low": 0.02, "high": 0.22, "p": 0.01}}})
    return found


def _dated(shop: "ShopWorld", plan: dict[str, Any]) -> dict[str, Any]:
    """A plan with days instead of indexes, and its item."""
    steps, product, first = plan["steps"], plan["product"], plan["first"]
    rest = {name: value for name, value in plan.items() if name not in ("product", "first", "steps")}
    return {"key": key_of(shop, product), "by": "Lin", "item_id": shop.plan.products[product].item_id,
            "first": str(shop.days[first]), "steps": [[kind, str(shop.days[day])] for kind, day in steps], **rest}


#: kind -> number that shows it, cause, kind of the right move
_TRUTH = {"test_won": ("add_to_cart_rate", "page", "decide_test"), "test_uneven": ("split_share", "split", "mend_split"),
          "test_guard": ("add_to_cart_rate", "page", "put_page_back"),
          "page_question": ("page_questions", "page", "brief_designer")}


def tested_answers(shop: "ShopWorld") -> list[dict[str, Any]]:
    """What was planted, as the answer file tells other incidents; `planted_lift` is the truth of a test."""
    last = len(shop.days) - 1
    found = [_answer(shop, one.kind, one.product, one.told, one.known) for one in tests_of(shop.plan, len(shop.days))]
    if asked_of(shop.plan, len(shop.days)):
        found.append(_answer(shop, "page_question", 0, last - ASKED_TOLD, last - ASKED_TOLD))
    return found


def _answer(shop: "ShopWorld", kind: str, product: int, first: int, known: int) -> dict[str, Any]:
    metric, cause, move = _TRUTH[kind]
    scope = {"item_id": shop.plan.products[product].item_id}
    carts, buys, _ = CHANGED.get(kind, (1.0, 1.0, 1.0))
    return {
        "id": f"p{shop.plan.index:02d}{product}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": kind,
        "first_day": str(shop.days[first]), "last_day": str(shop.days[-1]), "counts_from": str(shop.days[known]), "metric": metric,
        "scope": scope, "currency": shop.plan.currency, "per_day": [], "cause": {"kind": cause, "scope": scope},
        "move": {"kind": move, "object": scope["item_id"]},
        "planted_lift": {"add_to_cart_rate": round(carts - 1, 4), "payment_cvr": round(buys - 1, 4)}}


def busy_days(shop: "ShopWorld") -> set[int]:
    """Days on which something planted here may be told."""
    firsts = [one.first for one in tests_of(shop.plan, len(shop.days))]
    firsts += [len(shop.days) - 1 - ASKED_DAYS] if asked_of(shop.plan, len(shop.days)) else []
    return {day for first in firsts for day in range(first, len(shop.days) + 1)}
