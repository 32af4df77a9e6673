"""Channel allotments (渠道配额): one stock over several shops, so that together they never sell what is not there.

Every step is one transaction; a unit is taken by one conditional update, and the database refuses what breaks a bound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal
from typing import Any

from daybook.analysis.stock.course import sum_of
from daybook.analysis.stock.share import expected_oversell, shared_out
from daybook.domain.errors import WrongUsage
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load
from daybook.workflows.house import House
from daybook.workflows.stock import shop_stock

#: An oversell is told of the last units, since before them there is enough for all.
LAST_UNITS = 10
#: Days of demand that a stock is shared out by.
WEEK = 7


@dataclass(frozen=True)
class ShopShare:
    """One shop of a stock: units that it may sell, what of them is taken, its units a day, and what it would best be given; None:
    not known, not asked."""

    shop: str
    units: int
    taken: int
    per_day: float | None = None
    best: int | None = None


@dataclass(frozen=True)
class Shared:
    """One stock over its shops.  `oversell` is what is expected to be sold and not there when shops are not allotted but each
    show the `last` units and hear of the others after so many minutes (minutes, units)."""

    product: str
    sellable: int
    reserve: int
    shops: tuple[ShopShare, ...]
    oversell: tuple[tuple[int, float], ...] = ()
    last: int = LAST_UNITS

    @property
    def allotted(self) -> int:
        """Units given to shops."""
        return sum(s.units for s in self.shops)

    @property
    def free(self) -> int:
        """Units that are neither held back nor given to a shop."""
        return self.sellable - self.reserve - self.allotted


def count_stock(house: House, client: str, product: str, sellable: int, reserve: int | None = None) -> None:
    """Says what there is of a product; without a reserve the rulebook's share for live shows is held back (V-10).

    Raises WrongUsage where shops were already given more than that leaves.
    """
    from django.db import IntegrityError, transaction

    from daybook.records import models

    share = Decimal(str(load().value("V-10", "held_back")))
    held = reserve if reserve is not None else int((sellable * share).to_integral_value(ROUND_UP))
    if sellable < 0 or not 0 <= held <= sellable:
        raise WrongUsage(Said("{units} units with {held} held back are no stock", units=sellable, held=held),
                         next_step=Said("give units of 0 or more"))
    try:
        with transaction.atomic():
            models.StockPool.objects.update_or_create(
                client=models.Client.objects.get(name=client), product=product,
                defaults={"sellable": sellable, "reserve": held, "counted_at": house.now()})
    except IntegrityError:
        raise WrongUsage(Said("shops were given more of {product} than {units}", product=product, units=sellable - held),
                         where=client, next_step=Said("take allotments back first")) from None


def allot(house: House, client: str, product: str, units: Mapping[str, int]) -> None:
    """Gives each named shop its units; others keep theirs.  Raises WrongUsage where that is more than sellable minus reserve,
    or less than a shop has taken."""
    from django.db import IntegrityError, transaction
    from django.db.models import Sum

    from daybook.records import models

    for name in units:
        if house.shop(name).client != client:
            raise WrongUsage(f"shop {name} is not of client {client}", next_step="name shops of one client")
    try:
        with transaction.atomic():
            pool = _pool(client, product, lock=True)
            for name, given in sorted(units.items()):
                models.Allotment.objects.update_or_create(
                    pool=pool, shop=models.Shop.objects.get(name=name), defaults={"units": given})
            total = models.Allotment.objects.filter(pool=pool).aggregate(all=Sum("units"))["all"] or 0
            models.StockPool.objects.filter(pk=pool.pk).update(allotted=total)
    except IntegrityError:
        raise WrongUsage(Said("{units} units of {product} are more than is there beyond the reserve, or less than was taken",
                              units=sum(units.values()), product=product), where=client,
                         next_step=Said("see what is not allotted yet, and what orders took")) from None


def take(house: House, shop: str, product: str, units: int, key: str) -> bool:
    """Takes units of a shop's allotment for an order; False where not enough is left.  The same key takes once."""
    from django.db import IntegrityError, transaction
    from django.db.models import F

    from daybook.records import models

    if units <= 0:
        raise WrongUsage(f"{units} units cannot be taken", next_step="give 1 or more")
    mine = models.Allotment.objects.filter(shop__name=shop, pool__product=product)
    try:
        with transaction.atomic():
            if mine.filter(taken__lte=F("units") - units).update(taken=F("taken") + units):
                models.Reservation.objects.create(allotment=mine.get(), key=key, units=units, at=house.now())
                return True
    except IntegrityError:
        pass                # this key took them before: the second taking is rolled back
    return bool(mine.filter(reservations__key=key, reservations__given_back_at=None).exists())


