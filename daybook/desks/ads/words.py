"""Words that do not pay: cut one only when the chance that it still pays is small, else say how long to wait.

The published rules (20 clicks, 50 clicks, 1,500 impressions) contradict each other by tens; the chance does not.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.odds import chance_cvr_at_least, clicks_for_decision
from daybook.desks.ads.findings import WORDS, Days, _of, named
from daybook.desks.gain import CENT, minutes, rule
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Scope, Seen
from daybook.domain.work import Pull, Role, Suggestion

CUT = "ads.word_without_orders"
WINDOW = 28
LATE_DAYS = 3            # clicks of the last days may still bring orders: they are not held against a word
LEAST_SPEND = Decimal(20)   # in shop currency: less is not worth a task


def find_words_to_cut(seen: Seen) -> Iterator[BriefFinding]:
    """Words without an order whose conversion is below break-even with the rulebook's certainty, most money first."""
    group = _group_rate(seen)
    if group is None:
        return
    orders_per_click, gmv_per_order = group
    found = []
    for scope, spent in _of(seen, "keyword", WORDS[2]).items():
        clicks, spend = _sum(_of(seen, "keyword", WORDS[1]).get(scope, {}), seen.reviewed), _sum(spent, seen.reviewed)
        orders = _sum(_of(seen, "keyword", "keyword_ad_orders").get(scope, {}), seen.reviewed)
        if not clicks or orders or spend < LEAST_SPEND or not gmv_per_order:
            continue
        needed = float((spend / clicks) / gmv_per_order)
        chance = chance_cvr_at_least(min(needed, 0.99), 0, int(clicks), _prior(float(orders_per_click)))
        if chance < float(rule("A-ZERO")):
            found.append(_finding(seen, scope, clicks, spend, chance, needed))
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found[:1]


def _prior(rate: float, weight: float = 50.0) -> tuple[float, float]:
    """The group's own rate as a beta prior worth fifty clicks."""
    return max(rate, 1e-4) * weight, (1 - min(rate, 0.99)) * weight


def _group_rate(seen: Seen) -> tuple[Decimal, Decimal] | None:
    """Orders per click and ad sales per order over all words of the shop."""
    sums = [sum((_sum(days, seen.reviewed) for days in _of(seen, "keyword", m).values()), Decimal(0))
            for m in (WORDS[1], "keyword_ad_orders", WORDS[3])]
    return (sums[1] / sums[0], sums[2] / sums[1]) if sums[0] and sums[1] else None


def _sum(days: Days, reviewed: date) -> Decimal:
    return sum((v for d, v in days.items()
                if reviewed - timedelta(days=WINDOW) < d <= reviewed - timedelta(days=LATE_DAYS)), Decimal(0))


def _finding(seen: Seen, scope: Scope, clicks: Decimal, spend: Decimal, chance: float, needed: float) -> BriefFinding:
    word = dict(scope).get("keyword", "")
    a_day = (spend / (WINDOW - LATE_DAYS)).quantize(CENT)
    still = max(0, clicks_for_decision(needed, 0.05) - int(clicks)) if 0 < needed < 1 else 0
    return BriefFinding(
        id=f"{CUT}.{word}", kind=CUT, metric="ad_spend", zh="花费", unit=Unit.MONEY, scope=named(scope), direction="down",
        measured=spend.quantize(CENT), base_kind="usual", base=Decimal(0), odds_noise=chance,
        at_stake=Gain((a_day / 2).quantize(CENT), a_day, a_day, seen.shop.currency, "contribution"),
        causes=(Cause("event", named(scope), spend.quantize(CENT)),), sources=("ads",), currency=seen.shop.currency,
        higher_is_better=False, words=Said(
            "{word}: {clicks} clicks for {spend} and no order; the chance that it still pays is {chance}", word=word,
            clicks=clicks.quantize(Decimal(1)), spend=Amount(spend.quantize(CENT), "money", seen.shop.currency),
            chance=f"{chance:.1%}") if not still else Said(
            "{word}: {clicks} clicks for {spend} and no order; {n} more clicks would settle it", word=word,
            clicks=clicks.quantize(Decimal(1)), spend=Amount(spend.quantize(CENT), "money", seen.shop.currency), n=still))


def cut_word(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Pause the word: what it spends a day is kept."""
    scope = dict(found.scope)
    word = scope.get("keyword", "")
    stake = found.at_stake
    days = int(rule("W-HORIZON"))
    gain = Gain(stake.low * days, stake.mid * days, stake.high * days, stake.currency, stake.basis, "", None,
                days) if stake else None
    yield Suggestion(
        id=f"cut.{word}", findings=(found.id,), move="pause_keyword", what=Said("Pause the word {word}", word=word),
        object_kind="keyword", object_id=word, object=word, from_=Said("on"), to=Said("paused"), role=Role.ADS,
        minutes=minutes("ads"), gain=gain, where=Said("ad console: words of this plan"), how="by hand",
        risk=Said("a word that would have sold later is lost; the chance is in the evidence"), evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "ads"))), pull=Pull.LESS_TRAFFIC)
