"""What is off with disputes: a rate near its line, a product that comes back for quality, a buyer who claims again, cases."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from daybook.analysis.orders.late import odds_of_late
from daybook.desks.disputes.book import book_of, rules_of
from daybook.desks.disputes.cases import DECIDED, LATE, OPEN, again_and_again, cases_of
from daybook.desks.disputes.rates import rates_of
from daybook.desks.gain import CENT
from daybook.domain.brief import BriefFinding, Cause, Gain, Must, Unit
from daybook.domain.disputes import CaseFile, Claimant, QualityLine, RateSeen
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.seen import Scope, Seen

RATE, CLUSTER, CLAIMANT = "disputes.rate_near", "disputes.quality_cluster", "disputes.claimant"
OVERDUE, WORTH = "disputes.overdue", "disputes.to_decide"
#: Products that a rate names as its causes.
NAMED = 3
#: Cases that stand one by one among what cannot wait.
ONE_BY_ONE = 5
SOURCES = ("refunds", "disputes")


def find_overdue(seen: Seen) -> Iterator[BriefFinding]:
    """Cases whose time is over though they were still open when they were last exported."""
    cases = [c for c in cases_of(seen) if c.state == LATE]
    if cases:
        yield _of_cases(seen, OVERDUE, "overdue_disputes", "超时未举证纠纷", cases, _amounts(cases, seen), Said(
            "the time to answer is over for {n} cases, and the exports still show them open", n=len(cases)))


def find_cases_worth_deciding(seen: Seen) -> Iterator[BriefFinding]:
    """Open cases in which one way leaves clearly more, where together that is worth a look today."""
    cases = [c for c in cases_of(seen) if c.state == OPEN and c.choice and c.choice.advice != "even"]
    stake = _worth(cases, seen)
    usual = [v for n in range(28) if (v := seen.value("paid_gmv", seen.reviewed - timedelta(days=n))) is not None]
    if stake is None or not usual or stake.mid < rules_of(seen).value("D-FIGHT-TELL", "share") * sum(usual) / len(usual):
        return
    fight = sum(1 for c in cases if c.choice and c.choice.advice == "fight")
    yield _of_cases(seen, WORTH, "open_disputes", "待处理纠纷", cases, stake, Said(
        "{fight} cases are worth fighting, {settle} are better settled", fight=fight, settle=len(cases) - fight))


def _of_cases(seen: Seen, kind: str, metric: str, zh: str, cases: Sequence[CaseFile], stake: Gain | None,
              words: str) -> BriefFinding:
    n = Decimal(len(cases))
    first = min(c.seen.opened_on for c in cases)
    return BriefFinding(
        id=kind, kind=kind, metric=metric, zh=zh, unit=Unit.COUNT, scope=(), direction="up", measured=n, base_kind="expected",
        base=Decimal(0), at_stake=stake, urgency="today", deadline=min((c.deadline for c in cases if c.deadline), default=None),
        since=first, causes=(Cause("event", (), n),), sources=SOURCES, higher_is_better=False, words=words)


def _amounts(cases: Sequence[CaseFile], seen: Seen) -> Gain | None:
    """What is asked back in cases that may be lost unheard; nothing where no amount is told."""
    money = [c.seen.amount for c in cases if c.seen.amount is not None]
    if not money:
        return None
    whole = sum(money, Decimal(0)).quantize(CENT)
    low = (whole * rules_of(seen).value("D-STAKE", "unheard")).quantize(CENT)
    return Gain(low, whole, whole, seen.shop.currency, "cash", per="")


def _worth(cases: Sequence[CaseFile], seen: Seen) -> Gain | None:
    """What the better way leaves more than the worse one, summed over the cases."""
    made = [sorted((abs(w.low) if (w.low > 0) == (w.mid > 0) else Decimal(0), abs(w.mid),
                    max(abs(w.high), abs(w.low)) if w.mid < 0 else w.high))
            for c in cases if c.choice for w in (c.choice.worth,)]
    if not made:
        return None
    low, mid, high = (sum((one[n] for one in made), Decimal(0)).quantize(CENT) for n in range(3))
    return Gain(low, mid, high, seen.shop.currency, "cash", per="")


def find_rates_near_their_line(seen: Seen) -> Iterator[BriefFinding]:
    """A rate beyond the platform's line, or likely to cross it within the days ahead: told before the platform acts."""
    rules = rules_of(seen)
    for one in rates_of(seen):
        if one.rate is None or one.line is None or one.over < rules.value("D-WINDOW", "cases") \
                or one.under < rules.value("D-WINDOW", "orders"):
            continue
        if one.near:
            yield _near(one, seen)


