"""Changes are kept apart so that each can be measured: one on an item whose last change is still being measured, or on the
last products that such a change is held against, is planned for a later day, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from daybook.domain.said import Said
from daybook.domain.work import Pull, Suggestion
from daybook.plan.waiting import SUBJECT, Running, Standing, per_day
from daybook.rulebook.reading import load


@dataclass(frozen=True)
class Later:
    """The day for which a change is planned instead, and why."""

    on: date
    why: Said


def later(one: Suggestion, chosen: Sequence[Suggestion], standing: Standing, on: date) -> Later | None:
    """The day on which a change can be done so that it and those beside it are told apart; None: today.

    What must be done, what puts an earlier state back, what stops a loss, and what would cost more by waiting than it is
    worth to know (W-APART) does not wait.  A change of the whole shop (an ad plan without a product) waits for none.
    """
    item = standing.item_of(one)
    if not item or one.must or one.pull not in SUBJECT or _puts_right(one):
        return None
    beside = [*standing.running, *(_begun(c, standing, on) for c in chosen if c.pull in SUBJECT)]
    blocking = [(_free_on(r), r) for r in beside if r.item == item] or _last_controls(item, beside, standing)
    if not blocking:
        return None
    day, reason = max(blocking, key=lambda pair: pair[0])
    if day <= on or _is_dear(one, item, (day - on).days, standing):
        return None
    if reason.item == item:
        return Later(day, Said("on {day}, so that {change} of {since} can be measured; two changes so close together cannot be "
                               "told apart", day=day, change=reason.what, since=reason.on))
    return Later(day, Said("on {day}, so that {change} of {since} can be measured; this is one of the last products to hold it "
                           "against", day=day, change=reason.what, since=reason.on))


def _puts_right(one: Suggestion) -> bool:
    return one.pull is Pull.LESS_TRAFFIC or one.move.startswith("restore_") or bool(one.change is not None and one.change.safety)


def _begun(one: Suggestion, standing: Standing, on: date) -> Running:
    """A change of today as one that is being measured from today on."""
    subject = SUBJECT[one.pull]
    days = int(str(load().value("W-MEASURE", subject)))
    return Running(standing.item_of(one), subject, on, on + timedelta(days=days), one.what)


def _free_on(running: Running) -> date:
    """From when on a further change leaves the measurement of this one readable."""
    apart = int(str(load().value("W-APART", running.subject)))
    return min(running.due_on, running.on + timedelta(days=apart))


def _last_controls(item: str, beside: Sequence[Running], standing: Standing) -> list[tuple[date, Running]]:
    """What is being measured against this item, where too few others that nobody touched would be left."""
    left = standing.spare() - {r.item for r in beside}
    least = int(str(load().value("W-CONTROLS")))
    return [(r.due_on, r) for r in beside if r.item] if item in left and len(left) <= least else []


def _is_dear(one: Suggestion, item: str, days: int, standing: Standing) -> bool:
    worth = standing.daily(item) * Decimal(str(load().value("W-APART", "dear")))
    return worth <= 0 or (one.gain is not None and per_day(one.gain) * days > worth)
