"""What is off with creators: answers due, samples without content, posts without stock, losses after refunds, made numbers."""

from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from decimal import Decimal

from daybook.analysis.creators.signs import odds_of_share
from daybook.desks.creators.book import deals_seen, name_of, parts_of, rules_of, title_of
from daybook.desks.creators.deals import (
    content_late,
    rights_end,
    sample_of,
    units_needed,
    units_there,
    waits_for_answer,
)
from daybook.desks.creators.grades import grades_of
from daybook.desks.creators.results import CENT, ended_of, results_of
from daybook.desks.creators.terms import lowest_break_even, terms_lose
from daybook.domain.brief import BriefFinding, Cause, Gain, Must, Unit
from daybook.domain.creator_desk import Result
from daybook.domain.creators import Deal, Stage
from daybook.domain.said import Amount, Said, listed
from daybook.domain.seen import Scope, Seen

REPLY, SAMPLE, STOCK, LOSS = "creators.reply_due", "creators.sample_late", "creators.post_without_stock", "creators.sells_at_a_loss"
TERMS, BELOW, RIGHTS, DOUBT = "creators.terms_lose", "creators.settled_below", "creators.rights_end", "creators.doubtful"
NOUGHT = Decimal(0)
#: Names that a sentence holds.
NAMED = 3
#: Posts that stand one by one among what cannot wait.
ONE_BY_ONE = 3
SOURCES = ("creator_orders",)


def find_replies_due(seen: Seen) -> Iterator[BriefFinding]:
    """Creators who replied and wait for an answer beyond the rule's hours."""
    waiting = [d for d in deals_seen(seen) if waits_for_answer(d, seen)]
    if waiting:
        n = Decimal(len(waiting))
        yield BriefFinding(
            id=REPLY, kind=REPLY, metric="creators_waiting", zh="待回复达人", unit=Unit.PEOPLE, scope=(), direction="up",
            measured=n,
            base_kind="expected", base=NOUGHT, urgency="today", since=min(seen.shop.day_of(d.since) for d in waiting),
            causes=(Cause("event", (), n),), sources=("creator_steps",), higher_is_better=False,
            words=Said("{n} creators replied and wait: {names}", n=len(waiting), names=_names(waiting, seen)))


def find_late_content(seen: Seen) -> Iterator[BriefFinding]:
    """A sample that went out and brought no content by its day."""
    for deal in deals_seen(seen):
        late = content_late(deal, seen)
        if late is None:
            continue
        sample = sample_of(deal, seen)
        cost = sample.cost if sample is not None else None
        stake = None if cost is None else Gain((cost / 2).quantize(CENT), cost.quantize(CENT), cost.quantize(CENT),
                                               seen.shop.currency,
                                               "cash", per="")
        scope: Scope = (("creator_id", deal.creator_id),)
        yield BriefFinding(
            id=f"{SAMPLE}.{deal.creator_id}", kind=SAMPLE, metric="content_days_late", zh="内容逾期天数", unit=Unit.COUNT,
            scope=scope,
            direction="up", measured=Decimal(late), base_kind="expected", base=NOUGHT, at_stake=stake, urgency="this_week",
            causes=(Cause("event", scope, Decimal(late), name=name_of(deal.creator_id, seen)),), sources=("creator_samples",),
            higher_is_better=False, words=Said("{name} has the sample, and the content is {n} days late",
                                               name=name_of(deal.creator_id, seen), n=late))


def find_posts_without_stock(seen: Seen) -> Iterator[BriefFinding]:
    """A post within the next days of an item whose stock it would sell out."""
    last = seen.on + timedelta(days=int(rules_of(seen).value("N-STOCK", "days")))
    for deal in deals_seen(seen):
        if deal.stage is not Stage.SCHEDULED or deal.scheduled_on is None or not seen.on <= deal.scheduled_on <= last:
            continue
        for item in deal.items:
            there, needed = units_there(item, seen), units_needed(deal, item, seen)
            if there is not None and needed is not None and there < needed:
                yield _short(deal, item, there, needed, seen)


def _short(deal: Deal, item: str, there: Decimal, needed: Decimal, seen: Seen) -> BriefFinding:
    costs = seen.margins.costs_by_item.get(item)
    stake = None
    if costs is not None and costs.units:
        lost = ((needed - there) * costs.gmv / costs.units).quantize(CENT)
        stake = Gain((lost / 2).quantize(CENT), lost, (lost * 2).quantize(CENT), seen.shop.currency, per="")
    scope: Scope = (("item_id", item),)
    return BriefFinding(
        id=f"{STOCK}.{item}.{deal.creator_id}", kind=STOCK, metric="sellable_units", zh="可售库存", unit=Unit.UNITS, scope=scope,
        direction="down", measured=there, base_kind="expected", base=needed, expected=needed, at_stake=stake, urgency="today",
        deadline=seen.shop.moment(deal.scheduled_on or seen.on, time.min), causes=(Cause("event", scope, there - needed),),
        sources=("stock",), words=Said("{name} posts {item} on {day}: {there} units are there, a post takes about {needed}",
                                       name=name_of(deal.creator_id, seen), item=title_of(item, seen),
                                       day=deal.scheduled_on or seen.on, there=there.quantize(Decimal(1)), needed=needed))