def _near(one: RateSeen, seen: Seen) -> BriefFinding:
    rate, line = one.rate or Decimal(0), one.line or Decimal(0)
    beyond, days = rate > line, one.days if rate > line else int(rules_of(seen).value("D-WINDOW", "pace"))
    kind, base = ("line", line) if beyond else ("before", rate if one.before is None else min(one.before, rate))
    causes = tuple(Cause("slice", (("item_id", item),), (Decimal(n) / one.under).quantize(Decimal("0.000001")))
                   for item, n in _items(one, days, seen).most_common(NAMED))
    term = Term("metric", one.name, one.zh)
    if beyond:
        words = Said("{rate} is {value} over {days} days: {over} of {under}, and the line is {line}", rate=term,
                     value=_share(rate), days=one.days, over=one.over, under=one.under, line=_share(line))
    else:
        by = one.cross_on or seen.on + timedelta(days=int(rules_of(seen).value("D-WINDOW", "ahead")))
        words = Said("{rate} is {value}; {left} more cases reach the line of {line}, at today's pace by {day}", rate=term,
                     value=_share(rate), left=one.left, line=_share(line), day=by)
    return BriefFinding(
        id=f"{RATE}.{one.name}", kind=RATE, metric=one.name, zh=one.zh, unit=Unit.SHARE, scope=(), direction="up", measured=rate,
        base_kind=kind, base=base, at_stake=_line_stake(one, seen), urgency="today", causes=causes,
        remainder=rate - base - sum((c.contribution for c in causes), Decimal(0)), sources=SOURCES, higher_is_better=False,
        words=words)


def _share(value: Decimal) -> Amount:
    return Amount(value, "share")


def _items(one: RateSeen, days: int, seen: Seen) -> Counter[str]:
    """Which products the cases of a rate in the last days are about, where that is told."""
    book, first = book_of(seen), seen.reviewed - timedelta(days=days - 1)
    if one.name == "quality_refund_rate":
        found: Counter[str] = Counter()
        for line in book.quality:
            if first <= line.day <= seen.reviewed:
                found[line.item_id] += line.refunds
        return found
    return Counter(c.item_id for c in book.cases if c.item_id and first <= c.opened_on <= seen.reviewed)


def _line_stake(one: RateSeen, seen: Seen) -> Gain | None:
    """What crossing the line costs in a month by the rulebook, times the chance of it."""
    month = [v for n in range(one.days) if (v := seen.value("paid_gmv", seen.reviewed - timedelta(days=n))) is not None]
    if not month:
        return None
    chance = Decimal(1) if one.rate and one.line and one.rate > one.line else Decimal(str(one.chance or 0))
    low, mid, high = ((sum(month, Decimal(0)) * rules_of(seen).value("D-RATE-COST", n) * chance).quantize(CENT)
                      for n in ("low", "mid", "high"))
    return Gain(low, mid, high, seen.shop.currency, per="")


@dataclass(frozen=True)
class Cluster:
    """Refunds for quality of one product within the days looked at, beside what is usual for it."""

    item_id: str
    lines: tuple[QualityLine, ...]
    refunds: int
    usual: Decimal
    odds: float


