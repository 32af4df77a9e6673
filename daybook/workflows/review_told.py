"""What people add to reviews: their words in the place of a draft, promises that come back by the facts, and signatures."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from daybook.desks.sales.tiles import is_early
from daybook.domain.brief import Unit
from daybook.domain.errors import WrongUsage
from daybook.domain.review import Span, days_of
from daybook.domain.review_told import PLACES, JudgedPromise, ReviewTold, Signed, SpanPromise, Written
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.metrics.catalog import catalog
from daybook.metrics.definitions.refunds import RIPE_DAYS
from daybook.metrics.metric import ripens
from daybook.metrics.windows import over_days
from daybook.workflows.house import House
from daybook.workflows.review_facts import CENT

SIGNED = "signed"
#: What is promised beside the metrics of the catalog: what a span leaves after goods, fees, freight and ads.
CONTRIBUTION = "contribution"
#: Numbers that a promise may name, those that are promised most first; each must be a definition or CONTRIBUTION.
PROMISED = ("paid_gmv", "contribution", "net_sales", "visitors", "payment_cvr", "spend_per_buyer", "ad_spend", "roas",
            "refund_rate", "paid_orders", "units_sold")
#: No level lies above it: the house keeps twelve digits before the point.
LARGEST = Decimal(10) ** 12 - 1


def told_of(shop: Shop, span: Span, first: date, as_of: datetime) -> ReviewTold:
    """What people added to a review, as known at a moment."""
    from daybook.records import models

    rows = list(models.SpanWord.objects.filter(shop__name=shop.name, span=span.value, on=first, known_at__lte=as_of).order_by("pk"))
    last = {row.kind: row for row in rows}
    written = _written(last)
    promises = promises_of([shop], as_of, span=span.value, on=first)
    signed = last.get(SIGNED)
    return ReviewTold(written, promises, None if signed is None else Signed(
        signed.by, signed.known_at, signed.mark != _mark(shop, span, first, ReviewTold(written, promises), as_of)))


def _written(last: Mapping[str, Any]) -> tuple[Written, ...]:
    """The parts that people put in the place of drafts, by the last row of each part."""
    return tuple(Written(place, tuple(_lines(last[place].text)), last[place].by, last[place].known_at)
                 for place in PLACES if place in last and last[place].text.strip())


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _mark(shop: Shop, span: Span, first: date, told: ReviewTold, as_of: datetime) -> str:
    """The hash of a review as it stands: its kept numbers, the words and the promises."""
    from daybook.records import models

    kept = models.KeptReport.objects.filter(shop__name=shop.name, kind=span.value, on=first, made_at__lte=as_of)
    content = kept.order_by("made_at", "pk").values_list("content_hash", flat=True).last() or ""
    return _hash(content, told)


def _hash(content: str, told: ReviewTold) -> str:
    said = [content, *(f"{one.place}:{one.lines}" for one in told.written),
            *(f"{p.metric}:{p.at_least}:{p.level.normalize():f}:{p.first}:{p.last}:{p.text}" for p in told.promises)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def signatures(shops: Sequence[Shop], span: Span, first: date, as_of: datetime) -> dict[str, tuple[Signed, str]]:
    """shop -> who signed its review, whether it changed since, and the mark it was signed under; three queries for all."""
    from daybook.records import models

    names = [s.name for s in shops]
    words: dict[str, dict[str, Any]] = {}
    rows = models.SpanWord.objects.filter(shop__name__in=names, span=span.value, on=first, known_at__lte=as_of)
    for row in rows.select_related("shop").order_by("pk"):
        words.setdefault(row.shop.name, {})[row.kind] = row
    signed = {name: own[SIGNED] for name, own in words.items() if SIGNED in own}
    if not signed:
        return {}
    kept = models.KeptReport.objects.filter(shop__name__in=list(signed), kind=span.value, on=first, made_at__lte=as_of)
    content = dict(kept.order_by("made_at", "pk").values_list("shop__name", "content_hash"))
    promised = promises_by_shop([s for s in shops if s.name in signed], as_of, span=span.value, on=first)
    found = {}
    for name, row in signed.items():
        told = ReviewTold(_written(words[name]), promised.get(name, ()))
        found[name] = (Signed(row.by, row.known_at, row.mark != _hash(content.get(name, ""), told)), row.mark)
    return found


def _kept(shop: Shop, span: Span, first: date) -> None:
    from daybook.records import models

    if not models.KeptReport.objects.filter(shop__name=shop.name, kind=span.value, on=first).exists():
        raise WrongUsage(f"the {span.value} of {first} is not reviewed", where=shop.name,
                         next_step=f"review it first: `daybook {span.value} --shop {shop.name}`")


def write(house: House, shop: Shop, span: Span, first: date, place: str, text: str, by: str) -> None:
    """Puts a person's words in the place of a draft; empty words take the draft back.  Raises WrongUsage for no such place."""
    if place not in PLACES:
        raise WrongUsage(f"{place} is no part that is written by hand", next_step=f"name one of {', '.join(PLACES)}")
    _kept(shop, span, first)
    _add(house, shop, span, first, place, text.strip()[:8000], "", by)


def sign(house: House, shop: Shop, span: Span, first: date, by: str) -> None:
    """Somebody stands for the review as it is now."""
    _kept(shop, span, first)
    now = told_of(shop, span, first, house.now())
    _add(house, shop, span, first, SIGNED, "", _mark(shop, span, first, now, house.now()), by)


