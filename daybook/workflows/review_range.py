"""A quarter's range: roles together, bands of prices and their gaps, what to launch and take off, trends, rivals, the memo."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from daybook.domain.brief import Unit
from daybook.domain.review import days_of
from daybook.domain.review_parts import (
    ROLES,
    Band,
    Memo,
    RangeStep,
    RoleLine,
    RoleSum,
    Sighting,
    Trend,
    Trigger,
)
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen
from daybook.metrics.definitions import sales as s
from daybook.metrics.definitions import traffic as t
from daybook.metrics.metric import Definition
from daybook.metrics.windows import over_days
from daybook.rulebook.reading import load
from daybook.workflows.review_facts import CENT, SHARE_STEP, Facts, ItemSums

ZERO = Decimal(0)
#: Borders of price bands rise by these steps from one power of ten to the next, as price tags do.
STEPS = tuple(Decimal(step) for step in ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8"))
MOST_SIGHTINGS = 12


def structure_of(facts: Facts, roles: Sequence[RoleLine]) -> tuple[RoleSum, ...]:
    """What the products of each role brought together; a contribution only where all of the role's are known."""
    order = [*ROLES, *sorted({r.role for r in roles} - set(ROLES))]
    found = []
    for role in order:
        mine = [r for r in roles if r.role == role]
        left = [r.contribution for r in mine if r.paid]
        paid = sum((r.paid for r in mine), ZERO)
        if mine:
            then = [r.before for r in mine if r.before is not None]
            found.append(RoleSum(role, len(mine), paid, sum(then, ZERO) if len(then) == len(mine) else None, facts.share(paid),
                                 sum((v for v in left if v is not None), ZERO) if left and None not in left else None))
    return tuple(found)


def bands_of(facts: Facts) -> tuple[Band, ...]:
    """Every band from the cheapest to the dearest product; one without products is a gap where its neighbours sell (R-BAND)."""
    sold = [i for i in facts.items if i.price is not None and i.paid > 0]
    if not sold or not facts.paid:
        return ()
    borders = _borders(min(i.price or ZERO for i in sold), max(i.price or ZERO for i in sold))
    rows = [(low, high, [i for i in sold if low <= (i.price or ZERO) < high]) for low, high in pairwise(borders)]
    return tuple(Band(low, high, len(own), sum((i.paid for i in own), ZERO), sum((i.units for i in own), ZERO),
                      _gap(facts, rows, n)) for n, (low, high, own) in enumerate(rows))


def _borders(least: Decimal, most: Decimal) -> list[Decimal]:
    """Borders around two prices.

    >>> [f'{b:f}' for b in _borders(Decimal(45), Decimal(120))]
    ['40', '50', '60', '80', '100', '120', '150']
    """
    all_ = [step.scaleb(power) for power in range(-2, 7) for step in STEPS]
    inner = [b for b in all_ if least < b <= most]
    return [max(b for b in all_ if b <= least), *inner, min(b for b in all_ if b > most)]


def _gap(facts: Facts, rows: Sequence[tuple[Decimal, Decimal, list[ItemSums]]], n: int) -> str:
    if rows[n][2]:
        return ""
    beside = [max((sum((i.paid for i in own), ZERO) for _, _, own in side), default=ZERO) / facts.paid
              for side in (rows[max(n - 1, 0):n], rows[n + 1:n + 2])]
    if min(beside) < load().value("R-BAND", "share"):
        return Said("nothing is offered here, and little beside it sells")
    low, high = (Amount(b.quantize(SHARE_STEP), "share") for b in beside)
    return Said("a gap: the bands beside it bring {low} and {high} of what is paid", low=low, high=high)


def steps_of(facts: Facts, roles: Sequence[RoleLine], bands: Sequence[Band]) -> tuple[RangeStep, ...]:
    """What to take off, clear, watch and launch, each with the number that says so (R-KILL, R-ROLE)."""
    found, still, lines = [], timedelta(days=int(load().value("R-ROLE", "still_days"))), {r.item_id: r for r in roles}
    currency = facts.seen.shop.currency
    for item, line in ((i, lines[i.item_id]) for i in facts.items if i.item_id in lines):
        share, fell = facts.share(item.paid), (item.paid / item.before - 1) if item.before and facts.whole else None
        if item.last_sold and facts.last - item.last_sold >= still:
            found.append(RangeStep("clear", item.item_id, item.name, Said("not sold since {day}", day=item.last_sold), item.paid))
        elif item.contribution is not None and item.contribution < 0:
            found.append(RangeStep("kill", item.item_id, item.name, Said("it lost {money} before ads", money=Amount(
                -item.contribution, "money", currency)), item.paid))
        elif _fades(share, fell):
            found.append(RangeStep("kill", item.item_id, item.name, Said(
                "{share} of what was paid, {fall} less than in the quarter before", share=Amount(share or ZERO, "share"),
                fall=Amount(-(fell or ZERO).quantize(SHARE_STEP), "share")), item.paid))
        elif line.role == "hero" and line.stands == "not_kept":
            found.append(RangeStep("watch", item.item_id, item.name, line.measured, item.paid))
    gaps = [b for b in bands if not b.items and isinstance(b.said, Said) and b.said.values]
    return (*found, *(RangeStep("launch", "", "", Said(
        "a product between {low} and {high}: {why}", low=Amount(b.low, "money", currency), high=Amount(b.high, "money", currency),
        why=b.said)) for b in gaps))


