"""Ticks of the patrol: a person looked, and how many were found; only ever added to."""

from django.db import models


class PatrolTick(models.Model):
    """One line of a person; the last known of a check and day counts."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="patrol_ticks")
    on = models.DateField()
    check_name = models.CharField(max_length=40)
    found = models.IntegerField()
    note = models.TextField(default="")
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "on"]),)
