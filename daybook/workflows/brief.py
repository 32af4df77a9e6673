"""The brief: what one shop's numbers come down to this morning, from findings to the day's plan."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from types import MappingProxyType

from daybook import desks
from daybook.calendar.days import day_kind
from daybook.calendar.editions import Phase
from daybook.calendar.events import SELLING, events_on
from daybook.calendar.festivals import festival_zh, festivals_on
from daybook.desks.data_in.findings import is_gap
from daybook.desks.patrol import musts_of, patrol
from daybook.desks.sales.movements import find_movements
from daybook.desks.sales.own_events import own_events
from daybook.desks.sales.profit_tiles import first_row
from daybook.desks.sales.tiles import country_of
from daybook.desks.worth import in_contribution, task_in_contribution
from daybook.domain.brief import Brief, BriefFinding, Must, State, Yesterday
from daybook.domain.close import SetDown
from daybook.domain.effect import Effect, effect_said
from daybook.domain.patrol import Ticked
from daybook.domain.said import DOT, Said, Term, listed
from daybook.domain.seen import Seen
from daybook.domain.work import Suggestion, Worker
from daybook.domain.work_items import ItemState, WorkItem
from daybook.plan.conflicts import Facts, sort_out
from daybook.plan.schedule import Planned, plan_day
from daybook.plan.waiting import NO_STANDING, Standing, price_waiting
from daybook.workflows.earlier import Asked
from daybook.workflows.lessons import UNTAUGHT, Taught
from daybook.workflows.tomorrow import suggestions

#: More findings than this are not read at nine o'clock (domain F6).
MOST_FINDINGS = 5
#: Doubtful days this far back still distort comparisons and are named.
NOTED_DAYS = 8
#: The watch rings from then on (three weeks: each weekday three times); before, a silent day is no quiet day.
LEARNT_DAYS = 21
#: An event that begins within these days is prepared now.
AHEAD_DAYS = 3
START = time(0)
LOCKING = (Phase.FIRST_WAVE, Phase.MAIN_WAVE, Phase.PRICE_PROTECTION)


def brief_of(seen: Seen, digest: str, code: str, asked: Sequence[Asked] = (),
             ticked: Mapping[str, Ticked] = MappingProxyType({}), set_down: Sequence[SetDown] = (),
             came_due: Sequence[Effect] = (), taught: Taught = UNTAUGHT, standing: Standing = NO_STANDING,
             switches: Sequence[Suggestion] = ()) -> Brief:
    """The whole brief of a shop; `asked` is the plan of the morning before, `ticked` what people checked today, `set_down`
    what was left to this morning at the close of the day before and `switches` those of switchbacks that are due today: its
    plan begins with these.  `came_due` are moves that were measured since the morning before, `taught` what moves brought of
    what was expected, `standing` what objects bring and which are being measured."""
    shop = seen.shop
    findings = findings_of(seen)
    planned = plan(seen, findings, [*suggestions(set_down, seen.given, seen.on), *switches], taught, standing)
    checks = patrol(seen, findings, ticked)
    return Brief(
        shop=shop.name, client=shop.client, platform=shop.platform, zone=shop.zone, currency=shop.currency,
        on=seen.on, reviewed=seen.reviewed, as_of=seen.as_of, digest=digest, code_version=code,
        early=any(line.expected and line.state in (State.NOT_IN, State.PARTIAL, State.LATE) and not is_gap(seen, line)
                  for line in seen.readiness),
        cost_known_share=_cost_known_share(seen), capacity_minutes=seen.given.minutes_on(seen.on),
        state=_state(seen, bool(findings)), readiness=tuple(seen.readiness), tiles=tuple(first_row(seen)),
        must=(*_musts(seen), *(must for desk in desks.DESKS for wait in desk.waits for must in wait(seen)), *musts_of(checks)),
        patrol=checks,
        findings=tuple(findings[:MOST_FINDINGS]), movements=tuple(find_movements(seen)),
        plan=planned.lines, left_out=planned.left_out, yesterday=(*_came_of(seen, asked), *map(_brought, came_due)),
        notes=tuple(_notes(seen)), festival=_festival(seen))


def findings_of(seen: Seen) -> list[BriefFinding]:
    """What the desks find, in the order in which a brief tells it; more than `MOST_FINDINGS` are not shown."""
    return ranked([in_contribution(f, seen) for desk in desks.DESKS for find in desk.finds for f in find(seen)])


def _cost_known_share(seen: Seen) -> Decimal | None:
    """The share of the reviewed day's GMV whose unit cost is known, 0..1; None when no cost was ever given."""
    return seen.profit.cost_known_share if seen.profit and seen.given.costs else None


