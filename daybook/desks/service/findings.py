"""What is off with answers: late ones of a day, some hours or an agent, fewer inquiries that buy, a reason, forbidden words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from daybook.analysis.service.shares import Beside, beside_usual
from daybook.desks.gain import CENT
from daybook.desks.service.book import book_of, rules_of
from daybook.desks.service.rates import conversions, settled_day, worth_of_buyer
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.said import Said, Term
from daybook.domain.seen import Scope, Seen
from daybook.domain.service import Replies, Reported
from daybook.rulebook.service_words import reasons

SLOW, AGENT, INQUIRY = "service.slow_replies", "service.agent_off", "service.inquiry_down"
LOST, SAID = "service.lost_reason", "service.forbidden_words"
#: Half hours that late answers may be told of together, and the parts of a day that are tried for them.
SHORTEST, LONGEST, TRIED = 2, 8, 20
#: Reasons that are known without a word of the buyer.
UNSAID = ("unanswered", "slow")
#: The part of what is late beyond the usual by which an agent or some hours are its place.
MOST = 0.6
#: The part of the rounds from which an agent is as good as alone.
ALONE = 0.95


@dataclass(frozen=True)
class Late:
    """Late answers of one part of a day beside the usual share."""

    name: str
    late: int
    rounds: int
    found: Beside

    @property
    def excess(self) -> float:
        """Late ones beyond the usual share."""
        return self.late - self.found.usual * self.rounds


def late_parts(seen: Seen) -> tuple[Late | None, Late | None, list[Late]]:
    """The reviewed day, its worst hours and its agents beside their usual share of late answers; reckoned once."""
    kept = seen.reckoned.get("service.late")
    if not isinstance(kept, tuple):
        kept = (_day(seen), _hours(seen), _agents(seen))
        seen.reckoned["service.late"] = kept
    return kept


def find_slow(seen: Seen) -> Iterator[BriefFinding]:
    """Far more late answers than usual on a day, or in some hours of it; not where one agent's day is all of it."""
    day, hours, agents = late_parts(seen)
    if day is None:
        yield from _reported_slow(seen)
        return
    told, in_hours = _is_told(day, seen, 1), hours is not None and _is_told(hours, seen, TRIED)
    if not told and not in_hours:
        return
    beyond = max(day.excess, hours.excess if hours else 0.0)
    if any(_is_told(a, seen, len(agents)) and _is_place(a, beyond, day) for a in agents):
        return
    if hours is not None and in_hours and hours.excess >= MOST * beyond:
        words = Said("{late} of {of} rounds between {hours} had no answer within 3 minutes; {usual} is usual then", late=hours.late,
                     of=hours.rounds, hours=hours.name, usual=f"{hours.found.usual:.0%}")
        yield _late(seen, SLOW, (("hour", hours.name),), hours, words)
        return
    yield _late(seen, SLOW, (), day, Said("{late} of {of} rounds had no answer within 3 minutes; {usual} is usual", late=day.late,
                                          of=day.rounds, usual=f"{day.found.usual:.0%}"))


def find_agent_off(seen: Seen) -> Iterator[BriefFinding]:
    """An agent who answers far later than he does usually; not where some hours were late with all agents."""
    day, hours, agents = late_parts(seen)
    shared = hours is not None and _is_told(hours, seen, TRIED)
    beyond = max(day.excess if day else 0.0, hours.excess if hours else 0.0)
    for one in sorted(agents, key=lambda a: a.found.odds):
        if _is_told(one, seen, len(agents)) and (not shared or _is_place(one, beyond, day)):
            words = Said("{agent}: {late} of {of} rounds had no answer within 3 minutes; {usual} is usual for this account",
                         agent=one.name, late=one.late, of=one.rounds, usual=f"{one.found.usual:.0%}")
            yield _late(seen, AGENT, (("agent", one.name),), one, words)


def find_inquiry_down(seen: Seen) -> Iterator[BriefFinding]:
    """Fewer of those who asked bought than usual, on the last day whose window of buying is over."""
    rules, day = rules_of(seen), settled_day(seen)
    days = [(c.day, c.inquirers, c.buyers) for c in conversions(book_of(seen), "")]
    sources = ("chat_messages", "orders") if days else ("service_day",)
    if not days:
        days = [(r.day, r.inquirers, r.buyers) for r in book_of(seen).reported
                if not r.agent and r.inquirers is not None and r.buyers is not None]
    today = next((one for one in days if one[0] == day), None)
    if today is None or today[1] < rules.value("S-TELL-INQ", "inquirers"):
        return
    found = beside_usual(today[1] - today[2], today[1], [(n - b, n) for d, n, b in days if d < day])
    if found is None or not _beyond(found, rules.value("S-TELL-INQ", "share"), rules.value("S-TELL-INQ", "odds"), 1):
        return
    measured, base = Decimal(today[2]) / today[1], Decimal(1) - Decimal(str(found.usual))
    worth = worth_of_buyer(seen)
    stake = None if worth is None else _gain((base - measured) * today[1] * worth[1], Decimal("0.5"), Decimal("1.4"), seen)
    words = Said("{buyers} of {of} who asked on {day} bought within the window; {usual} is usual", buyers=today[2], of=today[1],
                 day=day, usual=f"{base:.0%}")
    yield _share(seen, INQUIRY, (), ("inquiry_cvr", "询单转化率"), (measured, base), found.odds, stake, day, words,
                 sources)


