"""Tests of pages: planned with the sample that they need, started, stopped and decided by their rule, and what they taught."""

import json
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from daybook.analysis.experiments.sizes import days_needed, pairs_needed, people_needed, smallest_lift
from daybook.analysis.experiments.switched import scatter_of
from daybook.analysis.lessons import of_another
from daybook.desks.pages.results import item_days, seen_test
from daybook.domain.errors import WrongUsage
from daybook.domain.page_tests import (
    CHANGES,
    DECISIONS,
    GUARDS,
    MAY_FOLLOW,
    MEASURES,
    BriefStage,
    Design,
    DesignBrief,
    PageLine,
    PageStep,
    PageTest,
    Stage,
    Taught,
)
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.domain.switchback import Block
from daybook.plan.switchback import blocks_of
from daybook.rulebook.reading import load
from daybook.workflows.house import House

RULE, BLOCKS = "T-PAGE", "T-BLOCKS"
LONGEST, LONGEST_ID = 2000, 120
#: A lift of a change that was never tested is drawn to nothing as by one test with this error.
NOTHING_KNOWN = 0.05


@dataclass(frozen=True)
class Asked:
    """What somebody wants to test.  `smallest` None: the rulebook's; `deviation` is that of an amount a visitor."""

    item_id: str
    change: str
    what: str
    hypothesis: str
    metric: str = "payment_cvr"
    design: str = "split"
    smallest: float | None = None
    first: date | None = None
    code: str = ""
    guards: tuple[str, ...] = GUARDS
    share: float = 0.5
    deviation: float | None = None
    usual: float | None = None
    a_day: float | None = None


@dataclass(frozen=True)
class Size:
    """What a test needs: people in each arm or pairs of blocks, days until then, from which usual rate and visitors a day.

    `needed` None: nobody can tell, and `why` says so.  `in_most` is the smallest lift that the longest test tells; `once` what one
    look at the end would need.
    """

    needed: int | None
    days: int | None
    usual: float | None
    a_day: float | None
    smallest: float
    in_most: float | None = None
    once: int | None = None
    why: str = ""


def size_of(seen: Seen, asked: Asked) -> Size:
    """The sample before the start.  Raises WrongUsage for a number that tests are not judged by, and a lift that none tells."""
    measure = MEASURES.get(asked.metric)
    if measure is None or asked.metric == "refund_rate":
        raise WrongUsage(Said("{name} is no number that a test is for", name=asked.metric[:40]),
                         next_step="use one of: " + ", ".join(m for m in MEASURES if m != "refund_rate"))
    rules = load()
    smallest = float(rules.value(RULE, "smallest")) if asked.smallest is None else asked.smallest
    if not 0.001 <= smallest <= 5:
        raise WrongUsage(Said("a lift of {lift} cannot be planned for", lift=f"{smallest:.1%}"),
                         next_step="say a relative lift, 0.05 for 5 %")
    known = item_days(asked.item_id, seen, measure) or {}
    days = [v for d, v in known.items() if seen.reviewed - timedelta(days=28) < d <= seen.reviewed]
    under = sum(u for _, u in days)
    usual = asked.usual if asked.usual is not None else sum(o for o, _ in days) / under if under else None
    a_day = asked.a_day if asked.a_day is not None else under / len(days) if days else None
    if asked.design == Design.SWITCHBACK:
        return _switchback_size(list(known.values()), usual, a_day, smallest)
    variance = None if usual is None or not measure.share else usual * (1 - usual)
    variance = asked.deviation ** 2 if asked.deviation else variance
    if not usual or variance is None or variance <= 0:
        why = Said("no export tells its usual value: say it") if not usual else Said("say how far amounts of one visitor stray")
        return Size(None, None, usual, a_day, smallest, why=why)
    alpha, power, most = (float(rules.value(RULE, n)) for n in ("alpha", "power", "most_days"))
    try:
        needed = people_needed(usual, variance, smallest, power, alpha)
    except ValueError:
        raise WrongUsage(Said("a lift of {lift} cannot be planned for", lift=f"{smallest:.1%}"), where=asked.item_id,
                         next_step="ask for a larger lift, or test what happens more often") from None
    least = int(rules.value(RULE, "days"))
    part = min(asked.share, 1 - asked.share)
    needed_days = None if not a_day else days_needed(needed, a_day * part, 1)
    each = (a_day or 0) * part * most
    in_most = smallest_lift(usual, variance, each, power, alpha, tuned=2 * each) if each else None
    return Size(needed, None if needed_days is None else max(needed_days, least), usual, a_day, smallest, in_most,
                people_needed(usual, variance, smallest, power, alpha, looked=False))