def ranked(found: Sequence[BriefFinding]) -> list[BriefFinding]:
    """What cannot wait first, then by the money at stake; a change that a fact on the same object explains goes."""
    explained = {value for f in found if f.kind not in WHOLE_SHOP for _, value in f.scope}
    kept = [f for f in found if f.kind not in WHOLE_SHOP or not {v for _, v in f.scope} & explained]
    told = {(metric, "up") for f in kept for metric in TOLD_BY.get(f.kind, ())}
    told |= {(metric, way) for f in kept for metric in TOLD_EITHER_WAY.get(f.kind, ()) for way in ("up", "down")}
    kept = [f for f in kept if f.kind not in WHOLE_SHOP or (f.kind == "sales.slice_changed" and f.metric != "visitors")
            or (f.metric, f.direction) not in told]
    if any(f.kind == "sales.giant_order" for f in kept):      # it paid its own prices
        kept = [f for f in kept if (f.kind, f.direction) != ("price.jumped", "up")]
    return sorted(kept, key=lambda f: (f.urgency != "now", -(f.at_stake.mid if f.at_stake else Decimal(0)), f.id))


#: A change of level is told once: by the fact that explains its object where there is one.
WHOLE_SHOP = ("sales.changed", "sales.slice_changed")
#: A fact of the day -> the numbers whose rise it is.
TOLD_EITHER_WAY = {"data.definition_changed": ("visitors", "payment_cvr"),
                   "price.jumped": ("aov", "paid_orders", "payment_cvr")}
TOLD_BY = {"sales.giant_order": ("aov",), "sales.refund_burst": ("refunds_by_day",)}


def plan(seen: Seen, findings: Sequence[BriefFinding], begun: Sequence[Suggestion] = (), taught: Taught = UNTAUGHT,
         standing: Standing = NO_STANDING) -> Planned:
    """The day's plan: what it begins with, and what the desks would do about the findings, at gains as they were learned,
    with what waiting and acting cost."""
    moves = {kind: move for desk in desks.DESKS for kind, move in desk.moves.items()}
    wished: dict[str, Suggestion] = {one.id: one for one in begun}
    for found in findings:
        for one in moves[found.kind](found, seen):
            learned = taught.learned(task_in_contribution(one, found, seen), seen.categories)
            wished.setdefault(one.id, price_waiting(learned, standing))
    kept, out = sort_out(list(wished.values()), _forbids(seen), standing, seen.on)
    team = [Worker(m.person, m.role, m.minutes) for m in seen.given.team(seen.on)]
    return plan_day(kept, team, out)


def _forbids(seen: Seen) -> Facts:
    """Items of which nothing is left, and the event that holds all prices today."""
    by_item: dict[str, list[Decimal]] = {}
    for scope, days in seen.sliced.get("stock", {}).get("sellable_units", {}).items():
        level = days.get(seen.reviewed)
        if level is not None:
            by_item.setdefault(dict(scope).get("item_id", ""), []).append(level)
            by_item.setdefault(dict(scope).get("sku", ""), []).append(level)
    gone = frozenset(thing for thing, levels in by_item.items() if thing and max(levels) <= 0)
    country = country_of(seen)
    held = next((e.term for e in events_on(seen.on, seen.shop.platform, country) if e.big and e.phase in LOCKING), "")
    return Facts(gone, frozenset(), held)


def _musts(seen: Seen) -> list[Must]:
    """Deadlines of the shop's own events: what begins soon is prepared today."""
    found = []
    for event in sorted(seen.given.own_events, key=lambda e: (e.first, e.name)):
        if seen.on < event.first <= seen.on + timedelta(days=AHEAD_DAYS):
            found.append(Must(
                Said("Check stock, prices and budgets for the event"), event.name, Said("event page of the shop's console"),
                seen.shop.moment(event.first, START), "event"))
    return found


def _came_of(seen: Seen, asked: Sequence[Asked]) -> list[Yesterday]:
    """Lines of earlier plans: what people did with each; before there were work items, what was noted on its object."""
    notes = seen.given.notes_between(seen.reviewed, seen.on)
    touched = {n.object for n in notes} | {w for n in notes for w in n.text.split()}
    return [_came_of_one(a, a.object in touched) for a in asked]


