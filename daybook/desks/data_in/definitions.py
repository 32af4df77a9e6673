"""A platform that counts visitors otherwise from one day on: all of them step at once, and nobody buys less."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import exp, log, sqrt

from daybook.desks.gain import rule
from daybook.domain.brief import BriefFinding, Cause, Unit
from daybook.domain.given import Note
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen

REDEFINED = "data.definition_changed"
#: Days of a step that are news, as for every change of level.
NEWS_DAYS = 3
#: Same weekdays of the weeks before, from which the usual is taken.
WEEKS = 4
#: A slice with fewer visitors a day scatters more than the step.
LEAST_VISITORS = Decimal(50)
#: Deviations from the whole step that one source of many may show by chance.
FAR = 3.5
#: What a notice of a new way of counting speaks of.
OF_COUNTING = ("口径", "统计", "计算方式", "definition", "counted", "measur")
ZERO = Decimal(0)


def find_changed_definition(seen: Seen) -> Iterator[BriefFinding]:
    """At most one finding: visitors of all sources moved alike while orders stayed, with or without a notice.

    It is about numbers and not about money: nothing is at stake but comparisons.
    """
    for back in range(NEWS_DAYS):
        since = seen.reviewed - timedelta(days=back)
        notice = _notice(seen, since)
        step = _step(seen, since)
        if step is None or not _all_alike(seen, since, step):
            continue
        large = abs(step) >= float(rule("D-DEFINITION", "step"))
        bar = float(rule("D-DEFINITION", _kind(notice)))
        if large and _orders_say_so(seen, since, step) >= bar and (notice or _stands_out(seen, since)):
            yield _finding(seen, since, step, notice)
            return


def _notice(seen: Seen, since: date) -> Note | None:
    """What somebody wrote about the shop as a whole on that day."""
    return next((n for n in seen.given.notes_between(since, since)
                 if n.kind == "other" and n.object in (seen.shop.name, "")), None)


def _kind(notice: Note | None) -> str:
    """How much a notice says: nothing was noted, something was, or that visitors are counted otherwise."""
    if notice is None:
        return "unnoticed"
    return "said" if any(word in notice.text.lower() for word in OF_COUNTING) else "noticed"


def _step(seen: Seen, since: date) -> float | None:
    """Log of visitors since a day over those of the same weekdays before; None where too little is known."""
    return _log_ratio(seen.daily.get("visitors", {}), seen, since)


def _log_ratio(days: Mapping[date, Decimal], seen: Seen, since: date) -> float | None:
    now, usual = ZERO, ZERO
    for n in range((seen.reviewed - since).days + 1):
        day = since + timedelta(days=n)
        past = [days[d] for d in (day - timedelta(weeks=w) for w in range(1, WEEKS + 1)) if d < since and d in days]
        if day not in days or len(past) < WEEKS // 2:
            return None
        now, usual = now + days[day], usual + sum(past, ZERO) / len(past)
    return log(now / usual) if now > 0 and usual > 0 else None


def _all_alike(seen: Seen, since: date, step: float) -> bool:
    """Whether every sizeable source stepped like the whole, as far as its own scatter can tell, and all of them together
    strayed from it by less than half of the step."""
    checked, people, strayed = 0, 0.0, 0.0
    for days in seen.sliced.get("source", {}).get("visitors", {}).values():
        own, today = _log_ratio(days, seen, since), days.get(seen.reviewed, ZERO)
        if own is None or today < LEAST_VISITORS:
            continue
        checked, people, strayed = checked + 1, people + float(today), strayed + float(today) * abs(own - step)
        noise = sqrt(float(rule("D-DEFINITION", "scatter")) ** 2 + 2 / float(today))
        if abs(own - step) > FAR * noise:
            return False
    return checked >= 2 and strayed <= abs(step) / 2 * people


def _orders_say_so(seen: Seen, since: date, step: float) -> float:
    """Log odds that orders went on as usual against having moved with the visitors, as counts of a Poisson draw."""
    days = [since + timedelta(days=n) for n in range((seen.reviewed - since).days + 1)]
    orders = seen.daily.get("paid_orders", {})
    moved = _log_ratio(orders, seen, since)
    if moved is None:
        return 0.0
    got = float(sum((orders[d] for d in days), ZERO))
    usual = got / exp(moved)
    return (-usual) - (got * step - usual * exp(step))


def _stands_out(seen: Seen, since: date) -> bool:
    """Whether visitors and conversion both left what was expected, since about that day."""
    changes = {v.metric: v.change for v in seen.judged.changes()}
    visitors, cvr = changes.get("visitors"), changes.get("payment_cvr")
    return (visitors is not None and cvr is not None and visitors.size * cvr.size < 0
            and abs((visitors.since - since).days) <= 1)


def _finding(seen: Seen, since: date, step: float, notice: Note | None) -> BriefFinding:
    measured = seen.daily["visitors"][seen.reviewed]
    usual = (measured / Decimal(repr(exp(step)))).quantize(Decimal(1))
    said = {"share": f"{abs(exp(step) - 1):.0%}", "day": since, "now": Amount(measured, "people"),
            "usual": Amount(usual, "people")}
    words = (Said("visitors of all sources changed by {share} on {day} while orders went on ({now}, usually {usual}); "
                  "noted: {text}", **said, text=notice.text) if notice else
             Said("visitors of all sources changed by {share} on {day} while orders went on ({now}, usually {usual}): "
                  "the platform may count otherwise", **said))
    return BriefFinding(
        id=REDEFINED, kind=REDEFINED, metric="visitors", zh="访客数", unit=Unit.PEOPLE, scope=(),
        direction="up" if step > 0 else "down", measured=measured, base_kind="usual", base=usual, odds_noise=None,
        since=since, causes=(Cause("data", (("definition", "visitors"),), measured - usual),),
        sources=("traffic", "orders"), words=words)