def _switchback_size(known: Sequence[tuple[float, float]], usual: float | None, a_day: float | None, smallest: float) -> Size:
    rules = load()
    block, left_out, least, most = (int(rules.value(BLOCKS, n)) for n in ("days", "left_out", "pairs", "pairs_most"))
    scatter = scatter_of(known, block, left_out)
    if scatter is None:
        return Size(None, None, usual, a_day, smallest, why=Said("too few days of this page are in to see how it scatters"))
    power, alpha = (float(rules.value(RULE, name)) for name in ("power", "alpha"))
    pairs = pairs_needed(scatter, smallest, power, alpha, most)
    in_most = next((lift / 1000 for lift in range(5, 1000, 5)
                    if pairs_needed(scatter, lift / 1000, power, alpha, most) is not None), None)
    if pairs is None:
        return Size(None, None, usual, a_day, smallest, in_most,
                    why=Said("{n} pairs of blocks do not tell so small a lift here", n=most))
    pairs = max(pairs, least)
    return Size(pairs, pairs * 2 * block, usual, a_day, smallest, in_most)


def plan_test(house: House, shop: Shop, seen: Seen, asked: Asked, by: str) -> PageTest:
    """Plans a test; nothing is shown yet.

    Raises WrongUsage for what is no single change, a page that has a test already, a sample that nobody can tell, and a test that
    would take longer than the rulebook lets one.
    """
    _whole(asked, by)
    size, now, rules = size_of(seen, asked), house.now(), load()
    begin = asked.first or shop.day_of(now) + timedelta(days=1)
    if begin < shop.day_of(now):
        raise WrongUsage(Said("{day} is over or has begun", day=begin), where=shop.name, next_step="begin today or later")
    most = int(rules.value(RULE, "most_days")) if asked.design == Design.SPLIT else int(
        rules.value(BLOCKS, "pairs_most") * 2 * rules.value(BLOCKS, "days"))
    if size.needed is None or size.days is None:
        raise WrongUsage(size.why or Said("nobody can tell how many visitors a day come"), where=asked.item_id,
                         next_step="say the usual value and the visitors of a day, or test a page of which exports tell them")
    if size.days > most:
        raise WrongUsage(Said("it would take {days} days, {most} at most", days=size.days, most=most), where=asked.item_id,
                         next_step=f"ask for a lift of {size.in_most:.1%}" if size.in_most else "test a page with more visitors")
    _one_change(shop, asked.item_id, begin, now)
    key, blocks = f"pt-{secrets.token_hex(4)}", ()
    if asked.design == Design.SWITCHBACK:
        blocks = blocks_of(begin, int(rules.value(BLOCKS, "days")), size.needed, int(key[3:], 16))  # type: ignore[assignment]
    made = PageTest(
        key, shop.name, shop.client, asked.item_id, asked.change, asked.what.strip()[:LONGEST], asked.hypothesis.strip()[:LONGEST],
        asked.metric, Design(asked.design), size.smallest, size.needed, begin, begin + timedelta(days=size.days - 1), by, now,
        asked.guards, (1 - asked.share, asked.share), None if size.usual is None else Decimal(str(round(size.usual, 6))), blocks,
        asked.code.strip()[:120])
    from daybook.records.page_rows import add_test

    add_test(made)
    return made


