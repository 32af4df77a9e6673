"""Learned: when measurements move what a shop expects of a kind of move, that is written down: before, now, from what."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from daybook.analysis.lessons import Lessons, Outcome
from daybook.domain.effect import Effect, Learned
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.workflows.lessons import outcomes

#: What of an expected gain was believed to come before any move of the kind was measured: the plan's gain as it was.
UNMEASURED = 1.0


def keep_learned(shops: Sequence[Shop], made: Sequence[Effect], as_of: datetime) -> tuple[Learned, ...]:
    """Keeps what shops learned from measurements made just now, where what they go by moved by as much as counts
    (W-LEARNED), and gives it."""
    from daybook.records.effect_rows import add_learned, refs_since

    told = outcomes(as_of)
    measured = {(e.move.shop, e.move.kind) for e in made if e.expected is not None}
    known = {s.name: s for s in shops}
    wanted = sorted((shop, kind) for shop, kind in measured if shop in known)
    if not wanted or not told:
        return ()
    lessons, kept = Lessons(told), []
    for name, kind in wanted:
        shop = known[name]
        own = [o for o in told if o.kind == kind and o.shop == name]
        if not own:
            continue
        before, since = _before(shop, kind, as_of)
        now = lessons.ratio(kind, str(shop.platform), "", name, "")
        if abs(now.mean - before) < float(str(load().value("W-LEARNED"))):
            continue
        learned = Learned(name, shop.client, kind, as_of, round(before, 3), round(now.mean, 3), round(now.error, 3), len(own),
                          sum(1 for o in told if o.kind == kind), refs_since(name, kind, since, as_of))
        if add_learned(learned):
            kept.append(learned)
    return tuple(kept)


def _before(shop: Shop, kind: str, as_of: datetime) -> tuple[float, datetime | None]:
    """What the shop went by, and since when: its last line of this kind; before it had one, what other shops had taught
    until the first of its own moves was measured; what was measured in the same round taught nothing yet."""
    from daybook.records import models

    last = models.LearnedLesson.objects.filter(shop__name=shop.name, kind=kind, at__lt=as_of).order_by("at", "pk").last()
    if last is not None:
        return last.now, last.at
    first = models.MeasuredMove.objects.filter(shop__name=shop.name, kind=kind).exclude(expected=None).order_by(
        "measured_at").values_list("measured_at", flat=True).first()
    earlier = [o for o in outcomes((first or as_of) - timedelta.resolution) if o.kind == kind and o.shop != shop.name]
    return _ratio(earlier, shop, kind), None


def _ratio(told: Sequence[Outcome], shop: Shop, kind: str) -> float:
    return Lessons(told).ratio(kind, str(shop.platform), "", shop.name, "").mean if told else UNMEASURED


def learned_between(shops: Sequence[str], first: datetime, last: datetime) -> Mapping[str, tuple[Learned, ...]]:
    """shop -> what it learned in a stretch of time, `first` in and `last` out, the earliest first."""
    from daybook.records import models
    from daybook.records.effect_rows import learned_of

    rows = models.LearnedLesson.objects.select_related("shop__client").filter(
        shop__name__in=shops, at__gte=first, at__lt=last).order_by("at", "pk")
    found: dict[str, list[Learned]] = {}
    for one in learned_of(rows):
        found.setdefault(one.shop, []).append(one)
    return {name: tuple(lines) for name, lines in found.items()}