def give_back(house: House, shop: str, product: str, key: str) -> bool:
    """Gives back what an order took; False where nothing is taken under that key."""
    from django.db import transaction
    from django.db.models import F

    from daybook.records import models

    with transaction.atomic():
        found = models.Reservation.objects.filter(allotment__shop__name=shop, allotment__pool__product=product, key=key)
        row = found.first()
        if row is None or not found.filter(given_back_at=None).update(given_back_at=house.now()):
            return False
        models.Allotment.objects.filter(pk=row.allotment_id).update(taken=F("taken") - row.units)
    return True


def shared(client: str, product: str) -> Shared:
    """How a stock is shared out.  Raises WrongUsage for a product of which no stock was counted."""
    pool = _pool(client, product)
    rows = pool.allotments.select_related("shop").order_by("shop__name")
    return Shared(product, pool.sellable, pool.reserve, tuple(ShopShare(r.shop.name, r.units, r.taken) for r in rows))


def pools(client: str) -> tuple[Shared, ...]:
    """Every stock of a client with its shops, by product; two queries for all of them."""
    from daybook.records import models

    rows = models.StockPool.objects.filter(client__name=client).order_by("product").prefetch_related("allotments__shop")
    return tuple(Shared(p.product, p.sellable, p.reserve, tuple(
        ShopShare(a.shop.name, a.units, a.taken) for a in sorted(p.allotments.all(), key=lambda a: a.shop.name))) for p in rows)


def with_proposal(house: House, client: str, now: Shared, sync: Sequence[int] = ()) -> Shared:
    """The same with how it would best be shared out by what each shop sells of the product, and what a sync of so many minutes
    (default: those of rule I-SYNC) oversells."""
    shops = house.shops(client)
    sums = [_week(house, shop, now.product) for shop in shops]
    best = shared_out(max(now.sellable - now.reserve, 0), [m for m, _ in sums], [v for _, v in sums])
    paces = [m / WEEK for m, _ in sums]
    kept = {s.shop: s for s in now.shops}
    delays = tuple(sync) or tuple(int(load().value("I-SYNC", name)) for name in ("minutes_low", "minutes_high"))
    over = tuple((n, expected_oversell(LAST_UNITS, paces, n)) for n in delays)
    rows = [replace(kept.get(shop.name, ShopShare(shop.name, 0, 0)), per_day=round(pace, 2), best=n)
            for shop, pace, n in zip(shops, paces, best, strict=True) if pace > 0 or shop.name in kept]
    return replace(now, shops=tuple(rows), oversell=over)


def _week(house: House, shop: Shop, product: str) -> tuple[float, float]:
    """Mean and variance of what a shop will sell of a product in a week."""
    today = shop.day_of(house.now())
    found = shop_stock(house, shop, today, house.now())
    mean = variance = 0.0
    for number, line in enumerate(found.stocked.lines):
        if line.week is not None and found.seen.given.product_of(line.item_id, line.sku) == product:
            sums = sum_of(found.stocked.demand, number, line.week[1])
            mean, variance = mean + float(sums.mean[0]), variance + float(sums.variance[0])
    return mean, variance


def _pool(client: str, product: str, lock: bool = False) -> Any:
    from daybook.records import models

    rows = models.StockPool.objects.filter(client__name=client, product=product)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise WrongUsage(Said("no stock of {product} was counted", product=product), where=client,
                         next_step=Said("say what there is of it first"))
    return found