def find_lost(seen: Seen) -> Iterator[BriefFinding]:
    """A reason for which far more inquiries than usual did not buy."""
    rules, day, book = rules_of(seen), settled_day(seen), book_of(seen)
    inquirers = {c.day: c.inquirers for c in conversions(book, "")}
    if inquirers.get(day, 0) < rules.value("S-TELL-LOST", "inquirers"):
        return
    counts = Counter({(one.day, one.reason): one.inquirers for one in book.lost})
    for reason in sorted({one.reason for one in book.lost} - {"not_said"}):
        lost = counts[day, reason]
        found = beside_usual(lost, inquirers[day], [(counts[d, reason], n) for d, n in inquirers.items() if d < day])
        if found is None or lost < rules.value("S-TELL-LOST", "inquirers"):
            continue
        if _beyond(found, rules.value("S-TELL-LOST", "share"), rules.value("S-TELL-LOST", "odds"), len(reasons()) + len(UNSAID)):
            worth = worth_of_buyer(seen)
            extra = Decimal(lost) - Decimal(str(found.usual)) * inquirers[day]
            stake = None if worth is None else _gain(extra * worth[0] * worth[1], Decimal("0.5"), Decimal("1.5"), seen)
            words = Said("{n} of {of} who asked on {day} did not buy: {reason}; {usual} is usual", n=lost,
                         of=inquirers[day], day=day, reason=Term("lost_reason", reason), usual=f"{found.usual:.0%}")
            yield _share(seen, LOST, (("lost_reason", reason),), ("lost_share", "流失占比"), (
                Decimal(str(found.share)), Decimal(str(found.usual))), found.odds, stake, day, words,
                         ("chat_messages", "orders"), up=True)


def find_said(seen: Seen) -> Iterator[BriefFinding]:
    """Messages of agents that lead off the platform, buy reviews or insult; each for a person to read."""
    by_rule: dict[str, list[str]] = {}
    for one in book_of(seen).flagged:
        if one.why != "unanswered":
            by_rule.setdefault(one.why, []).append(one.agent or "-")
    for rule, agents in sorted(by_rule.items()):
        n, (agent, most) = len(agents), Counter(agents).most_common(1)[0]
        words = Said("{n} messages to buyers hold words that must not be said ({rule}), {most} of them of {agent}: read "
                     "them on the service page", n=n, rule=Term("word_rule", rule), most=most, agent=agent)
        yield BriefFinding(
            id=f"{SAID}.{rule}", kind=SAID, metric="forbidden_messages", zh="违规话术消息", unit=Unit.COUNT,
            scope=(("word_rule", rule),), direction="up", measured=Decimal(n), base_kind="expected", base=Decimal(0),
            since=seen.reviewed, causes=(Cause("slice", (("agent", agent),), Decimal(n)),), sources=("chat_messages",),
            urgency="today", higher_is_better=False, words=words)


def _is_place(agent: Late, beyond: float, day: Late | None) -> bool:
    """Whether an agent is where answers came late: most of what is beyond the usual is his, and clearly more than his part of the
    rounds brings him anyway.  Who has nearly all rounds is his shop."""
    part = agent.excess / beyond if beyond > 0 else 1.0
    share = agent.rounds / day.rounds if day is not None and day.rounds else 0.0
    return part >= MOST and (share >= ALONE or part >= share + (1 - share) / 2)


def _day(seen: Seen) -> Late | None:
    book = book_of(seen)
    today = book.day(seen.reviewed)
    days = [book.day(d) for d in book.days if d < seen.reviewed]
    return _late_part("", today.late, today.rounds, [(r.late, r.rounds) for r in days])


def _hours(seen: Seen) -> Late | None:
    """The run of half hours with most late answers beyond the day's usual share, held beside the same hours of other days."""
    book = book_of(seen)
    late, rounds = Counter[tuple[date, int]](), Counter[tuple[date, int]]()
    for one in book.slots:
        late[one.day, one.slot], rounds[one.day, one.slot] = one.late, one.rounds
    days = [d for d in book.days if d < seen.reviewed]
    whole = sum(rounds[d, s] for d in days for s in range(48))
    if not whole:
        return None
    usual = sum(late[d, s] for d in days for s in range(48)) / whole
    beyond = [late[seen.reviewed, s] - usual * rounds[seen.reviewed, s] for s in range(48)]
    runs = ((sum(beyond[a:a + n]), a, a + n) for n in range(SHORTEST, LONGEST + 1) for a in range(48 - n + 1))
    _, first, last = max(runs, key=lambda run: (run[0], run[1] - run[2]))

    def sums(day: date) -> tuple[int, int]:
        return sum(late[day, s] for s in range(first, last)), sum(rounds[day, s] for s in range(first, last))

    return _late_part(clock_span(first, last), *sums(seen.reviewed), [sums(d) for d in days])


