"""The handover at the close of a day: what goes on after it, and with whom, so that nobody has to ask."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from daybook.actions.stage import stage_of
from daybook.domain.close import HandedOver
from daybook.domain.given import Given
from daybook.domain.proposal import Stage, Story
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.work_items import ItemState, WorkItem
from daybook.facts.content_tables import LIVE_MINUTE
from daybook.facts.engine import Session
from daybook.workflows.evening import CLOSED
from daybook.workflows.live_shows import show_over
from daybook.workflows.watch import Known

DAY = timedelta(days=1)


def handover(known: Known, on: date, items: Sequence[WorkItem], waiting: Sequence[Story],
             live_until: datetime | None) -> tuple[HandedOver, ...]:
    """What whoever comes next must know of one shop: what cannot wait first."""
    return (*_buyers(known), *_live(known, live_until), *(_approval(s, known.shop) for s in waiting),
            *(made for item in items if (made := _work(item)) is not None), *_ends(known.given, on))


def waiting_proposals(shops: Sequence[Shop], as_of: datetime) -> Mapping[str, tuple[Story, ...]]:
    """shop -> proposals that wait for somebody's yes, as known at a moment; six queries for all shops."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    rows = models.Proposal.objects.select_related("shop__client").filter(
        shop__name__in=[s.name for s in shops], proposed_at__lte=as_of, expires_at__gt=as_of)
    found: dict[str, tuple[Story, ...]] = {}
    for story in (_as_of(s, as_of) for s in stories(rows.order_by("expires_at", "pk"))):
        if stage_of(story, as_of) is Stage.WAITING:
            found[story.proposal.shop] = (*found.get(story.proposal.shop, ()), story)
    return found


def live_until(session: Session, on: date) -> dict[str, datetime]:
    """shop -> the last minute known of the live shows that began on a day; shops without one are left out."""
    view = session.use(LIVE_MINUTE, days=(LIVE_MINUTE.day or "", on, on))
    rows = session.arrow(f'SELECT shop, max("at") AS last FROM "{view}" WHERE "{LIVE_MINUTE.day}" = ? GROUP BY shop', (on,))
    return {row["shop"]: row["last"] for row in rows.to_pylist() if row["last"] is not None}


def _as_of(story: Story, moment: datetime) -> Story:
    return replace(story, approvals=tuple(a for a in story.approvals if a.at <= moment),
                   attempts=tuple(a for a in story.attempts if a.at <= moment),
                   receipts=tuple(r for r in story.receipts if r.at <= moment))


def _buyers(known: Known) -> Iterator[HandedOver]:
    """Buyers who waited at the last reading of the evening, where that is no older than a show is thought to run."""
    last = next((t for t in reversed(known.ticks) if t.waiting is not None), None)
    if last is not None and last.waiting and known.as_of - last.at <= show_over():
        yield HandedOver("buyers", Said("{n} buyers wait for a reply", n=last.waiting), "", "",
                         Said("read at {clock}", clock=_clock(last.at, known.shop)))


def _live(known: Known, until: datetime | None) -> Iterator[HandedOver]:
    if until is not None and known.as_of - until <= show_over():
        yield HandedOver("live", Said("the live show goes on"), "", "",
                         Said("its minutes are known until {clock}", clock=_clock(until, known.shop)))


def _approval(story: Story, shop: Shop) -> HandedOver:
    said = story.proposal
    return HandedOver("approval", said.move.what(), said.move.object_id, said.proposed_by, Said(
        "waits for a yes until {clock}", clock=_clock(said.expires_at, shop)))


def _work(item: WorkItem) -> HandedOver | None:
    """Work that somebody began, or that was handed to somebody; what nobody touched stands under what was not done."""
    if item.state is ItemState.HANDED:
        return HandedOver("work", item.what, item.object, item.holder, Said(
            "handed over by {person}, not taken yet", person=item.steps[-1].by))
    if item.state is ItemState.TAKEN:
        return HandedOver("work", item.what, item.object, item.holder, Said("begun, not finished"))
    return None


def _ends(given: Given, on: date) -> Iterator[HandedOver]:
    """Coupons and the shop's own events whose last day is this one or the next."""
    ends = {on: Said("ends tonight"), on + DAY: Said("ends tomorrow night")}
    for coupon in given.coupons:
        if coupon.last in ends:
            yield HandedOver("ends", Said("coupon {name}", name=coupon.name), coupon.object, "", ends[coupon.last])
    for event in given.own_events:
        if event.last in ends and event.kind != CLOSED:
            yield HandedOver("ends", event.name, "", "", ends[event.last])


def _clock(moment: datetime, shop: Shop) -> str:
    return f"{moment.astimezone(ZoneInfo(shop.zone)):%m-%d %H:%M}"
