"""Words that do not pay: cut one only when the chance that it still pays is small, else say how long to wait.

The published rules (20 clicks, 50 clicks, 1,500 impressions) contradict each other by tens; the chance does not.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from daybook.desks.ads.findings import WORDS, Days, _of, named
from daybook.desks.ads.judged import judged_words
from daybook.desks.gain import CENT, minutes, rule
from daybook.domain.ad_words import JudgedWord
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.domain.work import Pull, Role, Suggestion

CUT = "ads.word_without_orders"
WINDOW = 28
LEAST_SPEND = Decimal(20)   # in shop currency: less is not worth a task


def find_words_to_cut(seen: Seen) -> Iterator[BriefFinding]:
    """Words whose conversion is below break-even with the rulebook's certainty (A-ZERO), most money first; one a morning."""
    if not any(_spent_much(days, seen) for days in _of(seen, "keyword", WORDS[2]).values()):
        return
    found = [_finding(seen, one) for one in judged_words(seen)
             if one.move == "pause" and one.spend >= LEAST_SPEND and one.gain > 0]
    found.sort(key=lambda f: (-(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))
    yield from found[:1]


def _spent_much(days: Days, seen: Seen) -> bool:
    return sum((v for d, v in days.items() if d > seen.reviewed - timedelta(days=WINDOW)), Decimal(0)) >= LEAST_SPEND


def _finding(seen: Seen, one: JudgedWord) -> BriefFinding:
    scope = (("plan_id", one.plan_id), ("item_id", one.item_id), ("keyword", one.word))
    return BriefFinding(
        id=f"{CUT}.{one.word}", kind=CUT, metric="ad_spend", zh="花费", unit=Unit.MONEY, scope=named(scope), direction="down",
        measured=one.spend, base_kind="usual", base=Decimal(0), odds_noise=one.pays,
        at_stake=Gain((one.gain / 2).quantize(CENT), one.gain, one.gain, seen.shop.currency, "contribution"),
        causes=(Cause("event", named(scope), one.spend),), sources=("ads",), currency=seen.shop.currency,
        higher_is_better=False, words=_words(seen, one))


def _words(seen: Seen, one: JudgedWord) -> Said:
    """What its clicks brought and the chance that it still pays; of a word that died, since when."""
    chance = "<0.1%" if (one.pays or 0) < 0.001 else f"{one.pays:.1%}"
    spend = Amount(one.spend, "money", seen.shop.currency)
    if one.sells_since is not None:
        return Said(
            "{word} hardly sells since {day}: the chance that it still pays is {chance} (four weeks: {clicks} clicks for {spend}, "
            "{orders} orders)", word=one.word, day=one.sells_since.isoformat(), chance=chance, clicks=one.clicks, spend=spend,
            orders=f"{one.orders:.1f}")
    return Said("{word}: {clicks} clicks for {spend} brought {orders} orders; the chance that it still pays is {chance}",
                word=one.word, clicks=one.clicks, spend=spend, orders=f"{one.orders:.1f}", chance=chance)


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
