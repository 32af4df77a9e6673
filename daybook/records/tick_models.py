"""Live readings of consoles: only added to; of several of one moment the last known counts."""

from django.db import models

from daybook.records.given_models import AMOUNT


class Tick(models.Model):
    """实时读数: what a console showed at `at`; null was not read."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="ticks")
    at = models.DateTimeField()
    paid = models.DecimalField(null=True, **AMOUNT)
    visitors = models.BigIntegerField(null=True)
    spend = models.DecimalField(null=True, **AMOUNT)
    waiting = models.BigIntegerField(null=True)
    carts = models.BigIntegerField(null=True)
    buyers = models.BigIntegerField(null=True)
    failed = models.BigIntegerField(null=True)
    sold_out = models.BigIntegerField(null=True)
    carrier = models.CharField(max_length=40, default="")
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "at"]),)
