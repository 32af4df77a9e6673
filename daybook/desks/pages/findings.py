"""What is off with tests and pages: a test that may be stopped, a split that is uneven, a number that suffers, a page that
visitors leave, a topic that a hero's page does not answer."""

from collections.abc import Iterator
from decimal import Decimal

from daybook.desks.gain import CENT, rule
from daybook.desks.pages.book import item_name, usual_gmv
from daybook.desks.pages.checks import leaves, page_checks, page_exits
from daybook.desks.pages.results import running_tests
from daybook.domain.brief import BriefFinding, Cause, Gain, Must, Unit
from daybook.domain.page_tests import MEASURES, Design, GuardSeen, PageCheck, PageExit, SeenTest, Told
from daybook.domain.said import Amount, Said, Term
from daybook.domain.seen import Scope, Seen

DONE, UNEVEN, BROKEN = "pages.test_done", "pages.test_uneven", "pages.guard_broken"
LEFT, UNANSWERED = "pages.visitors_leave", "pages.unanswered"
#: Topics that a morning tells at most; the page holds all.
MOST = 3


def find_done(seen: Seen) -> Iterator[BriefFinding]:
    """Tests that their rule allows to stop: won, lost, or not worth waiting for."""
    for one in running_tests(seen):
        if one.verdict in ("won", "lost", "futile") and not one.broken:
            yield _done(one, seen)


def _done(one: SeenTest, seen: Seen) -> BriefFinding:
    measured, base = _rates(one)
    words = {
        "won": Said("{page}: the new page wins, {lift} more {metric} ({low} to {high}) after {days} days", **_said(one, seen)),
        "lost": Said("{page}: the new page loses, {lift} {metric} ({low} to {high}) after {days} days", **_said(one, seen)),
        "futile": Said("{page}: no lift of {smallest} in {metric} is to be expected any more ({low} to {high}) after {days} days",
                       **_said(one, seen))}[one.verdict]
    return _finding(one, DONE, measured, base, words, _stake(one, seen, one.lift))


def _said(one: SeenTest, seen: Seen) -> dict[str, object]:
    lift, measure = one.lift, MEASURES[one.test.metric]
    return {"page": item_name(seen, one.test.item_id), "metric": Term("metric", measure.name, measure.zh),
            "lift": _share(None if lift is None else lift.value), "low": _share(None if lift is None else lift.low),
            "high": _share(None if lift is None else lift.high), "days": one.days,
            "smallest": _share(one.test.smallest)}


def _share(value: float | None) -> object:
    return "—" if value is None else Amount(Decimal(str(round(value, 4))), "share")


def find_uneven(seen: Seen) -> Iterator[BriefFinding]:
    """Splits that cannot have come about by chance: nothing is read of the test until somebody has looked."""
    for one in running_tests(seen):
        if one.verdict == "uneven" and one.people is not None:
            shares = one.test.shares
            due = Decimal(str(shares[1] / sum(shares)))
            seen_share = Decimal(one.people[1]) / sum(one.people)
            words = Said("{page}: {a} saw the page as it was and {b} the new one; {due} of them was planned, and chance makes this "
                         "once in {odds} times", page=item_name(seen, one.test.item_id), a=one.people[0], b=one.people[1],
                         due=Amount(due, "share"), odds=_once(one.split_p))
            yield _finding(one, UNEVEN, seen_share.quantize(Decimal("0.0001")), due.quantize(Decimal("0.0001")), words, None,
                           one.split_p, "split_share", "分流占比")


def _once(p: float | None) -> int:
    """How seldom, as one in so many; at most a million is said."""
    return int(min(1 / p, 1e6)) if p else 1_000_000


def find_broken(seen: Seen) -> Iterator[BriefFinding]:
    """Numbers that must not suffer and do, whatever the test is for."""
    for one in running_tests(seen):
        if one.verdict == "uneven":
            continue
        for guard in one.broken:
            measure = MEASURES[guard.metric]
            a, b = (_rate(arm.rate) for arm in guard.arms)
            apart = guard.apart
            words = Said("{page}: {metric} is {b} on the new page and {a} on the old one (apart by {low} to {high})",
                         page=item_name(seen, one.test.item_id), metric=Term("metric", measure.name, measure.zh),
                         a=Amount(a, "share"), b=Amount(b, "share"), low=_share(None if apart is None else apart.low),
                         high=_share(None if apart is None else apart.high))
            yield _finding(one, BROKEN, b, a, words, _stake(one, seen, _worse(guard)), None, measure.name, measure.zh)


def _worse(guard: GuardSeen) -> Told | None:
    """What a broken guard takes from sales: fewer carts are fewer orders; of refunds the lift is none of sales."""
    base, apart = guard.arms[0].rate if guard.arms else None, guard.apart
    if guard.metric != "add_to_cart_rate" or apart is None or not base or apart.low is None or apart.high is None:
        return None
    low, value, high = (v / float(base) for v in (apart.low, apart.value, apart.high))
    return Told(value, low, high, apart.p)


def _stake(one: SeenTest, seen: Seen, lift: Told | None) -> Gain | None:
    """What a day of showing the worse page to its part of the visitors costs; None where sales or bounds are not known."""
    usual = usual_gmv(seen, one.test.item_id)
    if lift is None or lift.low is None or lift.high is None or usual is None or one.verdict == "futile":
        return None
    part = Decimal("0.5") if one.test.design is Design.SWITCHBACK else Decimal(str(one.test.shares[0 if lift.value > 0 else 1]))
    low, mid, high = sorted((usual * part * abs(Decimal(str(v)))).quantize(CENT) for v in (lift.low, lift.value, lift.high))
    return Gain(low, mid, high, seen.shop.currency)