def find_clusters(seen: Seen) -> Iterator[BriefFinding]:
    """A product that comes back for quality far oftener than before: its batch, its page or its courier is at fault."""
    for one in clusters_of(seen):
        days = int(rules_of(seen).value("D-CLUSTER", "days"))
        scope: Scope = (("item_id", one.item_id),)
        yield BriefFinding(
            id=f"{CLUSTER}.{one.item_id}", kind=CLUSTER, metric="quality_refunds", zh="品质退款申请数", unit=Unit.COUNT,
            scope=scope, direction="up", measured=Decimal(one.refunds), base_kind="expected", base=one.usual, odds_noise=one.odds,
            at_stake=_cluster_stake(one, days, seen), since=min(line.day for line in one.lines), urgency="today",
            causes=(Cause("slice", scope, Decimal(one.refunds) - one.usual, note=why_of(one, seen)),), sources=("refunds",),
            higher_is_better=False, words=_cluster_words(one, days, seen))


def _cluster_stake(one: Cluster, days: int, seen: Seen) -> Gain | None:
    """What the refunds beyond the usual ones cost a day; nothing where no amount is told."""
    told = [line.amount for line in one.lines if line.amount is not None]
    if not told:
        return None
    money = sum(told, Decimal(0)) * (one.refunds - one.usual) / one.refunds
    low, mid, high = ((money / days * rules_of(seen).value("D-STAKE", part)).quantize(CENT) for part in ("low", "mid", "high"))
    return Gain(low, mid, high, seen.shop.currency)


def _cluster_words(one: Cluster, days: int, seen: Seen) -> str:
    words = Said("{n} refunds for quality in {days} days, usually {usual}", n=one.refunds, days=days, usual=one.usual)
    why = why_of(one, seen)
    return listed((words, why)) if why else words


def why_of(one: Cluster, seen: Seen) -> str:
    """The courier or the days of order that most of a cluster share: parcels that were crushed, or one batch."""
    most, span = rules_of(seen).value("D-CLUSTER", "most"), int(rules_of(seen).value("D-CLUSTER", "days"))
    couriers: Counter[str] = Counter()
    for line in one.lines:
        couriers[line.courier] += line.refunds
    others = {line.courier for line in book_of(seen).quality if line.courier}
    name, n = couriers.most_common(1)[0]
    if name and len(others) > 1 and n > most * one.refunds:
        return Said("{n} of {of} came by {courier}", n=n, of=one.refunds, courier=name)
    ordered = sorted(line.ordered_on for line in one.lines if line.ordered_on for _ in range(line.refunds))
    if len(ordered) == one.refunds:
        cut = len(ordered) // 10
        first, last = ordered[cut], ordered[-1 - cut]
        if (last - first).days <= 2 * span:
            return Said("ordered between {first} and {last}: one batch?", first=first, last=last)
    return ""


def clusters_of(seen: Seen) -> list[Cluster]:
    """Products whose refunds for quality stand out against their own past, the surest first.

    What is usual is its own share of the days before (over units sold); a product without a past is held against all others.
    """
    rules, lines = rules_of(seen), book_of(seen).quality
    days, before = int(rules.value("D-CLUSTER", "days")), int(rules.value("D-CLUSTER", "before"))
    now, then = _spans(seen, days, before)
    by_item: dict[str, list[QualityLine]] = defaultdict(list)
    for line in lines:
        by_item[line.item_id].append(line)
    least = rules.value("D-CLUSTER", "refunds")
    tried = [item for item, own in by_item.items() if sum(q.refunds for q in own if q.day in now) >= least]
    found = []
    for item in tried:
        own = [q for q in by_item[item] if q.day in now]
        refunds, past = sum(q.refunds for q in own), sum(q.refunds for q in by_item[item] if q.day in then)
        sold, sold_then = _units(seen, item, now), _units(seen, item, then)
        if not sold or not sold_then:
            continue
        odds = odds_of_late(min(refunds, sold), sold, min(past, sold_then), sold_then)
        usual = (Decimal(past) / sold_then * sold).quantize(Decimal("0.1"))
        if odds is not None and odds * len(by_item) <= rules.value("D-CLUSTER", "odds") \
                and refunds >= rules.value("D-CLUSTER", "times") * max(usual, Decimal(1)):
            found.append(Cluster(item, tuple(own), refunds, usual, min(odds * len(by_item), 1.0)))
    return sorted(found, key=lambda one: (one.odds, one.item_id))