def _fades(share: Decimal | None, fell: Decimal | None) -> bool:
    rules = load()
    return (share is not None and fell is not None and share < rules.value("R-KILL", "share")
            and fell <= rules.value("R-KILL", "fall"))


def trends_of(facts: Facts) -> tuple[Trend, ...]:
    """The months of the reviewed quarter and of the one before, the earliest first."""
    months = sorted({d.replace(day=1) for d in days_of(facts.before[0], facts.last)})
    return tuple(_trend(facts.seen, [d for d in days_of(facts.before[0], facts.last) if d.replace(day=1) == m]) for m in months)


def _trend(seen: Seen, days: Sequence[date]) -> Trend:
    def of(definition: Definition) -> Decimal | None:
        return over_days(definition, seen.daily, days).value

    search, visitors = of(t.SEARCH_VISITORS), of(t.VISITORS)
    cvr, new, buyers = of(t.PAYMENT_CVR), of(s.NEW_BUYERS), of(s.PAID_BUYERS)
    if new is None or buyers is None:
        new, buyers = of(t.PLATFORM_NEW_BUYERS), of(t.PLATFORM_PAID_BUYERS)
    paid = of(s.PAID_GMV)
    return Trend(days[0], _kept(paid, CENT), _kept(visitors, Decimal(1)), _kept(cvr, SHARE_STEP), _over(search, visitors),
                 _over(new, buyers))


def _kept(value: Decimal | None, step: Decimal) -> Decimal | None:
    return None if value is None else value.quantize(step)


def _over(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return (part / whole).quantize(SHARE_STEP) if part is not None and whole else None


def sightings_of(facts: Facts) -> tuple[Sighting, ...]:
    """What people noted of rivals in the quarter, the latest first."""
    noted = facts.seen.given.notes_between(facts.first, facts.last)
    seen = [Sighting(facts.seen.shop.day_of(n.at), n.object, n.text) for n in noted if n.kind == "rival"]
    return tuple(sorted(seen, key=lambda one: one.on, reverse=True)[:MOST_SIGHTINGS])


def memo_of(facts: Facts, structure: Sequence[RoleSum], steps: Sequence[RangeStep]) -> Memo:
    """What the range says, and levels at which the course is changed: a day's mean of the quarter, worse by R-TRIGGER."""
    hero = next((r for r in structure if r.role == "hero"), None)
    counts = {kind: sum(1 for step in steps if step.kind == kind) for kind in ("launch", "clear", "kill")}
    says = [Said("hits: {n}, with {share} of what was paid", n=hero.items, share=Amount(hero.share, "share"))
            if hero and hero.share is not None else Said("no product is a hit: nothing carries the range")]
    if any(counts.values()):
        says.append(Said("{launch} to launch, {clear} to clear, {kill} to look at for taking off", **counts))
    return Memo(tuple(says), tuple(_triggers(facts)))


def _triggers(facts: Facts) -> list[Trigger]:
    share = load().value("R-TRIGGER", "share")
    days = days_of(facts.first, facts.last)
    wanted = ((s.PAID_GMV, True, Said("bring next month's launch forward and shift budget to the hit")),
              (t.VISITORS, True, Said("renew titles and first pictures of traffic products before more is spent")),
              (t.PAYMENT_CVR, True, Said("stop tests on pages, compare prices with rivals, and ask service what buyers ask")))
    found = []
    for metric, below, then in wanted:
        value = over_days(metric, facts.seen.daily, days).value
        if value is None:
            continue
        mean = value / len(days) if metric is s.PAID_GMV else value
        places = SHARE_STEP if metric.unit is Unit.SHARE else Decimal(1)
        found.append(Trigger(metric.name, metric.zh, metric.unit, below, (mean * (1 - share)).quantize(places), then))
    return found


