"""Events that shops take part in: the history of every entry, and what people set for an event's plan; only ever added to."""

from django.db import models

from daybook.records.given_models import AMOUNT


class EventStep(models.Model):
    """活动报名记录: one line of the way of a product in an event; `sku` "" is the whole item, `tick` a thing seen to at its end."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="event_steps")
    activity = models.CharField(max_length=60)
    item_id = models.CharField(max_length=120)
    sku = models.CharField(max_length=120, default="")
    state = models.CharField(max_length=20)
    price = models.DecimalField(null=True, **AMOUNT)
    units = models.IntegerField(null=True)
    reason = models.TextField(default="")
    tick = models.CharField(max_length=20, default="")
    by = models.CharField(max_length=120, default="")
    at = models.DateTimeField()
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "activity"], name="records_eventstep_shop"),)


class EventPlanLine(models.Model):
    """大促计划: one line of an event's plan; the last of a kind and name counts."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="event_plan_lines")
    activity = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120, default="")
    value = models.DecimalField(null=True, **AMOUNT)
    due = models.DateField(null=True)
    text = models.TextField(default="")
    by = models.CharField(max_length=120, default="")
    at = models.DateTimeField()
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "activity"], name="records_eventplan_shop"),)
