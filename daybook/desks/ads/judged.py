"""A shop's words and plans judged by `analysis/bidding`: from the days that are in to moves with their evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.ads.experiments import OwnBid, as_moves, bids_once, noted_bids
from daybook.desks.ads.findings import plan_name
from daybook.desks.ads.returns import break_even_roi
from daybook.desks.gain import CENT, rule
from daybook.desks.worth import is_whole_site, margin_of, shop_margin
from daybook.domain.ad_words import JudgedPlan, JudgedWord
from daybook.domain.said import Said
from daybook.domain.seen import Seen

WINDOW = 28
#: Ad sales of a click are credited for so many days.
CREDITED_DAYS = 5
#: Odds that no change reaches.
NEVER = 2.0
#: Words that make so much of the spend are large ones.
LARGE = Decimal("0.8")
COUNTS = ("keyword_clicks", "keyword_ad_spend", "keyword_ad_orders", "keyword_ad_gmv")
Key = tuple[str, str, str]      # plan, item, word
Days = Mapping[date, tuple[Decimal, ...]]

WHOLE_SITE = Said("whole-site promotion counts organic sales: not held against break-even")
NO_ORDERS = Said("no click brought an order yet: what one is worth is not known")
SMALL = Said("too little money goes through it to be worth an edit")
NO_COST = Said("costs or terms are not known: set them, or a target ROI, and the word is judged")


def judged_words(seen: Seen, done: Sequence[OwnBid] = ()) -> tuple[JudgedWord, ...]:
    """Every word that was clicked within four weeks, the largest spend first.  `done` are bids that receipts say were moved."""
    told = _told(seen)
    margins = {key: margin_behind(seen, key[0], key[1]) for key in told}
    found = judge_words_of(told, {k: m for k, (m, _) in margins.items()}, seen.reviewed, WINDOW, order_value(seen),
                           bids_once(noted_bids(seen), done))
    large = large_of({key: one.spend for key, one in found.items()})
    even = break_even_roi(seen)
    made = [_placed(seen, one, margins[key], key in large, even) for key, one in found.items()]
    made.sort(key=lambda one: (-one.spend, one.word, one.plan_id))
    return tuple(made)


def margin_behind(seen: Seen, plan: str, item: str) -> tuple[Decimal | None, str]:
    """What of an order's amount is left before ads, and why it is not known: the item's own, else the shop's, else what the
    target ROI of the month says that may be spent."""
    if is_whole_site(seen, plan):
        return None, WHOLE_SITE
    margin = margin_of(seen, "cpc", (("item_id", item),)) if item else shop_margin(seen)
    if margin is not None:
        return margin, ""
    target = seen.given.target("roas", seen.reviewed.replace(day=1))
    if target is not None and target.value > 0:
        return 1 / target.value, ""
    return None, NO_COST


def _told(seen: Seen) -> dict[Key, Days]:
    """Word -> day -> clicks, spend, orders and ad sales of the window."""
    first = seen.reviewed - timedelta(days=WINDOW - 1)
    found: dict[Key, dict[date, list[Decimal]]] = {}
    for at, metric in enumerate(COUNTS):
        for scope, days in seen.sliced.get("keyword", {}).get(metric, {}).items():
            own = dict(scope)
            key = (own.get("plan_id", ""), own.get("item_id", ""), own.get("keyword", ""))
            for day, value in days.items():
                if first <= day <= seen.reviewed:
                    found.setdefault(key, {}).setdefault(day, [Decimal(0)] * len(COUNTS))[at] += value
    clicked: dict[Key, Days] = {key: {day: tuple(v) for day, v in days.items()} for key, days in found.items()
               if any(v[0] or v[1] for v in days.values())}
    return clicked if any(v[2] for days in clicked.values() for v in days.values()) else _with_orders(seen, clicked)


def _with_orders(seen: Seen, told: Mapping[Key, Days]) -> dict[Key, Days]:
    """The same where a console tells sales and no orders: sales over what an order of the shop is worth."""
    value = order_value(seen)
    if value is None:
        return dict(told)
    return {key: {day: (v[0], v[1], v[3] / value, v[3]) for day, v in of.items()} for key, of in told.items()}


def order_value(seen: Seen) -> Decimal | None:
    """What an order of the shop came to in four weeks; None where its orders are not known."""
    days = [seen.reviewed - timedelta(days=n) for n in range(WINDOW)]
    paid, orders = (sum((v for d in days if (v := seen.value(m, d)) is not None), Decimal(0)) for m in ("paid_gmv", "paid_orders"))
    return paid / orders if paid and orders else None


def judge_words_of(told: Mapping[Key, Days], margins: Mapping[Key, Decimal | None], last: date,
                   window: int, usual_value: Decimal | None = None, bids: Sequence[OwnBid] = (),
                   changes: bool = True, steps_of: tuple[float, float] | None = None) -> dict[Key, JudgedWord]:
    """Judgements of words by their days; `last` is the last day that is in, `window` the days that a rate a day is of,
    `usual_value` what an order of the shop comes to, `bids` those that somebody moved.
    Without `changes` all days count as one: rows of periods tell no day of a change.  `steps_of` are the shares by which one
    edit goes up and down, those of A-STEP unless given."""
    from daybook.analysis.bidding.delay import usual_share
    from daybook.analysis.bidding.words import Steps, Word, WordDay, judge

    groups = {key: at for at, key in enumerate(sorted({(k[0], k[1]) for k in told}))}
    words = [Word(key[2], groups[key[0], key[1]], [
        WordDay(float(v[0]), float(v[1]), float(v[2]), float(v[3]), usual_share(24.0 * ((last - day).days + 1), CREDITED_DAYS),
                day.toordinal()) for day, v in days.items()],
        None if (margin := margins[key]) is None else float(margin)) for key, days in told.items()]
    up, down = steps_of or (float(rule("A-STEP", "up")), float(rule("A-STEP", "down")))
    steps = Steps(up, down, float(rule("A-ZERO")), float(rule("A-CHANGE")) if changes else NEVER)
    usual = None if usual_value is None else float(usual_value)
    ordered = usual is not None or any(v[2] for days in told.values() for v in days.values())
    found = {}
    moves = as_moves(bids, [key[2] for key in told])
    for (key, days), one in zip(told.items(), judge(words, len(groups), steps, window, usual, moves), strict=True):
        clicks, spend, _, gmv = (sum((v[at] for v in days.values()), Decimal(0)) for at in range(len(COUNTS)))
        found[key] = JudgedWord(
            key[2], key[0], key[0], key[1], spend.quantize(CENT), int(clicks), one.orders, one.cvr, _money(one.cpc),
            _money(one.marginal_cpc), (gmv / spend).quantize(CENT) if spend else None, None,
            None if one.worth is None else _money(one.worth), one.pays, "unknown", one.move, one.step, _money(one.gain), one.wrong,
            int(one.wait_clicks), one.wait_days, _money(one.wait_cost), "" if ordered else NO_ORDERS,
            sells_since=_day(one.sells_since), costs_since=_day(one.costs_since))
    return {key: _worth_an_edit(one) for key, one in found.items()}


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _worth_an_edit(one: JudgedWord) -> JudgedWord:
    """The same, kept where the move would not bring one order's contribution within the rulebook's days."""
    if not one.moves or one.worth is None:
        return one
    order = one.worth / Decimal(repr(max(one.cvr[1], 1e-9)))
    if one.gain * rule("A-EDIT", "days") >= rule("A-EDIT", "orders") * order:
        return one
    return replace(one, move="keep", step=0.0, gain=Decimal(0), wait_clicks=0, wait_days=None, wait_cost=Decimal(0), why_not=SMALL)


def _money(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(CENT)


def large_of(spend: Mapping[Key, Decimal]) -> set[Key]:
    """The fewest words that make most of the spend."""
    whole, added, large = sum(spend.values(), Decimal(0)), Decimal(0), set()
    for key in sorted(spend, key=lambda k: (-spend[k], k)):
        if added >= LARGE * whole:
            break
        added += spend[key]
        large.add(key)
    return large


def _placed(seen: Seen, one: JudgedWord, margin: tuple[Decimal | None, str], large: bool, even: Decimal | None) -> JudgedWord:
    known, why = margin
    own_even = (1 / known).quantize(CENT) if known is not None and known > 0 else None
    return replace(one, plan=plan_name(seen, one.plan_id), break_even=own_even, quadrant=place_of(one, large),
                   why_not=why or one.why_not)


def place_of(one: JudgedWord, large: bool) -> str:
    """Its place in the matrix of spend and return."""
    if one.pays is None:
        return "unknown"
    good = one.pays >= 0.5
    return ("winner" if good else "burner") if large else ("hungry" if good else "sleeper")


def judged_plans(seen: Seen, words: Sequence[JudgedWord]) -> tuple[JudgedPlan, ...]:
    """Plans by what one more yuan brings in them: that of the words that it would go to, by their spend.  None where the
    platform tells no plans."""
    if seen.sliced.get("material", {}).get("material_clicks"):
        return ()
    days = [seen.reviewed - timedelta(days=n) for n in range(WINDOW)]
    spend, gmv = (_by_plan(seen, metric, days) for metric in ("ad_spend", "ad_gmv"))
    if not spend:
        spend = _sum_by_plan((w.plan_id, w.spend) for w in words)
        gmv = _sum_by_plan((w.plan_id, w.spend * w.roi) for w in words if w.roi is not None)
    even = break_even_roi(seen)
    made = [JudgedPlan(plan, plan_name(seen, plan), paid.quantize(CENT), (gmv.get(plan, Decimal(0)) / paid).quantize(CENT),
                       None if even is None else even.quantize(CENT), _next_yuan([w for w in words if w.plan_id == plan]),
                       is_whole_site(seen, plan)) for plan, paid in spend.items() if paid > 0]
    made.sort(key=lambda plan: (-plan.spend, plan.plan_id))
    return tuple(made)


def _by_plan(seen: Seen, metric: str, days: Sequence[date]) -> dict[str, Decimal]:
    return _sum_by_plan((dict(scope).get("plan_id", ""), sum((of.get(day, Decimal(0)) for day in days), Decimal(0)))
                        for scope, of in seen.sliced.get("plan", {}).get(metric, {}).items())


def _sum_by_plan(pairs: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for plan, value in pairs:
        found[plan] = found.get(plan, Decimal(0)) + value
    return found


def _next_yuan(words: Sequence[JudgedWord]) -> Decimal | None:
    known = [w for w in words if w.worth is not None and w.marginal_cpc > 0]
    paid = sum((w.spend for w in known), Decimal(0))
    if not paid:
        return None
    return (sum((w.spend * w.worth / w.marginal_cpc for w in known if w.worth is not None), Decimal(0)) / paid).quantize(CENT)
