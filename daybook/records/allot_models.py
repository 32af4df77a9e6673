"""One stock that several shops sell from, as rows: what there is, what each shop may sell of it, and who took what.

The database itself holds both bounds: no more is allotted than is sellable beyond the reserve, no more taken than allotted.
"""

from django.db import models
from django.db.models import F, Q


class StockPool(models.Model):
    """The stock of one product (货号) of a client; `allotted` is the sum of what its shops were given."""

    client = models.ForeignKey("records.Client", models.CASCADE, related_name="stock_pools")
    product = models.CharField(max_length=120)
    sellable = models.IntegerField()
    reserve = models.IntegerField()
    allotted = models.IntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["client", "product"], name="one_pool_of_a_product"),
            models.CheckConstraint(condition=Q(allotted__lte=F("sellable") - F("reserve")), name="allotted_is_there"))


class Allotment(models.Model):
    """What one shop may sell of a pool, and what of it is taken."""

    pool = models.ForeignKey(StockPool, models.CASCADE, related_name="allotments")
    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="allotments")
    units = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pool", "shop"], name="one_allotment_of_a_shop"),
            models.CheckConstraint(condition=Q(taken__lte=F("units")) & Q(taken__gte=0), name="taken_was_allotted"))


class Reservation(models.Model):
    """Units that an order took of an allotment; the same key twice takes them once."""

    allotment = models.ForeignKey(Allotment, models.CASCADE, related_name="reservations")
    key = models.CharField(max_length=120)
    units = models.IntegerField()
    at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["allotment", "key"], name="a_key_takes_once"),)