def _add(house: House, shop: Shop, span: Span, first: date, kind: str, text: str, mark: str, by: str) -> None:
    from daybook.records import models

    models.SpanWord.objects.create(shop=models.Shop.objects.get(name=shop.name), span=span.value, on=first, kind=kind, text=text,
                                   mark=mark, by=by[:120], known_at=house.now())


def promise(house: House, shop: Shop, span: Span, on: date, metric: str, at_least: bool, level: str, first: date, last: date,
            by: str, text: str = "") -> str:
    """Keeps a promise with its number and days; gives its key.  Raises WrongUsage where it could never be judged."""
    from daybook.records import models

    _kept(shop, span, on)
    if metric not in PROMISED:
        raise WrongUsage(f"{metric} is no number that a promise may name", next_step=f"name one of {', '.join(PROMISED)}")
    try:
        value = Decimal(level.replace(",", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    most = Decimal(1) if _named(metric)[1] is Unit.SHARE else LARGEST
    if not value.is_finite() or not 0 <= value <= most:
        raise WrongUsage(f"{level} is no level", next_step="give a number such as 120000, or 0.035 for 3.5 %")
    if last < first:
        raise WrongUsage("the last day comes before the first", next_step="turn them round")
    key = secrets.token_hex(4)
    models.SpanPromise.objects.create(
        shop=models.Shop.objects.get(name=shop.name), key=key, span=span.value, on=on, metric=metric, at_least=at_least,
        level=value, first=first, last=last, text=" ".join(text.split())[:400], by=by[:120], known_at=house.now())
    return key


def drop_promise(house: House, shop: Shop, key: str, by: str) -> None:
    """Takes a promise back; its line stays.  Raises WrongUsage where there is none, or where its days have begun."""
    from daybook.records import models

    row = models.SpanPromise.objects.filter(shop__name=shop.name, key=key).order_by("pk").last()
    if row is None or row.dropped:
        raise WrongUsage(f"nothing is promised under {key}", where=shop.name, next_step="see the review's page")
    if row.first <= shop.day_of(house.now()):
        raise WrongUsage("its days have begun: it is judged as it was made", where=shop.name,
                         next_step="say in the next review why it was not kept")
    row.pk, row.dropped, row.by, row.known_at = None, True, by[:120], house.now()
    row.save()


def promises_of(shops: Sequence[Shop], as_of: datetime, **where: Any) -> tuple[SpanPromise, ...]:
    """Promises of some shops as known at a moment, in the order in which they were made; one query."""
    return tuple(promise for _shop, promise in _promises(shops, as_of, **where))


def promises_by_shop(shops: Sequence[Shop], as_of: datetime, **where: Any) -> dict[str, tuple[SpanPromise, ...]]:
    """shop -> its promises; one query."""
    found: dict[str, list[SpanPromise]] = {}
    for shop, one in _promises(shops, as_of, **where):
        found.setdefault(shop, []).append(one)
    return {shop: tuple(own) for shop, own in found.items()}


def _promises(shops: Sequence[Shop], as_of: datetime, **where: Any) -> list[tuple[str, SpanPromise]]:
    from daybook.records import models

    rows = models.SpanPromise.objects.select_related("shop").filter(
        shop__name__in=[s.name for s in shops], known_at__lte=as_of, **where)
    last = {row.key: row for row in rows.order_by("pk")}
    return [(row.shop.name, SpanPromise(
        row.key, row.span, row.on, row.metric, *_named(row.metric), row.at_least, row.level, row.first, row.last, row.text,
        row.by, row.known_at)) for row in last.values() if not row.dropped]


def _named(metric: str) -> tuple[str, Unit]:
    found = catalog().get(metric)
    return ("贡献毛利", Unit.MONEY) if found is None else (found.zh, found.unit)


def judged_promises(seen: Seen, first: date, last: date, contribution: Any) -> tuple[JudgedPromise, ...]:
    """Promises whose days touch a span, by the facts: those that ended by its last day are kept or not, others run.

    `contribution` gives what days left, or None.  A number that is not in for every day is no promise kept and none broken.
    """
    made = promises_of([seen.shop], seen.as_of, last__gte=first - timedelta(days=RIPE_DAYS), first__lte=last)
    return tuple(_judged(one, seen, last, contribution) for one in made if one.last >= first or first <= _ripe_on(one) <= last)


def _ripe_on(one: SpanPromise) -> date:
    """The day on which what was promised is in: its last, or weeks later where refunds come in."""
    definition = catalog().get(one.metric)
    return one.last if definition is None else one.last + timedelta(days=ripens(definition))


def _judged(one: SpanPromise, seen: Seen, last: date, contribution: Any) -> JudgedPromise:
    days = days_of(one.first, min(one.last, last))
    definition = catalog().get(one.metric)
    value = contribution(days) if definition is None else over_days(definition, seen.daily, days).value
    step = {Unit.MONEY: CENT, Unit.SHARE: Decimal("0.000001")}.get(one.unit, Decimal("0.001"))
    value = None if value is None else value.quantize(step)
    if one.last > last:
        return JudgedPromise(one, "running", value, Said("so far; until {day}", day=one.last))
    if value is None:
        return JudgedPromise(one, "cannot_tell", None, Said("not every one of its days is in"))
    kept = value >= one.level if one.at_least else value <= one.level
    if kept and definition is not None and is_early(seen, definition, one.last):       # refunds make it worse, never better
        return JudgedPromise(one, "cannot_tell", value, Said("so far; refunds of its days are still to come until {day}",
                                                             day=_ripe_on(one)))
    return JudgedPromise(one, "kept" if kept else "not_kept", value)
