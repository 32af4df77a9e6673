"""Guards of every move: it changes something, onto what was seen, alone, not too many, not at night."""

from datetime import timedelta
from decimal import Decimal

from daybook.actions.guards.guard import Guard, not_known, refuse
from daybook.domain.moves import ads, orders, stock
from daybook.domain.moves.kinds import KINDS
from daybook.domain.moves.move import Move, Way, said_of, text_of
from daybook.domain.said import Said, Term
from daybook.domain.situation import Changed, Situation
from daybook.domain.verdict import Pass, Verdict
from daybook.rulebook.rules import Rulebook

ALL = tuple(KINDS.values())
#: Moves that may follow each other on one object within the day, by a rule of their own or by their nature.
MANY_A_DAY = (ads.TargetRoi, ads.Budget, ads.KeywordAdd, ads.KeywordNegative, stock.StockCorrection,
              orders.HoldOrder, orders.DisputeEvidence)
#: Moves that make something: several of them on one object are several things.
MAKING = (ads.KeywordAdd, ads.KeywordNegative)


def it_changes_something(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """A move has another state after it than before."""
    if dict(move.before()) == dict(move.after()):
        return refuse(rules, "G-SEEN", Said("nothing would change: it is {now} already", now=said_of(move.before())),
                      Said("leave it as it is"))
    return Pass(Said("it changes something"))


def object_is_as_seen(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """What is to be changed shows what it showed when the move was made."""
    if now.current is None:
        if now.way is Way.HAND:
            return Pass(Said("no export shows it: whoever does it looks first whether it shows {was}", was=said_of(move.before())))
        return not_known(rules, Said("what {object} shows now", object=move.object_id),
                         Said("read the shop again, or do it by hand"))
    for field, was in move.before().items():
        found = now.current.get(field)
        if found is None:
            return not_known(rules, Said("{field} of {object}", field=Term("field", field), object=move.object_id),
                             Said("read the shop again, or do it by hand"))
        if found != was:
            return refuse(rules, "G-SEEN", Said("{field} is {found} now, it was {was} when this was proposed",
                                                field=Term("field", field), found=found, was=was or "—"),
                          Said("propose it again from what it is now"))
    return Pass(Said("it is as it was seen"))


def one_move_per_object(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """No other move waits on the object or changed it within a day, so that each effect can be told."""
    if now.changes is None:
        return not_known(rules, Said("what else was changed lately"), Said("wait until the records can be read"))
    if put_back(move, now):
        return Pass(Said("it puts back what was there before"))
    hours = int(rules.value("G-ONE"))
    for one in _on_same(move, now):
        if one.pending:
            return refuse(rules, "G-ONE", Said("another change of it is approved and waits: {move}", move=_called(one.move)),
                          Said("let that one be written, or decline it, then propose this again"))
        if now.now - one.at < timedelta(hours=hours) and not isinstance(move, MANY_A_DAY):
            return refuse(rules, "G-ONE", Said("it was changed {n} hours ago ({move}); two changes at once cannot be told "
                                               "apart", n=int((now.now - one.at).total_seconds() // 3600), move=_called(one.move)),
                          Said("wait until {hours} hours have passed", hours=hours))
    return Pass(Said("nothing else changes it"))


def not_too_many_moves(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """A shop gets no more changes in an hour and a day than somebody can watch."""
    if now.changes is None:
        return not_known(rules, Said("what else was changed lately"), Said("wait until the records can be read"))
    done = [one for one in now.changes if not one.pending]
    hour = sum(now.now - one.at < timedelta(hours=1) for one in done)
    day = sum(now.now - one.at < timedelta(hours=24) for one in done)
    if hour >= now.limits.max_moves_an_hour:
        return refuse(rules, "G-BULK", Said("{n} changes left this shop within the hour", n=hour),
                      Said("go on when the hour is over, after looking at what the first ones did"))
    if day >= now.limits.max_moves_a_day:
        return refuse(rules, "G-BULK", Said("{n} changes left this shop within the day", n=day),
                      Said("go on tomorrow, after looking at what they did"))
    return Pass(Said("{n} changes within the hour", n=hour))


def outside_quiet_hours(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """Nothing is written while nobody watches, but what stops a loss."""
    hour = now.clock.hour
    first, last = now.limits.quiet_from, now.limits.quiet_to
    quiet = (first <= hour or hour < last) if first > last else first <= hour < last
    if not quiet or stops_a_loss(move):
        return Pass(Said("somebody watches what it does"))
    if not now.writing:
        return Pass(Said("it is not written before {hour}:00", hour=last))
    return refuse(rules, "G-QUIET", Said("it is {clock} in the shop: quiet hours", clock=f"{now.clock:%H:%M}"),
                  Said("write it from {hour}:00 on", hour=last))


def stops_a_loss(move: Move) -> bool:
    """Whether a move only stops money or goods from leaving: pauses, holds, budgets and bids lowered."""
    if isinstance(move, (ads.KeywordPause, ads.PlanPause)):
        return not move.to
    if isinstance(move, (ads.Budget, ads.Bid)):
        return move.to < move.was
    return move.safety


def put_back(move: Move, now: Situation) -> bool:
    """Whether a move only restores what its last change replaced."""
    last = last_change(move, now)
    return last is not None and last.was != "" and last.was == text_of(getattr(move, "to"))     # noqa: B009


def last_change(move: Move, now: Situation) -> Changed | None:
    """The last change of this kind that the object saw."""
    return max((one for one in _on_same(move, now) if not one.pending), key=lambda one: one.at, default=None)


def _on_same(move: Move, now: Situation) -> list[Changed]:
    return [one for one in now.changes or () if one.object_id == move.object_id and one.move == move.name
            and not (isinstance(move, MAKING) and one.was == "no")]


def _called(name: str) -> str:
    kind = KINDS.get(name)
    return Term("move", name, kind.zh if kind else "")


def possible(value: Decimal, least: Decimal = Decimal(0)) -> bool:
    """Whether an amount is a number of at least `least`."""
    return value.is_finite() and value >= least


GUARDS = (
    Guard(it_changes_something, ALL, ("G-SEEN",)),
    Guard(object_is_as_seen, ALL, ("G-SEEN", "G-KNOWN")),
    Guard(one_move_per_object, ALL, ("G-ONE", "G-KNOWN")),
    Guard(not_too_many_moves, ALL, ("G-BULK", "G-KNOWN")),
    Guard(outside_quiet_hours, ALL, ("G-QUIET",)),
)