def _finding(one: SeenTest, kind: str, measured: Decimal, base: Decimal, words: str, stake: Gain | None, odds: float | None = None,
             metric: str = "", zh: str = "") -> BriefFinding:
    odds = odds if odds is not None or one.lift is None else one.lift.p
    measure, scope = MEASURES[one.test.metric], (("item_id", one.test.item_id), ("page_test", one.test.key))
    name = metric or measure.name
    return BriefFinding(
        id=f"{kind}.{one.test.key}" + (f".{metric}" if kind == BROKEN else ""), kind=kind, metric=name, zh=zh or measure.zh,
        unit=Unit.MONEY if name == "uv_value" else Unit.SHARE, scope=scope, direction="up" if measured >= base else "down",
        measured=measured, base_kind="control", base=base, odds_noise=odds,
        at_stake=stake, since=one.test.started_on, urgency="today", causes=(Cause("event", scope, measured - base),),
        sources=("page_test_day",) if one.test.design is Design.SPLIT else ("product_day",),
        higher_is_better=MEASURES[name].higher_is_better if name in MEASURES else True, words=words)


def _rates(one: SeenTest) -> tuple[Decimal, Decimal]:
    a, b = (_rate(arm.rate) for arm in one.arms)
    return b, a


def _rate(value: Decimal | None) -> Decimal:
    return (value or Decimal(0)).quantize(Decimal("0.000001"))


def find_left(seen: Seen) -> Iterator[BriefFinding]:
    """Pages from which more visitors leave at once than a week before, beyond what so many pages scatter into."""
    exits = page_exits(seen, every=False)
    for one in exits:
        if leaves(one, len(exits)):
            yield _left(one, seen)


def _left(one: PageExit, seen: Seen) -> BriefFinding:
    assert one.bounce is not None
    assert one.bounce_before is not None
    scope: Scope = (("item_id", one.item_id),)
    usual, kept = usual_gmv(seen, one.item_id), 1 - one.bounce_before
    stake = None
    if usual is not None and kept > 0:
        lost = usual * min((one.bounce - one.bounce_before) / kept, Decimal(1))
        low, mid, high = ((lost * part).quantize(CENT) for part in (Decimal(0), Decimal("0.5"), Decimal(1)))
        stake = Gain(low, mid, high, seen.shop.currency)
    words = Said("{page}: {now} of its visitors leave at once, {before} in the weeks before", page=one.item,
                 now=Amount(one.bounce, "share"), before=Amount(one.bounce_before, "share"))
    return BriefFinding(
        id=f"{LEFT}.{one.item_id}", kind=LEFT, metric="product_bounce_rate", zh="商品跳失率", unit=Unit.SHARE, scope=scope,
        direction="up", measured=one.bounce, base_kind="expected", base=one.bounce_before, odds_noise=one.odds, at_stake=stake,
        since=one.since, urgency="today", causes=(Cause("slice", scope, one.bounce - one.bounce_before),), sources=("product_day",),
        higher_is_better=False, words=words)


def find_unanswered(seen: Seen) -> Iterator[BriefFinding]:
    """Topics that stand out at a hero and that its page does not answer, while nobody has a brief for them."""
    for one in [c for c in page_checks(seen, every=False) if c.told][:MOST]:
        scope: Scope = (("item_id", one.item_id), ("ask_topic", one.topic))
        times, usual = Decimal(one.times), _usual_times(one)
        said = {"page": one.item, "n": one.times, "days": int(rule("T-UNANSWERED", "days")), "topic": Term("ask_topic", one.topic)}
        words = Said("{page}: {n} times in {days} days buyers asked or complained of {topic}, most of all that they ask; its page "
                     "does not answer it", **said) if usual is None else Said(
            "{page}: {n} times in {days} days buyers asked or complained of {topic}, {usual} would be usual; its page "
            "does not answer it", usual=usual, **said)
        yield BriefFinding(
            id=f"{UNANSWERED}.{one.item_id}.{one.topic}", kind=UNANSWERED, metric="page_questions", zh="页面未答问题",
            unit=Unit.COUNT, scope=scope, direction="up", measured=times, base_kind="expected", base=usual, odds_noise=one.odds,
            since=max((e.last for e in one.evidence if e.last is not None), default=None), urgency="today",
            causes=() if usual is None else (Cause("event", scope, times - usual),),
            sources=("chat_messages", "buyer_questions", "reviews"), higher_is_better=False, words=words)


def _usual_times(one: PageCheck) -> Decimal | None:
    """How often a topic would come up with the shop's other items; None where these say too little."""
    if one.usual is None or not one.share:
        return None
    return (Decimal(one.times) * Decimal(str(one.usual)) / Decimal(str(one.share))).quantize(Decimal("0.1"))


def what_switches_today(seen: Seen) -> Iterator[Must]:
    """The page of a switchback is changed this morning: a block begins that shows the other one; or its blocks are over, and too
    little came in to read them, while it still holds its page."""
    for one in running_tests(seen):
        if one.test.blocks and one.test.blocks[-1].last < seen.on and one.verdict in ("early", "none"):
            yield Must(Said("decide it: its blocks are over, and too few of its days are in to read them"),
                       item_name(seen, one.test.item_id), Said("tests and pages"), kind="page_switch")
        block = next((b for b in one.test.blocks if b.first == seen.on), None)
        if block is None or (one.test.blocks[0] is not block and one.test.shows_new(seen.reviewed) == block.on):
            continue
        said = {"page": item_name(seen, one.test.item_id), "what": one.test.what, "last": block.last}
        words = Said("show the new page until {last}: {what}", **said) if block.on else Said(
            "show the page as it was until {last}", **said)
        yield Must(words, item_name(seen, one.test.item_id), Said("tests and pages"), kind="page_switch")