def find_losses(seen: Seen) -> Iterator[BriefFinding]:
    """A creator whose ended orders left less than nothing after refunds, fees, commission and samples."""
    least = rules_of(seen).value("N-LOSS", "orders")
    for one in results_of(seen):
        if one.after_fees is None or one.ended_orders < least or one.after_fees >= 0 or _doubted(one, seen) or not _still(one,
                                                                                                                          seen):
            continue
        scope: Scope = (("creator_id", one.creator_id),)
        yield BriefFinding(
            id=f"{LOSS}.{one.creator_id}", kind=LOSS, metric="creator_margin", zh="达人结算毛利", unit=Unit.MONEY, scope=scope,
            direction="down", measured=one.after_fees.quantize(CENT), base_kind="expected", base=NOUGHT, at_stake=_loss(one, seen),
            urgency="today", causes=_lossmakers(one), remainder=one.after_fees.quantize(CENT) - _caused(one), sources=SOURCES,
            currency=seen.shop.currency, words=Said(
                "{name} sells at a loss: {booked} booked, {net} settled, {left} left after refunds, fees and commission",
                name=one.name, booked=_money(one.booked, seen), net=_money(one.settled_net, seen),
                left=_money(one.after_fees, seen)))


def _still(one: Result, seen: Seen) -> bool:
    """Whether the creator still sells: an order within a month, or a cooperation that is not over."""
    return (seen.on - one.last_on).days <= 31 or _spoken_with(one.creator_id, seen)


def _spoken_with(creator: str, seen: Seen) -> bool:
    """Whether a cooperation with the creator is not over."""
    return any(not d.over for d in parts_of(seen).deals.get(creator, ()))


def _lossmakers(one: Result) -> tuple[Cause, ...]:
    return tuple(Cause("slice", (("item_id", i.item_id),), i.margin, name=i.title) for i in one.items[:NAMED] if i.margin)


def _caused(one: Result) -> Decimal:
    return sum((c.contribution for c in _lossmakers(one)), NOUGHT)


def _loss(one: Result, seen: Seen) -> Gain:
    """What a month more of it costs: the loss of an ended yuan on what was booked in the last thirty days; by the day."""
    since = seen.on - timedelta(days=30)
    booked = sum((d.paid for d in parts_of(seen).days.get(one.creator_id, ()) if d.day >= since), NOUGHT)
    a_day = (-(one.after_fees or NOUGHT) / one.ended_paid * booked / 30).quantize(CENT) if one.ended_paid else NOUGHT
    return Gain((a_day / 2).quantize(CENT), a_day, (a_day * Decimal("1.5")).quantize(CENT), seen.shop.currency, "contribution")


def find_terms_that_lose(seen: Seen) -> Iterator[BriefFinding]:
    """Agreed terms, not yet posted, whose commission takes more than the item leaves."""
    for deal in deals_seen(seen):
        if deal.stage not in (Stage.AGREED, Stage.SCHEDULED, Stage.SAMPLE) or deal.commission_rate is None:
            continue
        terms = lowest_break_even(seen, deal.items, deal.creator_id)
        if terms is None or terms.break_even is None or not terms_lose(deal, terms):
            continue
        scope: Scope = (("item_id", terms.item_id), ("creator_id", deal.creator_id))
        yield BriefFinding(
            id=f"{TERMS}.{deal.creator_id}", kind=TERMS, metric="commission_rate", zh="佣金率", unit=Unit.SHARE, scope=scope,
            direction="up", measured=deal.commission_rate, base_kind="line", base=terms.break_even, urgency="today",
            causes=(Cause("event", scope, deal.commission_rate - terms.break_even, name=terms.title),), sources=("creator_steps",),
            higher_is_better=False, words=Said(
                "{name} was promised {rate} on {item}, which bears {most} after refunds and fees", name=name_of(deal.creator_id,
                                                                                                                seen),
                rate=Amount(deal.commission_rate, "share"), item=terms.title, most=Amount(terms.break_even, "share")))


