"""Planned switchbacks as rows: only added to; where one stands is told from its proposals."""

from django.db import models

from daybook.records.action_models import Added


class Switchback(Added):
    """A move with the blocks of days on which it is to be on and off."""

    key = models.CharField(max_length=40, unique=True)
    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="switchbacks")
    move = models.JSONField()
    blocks = models.JSONField()
    first = models.DateField()
    last = models.DateField()
    planned_by = models.CharField(max_length=120)
    planned_at = models.DateTimeField()
    why = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["shop", "last"]),)


class SwitchbackStop(Added):
    """The end of a switchback before its last day."""

    switchback = models.OneToOneField(Switchback, models.CASCADE, related_name="stop")
    on = models.DateField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    why = models.TextField(default="")