def _whole(asked: Asked, by: str) -> None:
    """Raises WrongUsage for a plan that lacks something, or says two things."""
    if asked.change not in CHANGES:
        raise WrongUsage(Said("{name} is no part of a page", name=asked.change[:40] or "—"),
                         next_step="one of: " + ", ".join(CHANGES))
    if asked.design not in tuple(Design):
        raise WrongUsage(Said("{name} is no design of a test", name=asked.design[:40]), next_step="one of: split, switchback")
    if not asked.what.strip() or not asked.hypothesis.strip() or not asked.item_id.strip() or not by.strip():
        raise WrongUsage("a test says which page, what is changed, what is expected of it and who plans it",
                         next_step="add what is missing")
    if len(asked.item_id) > LONGEST_ID:
        raise WrongUsage(Said("{name} is the id of no page", name=f"{asked.item_id[:40]}…"),
                         next_step="copy it from the list of products")
    wrong = [g for g in asked.guards if g not in GUARDS]
    if wrong:
        raise WrongUsage(Said("{name} is no guard of a test", name=wrong[0][:40]), next_step="one of: " + ", ".join(GUARDS))
    if not 0.05 <= asked.share <= 0.95:
        raise WrongUsage("the new page is shown to between 5 and 95 in a hundred", next_step="say a share, 0.5 for half")
    if asked.design == Design.SWITCHBACK and not MEASURES[asked.metric].item:
        raise WrongUsage("no export counts that number by listing and day",
                         next_step="test payment_cvr, add_to_cart_rate or uv_value")


def _one_change(shop: Shop, item: str, begin: date, now: datetime) -> None:
    for other in tests_known([shop], now).get(shop.name, ()):
        if other.item_id == item and (other.stage is Stage.RUNNING or (other.stage is Stage.DRAFT and other.last >= begin)):
            raise WrongUsage(Said("a test of this page is planned or runs until {day}: one change at a time", day=other.last),
                             where=other.key, next_step="decide or archive that one first")


def step_test(house: House, shop: Shop, key: str, kind: str, by: str, text: str = "", seen: Seen | None = None) -> PageTest:
    """Adds a step to a test; a decision keeps what stood there with it.  Raises WrongUsage where it cannot follow."""
    from daybook.records.page_rows import add_line

    now = house.now()
    one = one_test(shop, key, now)
    known = MAY_FOLLOW[one.stage]
    if kind not in known:
        raise WrongUsage(Said("{name} cannot follow here", name=kind[:40]), where=key,
                         next_step="one of: " + ", ".join(known) if known else "plan a new test")
    step, today = PageStep(kind), shop.day_of(now)
    if not by.strip() or (step is PageStep.NOTE and not text.strip()):
        raise WrongUsage("a step names who says it, and of a note what", next_step="add what is missing")
    on = today
    if step is PageStep.STARTED:
        _may_start(shop, one, today, now)
        on = max(today, one.first) if one.design is Design.SWITCHBACK else today
    result = None
    if step in DECISIONS and seen is not None:
        found = seen_test(one, seen)
        result = {"verdict": found.verdict, "days": found.days, "lift": None if found.lift is None else {
            "value": found.lift.value, "low": found.lift.low, "high": found.lift.high, "p": found.lift.p}}
    add_line(key, PageLine(step, on, now, by.strip(), text.strip()[:LONGEST]), result)
    return one_test(shop, key, now)


def _may_start(shop: Shop, one: PageTest, today: date, now: datetime) -> None:
    for other in tests_known([shop], now).get(shop.name, ()):
        if other.key != one.key and other.item_id == one.item_id and other.stage is Stage.RUNNING:
            raise WrongUsage(Said("a test of this page is planned or runs until {day}: one change at a time", day=other.last),
                             where=other.key, next_step="decide that one first")
    if one.design is Design.SWITCHBACK and today > one.blocks[0].first:
        raise WrongUsage(Said("its first block began on {day}", day=one.blocks[0].first), where=one.key,
                         next_step="archive it and plan it anew: its days were drawn by lot")


