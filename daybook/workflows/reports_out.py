"""Reports on their way out: the kept morning of a shop, the summary of its day or its close, with the client's look."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from daybook.domain.brief import Brief
from daybook.domain.close import DayClose
from daybook.domain.entry import DEEDS, Day
from daybook.domain.errors import WrongUsage
from daybook.domain.letters import Attachment
from daybook.domain.review import Review, Span, first_of
from daybook.domain.shop import Shop
from daybook.domain.work_items import UNFINISHED, minutes_told
from daybook.reports.forms import Closing, Outgoing, Reviewing, Subject, pdf_attached
from daybook.workflows.brand import brand_of
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.close import CLOSE
from daybook.workflows.house import House
from daybook.workflows.kept import kept_mornings, kept_report
from daybook.workflows.review_told import told_of
from daybook.workflows.work import CARRIED_DAYS

KINDS = ("brief", "day", CLOSE, *(span.value for span in Span))


def outgoing(house: House, shop: Shop, kind: str, day: date) -> Outgoing:
    """A report of any kind that goes out.  Raises WrongUsage where its morning was not made, or its day not closed."""
    if kind in set(Span):
        return reviewing(house, shop, Span(kind), day)
    if kind != CLOSE:
        return subject_of(house, shop, kind, day)
    kept = kept_report(CLOSE, shop, day, DayClose)
    if kept is None:
        raise WrongUsage(f"{day} was not closed", where=shop.name,
                         next_step=f"close it on its page, or with `daybook close --shop {shop.name} --on {day}`")
    return Closing(kept)


def reviewing(house: House, shop: Shop, span: Span, day: date) -> Reviewing:
    """The review of the week, month or quarter that holds a day, with what people wrote to it.  Raises WrongUsage as above."""
    first = first_of(span, day)
    kept = kept_report(span.value, shop, first, Review)
    if kept is None:
        raise WrongUsage(f"the {span.value} of {first} is not reviewed", where=shop.name, next_step=(
            f"review it on its page, or with `daybook {span.value} --shop {shop.name}` and --on a day after it"))
    return Reviewing(kept, told_of(shop, span, first, house.now()))


def subject_of(house: House, shop: Shop, kind: str, day: date) -> Subject:
    """What a report is made of.  `day` is the morning of a brief, the day itself of a summary.

    Raises WrongUsage where the morning that reviews it was not made: a report computes no number of its own.
    """
    on = day if kind == "brief" else day + timedelta(days=1)
    brief = kept_mornings([shop], on).get(shop.name)
    if brief is None:
        raise WrongUsage(f"the morning of {on} is not made", where=shop.name,
                         next_step=f"make it on its page, or with `daybook morning --shop {shop.name} --on {on}`")
    return Subject(brief, None if kind == "brief" else day_of(shop, brief))


def day_of(shop: Shop, brief: Brief) -> Day:
    """What was done and decided on the day that a brief reviews, on the shop's own clock."""
    from daybook.records import models

    first, last = (_midnight(shop, brief.reviewed + timedelta(days=n)) for n in (0, 1))
    deeds = tuple(e for e in entries([shop], Asked(first, last, kinds=DEEDS)))
    states = [s.value for s in UNFINISHED]
    still = models.WorkItem.objects.filter(shop__name=shop.name, on__gt=brief.on - timedelta(days=CARRIED_DAYS), on__lte=brief.on,
                                           state__in=states).count()
    return Day(deeds, minutes_told(e.minutes for e in deeds), still)


def _midnight(shop: Shop, day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(shop.zone))


def report_attached(house: House, shop_name: str, kind: str, on: date, language: str) -> Attachment:
    """The PDF that goes with a message about a morning or a close.  Raises DaybookError where it cannot be made."""
    shop = house.shop(shop_name)
    day = on - timedelta(days=1) if kind == "day" else on
    return pdf_attached(outgoing(house, shop, kind, day), language, brand_of(shop.client))
