"""The nine-o'clock patrol: each shop's checks with what facts and people said of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from daybook.desks.patrol import of_patrol
from daybook.domain.errors import WrongUsage
from daybook.domain.patrol import CHECKS, Check, CheckState, Ticked
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.workflows.house import House
from daybook.workflows.kept import kept_mornings


@dataclass(frozen=True)
class Patrolled:
    """One shop's patrol of a morning."""

    shop: str
    on: date
    checks: tuple[Check, ...]

    @property
    def unchecked(self) -> int:
        return sum(1 for c in self.checks if c.state is CheckState.UNCHECKED)


def patrols(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None) -> tuple[Patrolled, ...]:
    """The patrol of each shop: what its last stored brief of that morning found by facts, and ticks until now (or `as_of`).

    Two queries for all shops.  Where no brief is stored yet, facts have said nothing.
    """
    briefs, ticks = kept_mornings(shops, on), ticked(shops, on, as_of or house.now())
    return tuple(Patrolled(s.name, on, tuple(
        replace(c, ticked=ticks.get(s.name, {}).get(c.check))
        for c in (briefs[s.name].patrol if s.name in briefs else ()) or _nothing_known(s))) for s in shops)


def _nothing_known(shop: Shop) -> tuple[Check, ...]:
    why = Said("no brief of this morning is stored yet")
    return tuple(Check(r.id.removeprefix("C-").lower(), r.what, CheckState.UNCHECKED, why=why)
                 for r in of_patrol(load().for_(shop.platform)))


def ticked(shops: Sequence[Shop], on: date, as_of: datetime) -> Mapping[str, Mapping[str, Ticked]]:
    """shop -> check -> the last tick of that day known at a moment; one query for all shops."""
    from daybook.records import models

    rows = models.PatrolTick.objects.filter(shop__name__in=[s.name for s in shops], on=on, known_at__lte=as_of)
    found: dict[str, dict[str, Ticked]] = defaultdict(dict)
    for r in rows.select_related("shop").order_by("known_at", "pk"):
        found[r.shop.name][r.check_name] = Ticked(r.check_name, r.found, r.note, r.by, r.at, r.known_at)
    return found


def tick(house: House, shop_name: str, check: str, by: str, found: int = 0, note: str = "",
         on: date | None = None) -> Ticked:
    """Keeps that a person checked something in a shop's console; the same tick again changes nothing.

    Raises WrongUsage for a check that the shop's platform does not have, and for something found without a word on it.
    """
    from daybook.records import models

    shop = house.shop(shop_name)
    mine = [r.id.removeprefix("C-").lower() for r in of_patrol(load().for_(shop.platform))]
    if check not in mine:
        raise WrongUsage(f"the patrol of a {shop.platform} shop has no check {check}", where=shop.name,
                         next_step="use one of: " + ", ".join(f"{c} ({CHECKS[c]})" for c in mine))
    if not by.strip() or found < 0 or (found and not note.strip()):
        raise WrongUsage("a tick says who looked and, when something was found, what", where=shop.name,
                         next_step="add --by, --found and --note")
    day = on or shop.day_of(house.now())
    before = ticked([shop], day, house.now()).get(shop.name, {}).get(check)
    if before is not None and (before.found, before.note, before.by) == (found, note.strip(), by.strip()):
        return before
    made = Ticked(check, found, note.strip(), by.strip(), house.now(), house.now())
    models.PatrolTick.objects.create(
        shop=models.Shop.objects.get(name=shop.name), on=day, check_name=check, found=found, note=made.note, by=made.by,
        at=made.at, known_at=made.known_at)
    return made