def one_test(shop: Shop, key: str, as_of: datetime) -> PageTest:
    """One test of a shop.  Raises WrongUsage where it has none of this key."""
    found = next((t for t in tests_known([shop], as_of).get(shop.name, ()) if t.key == key), None)
    if found is None:
        raise WrongUsage(Said("{shop} has no test {key}", shop=shop.name, key=key[:40]), next_step="see `daybook pages`")
    return found


def tests_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, tuple[PageTest, ...]]:
    """shop -> its tests as known at a moment; two queries for all."""
    from daybook.records.page_rows import tests_known as known

    return known(shops, as_of)


def briefs_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, tuple[DesignBrief, ...]]:
    """shop -> its briefs for the designer as known at a moment; two queries for all."""
    from daybook.records.page_rows import briefs_known as known

    return known(shops, as_of)


def lessons_of(shop: Shop, as_of: datetime) -> tuple[Taught, ...]:
    """What decided tests of each part of a page brought, here and in all shops of the house: only lifts go between shops."""
    from daybook.records.page_rows import results_of

    by: dict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for name, change, result in results_of([d.value for d in DECISIONS], as_of):
        by[change].append((name, result))
    found = [_taught(shop.name, change, rows) for change, rows in by.items()]
    return tuple(sorted(found, key=lambda t: (-t.all, t.change)))


def _taught(shop: str, change: str, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> Taught:
    """Lifts with their errors, an interval of 95 % being four of them wide; drawn to nothing by one that is not known."""
    told = [(lift["value"], max((lift["high"] - lift["low"]) / 4, 0.002)) for _, r in rows if (lift := r["lift"]) is not None
            and lift["low"] is not None and lift["high"] is not None]
    mean = of_another([0.0, *(v for v, _ in told)], [NOTHING_KNOWN, *(e for _, e in told)])
    assert mean is not None
    return Taught(change, sum(name == shop for name, _ in rows), len(rows), sum(r["verdict"] == "won" for _, r in rows),
                  round(mean.mean, 4), round(mean.error, 4))


def open_briefs(briefs: Sequence[DesignBrief]) -> tuple[DesignBrief, ...]:
    """Briefs that somebody has to do something about, those that are due first."""
    waiting = [b for b in briefs if b.stage in (BriefStage.OPEN, BriefStage.MADE)]
    return tuple(sorted(waiting, key=lambda b: (b.due or date.max, b.key)))


def take_page_tests(house: House, shop: Shop, text: str, known_at: datetime) -> int:
    """Takes in tests of pages from another book, as JSON: a list of plans with their steps as [kind, day]; gives how many.

    A plan that is there already is left as it is; `by` says whose it is.  Steps are known on their day at nine.
    """
    from daybook.records.page_rows import add_line, add_test

    rules, there = load(), {t.key for t in tests_known([shop], house.now()).get(shop.name, ())}
    plans = [plan for plan in json.loads(text) if plan["key"] not in there]
    for plan in plans:
        first, usual = date.fromisoformat(plan["first"]), float(plan["usual"])
        blocks: tuple[Block, ...] = ()
        needed = people_needed(usual, usual * (1 - usual), plan["smallest"]) if plan["design"] == Design.SPLIT else int(
            rules.value(BLOCKS, "pairs"))
        if plan["design"] == Design.SWITCHBACK:
            blocks = blocks_of(first, int(rules.value(BLOCKS, "days")), needed, first.toordinal())
        last = blocks[-1].last if blocks else first + timedelta(days=int(rules.value(RULE, "most_days")) - 1)
        add_test(PageTest(plan["key"], shop.name, shop.client, plan["item_id"], plan["change"], plan["what"], plan["hypothesis"],
                          plan["metric"], Design(plan["design"]), plan["smallest"], needed, first, last, plan["by"], known_at,
                          usual=Decimal(str(usual)), blocks=blocks))
        for kind, day in plan["steps"]:
            on = date.fromisoformat(day)
            add_line(plan["key"], PageLine(PageStep(kind), on, shop.moment(on, time(9)), plan["by"]),
                     plan.get("result") if PageStep(kind) in DECISIONS else None)
    return len(plans)