def _brought(effect: Effect) -> Yesterday:
    """A move whose days are over: what it brought, or that it cannot be told."""
    move = effect.move
    return Yesterday(f"effect.{move.ref}", Said("{day}, {object}: {what}", day=move.on, object=move.object_id, what=move.what),
                     True, move.from_, move.to, effect_said(effect))


def _came_of_one(asked: Asked, touched: bool) -> Yesterday:
    if asked.item is not None and asked.item.receipt is not None:
        from_, to = asked.item.change()
        return Yesterday(asked.id, asked.what, True, from_, to, "too early")
    why_not = "" if touched or asked.item is None else why_undone(asked.item)
    return Yesterday(asked.id, asked.what, touched, asked.from_, asked.to, why_not or "too early")


def why_undone(item: WorkItem) -> str:
    """Where undone work stands."""
    last = item.steps[-1] if item.steps else None
    if item.state is ItemState.DROPPED and last is not None:
        return Said("dropped by {person}: {reason}", person=last.by, reason=last.note)
    if item.state is ItemState.SNOOZED and item.until is not None:
        return Said("put off until {day}", day=item.until)
    if item.state is ItemState.HANDED:
        return Said("handed over to {person}", person=item.holder)
    if item.state is ItemState.TAKEN:
        return Said("taken by {person}, not finished", person=item.holder)
    return Said("nobody took it")


def _state(seen: Seen, moved: bool) -> str:
    gmv, known = seen.value("paid_gmv", seen.reviewed), seen.daily.get("paid_gmv", {})
    if gmv is None:
        gmv, known = seen.value("platform_paid_gmv", seen.reviewed), seen.daily.get("platform_paid_gmv", {})
    if gmv is None:
        return "no_data"
    if gmv == 0 and seen.value("orders_created", seen.reviewed) == 0:
        return "closed"
    if seen.first_day == seen.reviewed:
        return "first"
    if moved:
        return "normal"
    return "quiet" if sum(1 for day in known if day < seen.reviewed) >= LEARNT_DAYS else "young"


def _festival(seen: Seen) -> str:
    country = country_of(seen)
    names: list[str] = [Term("festival", f, festival_zh(f)) for f in festivals_on(seen.reviewed, country)]
    names += [e.term if e.phase in SELLING else e.words     # 双11 价保期 is no day of 双11
              for e in events_on(seen.reviewed, seen.shop.platform, country, own_events(seen))]
    off = day_kind(seen.reviewed, country).public_holiday
    return listed(dict.fromkeys(names), DOT) or (off if off and country != "CN" else "")


def _notes(seen: Seen) -> list[str]:
    """Sentences on days without an order that are doubtful or a gap, those of one run together, the latest first."""
    runs: list[list[date]] = []
    for back in range(NOTED_DAYS):
        day = seen.reviewed - timedelta(days=back)
        if _missing(seen, day):
            if runs and all(seen.value("orders_created", d) == 0 for d in _between(day, runs[-1][-1])):
                runs[-1].append(day)
            else:
                runs.append([day])
    return [_note(seen, run[-1], run[0]) for run in runs]


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(1, (last - first).days)]


def _missing(seen: Seen, day: date) -> bool:
    """Whether files hold the days around one and not an order of it, and it is not known to be empty."""
    state = seen.state("orders", day)
    last = max((line.last_day for line in seen.readiness if line.source == "orders" and line.last_day), default=day)
    inside = seen.first_day is not None and seen.first_day < day < last
    return state is State.DOUBTFUL or (state is State.NOT_IN and inside)


def _note(seen: Seen, first: date, last: date) -> Said:
    if first < last:
        return Said("no order placed from {first} to {last} is in the files, though they hold days before and after: "
                    "either the export left these days out or the shop was closed. They are not counted as 0; export "
                    "them again to settle it", first=first, last=last)
    if seen.state("orders", first) is State.NOT_IN:
        return Said("no order placed on {day} is in the files, though they hold busy days before and after: the export "
                    "left it out. It is not counted as 0; export that day again", day=first)
    return Said("no order placed on {day} is in the files, though they hold days before and after: either "
                "the export left it out or the shop took none. It is not counted as 0; export that day "
                "again to settle it", day=first)
