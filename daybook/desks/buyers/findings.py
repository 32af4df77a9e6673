"""What is off or worth doing with buyers: fewer return, a worse cohort, discounts as a habit, who is due, what goes together."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.buyers.falling import Fall, change_of
from daybook.desks.buyers.book import book_in, is_new, rules_of
from daybook.desks.gain import CENT
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.buyers import BoughtTogether, BuyerBook, Cohort, Interval
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Scope, Seen

RETURNING, COHORT, DISCOUNT = "buyers.returning_falls", "buyers.worse_cohort", "buyers.discount_habit"
DUE, BUNDLE = "buyers.due", "buyers.bundle"
SOURCES = ("orders",)
STEP = Decimal("0.0001")
#: Cohorts of the first months of the exports: old customers stand in them as new.
SETTLING = 3
#: What is said of a finished month is said within the days after the first book that can hold it.
FRESH_DAYS = 10


def find_returning_falls(seen: Seen) -> Iterator[BriefFinding]:
    """Of the buyers of a week, far fewer than usual had bought before, and there are fewer of them: not only more new ones."""
    rules = rules_of(seen)
    days, before = int(rules.value("B-RETURN", "days")), int(rules.value("B-RETURN", "before"))
    now, past = _returning(seen, 0, days), _returning(seen, days, before)
    if len(now) < days or len(past) < before // 2:
        return
    back, whole = sum(k for _, k, _ in now), sum(n for _, _, n in now)
    change = change_of((back, whole), [(k, n) for _, k, n in past])
    usual = Decimal(sum(k for _, k, _ in past)) / len(past)
    measured = Decimal(back) / days
    drop = rules.value("B-RETURN", "drop")
    if change is None or change.odds > rules.value("B-RETURN", "odds") or change.now > float(1 - drop) * change.usual \
            or measured > (1 - drop) * usual:
        return
    yield _finding(
        seen, RETURNING, "returning_share_of_buyers", "老买家人数占比", change, since=seen.reviewed - timedelta(days=days - 1),
        stake=_missing_buyers(seen, usual - measured), words=Said(
            "{now} of the buyers of {days} days had bought before, usually {usual}; a day {n} of them come, usually {many}",
            now=_share(change.now), days=days, usual=_share(change.usual), n=_one(measured), many=_one(usual)))


def _returning(seen: Seen, skip: int, days: int) -> list[tuple[date, int, int]]:
    """(day, buyers who had bought before, all buyers): by orders with ids, else as the platform counts them."""
    found = []
    for n in range(skip, skip + days):
        day = seen.reviewed - timedelta(days=n)
        back, new = seen.value("returning_buyers", day), seen.value("new_buyers", day)
        if back is None or new is None:
            whole, new = seen.value("platform_paid_buyers", day), seen.value("platform_new_buyers", day)
            back = None if whole is None or new is None else whole - new
        if back is not None and new is not None and back >= 0:
            found.append((day, int(back), int(back + new)))
    return found


def _missing_buyers(seen: Seen, missing: Decimal) -> Gain | None:
    """What the returning buyers who stayed away spend a day, at the mean of the weeks before; a third to both sides."""
    days = int(rules_of(seen).value("B-RETURN", "days"))
    spent = [v for n in range(days, days + 28) if (v := _spend(seen, seen.reviewed - timedelta(days=n))) is not None]
    buyers = sum((many for _, many in spent), Decimal(0))
    if not buyers:
        return None
    mid = missing * sum((money for money, _ in spent), Decimal(0)) / buyers
    return Gain((mid * 2 / 3).quantize(CENT), mid.quantize(CENT), (mid * 4 / 3).quantize(CENT), seen.shop.currency)


def _spend(seen: Seen, day: date) -> tuple[Decimal, Decimal] | None:
    """What buyers paid on a day and how many they were: of those who had bought before where that is told, else of all."""
    for paid, buyers in (("returning_gmv", "returning_buyers"), ("paid_gmv", "paid_buyers"),
                         ("platform_paid_gmv", "platform_paid_buyers")):
        money, many = seen.value(paid, day), seen.value(buyers, day)
        if money is not None and many:
            return money, many
    return None


def find_worse_cohort(seen: Seen) -> Iterator[BriefFinding]:
    """The newest cohort with a whole month behind its first came back far less in it than the cohorts before."""
    book, rules = book_in(seen), rules_of(seen)
    if book is None or seen.on.day > FRESH_DAYS or book.on.day > seen.on.day:
        return
    ready = [(c, k) for c in book.cohorts[SETTLING:] if (k := came_back(c)) is not None]
    if len(ready) < 4:
        return
    (newest, back), past = ready[-1], ready[-1 - int(rules.value("B-COHORT", "months")):-1]
    change = change_of((back, newest.buyers), [(k, c.buyers) for c, k in past])
    if change is None or newest.buyers < rules.value("B-COHORT", "buyers") or change.odds > rules.value("B-COHORT", "odds") \
            or change.now > float(1 - rules.value("B-COHORT", "drop")) * change.usual:
        return
    missing = Decimal(str(change.usual - change.now)) * newest.buyers
    money = _money_of(newest) * missing
    yield _finding(
        seen, COHORT, "cohort_return_rate", "新客次月复购率", change, since=newest.month, per="",
        stake=Gain((money / 2).quantize(CENT), money.quantize(CENT), (money * 2).quantize(CENT), seen.shop.currency, per=""),
        words=Said("of the {n} who bought first in {month}, {now} came again in the month after, of cohorts before {usual}",
                   n=newest.buyers, month=f"{newest.month:%Y-%m}", now=_share(change.now), usual=_share(change.usual)))


def came_back(cohort: Cohort) -> int | None:
    """How many of a cohort came in the month after its first; None while it is not over."""
    return next((m.buyers for m in cohort.months if m.age == 1), None)


def _money_of(cohort: Cohort) -> Decimal:
    """Net money of the mean buyer of the cohort in its first month: what one who comes again may leave."""
    return cohort.months[0].net / cohort.buyers if cohort.months and cohort.buyers else Decimal(0)


def find_discount_habit(seen: Seen) -> Iterator[BriefFinding]:
    """Those who had bought before pay with a discount far oftener than in the weeks before."""
    book, rules = book_in(seen), rules_of(seen)
    if book is None or not is_new(seen):
        return
    weeks, before = int(rules.value("B-DISCOUNT", "weeks")), int(rules.value("B-DISCOUNT", "before"))
    now, past = book.weeks[-weeks:], book.weeks[-weeks - before:-weeks]
    told = sum(w.told for w in now)
    change = change_of((sum(w.discounted for w in now), told), [(w.discounted, w.told) for w in past], before // 2)
    if change is None or change.odds > rules.value("B-DISCOUNT", "odds") \
            or change.now - change.usual < rules.value("B-DISCOUNT", "points"):
        return
    more = Decimal(str(change.now - change.usual))
    money = sum((w.back_money for w in now), Decimal(0)) / (weeks * 7) * more * rules.value("B-STAKE", "discount")
    yield _finding(
        seen, DISCOUNT, "discounted_return_share", "老买家用券订单占比", change, up=True, higher_is_better=False,
        since=now[0].last - timedelta(days=6),
        stake=Gain((money / 2).quantize(CENT), money.quantize(CENT), (money * 2).quantize(CENT), seen.shop.currency),
        words=Said("{now} of the orders of those who had bought before were paid with a discount in {n} weeks, usually {usual}",
                   now=_share(change.now), n=weeks, usual=_share(change.usual)))


def find_due(seen: Seen) -> Iterator[BriefFinding]:
    """Buyers of an item who are at the time at which it is bought again: the item whose reminder may bring most, once a book."""
    book, rules = book_in(seen), rules_of(seen)
    if book is None or not is_new(seen):
        return
    found = [(worth, one, one.due) for one in book.items if (worth := remind_worth(one, seen)) is not None
             and one.due is not None and one.due >= rules.value("B-CROWD")]
    if not found:
        return
    worth, one, due = max(found, key=lambda each: (each[0].mid, each[1].item_id))
    usual = [v for n in range(28) if (v := seen.value("paid_gmv", seen.reviewed - timedelta(days=n))) is not None]
    if not usual or worth.mid < sum(usual, Decimal(0)) / len(usual) * rules.value("B-STAKE", "remind_mid"):
        return
    scope: Scope = (("item_id", one.item_id),)
    yield BriefFinding(
        id=f"{DUE}.{one.item_id}", kind=DUE, metric="due_buyers", zh="到复购周期买家数", unit=Unit.PEOPLE, scope=scope,
        direction="up", measured=Decimal(due), base_kind="expected", base=Decimal(0), at_stake=worth, urgency="this_week",
        causes=(Cause("event", scope, Decimal(due)),), sources=SOURCES,
        words=Said("half of those who buy it again do so after {middle} days ({low} to {high}), most between {early} and {late}; "
                   "{n} buyers are there now", middle=one.middle, low=one.low, high=one.high, early=one.early, late=one.late,
                   n=due))


def remind_worth(one: Interval, seen: Seen) -> Gain | None:
    """What a reminder of the due buyers may bring once."""
    if one.mean_paid is None or one.due is None:
        return None
    low, mid, high = ((one.due * one.mean_paid * rules_of(seen).value("B-STAKE", f"remind_{n}")).quantize(CENT)
                      for n in ("low", "mid", "high"))
    return Gain(low, mid, high, seen.shop.currency, per="")


def find_bundle(seen: Seen) -> Iterator[BriefFinding]:
    """The pair that is surest bought together, where one helps to sell the other; told once, when it becomes the surest."""
    book, rules = book_in(seen), rules_of(seen)
    if book is None or not is_new(seen):
        return
    pair = next((p for p in book.pairs if p.low >= rules.value("B-PAIR", "times")), None)
    if pair is None or not _first_of_month(book):
        return
    scope: Scope = (("item_id", pair.first),)
    yield BriefFinding(
        id=f"{BUNDLE}.{pair.first}.{pair.second}", kind=BUNDLE, metric="bought_together", zh="连带购买订单数", unit=Unit.COUNT,
        scope=scope, direction="up", measured=Decimal(pair.both), base_kind="expected",
        base=(Decimal(pair.both) / pair.over_chance).quantize(Decimal("0.1")), odds_noise=pair.odds_false, urgency="this_month",
        causes=(Cause("event", scope, Decimal(pair.both) - (Decimal(pair.both) / pair.over_chance).quantize(Decimal("0.1"))),),
        sources=("order_lines",), words=_together(pair))


def _together(pair: BoughtTogether) -> str:
    return Said("{one} and {two} are in {n} baskets together, {times} times what chance brings ({low} to {high})",
                one=pair.first_title, two=pair.second_title, n=pair.both, times=pair.over_chance, low=pair.low, high=pair.high)


def _first_of_month(book: BuyerBook) -> bool:
    """Pairs change slowly: they are told by the first book of a month."""
    return book.on.day <= 7


def _finding(seen: Seen, kind: str, metric: str, zh: str, change: Fall, *, stake: Gain | None, since: date, words: str,
             up: bool = False, higher_is_better: bool = True, per: str = "day") -> BriefFinding:
    now, usual = (Decimal(str(v)).quantize(STEP) for v in (change.now, change.usual))
    return BriefFinding(
        id=kind, kind=kind, metric=metric, zh=zh, unit=Unit.SHARE, scope=(), direction="up" if up else "down", measured=now,
        base_kind="expected", base=usual, odds_noise=change.odds, at_stake=stake, since=since, urgency="this_week",
        causes=(Cause("event", (), now - usual),), sources=SOURCES, higher_is_better=higher_is_better, words=words)


def _share(value: float) -> Amount:
    return Amount(Decimal(str(value)).quantize(STEP), "share")


def _one(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))
