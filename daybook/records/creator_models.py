"""Cooperations with creators (达人): what was said and agreed, step by step; only ever added to."""

from django.db import models

from daybook.records.given_models import AMOUNT


class CreatorStep(models.Model):
    """建联记录: one line of a cooperation; what it does not say is null or ""."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="creator_steps")
    creator_id = models.CharField(max_length=120)
    deal = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    creator = models.CharField(max_length=120, default="")
    items = models.JSONField(default=list)
    day = models.DateField(null=True)
    pay = models.CharField(max_length=20, default="")
    commission_rate = models.DecimalField(null=True, max_digits=9, decimal_places=6)
    fixed_fee = models.DecimalField(null=True, **AMOUNT)
    samples = models.PositiveIntegerField(null=True)
    rights_until = models.DateField(null=True)
    rights_where = models.CharField(max_length=200, default="")
    post_id = models.CharField(max_length=200, default="")
    units = models.PositiveIntegerField(null=True)
    text = models.TextField(default="")
    by = models.CharField(max_length=120, default="")
    at = models.DateTimeField()
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "creator_id"], name="creators_one_shop"),)
