"""Tests as they stand: a split by sums of its arms on any day, a switchback by the lot once its blocks are over."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.experiments.intervals import Lift, on_any_day, wider_by_days
from daybook.analysis.experiments.splits import mismatch_p
from daybook.analysis.experiments.stops import Rule, chance_to_win, guard_broken, verdict
from daybook.analysis.experiments.sums import Adjusted, Mean, Share, Statistic, adjusted
from daybook.analysis.experiments.switched import Switched, pair_of, read_switched
from daybook.desks.gain import rule
from daybook.desks.pages.book import book_of, tests_of
from daybook.domain.page_tests import (
    CONTROL,
    MEASURES,
    VARIANT,
    ArmDay,
    ArmSum,
    Design,
    GuardSeen,
    Measure,
    PageTest,
    SeenTest,
    Stage,
    Told,
)
from daybook.domain.seen import Seen

Days = Mapping[date, Mapping[str, ArmDay]]               # day -> arm -> what it counted
#: Stages of which results are read.
READ_AT = (Stage.RUNNING, Stage.STOPPED, Stage.DECIDED, Stage.ARCHIVED)


def running_tests(seen: Seen) -> tuple[SeenTest, ...]:
    """Tests that run, as they stand on a morning; reckoned once."""
    kept = seen.reckoned.get("pages.results")
    if isinstance(kept, tuple):
        return kept
    found = tuple(seen_test(one, seen) for one in tests_of(seen) if one.stage is Stage.RUNNING)
    seen.reckoned["pages.results"] = found
    return found


def seen_test(test: PageTest, seen: Seen, drawn: bool = False) -> SeenTest:
    """One test; of a draft nothing is read.  `drawn`: with its interval day by day."""
    if test.stage not in READ_AT or test.started_on is None:
        return SeenTest(test, "none")
    if test.decision is not None and test.decision.lift is not None:
        return SeenTest(test, "none", lift=test.decision.lift, days=test.decision.days)
    return _switchback(test, seen) if test.design is Design.SWITCHBACK else _split(test, seen, drawn)


def _last(test: PageTest, seen: Seen) -> date:
    """The last day that counts: yesterday, or the day before it was stopped."""
    over = test.over_on
    return seen.reviewed if over is None else min(seen.reviewed, over - timedelta(days=1))


def _split(test: PageTest, seen: Seen, drawn: bool) -> SeenTest:
    names, begun, last = {test.key, test.code} - {""}, test.started_on, _last(test, seen)
    assert begun is not None
    days: dict[date, dict[str, ArmDay]] = {}
    for row in book_of(seen).arms:
        if row.test in names and begun <= row.day <= last:
            days.setdefault(row.day, {})[row.arm] = row
    whole = {d: arms for d, arms in sorted(days.items()) if CONTROL in arms and VARIANT in arms}
    if not whole:
        return SeenTest(test, "none", missing=max((last - begun).days + 1, 0))
    return _read(test, seen, whole, (last - begun).days + 1, drawn)


def _read(test: PageTest, seen: Seen, days: Days, length: int, drawn: bool) -> SeenTest:
    measure, alpha = MEASURES[test.metric], float(rule("T-PAGE", "alpha"))
    curve = [(day, one) for day in days if (one := _lift(measure, _until(days, day), test, alpha)) is not None] if drawn else []
    lift, wider = _lift(measure, days, test, alpha), _wider(measure, days)
    arms, people = _arms(measure, days), _people(days)
    split_p = None if people is None else mismatch_p(people, test.shares)
    stop = Rule(test.needed, test.smallest, int(rule("T-PAGE", "days")), int(rule("T-PAGE", "least")))
    each = int(min(a.under for a in arms)) if arms else 0
    said = verdict(lift, each, len(days), int(min(a.over for a in arms)) if arms else 0, stop, measure.higher_is_better)
    if split_p is not None and split_p < float(rule("T-UNEVEN")):
        said = "uneven"
    guards = tuple(_guard(name, days, test, alpha) for name in test.guards if name != test.metric)
    return SeenTest(
        test, said, arms, _told(lift), None if lift is None else chance_to_win(lift, measure.higher_is_better), len(days),
        _left(test, each, len(days)), each, guards, split_p, people, wider, tuple((d, _sure(o)) for d, o in curve),
        _edits(test, seen, ()), length - len(days), max(days))


def _until(days: Days, last: date) -> Days:
    return {d: arms for d, arms in days.items() if d <= last}


def _lift(measure: Measure, days: Days, test: PageTest, alpha: float, relative: bool = True) -> Lift | None:
    """The lift with its interval, tightest where the sample is full; of another number, where it is full of its people."""
    pair, own = _statistics(measure, days), _statistics(MEASURES[test.metric], days)
    if pair is None:
        return None
    part = 1.0 if own is None or not own[0].n else (pair[0].n + pair[1].n) / (own[0].n + own[1].n)
    return on_any_day(*pair, tuned=max(2.0 * test.needed * part, 1.0), alpha=alpha, wider=_wider(measure, days), relative=relative)


def _wider(measure: Measure, days: Days) -> float:
    pairs = [pair for day in days if (pair := _statistics(measure, {day: days[day]})) is not None]
    return wider_by_days(pairs)


def _statistics(measure: Measure, days: Days) -> tuple[Statistic, Statistic] | None:
    """Control and variant as sums; None where the sheet lacks a part of what is asked."""
    arms = [[of[name] for of in days.values()] for name in (CONTROL, VARIANT)]
    if measure.share:
        shares = [Share(int(n), float(did)) for rows in arms
                  if (n := _sum(rows, measure.under)) is not None and (did := _sum(rows, measure.over)) is not None]
        return (shares[0], shares[1]) if len(shares) == 2 else None
    means = [_mean(rows, "visitors", measure.over, "paid_squares") for rows in arms]
    before = [_mean(rows, "visitors", "prior_amount", "prior_squares") for rows in arms]
    both = [_sum(rows, "paid_x_prior") for rows in arms]
    control, variant = means
    if control is None or variant is None:
        return None
    if before[0] is not None and before[1] is not None and both[0] is not None and both[1] is not None:
        return adjusted(Adjusted(control, before[0], float(both[0])), Adjusted(variant, before[1], float(both[1])))
    return control, variant


def _mean(rows: Sequence[ArmDay], n: str, total: str, squares: str) -> Mean | None:
    people, sum_of, squared = (_sum(rows, name) for name in (n, total, squares))
    return None if people is None or sum_of is None or squared is None else Mean(int(people), float(sum_of), float(squared))


def _sum(rows: Sequence[ArmDay], name: str) -> Decimal | None:
    """The sum of a column; None where a day of it is not told."""
    values = [getattr(row, name) for row in rows]
    return None if any(v is None for v in values) else sum((Decimal(v) for v in values), Decimal(0))


def _arms(measure: Measure, days: Days) -> tuple[ArmSum, ...]:
    found = []
    for name in (CONTROL, VARIANT):
        rows = [of[name] for of in days.values()]
        over, under = _sum(rows, measure.over), _sum(rows, measure.under)
        if over is not None and under is not None:
            found.append(ArmSum(name, over, under))
    return tuple(found) if len(found) == 2 else ()


def _people(days: Days) -> tuple[int, int] | None:
    """Who was shown each arm: people where they are counted, else impressions."""
    for name in ("visitors", "impressions"):
        found = [_sum([of[arm] for of in days.values()], name) for arm in (CONTROL, VARIANT)]
        if found[0] is not None and found[1] is not None:
            return int(found[0]), int(found[1])
    return None


def _guard(name: str, days: Days, test: PageTest, alpha: float) -> GuardSeen:
    """A number that must not suffer, by the difference of its two rates; several share the chance of a false call."""
    measure = MEASURES[name]
    lift = _lift(measure, days, test, alpha / len(test.guards), relative=False)
    return GuardSeen(name, _arms(measure, days), _told(lift), guard_broken(lift, measure.higher_is_better))


def _left(test: PageTest, each: int, days: int) -> int | None:
    """Days until the smaller arm is full at the pace so far; None where nobody came."""
    return None if not each else max(-((each - test.needed) * days // each), 0)


def _told(lift: Lift | None) -> Told | None:
    return None if lift is None else _sure(lift)


def _sure(lift: Lift) -> Told:
    return Told(round(lift.value, 6), round(lift.low, 6), round(lift.high, 6), lift.p)


def _edits(test: PageTest, seen: Seen, switched: Sequence[date]) -> tuple[date, ...]:
    """Days of the run on which somebody changed the page otherwise: what comes after is of more than one change."""
    begun, last = test.started_on, _last(test, seen)
    assert begun is not None
    noted = {seen.shop.day_of(n.at) for n in seen.given.notes_between(begun, last) if n.object == test.item_id and n.kind == "edit"}
    listed = {e.seen_on for e in seen.edits if e.item_id == test.item_id and begun < e.seen_on <= last}
    return tuple(sorted(d for d in noted | listed if d > begun and d not in switched))


def _switchback(test: PageTest, seen: Seen) -> SeenTest:
    alpha, last = float(rule("T-PAGE", "alpha")), _last(test, seen)
    measure = MEASURES[test.metric]
    found = _switched(test, seen, measure, alpha, last)
    pairs = len(test.blocks) // 2
    over = last >= test.blocks[-1].last
    guards = tuple(_switched_guard(name, test, seen, alpha, last, over) for name in test.guards
                   if name != test.metric and MEASURES[name].item)
    days = [d for d in (item_days(test.item_id, seen, measure) or {}) if test.blocks[0].first <= d <= last]
    arms, done = _on_off(test, seen, measure, last), 0 if found is None else found.pairs
    left = max((test.blocks[-1].last - seen.reviewed).days, 0)
    if not days:
        return SeenTest(test, "none", left=left, missing=max((last - test.blocks[0].first).days + 1, 0))
    return SeenTest(
        test, _over(found, measure, alpha, over, done, pairs), arms, _bounded(found), None, len(days), left, done, guards,
        edits=_edits(test, seen, [b.first for b in test.blocks] + [b.first - timedelta(days=1) for b in test.blocks]),
        missing=max((last - test.blocks[0].first).days + 1 - len(days), 0), last_day=max(days))


def _switched_guard(name: str, test: PageTest, seen: Seen, alpha: float, last: date, over: bool) -> GuardSeen:
    """A number that must not suffer; the lot says so only at the end."""
    measure = MEASURES[name]
    found = _switched(test, seen, measure, alpha, last)
    arms = _on_off(test, seen, measure, last)
    bounds, base = _bounded(found), arms[0].rate if arms else None
    apart = None
    if bounds is not None and base is not None:
        low, high = (None if v is None else v * float(base) for v in (bounds.low, bounds.high))
        apart = Told(bounds.value * float(base), low, high, bounds.p)
    return GuardSeen(name, arms, apart, over and _suffers(found, measure, alpha))


def _over(found: Switched | None, measure: Measure, alpha: float, over: bool, done: int, pairs: int) -> str:
    """waits until the last block is over; then what the lot says, nothing where a third of the pairs is not in."""
    if not over:
        return "waits"
    if found is None or done * 3 < pairs * 2:
        return "early"
    if found.p > alpha:
        return "futile"
    return "won" if (found.value > 0) == measure.higher_is_better else "lost"


def _suffers(found: Switched | None, measure: Measure, alpha: float) -> bool:
    return found is not None and found.p <= alpha and (found.value > 0) != measure.higher_is_better


def _bounded(found: Switched | None) -> Told | None:
    if found is None:
        return None
    low, high = (None if v is None else round(v, 6) for v in (found.low, found.high))
    return Told(round(found.value, 6), low, high, found.p)


def _switched(test: PageTest, seen: Seen, measure: Measure, alpha: float, last: date) -> Switched | None:
    """Logs of the pairs whose two blocks are over, read by the lot."""
    known, left_out = item_days(test.item_id, seen, measure), int(rule("T-BLOCKS", "left_out"))
    if known is None:
        return None
    logs = []
    for one, other in zip(test.blocks[::2], test.blocks[1::2], strict=False):
        if max(one.last, other.last) > last:
            continue
        on, off = (one, other) if one.on else (other, one)
        blocks = [{(d - b.first).days: v for d, v in known.items() if b.first <= d <= b.last} for b in (on, off)]
        log = pair_of(blocks[0], blocks[1], left_out)
        logs += [] if log is None else [log]
    return read_switched(logs, alpha)


def _on_off(test: PageTest, seen: Seen, measure: Measure, last: date) -> tuple[ArmSum, ...]:
    """Sums of the days that count, off and on."""
    known, left_out = item_days(test.item_id, seen, measure), int(rule("T-BLOCKS", "left_out"))
    if known is None:
        return ()
    found = []
    for name, on in ((CONTROL, False), (VARIANT, True)):
        days = [v for b in test.blocks if b.on is on for d, v in known.items()
                if b.first + timedelta(days=left_out) <= d <= min(b.last, last)]
        over, under = (sum((Decimal(str(day[at])) for day in days), Decimal(0)) for at in (0, 1))
        found.append(ArmSum(name, over, under))
    return tuple(found)


def item_days(item: str, seen: Seen, measure: Measure) -> dict[date, tuple[float, float]] | None:
    """A listing's days of a number as (over, under), those that tell both; None where listings are not counted so."""
    if not measure.item:
        return None
    of = seen.sliced.get("product_traffic", {})
    over, under = (next((days for scope, days in of.get(name, {}).items() if dict(scope).get("item_id") == item), {})
                   for name in measure.item)
    found = {d: (float(over[d]), float(v)) for d, v in sorted(under.items()) if v > 0 and d in over}
    return found or None
