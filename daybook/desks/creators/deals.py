"""Cooperations with what is due now: an answer, a sample without content, stock for a post, rights that end."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.desks.creators.book import deals_seen, name_of, parts_of, rules_of
from daybook.desks.creators.terms import lowest_break_even, terms_lose
from daybook.domain.creator_desk import DealLine
from daybook.domain.creators import Deal, Sample, Stage
from daybook.domain.said import Said
from daybook.domain.seen import Seen

#: Stages in which content is still to come.
BEFORE_POST = (Stage.SAMPLE, Stage.AGREED, Stage.SCHEDULED)


def lines_of(seen: Seen) -> tuple[DealLine, ...]:
    """Every cooperation that is not over, or ended within the days read; what is due first."""
    since = seen.as_of - timedelta(days=int(rules_of(seen).value("N-READ", "posts")))
    lines = [_line(d, seen) for d in deals_seen(seen) if not d.over or d.since >= since]
    return tuple(sorted(lines, key=lambda one: (one.deal.over, not one.urgent, not one.due, one.deal.since, one.deal.creator_id)))


def _line(deal: Deal, seen: Seen) -> DealLine:
    terms = lowest_break_even(seen, deal.items, deal.creator_id) if not deal.over else None
    due, urgent = _due(deal, seen)
    return DealLine(deal, name_of(deal.creator_id, seen), due, urgent, terms.break_even if terms else None,
                    terms_lose(deal, terms), sample_of(deal, seen))


def _due(deal: Deal, seen: Seen) -> tuple[str, bool]:
    """(what is due, whether it is today)."""
    if waits_for_answer(deal, seen):
        return Said("answer: the creator replied on {day}", day=seen.shop.day_of(deal.since)), True
    if deal.stage is Stage.INVITED and _silent_since(deal, seen):
        return Said("silent since {day}: ask again or drop", day=seen.shop.day_of(deal.since)), False
    late = content_late(deal, seen)
    if late is not None:
        return Said("content is {n} days late: remind, or ask the sample back", n=late), True
    if deal.stage is Stage.SCHEDULED and deal.scheduled_on is not None:
        if deal.scheduled_on < seen.on:
            return Said("was to post on {day}: look and write down what came", day=deal.scheduled_on), True
        return Said("posts on {day}", day=deal.scheduled_on), deal.scheduled_on <= seen.on + timedelta(days=1)
    ends = rights_end(deal, seen)
    if ends is not None:
        return Said("rights to the content end on {day}", day=ends), ends <= seen.on
    return "", False


def waits_for_answer(deal: Deal, seen: Seen) -> bool:
    """Whether a creator replied and got no answer within the rule's hours."""
    hours = float(rules_of(seen).value("N-REPLY", "hours"))
    return deal.stage is Stage.REPLIED and seen.as_of - deal.since >= timedelta(hours=hours)


def _silent_since(deal: Deal, seen: Seen) -> bool:
    return seen.as_of - deal.since >= timedelta(days=float(rules_of(seen).value("N-REPLY", "silent_days")))


def sample_of(deal: Deal, seen: Seen) -> Sample | None:
    """The newest sample that was sent to the creator for this cooperation, by the lists that are in; None: none is told."""
    first = seen.shop.day_of(deal.steps[0].at)
    own = [s for s in parts_of(seen).samples.get(deal.creator_id, ()) if s.sent_on >= first
           and (not s.item_id or not deal.items or s.item_id in deal.items)]
    return own[-1] if own else None


def content_late(deal: Deal, seen: Seen) -> int | None:
    """Days by which content is late after a sample; None where none is due, it came, or the sample is back.

    It is due some days after the sample was received, else after it was sent; a later date that was agreed goes before.
    """
    if deal.stage not in BEFORE_POST or (deal.sampled_at is None and sample_of(deal, seen) is None):
        return None
    sample = sample_of(deal, seen)
    if sample is not None and sample.returned_on is not None:
        return None
    due = _content_due(deal, sample, seen)
    posted = any(p.published_on >= seen.shop.day_of(deal.steps[0].at)
                 and (not p.item_id or not deal.items or p.item_id in deal.items)
                 for p in parts_of(seen).posts.get(deal.creator_id, ()))
    return (seen.on - due).days if not posted and due < seen.on else None


def _content_due(deal: Deal, sample: Sample | None, seen: Seen) -> date:
    rules = rules_of(seen)
    if deal.scheduled_on is not None:
        return deal.scheduled_on
    if sample is not None and sample.received_on is not None:
        return sample.received_on + timedelta(days=int(rules.value("N-SAMPLE", "days")))
    sent = sample.sent_on if sample is not None else seen.shop.day_of(deal.sampled_at or _never())
    return sent + timedelta(days=int(rules.value("N-SAMPLE", "sent_days")))


def _never() -> datetime:
    raise ValueError("a cooperation without a sample has no content due")


def rights_end(deal: Deal, seen: Seen) -> date | None:
    """The day on which rights end, where it is near and they were given."""
    near = seen.on + timedelta(days=int(rules_of(seen).value("N-RIGHTS", "days")))
    if deal.rights_until is None or deal.published_on is None or not seen.on <= deal.rights_until <= near:
        return None
    return deal.rights_until


def units_needed(deal: Deal, item: str, seen: Seen) -> Decimal | None:
    """Units that a post is held to sell: those written down with it; else the more of what the creator's posts of the item sold
    each and some usual days of it; None where neither is known."""
    if deal.units is not None:
        return Decimal(deal.units)
    usual = _units_a_day(item, seen)
    posts = [p.paid_orders for p in parts_of(seen).posts.get(deal.creator_id, ()) if p.item_id == item and p.paid_orders]
    a_post = Decimal(sum(posts)) / len(posts) if posts else None
    by_rule = None if usual is None else usual * rules_of(seen).value("N-STOCK", "usual_days")
    known = [v for v in (a_post, by_rule) if v is not None]
    return max(known).quantize(Decimal(1)) if known else None


def _units_a_day(item: str, seen: Seen) -> Decimal | None:
    """Units a day of an item over the four weeks before, by its order lines."""
    sold = seen.sliced.get("product", {}).get("line_units", {})
    days = {seen.reviewed - timedelta(days=n) for n in range(28)}
    units = [v for scope, values in sold.items() if ("item_id", item) in scope for d, v in values.items() if d in days]
    return sum(units, Decimal(0)) / 28 if units else None


def units_there(item: str, seen: Seen) -> Decimal | None:
    """Sellable units of an item on the newest day that its stock is known within a week; None where it is not."""
    levels = seen.sliced.get("stock", {}).get("sellable_units", {})
    own = [values for scope, values in levels.items() if ("item_id", item) in scope]
    for back in range(7):
        day = seen.reviewed - timedelta(days=back)
        known = [values[day] for values in own if day in values]
        if known:
            return sum(known, Decimal(0))
    return None
