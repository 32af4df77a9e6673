"""Terms behind broad and phrase words that sell: one becomes an exact word, with a bid of its own."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.ads.findings import named
from daybook.desks.ads.judged import WINDOW
from daybook.desks.ads.terms import TermRow, judged_terms
from daybook.desks.gain import CENT, minutes, rule
from daybook.domain.ad_words import JudgedWord
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.moves.ads import KeywordAdd
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Scope, Seen
from daybook.domain.work import Pull, Role, Suggestion

HARVEST = "ads.term_to_harvest"
#: Steps of its own bid that a new exact word is reckoned with: each is looked at before the next.
STEPS = 3


def find_terms_to_harvest(seen: Seen) -> Iterator[BriefFinding]:
    """Terms that people typed, that pay by A-HARVEST and are no word yet, and whose own bid is worth an edit (A-EDIT): the best
    one a morning."""
    if not _any_that_sold(seen):
        return
    words = seen.sliced.get("keyword", {}).get("keyword_clicks", {})
    kept = {(dict(s).get("plan_id", ""), dict(s).get("keyword", "")) for s in words}
    every = [row for scope in seen.sliced["search_term"]["term_clicks"] for row in _rows(seen, scope)]
    first: dict[tuple[str, str], date] = {}
    for row in every:               # a term may come by several words: its clicks and orders are counted together
        first[row.plan, row.term] = min(first.get((row.plan, row.term), row.last), row.last)
    told = [(gain, one) for one in judged_terms(seen, every)[1]
            if one.move == "harvest" and (one.plan_id, one.word) not in kept
            and (gain := _worth_an_own_bid(seen, one, first[one.plan_id, one.word])) is not None]
    for gain, one in sorted(told, key=lambda t: (-t[0], t[1].word))[:1]:
        yield _finding(seen, one, gain)


def _orders(seen: Seen, scope: Scope, day: date) -> Decimal:
    of = seen.sliced.get("search_term", {})
    return next((days[day] for m in ("term_ad_orders", "term_conversions") if day in (days := of.get(m, {}).get(scope, {}))),
                Decimal(0))


def _any_that_sold(seen: Seen) -> bool:
    """Whether a term, other than the words themselves, brought A-HARVEST's orders within four weeks, by whatever word it came."""
    days = [seen.reviewed - timedelta(days=n) for n in range(WINDOW)]
    sold: dict[tuple[str, str], Decimal] = {}
    for scope in seen.sliced.get("search_term", {}).get("term_clicks", {}):
        of = dict(scope)
        if of.get("term") and of["term"] != of.get("keyword"):
            key = of.get("plan_id", ""), of["term"]
            sold[key] = sold.get(key, Decimal(0)) + sum((_orders(seen, scope, d) for d in days), Decimal(0))
    return any(orders >= rule("A-HARVEST", "orders") for orders in sold.values())


def _rows(seen: Seen, scope: Scope) -> Iterator[TermRow]:
    told, of = seen.sliced["search_term"], dict(scope)
    sold = bool(told.get("term_ad_gmv"))
    for day, clicks in told["term_clicks"].get(scope, {}).items():
        if seen.reviewed - timedelta(days=WINDOW) < day <= seen.reviewed:
            spend, gmv = (told.get(m, {}).get(scope, {}).get(day, Decimal(0)) for m in ("term_ad_spend", "term_ad_gmv"))
            yield TermRow(of.get("plan_id", ""), "", of.get("keyword_kind", ""), of.get("keyword", ""), of.get("term", ""), day, 1,
                          clicks, spend, _orders(seen, scope, day), gmv if sold else None, day)


def _worth_an_own_bid(seen: Seen, one: JudgedWord, since: date) -> Decimal | None:
    """Contribution a day of the term's own best bid, a few steps off at most, over the days since it was first clicked; None under
    A-EDIT."""
    from daybook.analysis.bidding.words import USUAL_RESPONSE, best_step, gain_of_step

    if one.worth is None:
        return None
    a_day = one.clicks / ((seen.reviewed - since).days + 1)
    most = (1 + float(rule("A-STEP", "up"))) ** STEPS - 1
    step = min(max(best_step(float(one.cpc), float(one.worth), USUAL_RESPONSE), 0.0), most)
    gain = gain_of_step(a_day, float(one.cpc), float(one.worth), step, USUAL_RESPONSE)
    order = float(one.worth) / max(one.cvr[1], 1e-9)
    enough = gain * float(rule("A-EDIT", "days")) >= float(rule("A-EDIT", "orders")) * order
    return Decimal(repr(gain)).quantize(CENT) if enough else None


def _finding(seen: Seen, one: JudgedWord, gain: Decimal) -> BriefFinding:
    scope = named((("plan_id", one.plan_id), ("keyword", one.word)))
    return BriefFinding(
        id=f"{HARVEST}.{one.word}", kind=HARVEST, metric="keyword_ad_orders", zh="成交笔数", unit=Unit.COUNT, scope=scope,
        direction="up", measured=Decimal(repr(round(one.orders, 1))), base_kind="usual", base=Decimal(0),
        odds_noise=1 - (one.pays or 0.0),
        at_stake=_by_half(gain, seen.shop.currency),
        causes=(Cause("event", scope, Decimal(repr(round(one.orders, 1)))),), sources=("ads",), words=Said(
            "people type {term}: {clicks} clicks for {spend} brought {orders} orders; the chance that it pays is {chance}, and "
            "it is no word of its own yet", term=one.word, clicks=one.clicks, spend=Amount(one.spend, "money", seen.shop.currency),
            orders=f"{one.orders:.1f}", chance=f"{one.pays or 0:.1%}"))


def _by_half(gain: Decimal, currency: str) -> Gain:
    """A gain a day that may be half as much more or less."""
    return Gain((gain / 2).quantize(CENT), gain, (gain * 3 / 2).quantize(CENT), currency, "contribution")


def harvest_term(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Add the term as an exact word one step above what its clicks cost; the broad word stays as the miner."""
    scope = dict(found.scope)
    term, plan = scope.get("keyword", ""), scope.get("plan_id", "")
    told = [s for s in seen.sliced.get("search_term", {}).get("term_clicks", {}) if dict(s).get("term") == term]
    clicks, spend = (sum((v for s in told for v in seen.sliced["search_term"].get(m, {}).get(s, {}).values()), Decimal(0))
                     for m in ("term_clicks", "term_ad_spend"))
    if not clicks:
        return
    bid, days, stake = (spend / clicks * (1 + rule("A-STEP", "up"))).quantize(CENT), int(rule("W-HORIZON")), found.at_stake
    gain = None if stake is None else Gain(
        stake.low * days, stake.mid * days, stake.high * days, stake.currency, stake.basis, "", None, days)
    yield Suggestion(
        id=f"harvest_term.{term}", findings=(found.id,), move="harvest_term",
        what=Said("Add {term} as an exact word", term=term), object_kind="keyword", object_id=term, object=term,
        from_=Said("caught by a broad word"),
        to=Said("{money} a click", money=Amount(bid, "money", seen.shop.currency)), role=Role.ADS, minutes=minutes("ads"),
        gain=gain, where=Said("ad console: words of this plan"), how="by hand",
        risk=Said("a few orders may be luck; the chance is in the evidence"), evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "ads"))), pull=Pull.MORE_TRAFFIC,
        change=KeywordAdd(plan, term, "exact", bid))
