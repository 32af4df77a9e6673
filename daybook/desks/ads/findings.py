"""Ads that left the usual: a click price that jumped, and a plan that stopped showing although people wanted it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from statistics import median

from daybook.desks.ads.units import (
    CREDITED_DAYS,
    WORTH_DAYS,
    is_material,
    likelier_short,
    share_counted,
    unpaid_visitors,
)
from daybook.desks.gain import CENT, rule
from daybook.desks.worth import margin_of
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Scope, Seen

JUMPED, EXHAUSTED = "ads.bid_jumped", "ads.budget_exhausted"
WINDOW = 14
Days = Mapping[date, Decimal]
#: Dimension, and the metric names of clicks, spend, all ad sales and direct ones there.
WORDS = ("keyword", "keyword_clicks", "keyword_ad_spend", "keyword_ad_gmv", "keyword_direct_ad_gmv")
PLANS = ("plan", "clicks", "ad_spend", "ad_gmv", "direct_ad_gmv")


def find_bid_jumps(seen: Seen) -> Iterator[BriefFinding]:
    """Words whose price per click is a multiple of their own mean of two weeks.

    At stake: what was spent beyond the usual spend of such a day, less what the added clicks bring.
    """
    dimension, clicks, spend, *_ = WORDS
    times, least = rule("A-CPC-JUMP", "times"), rule("A-CPC-JUMP", "clicks")
    found = []
    for scope, days in _of(seen, dimension, spend).items():
        clicked = _of(seen, dimension, clicks).get(scope, {})
        today, paid = clicked.get(seen.reviewed, Decimal(0)), days.get(seen.reviewed, Decimal(0))
        usual = usual_rate(days, clicked, seen.reviewed)
        if today < least or usual is None or not usual or paid / today < times * usual:
            continue
        since = _since(seen.reviewed, partial(_is_dear, clicked, days, times * usual))
        found.append(_jump(seen, scope, (paid / today, usual), today, _overspent(seen, scope, paid, usual), since))
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found


def usual_rate(over: Days, under: Days, reviewed: date, window: int = WINDOW) -> Decimal | None:
    """The median daily ratio of the days before, where there was enough; None with fewer than five of them."""
    rates = sorted(over[d] / under[d] for d in (reviewed - timedelta(days=n) for n in range(1, window + 1))
                   if under.get(d) and over.get(d) is not None)
    return rates[len(rates) // 2] if len(rates) >= 5 else None


def _is_dear(clicked: Days, spend: Days, price: Decimal, day: date) -> bool:
    """Whether a click of a day cost at least so much."""
    return bool(clicked.get(day)) and spend.get(day, Decimal(0)) / clicked[day] >= price


def _since(reviewed: date, holds: Callable[[date], bool]) -> date:
    day = reviewed
    while (reviewed - day).days < WINDOW and holds(day - timedelta(days=1)):
        day -= timedelta(days=1)
    return day


def _overspent(seen: Seen, scope: Scope, paid: Decimal, price: Decimal) -> Decimal:
    """Spend beyond that of the usual clicks at the usual price, less the contribution of the clicks that it added."""
    dimension, clicks, _, *sales = WORDS
    clicked = _of(seen, dimension, clicks)[scope]
    usual = (usual_mean(clicked, seen.reviewed) or Decimal(0)) * tide_of(seen)
    more = max(clicked[seen.reviewed] - usual, Decimal(0))
    margin = margin_of(seen, "cpc", tuple((k, v) for k, v in scope if k == "item_id" and v)) or Decimal(0)
    brought = more * rule("A-CPC-JUMP", "added") * worth_each(_sales(seen, dimension, [scope], sales), clicked, seen.reviewed)
    return max(paid - usual * price - brought * margin, paid - clicked[seen.reviewed] * price).quantize(CENT)


def _jump(seen: Seen, scope: Scope, price: tuple[Decimal, Decimal], clicks: Decimal, lost: Decimal,
          since: date) -> BriefFinding:
    """`price` is what a click cost on the day and what it usually costs."""
    word = dict(scope).get("keyword", "")
    now, usual = (each.quantize(CENT) for each in price)
    return BriefFinding(
        id=f"{JUMPED}.{word}.{dict(scope).get('plan_id', '')}", kind=JUMPED, metric="cpc", zh="平均点击花费",
        unit=Unit.MONEY, scope=named(scope), direction="up", measured=now, base_kind="usual", base=usual,
        at_stake=Gain((lost * 2 / 3).quantize(CENT), lost, (lost * 4 / 3).quantize(CENT), seen.shop.currency, "contribution"),
        odds_noise=None, since=since, urgency="now", causes=(Cause("event", named(scope), now - usual),),
        sources=("ads",), currency=seen.shop.currency, higher_is_better=False,
        words=Said("{word} costs {now} a click, usually {usual}: {n} clicks", word=word,
                   now=Amount(now, "money", seen.shop.currency), usual=Amount(usual, "money", seen.shop.currency),
                   n=clicks.quantize(Decimal(1))))


def find_exhausted_budgets(seen: Seen) -> Iterator[BriefFinding]:
    """Plans whose clicks fell below the rulebook's share of usual at the usual price per click; materials that stopped on
    the same day were paid from one budget, and are one finding.

    At stake: the usual sales of the clicks that did not come (of direct ones: the others are credited to a click and mostly
    not brought by it); in contribution less what they would have cost.
    """
    found = [_short(seen, group) for group in stopped_together(seen)]
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found


def stopped_together(seen: Seen) -> list[list[Scope]]:
    """The plans whose budget ran out, each by itself; of materials all that one budget paid for, the largest loss first."""
    sure = [scope for scope in _of(seen, PLANS[0], PLANS[1]) if _ran_out(seen, scope)]
    return [_materials_stopped(seen, sure)] if sure and is_material(seen, sure[0]) else [[scope] for scope in sure]


def _ran_out(seen: Seen, scope: Scope) -> bool:
    """Whether a plan's clicks are so few, and its price per click so much the usual one, that its budget was gone."""
    clicked, paid = (_of(seen, PLANS[0], metric).get(scope, {}) for metric in PLANS[1:3])
    now, usual, price = clicked.get(seen.reviewed), _full(clicked, seen.reviewed), usual_rate(paid, clicked, seen.reviewed)
    if not now or not price or usual is None or usual < rule("A-EXHAUSTED", "clicks"):
        return False
    return (now < rule("A-EXHAUSTED", "share") * usual and _below_all(clicked, seen.reviewed, now) and _shown_less(seen, scope)
            and rule("A-EXHAUSTED", "low") < paid.get(seen.reviewed, Decimal(0)) / now / price < rule("A-EXHAUSTED", "high"))