def _spans(seen: Seen, days: int, before: int) -> tuple[frozenset[date], frozenset[date]]:
    last = [seen.reviewed - timedelta(days=n) for n in range(days + before)]
    return frozenset(last[:days]), frozenset(last[days:])


def _units(seen: Seen, item: str, days: frozenset[date]) -> int:
    """Units of an item that were sold in some days, by its order lines."""
    sold = seen.sliced.get("product", {}).get("line_units", {})
    return int(sum((v for scope, values in sold.items() if ("item_id", item) in scope for d, v in values.items() if d in days),
                   Decimal(0)))


def find_claimants(seen: Seen) -> Iterator[BriefFinding]:
    """A recognisable buyer who claims again and again, on the morning after his newest claim; older ones were told."""
    for one in book_of(seen).claimants:
        if one.last_on >= seen.reviewed and again_and_again(one, seen):
            yield _again(one, seen)


def _again(one: Claimant, seen: Seen) -> BriefFinding:
    scope: Scope = (("order_id", one.order_ids[0]),)
    return BriefFinding(
        id=f"{CLAIMANT}.{one.order_ids[0]}", kind=CLAIMANT, metric="claims_of_buyer", zh="同一买家索赔次数", unit=Unit.COUNT,
        scope=scope, direction="up", measured=Decimal(one.claims), base_kind="expected", base=Decimal(1),
        at_stake=_claim_stake(one, seen),
        urgency="today", causes=(Cause("event", scope, Decimal(one.claims - 1)),), sources=SOURCES, higher_is_better=False,
        words=_claim_words(one, int(rules_of(seen).value("D-READ", "claims")), seen.shop.currency))


def _claim_stake(one: Claimant, seen: Seen) -> Gain | None:
    """One claim as his usually are, at most all of them; nothing where no amount is told."""
    if one.amount is None:
        return None
    share = (one.amount / one.claims).quantize(CENT)
    low = (share * rules_of(seen).value("D-STAKE", "claim")).quantize(CENT)
    return Gain(low, share, one.amount.quantize(CENT), seen.shop.currency, "cash", per="")


def _claim_words(one: Claimant, days: int, currency: str) -> str:
    if one.amount is None:
        return Said("one buyer has claimed {n} times in {days} days, of {orders} orders", n=one.claims, days=days,
                    orders=one.orders)
    return Said("one buyer has claimed {n} times in {days} days, of {orders} orders: {amount} together", n=one.claims, days=days,
                orders=one.orders, amount=Amount(one.amount.quantize(CENT), "money", currency))


def what_cannot_wait(seen: Seen) -> Iterator[Must]:
    """Cases whose time to answer ends today, with the proof that is missing; what was settled or handed in waits for nobody."""
    end = seen.shop.moment(seen.on + timedelta(days=1), time.min)
    due = [c for c in cases_of(seen) if c.state in (OPEN, DECIDED) and c.deadline is not None and c.deadline < end]
    where = Said("disputes page; the shop's console")
    for one in due[:ONE_BY_ONE]:
        missing = listed(Term("evidence", name) for name in one.missing)
        what = Said("Answer the case; missing: {pieces}", pieces=missing) if missing else \
            Said("Answer the case; all proof is there")
        yield Must(what, one.seen.order_id or one.seen.case_id, where, one.deadline, "dispute")
    rest = due[ONE_BY_ONE:]
    if rest:
        yield Must(Said("Answer the other cases that end today"), Said("{n} cases", n=len(rest)), where,
                   min(c.deadline for c in rest if c.deadline), "dispute")
