"""Reports of the day's rhythm as they were written, and what was set down for a coming morning; rows are only added."""

from django.db import models


class KeptReport(models.Model):
    """A close, or a review of a week, month or quarter, as it was written; the last made one of a day is shown.

    `on` is the day that a close ends, or the first day of a reviewed span; `said` the report whole; see `kept`.
    """

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="kept_reports")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    as_of = models.DateTimeField()
    made_at = models.DateTimeField()
    code_version = models.CharField(max_length=40)
    content_hash = models.CharField(max_length=64)
    said = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=["shop", "kind", "on"]),)


class Tomorrow(models.Model):
    """One thing that a person set down for a morning (`on`); of several rows of one key the last known counts."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="set_down")
    key = models.CharField(max_length=20)
    on = models.DateField()
    what = models.CharField(max_length=400)
    object = models.CharField(max_length=400, default="")
    person = models.CharField(max_length=120, default="")
    minutes = models.IntegerField()
    by = models.CharField(max_length=120)
    known_at = models.DateTimeField()
    dropped = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["shop", "on"]),)