def find_settled_below(seen: Seen) -> Iterator[BriefFinding]:
    """A creator of whose booked money far less settles than of the others'."""
    rules = rules_of(seen)
    for one in results_of(seen):
        if one.settled_share is None or one.usual_share is None or one.ended_orders < rules.value("N-BELOW", "orders") \
                or one.settled_share >= rules.value("N-BELOW", "part") * one.usual_share or _doubted(one, seen) or not _still(one,
                                                                                                                              seen):
            continue
        own, others = ended_of(one.creator_id, seen)
        odds = odds_of_share(own.lapsed, own.orders, others.lapsed, others.orders)
        if odds is None or odds > rules.value("N-BELOW", "odds"):
            continue
        scope: Scope = (("creator_id", one.creator_id),)
        yield BriefFinding(
            id=f"{BELOW}.{one.creator_id}", kind=BELOW, metric="settled_share", zh="结算占比", unit=Unit.SHARE, scope=scope,
            direction="down", measured=one.settled_share, base_kind="expected", base=one.usual_share, odds_noise=odds,
            urgency="this_week",
            causes=(Cause("event", scope, one.settled_share - one.usual_share, name=one.name),), sources=SOURCES,
            words=Said("of what {name} booked {share} settled, with other creators {usual}", name=one.name,
                       share=Amount(one.settled_share, "share"), usual=Amount(one.usual_share, "share")))


def find_rights_that_end(seen: Seen) -> Iterator[BriefFinding]:
    """Content that may soon no longer be used where it is used."""
    ending = [(end, d) for d in deals_seen(seen) if (end := rights_end(d, seen)) is not None]
    if ending:
        n, (end, first) = Decimal(len(ending)), min(ending, key=lambda pair: (pair[0], pair[1].creator_id))
        where = first.rights_where or Said("where it is shown")
        yield BriefFinding(
            id=RIGHTS, kind=RIGHTS, metric="rights_ending", zh="将到期内容授权", unit=Unit.COUNT, scope=(), direction="up",
            measured=n,
            base_kind="expected", base=NOUGHT, urgency="this_week", deadline=seen.shop.moment(end + timedelta(days=1), time.min),
            causes=(Cause("event", (), n),), sources=("creator_steps",), higher_is_better=False,
            words=Said("rights to content of {names} end from {day} on ({where})", names=_names([d for _, d in ending], seen),
                       day=end,
                       where=where))


def find_doubtful(seen: Seen) -> Iterator[BriefFinding]:
    """A creator whose numbers look made, with each reason."""
    for creator, grade in grades_of(seen).items():
        if not grade.signs or not (any(d.paid for d in parts_of(seen).days.get(creator, ())) or _spoken_with(creator, seen)):
            continue
        scope, n = (("creator_id", creator),), Decimal(len(grade.signs))
        yield BriefFinding(
            id=f"{DOUBT}.{creator}", kind=DOUBT, metric="fake_signs", zh="数据异常迹象", unit=Unit.COUNT, scope=scope,
            direction="up",
            measured=n, base_kind="expected", base=NOUGHT, urgency="today",
            causes=tuple(Cause("event", scope, Decimal(1), note=s.words) for s in grade.signs), sources=SOURCES,
            higher_is_better=False, words=Said("the numbers of {name} look made: {why}", name=name_of(creator, seen),
                                               why=listed([s.words for s in grade.signs][:NAMED])))


def what_cannot_wait(seen: Seen) -> Iterator[Must]:
    """Posts of today, and rights that end today."""
    where = Said("creators page; the creator's account")
    today = [d for d in deals_seen(seen) if d.stage is Stage.SCHEDULED and d.scheduled_on == seen.on]
    end = seen.shop.moment(seen.on + timedelta(days=1), time.min)
    for deal in today[:ONE_BY_ONE]:
        yield Must(Said("Creator posts today: look at link, price and stock before"), name_of(deal.creator_id, seen), where, end,
                   "creator")
    if len(today) > ONE_BY_ONE:
        yield Must(Said("Look at the other creators' posts of today"), Said("{n} posts", n=len(today) - ONE_BY_ONE), where, end,
                   "creator")
    for deal in deals_seen(seen):
        if rights_end(deal, seen) == seen.on:
            yield Must(Said("Rights to the content end today: take it down or renew them"), name_of(deal.creator_id, seen), where,
                       end,
                       "creator")


def _doubted(one: Result, seen: Seen) -> bool:
    """Whether the finding on made numbers tells it already."""
    grade = grades_of(seen).get(one.creator_id)
    return bool(grade and grade.signs)


def _names(deals: Sequence[Deal], seen: Seen) -> str:
    return listed([name_of(d.creator_id, seen) for d in deals][:NAMED])


def _money(value: Decimal, seen: Seen) -> Amount:
    return Amount(value.quantize(CENT), "money", seen.shop.currency)