def _agents(seen: Seen) -> list[Late]:
    book = book_of(seen)
    own: dict[str, dict[date, Replies]] = {}
    for one in book.agents:
        if one.agent:
            own.setdefault(one.agent, {})[one.day] = one.replies
    found = [_late_part(agent, days[seen.reviewed].late, days[seen.reviewed].rounds,
                        [(r.late, r.rounds) for d, r in days.items() if d < seen.reviewed])
             for agent, days in sorted(own.items()) if seen.reviewed in days]
    return [one for one in found if one is not None]


def _late_part(name: str, late: int, rounds: int, past: Sequence[tuple[int, int]]) -> Late | None:
    found = beside_usual(late, rounds, past)
    return None if found is None else Late(name, late, rounds, found)


def _is_told(one: Late, seen: Seen, looks: int) -> bool:
    rules = rules_of(seen)
    return one.late >= rules.value("S-TELL-SLOW", "late") and _beyond(
        one.found, rules.value("S-TELL-SLOW", "share"), rules.value("S-TELL-SLOW", "odds"), looks)


def _beyond(found: Beside, share: Decimal, odds: Decimal, looks: int) -> bool:
    return found.share - found.usual >= float(share) and found.odds * looks <= float(odds)


def clock_span(first: int, last: int) -> str:
    """Half hours as a clock reads them.

    >>> clock_span(40, 45)
    '20:00-22:30'
    """
    return f"{first // 2:02d}:{first % 2 * 30:02d}-{last // 2:02d}:{last % 2 * 30:02d}"


def _late(seen: Seen, kind: str, scope: Scope, one: Late, words: str) -> BriefFinding:
    """One finding of late answers: the rate of those in time beside the usual, and what the late ones may have cost."""
    rules, worth = rules_of(seen), worth_of_buyer(seen)
    stake = None
    if worth is not None:
        low, mid, high = ((Decimal(str(one.excess)) * rules.value("S-WORTH", n) * worth[1]).quantize(CENT)
                          for n in ("low", "mid", "high"))
        stake = Gain(low, mid, high, seen.shop.currency)
    measured, base = Decimal(one.rounds - one.late) / one.rounds, 1 - Decimal(str(one.found.usual))
    return _share(seen, kind, scope, ("reply_3min_rate", "3分钟回复率"), (measured, base), one.found.odds, stake,
                  seen.reviewed, words, ("chat_messages",))


def _share(seen: Seen, kind: str, scope: Scope, metric: tuple[str, str], values: tuple[Decimal, Decimal], odds: float | None,
           stake: Gain | None, since: date, words: str, sources: tuple[str, ...], up: bool = False) -> BriefFinding:
    measured, base = (v.quantize(Decimal("0.0001")) for v in values)
    named = ".".join(value for _, value in scope)
    return BriefFinding(
        id=f"{kind}.{named}" if named else kind, kind=kind, metric=metric[0], zh=metric[1], unit=Unit.SHARE, scope=scope,
        direction="up" if up else "down", measured=measured, base_kind="expected", base=base, odds_noise=odds, at_stake=stake,
        since=since, causes=(Cause("slice", scope, measured - base),) if scope else (), sources=sources,
        remainder=Decimal(0), higher_is_better=not up, words=words)


def _gain(mid: Decimal, low: Decimal, high: Decimal, seen: Seen) -> Gain:
    return Gain((mid * low).quantize(CENT), mid.quantize(CENT), (mid * high).quantize(CENT), seen.shop.currency)


def _reported_slow(seen: Seen) -> Iterator[BriefFinding]:
    """Where no transcript tells times: the platform's own mean reply of the shop, beside its usual one and the rule."""
    rules = rules_of(seen)
    limit = next((r.value("mean") for r in rules.rules if r.id == "S-FIRST"), None)
    days = {r.day: r.mean_reply_seconds for r in _of_shop(book_of(seen).reported) if r.mean_reply_seconds is not None}
    past = [v for d, v in days.items() if d < seen.reviewed]
    today = days.get(seen.reviewed)
    if today is None or limit is None or len(past) < rules.value("S-TELL-REPORT", "days"):
        return
    usual = Decimal(median(past))
    if today > limit and today >= rules.value("S-TELL-REPORT", "times") * usual:
        words = Said("the platform reports {now} seconds to an answer on the mean; {usual} is usual", now=round(today),
                     usual=round(usual))
        yield BriefFinding(
            id=SLOW, kind=SLOW, metric="mean_reply_seconds", zh="平均响应时长", unit=Unit.SECONDS, scope=(), direction="up",
            measured=today, base_kind="expected", base=usual, since=seen.reviewed, sources=("service_day",),
            higher_is_better=False, words=words)


def _of_shop(reported: Sequence[Reported]) -> list[Reported]:
    return [r for r in reported if not r.agent]
