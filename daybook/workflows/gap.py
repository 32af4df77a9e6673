"""What still closes the gap tonight: each way with its lead time and what moves like it brought here, soonest first."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.analysis.lessons import of_another
from daybook.analysis.pacing.forecast import Fitted, share_until
from daybook.domain.evening import Brought, Closer
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.workflows.evening_acts import Acted

#: A way to close the gap -> the rule of its lead time, and the kinds of moves that measure what it brings.
WAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "live_push": ("V-LEAD-LIVE", ("live_push",)),
    "coupon": ("V-LEAD-COUPON", ("coupon", "item_discount")),
    "budget": ("V-LEAD-BUDGET", ("budget", "raise_budget")),
    "message": ("V-LEAD-MESSAGE", ("member_message",)),
}
#: Low and high of what a way brings hold 80 %.
IN_80 = 1.2816
CENT = Decimal("0.01")
DAY = timedelta(days=1)


def closers(shop: Shop, as_of: datetime, fitted: Fitted | None, acted: Sequence[Acted] = ()) -> tuple[Closer, ...]:
    """The ways, those that still work first and by lead time; `fitted` says what of the day is still to come, `acted` what
    measures of earlier evenings brought."""
    rules, midnight = load().for_(str(shop.platform)), shop.moment(shop.day_of(as_of) + DAY, time(0))
    planned = _planned(shop, as_of)
    found = []
    for way, (rule, kinds) in WAYS.items():
        lead = int(rules.value(rule, "minutes"))
        latest = midnight - timedelta(minutes=lead)
        brings, why_not = _brings(shop, way, as_of, as_of + timedelta(minutes=lead), fitted, acted)
        if as_of >= latest:
            brings, why_not = None, Said("too late: it works only after midnight")
        found.append(Closer(way, lead, latest, as_of < latest, brings, why_not,
                            tuple(what for kind, what in planned if kind in kinds)))
    return tuple(sorted(found, key=lambda c: (not c.in_time, c.lead)))


def _brings(shop: Shop, way: str, as_of: datetime, works_at: datetime, fitted: Fitted | None,
            acted: Sequence[Acted]) -> tuple[Brought | None, str]:
    """What moves of its kinds and evenings with it brought this shop a day, for the part of the day that is left once it works."""
    from daybook.records import models

    rows = models.MeasuredMove.objects.filter(
        shop__name=shop.name, kind__in=WAYS[way][1], measured_at__lte=as_of, basis="gmv", own_error__gt=0).exclude(own_value=None)
    told = [(float(value), float(error)) for value, error in rows.order_by("pk").values_list("own_value", "own_error")]
    told += [(one.value, one.error) for one in acted if one.way == way and one.at <= as_of]
    another = of_another([v for v, _ in told], [e for _, e in told])
    if another is None:
        return None, Said("not known: no move of this kind has been measured here yet")
    if fitted is None:
        return None, Said("not known: nothing is foretold now")
    local = works_at.astimezone(ZoneInfo(shop.zone))
    shares = fitted.shape.of_day(0, int(fitted.days.event[0, fitted.day]))
    left = 1 - share_until(shares, local.hour + local.minute / 60) if local.date() == shop.day_of(as_of) else 0.0
    low, middle, high = (Decimal(str(round((another.mean + z * another.error) * left, 2))).quantize(CENT)
                         for z in (-IN_80, 0.0, IN_80))
    return Brought(low, middle, high, len(told)), ""


def _planned(shop: Shop, as_of: datetime) -> list[tuple[str, str]]:
    """(kind of move, what) of the lines of today's plan that are still open."""
    from daybook.records import models
    from daybook.records.work_rows import items_of

    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps").filter(
        shop__name=shop.name, on=shop.day_of(as_of), state__in=("open", "taken", "handed"), made_at__lte=as_of)
    return [(item.move, item.what) for item in items_of(rows.order_by("slot", "pk"))]