def _shown_less(seen: Seen, scope: Scope) -> bool:
    """Whether the plan was shown less as well, where that is told: ads that are shown as ever have money, and tire."""
    shown = _of(seen, PLANS[0], "impressions").get(scope, {})
    now, usual = shown.get(seen.reviewed), _full(shown, seen.reviewed)
    return now is None or not usual or now < rule("A-EXHAUSTED", "views") * usual


def _materials_stopped(seen: Seen, sure: Sequence[Scope]) -> list[Scope]:
    """The materials that stopped with those of which it is sure, the one with the most lost clicks first: small ones too,
    where their clicks are likelier with the others' loss than without one."""
    clicks = _of(seen, PLANS[0], PLANS[1])
    both = {s: (days.get(seen.reviewed, Decimal(0)), usual) for s, days in clicks.items()
            if (usual := _full(days, seen.reviewed)) is not None}
    kept = sum((both[s][0] for s in sure), Decimal(0)) / sum((both[s][1] for s in sure), Decimal(0))
    found = [s for s, (now, usual) in both.items() if s in sure or likelier_short(now, usual, kept)]
    return sorted(found, key=lambda s: (both[s][0] - both[s][1], s))


def _sales(seen: Seen, dimension: str, scopes: Sequence[Scope], metrics: Sequence[str]) -> Days:
    """The direct ad sales of a word or of plans by day, where the console tells them; else what the shop's own report of
    its sources counts of those that the console credits."""
    every, direct = (_summed(_of(seen, dimension, metric), scopes) for metric in metrics)
    if any(direct.values()):
        return direct
    share = share_counted(seen, _summed(_of(seen, dimension, metrics[0]), _of(seen, dimension, metrics[0])))
    return {day: gmv * share for day, gmv in every.items()}


def _summed(of: Mapping[Scope, Days], scopes: Iterable[Scope]) -> dict[date, Decimal]:
    days: dict[date, Decimal] = {}
    for scope in scopes:
        for day, value in of.get(scope, {}).items():
            days[day] = days.get(day, Decimal(0)) + value
    return days


def tide_of(seen: Seen) -> Decimal:
    """How the day's visitors stand to those of the two weeks before: clicks that were to be had rise and fall with them.
    Those of paid sources are left out where sources are told: the clicks in question are no yardstick of themselves."""
    heads = unpaid_visitors(seen) or seen.daily.get("visitors", {})
    today, usual = heads.get(seen.reviewed), usual_mean(heads, seen.reviewed)
    return min(max(today / usual, Decimal("0.5")), Decimal(2)) if today and usual else Decimal(1)


def worth_each(gmv: Days, clicks: Days, reviewed: date) -> Decimal:
    """Ad sales per click over the weeks before, without the last days, whose sales are still being credited."""
    span = [d for d in (reviewed - timedelta(days=n) for n in range(CREDITED_DAYS, WORTH_DAYS + 1)) if clicks.get(d)]
    return sum((gmv.get(d, Decimal(0)) for d in span), Decimal(0)) / sum(clicks[d] for d in span) if span else Decimal(0)


def _below_all(days: Days, reviewed: date, now: Decimal) -> bool:
    """Whether no day of the two weeks before had so few, but for days on which it had run out before: a small plan has
    thin days by chance."""
    out = _earlier_out(days, reviewed)
    return all(now < days[d] for d in (reviewed - timedelta(days=n) for n in range(2, WINDOW + 1)) if d in days and d not in out)


def _earlier_out(days: Days, reviewed: date) -> frozenset[date]:
    """Days of the two weeks before that had far too few clicks for chance; none where they are many: then that is how
    the plan is."""
    known = [d for d in (reviewed - timedelta(days=n) for n in range(1, WINDOW + 1)) if d in days]
    middle = median(days[d] for d in known) if known else Decimal(0)
    far = frozenset(d for d in known if days[d] < rule("A-EXHAUSTED", "share") * middle)
    return far if len(far) <= rule("A-EXHAUSTED", "days") else frozenset()


def _full(days: Days, reviewed: date) -> Decimal | None:
    """The mean of the two weeks before without days on which the budget had run out."""
    out = _earlier_out(days, reviewed)
    return usual_mean({d: v for d, v in days.items() if d not in out}, reviewed)


def usual_mean(days: Days, reviewed: date) -> Decimal | None:
    """The mean of the same weekday and its neighbours: of the last two weeks' known days."""
    known = [days[d] for d in (reviewed - timedelta(days=n) for n in range(1, WINDOW + 1)) if d in days]
    return sum(known, Decimal(0)) / len(known) if len(known) >= 5 else None


def _short(seen: Seen, stopped: Sequence[Scope]) -> BriefFinding:
    """The finding on ads that stopped together, named by the first of them."""
    dimension, clicks, spend, *sales = PLANS
    plan = dict(stopped[0]).get("plan") or dict(stopped[0]).get("plan_id", "")
    clicked, paid = (_summed(_of(seen, dimension, metric), stopped) for metric in (clicks, spend))
    now, full = clicked[seen.reviewed], _full(clicked, seen.reviewed) or Decimal(0)
    usual = max(full * tide_of(seen), now)
    price = usual_rate(paid, clicked, seen.reviewed) or Decimal(0)
    worth = worth_each(_sales(seen, dimension, stopped, sales), clicked, seen.reviewed)
    lost, cost = (((usual - now) * each).quantize(CENT) for each in (worth, price))
    usual = usual.quantize(Decimal(1))
    return BriefFinding(
        id=f"{EXHAUSTED}.{plan}", kind=EXHAUSTED, metric="clicks", zh="点击量", unit=Unit.COUNT, scope=named(stopped[0]),
        direction="down", measured=now, base_kind="usual", base=usual, odds_noise=None,
        at_stake=Gain((lost / 2).quantize(CENT), lost, (lost * 3 / 2).quantize(CENT), seen.shop.currency, spend=cost),
        since=seen.reviewed, urgency="today", causes=(Cause("event", named(stopped[0]), now - usual),), sources=("ads",),
        words=_out_words(plan_name(seen, plan), len(stopped) - 1, now, usual))


def _out_words(plan: str, more: int, now: Decimal, usual: Decimal) -> Said:
    if more:
        return Said("{plan} and {n} more had {now} clicks together, usually {usual}, at the usual price per click: the budget "
                    "behind them ran out", plan=plan, n=more, now=now, usual=usual)
    return Said("{plan} had {now} clicks, usually {usual}, at the usual price per click: its budget ran out",
                plan=plan, now=now, usual=usual)


def plan_name(seen: Seen, plan: str) -> str:
    """A plan as the console names it, else its id."""
    return seen.names.get("plan_id", {}).get(plan, plan)


def _of(seen: Seen, dimension: str, metric: str) -> Mapping[Scope, Days]:
    return seen.sliced.get(dimension, {}).get(metric, {})


def named(scope: Scope) -> Scope:
    """A scope without empty values."""
    return tuple((k, v) for k, v in scope if v)
