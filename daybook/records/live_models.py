"""Live shows: what the host was told, and what people read from the screen of a running show; only ever added to."""

from django.db import models

from daybook.records.given_models import AMOUNT


class LivePrompt(models.Model):
    """播中提示: one line told to the host at a minute; `rule` "" is a person's own."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="live_prompts")
    account = models.CharField(max_length=120, default="")
    at = models.DateTimeField()
    rule = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    item = models.CharField(max_length=120, default="")
    words = models.CharField(max_length=400)
    by = models.CharField(max_length=120)
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "at"]),)


class LiveReading(models.Model):
    """直播读数: what a running show's screen showed at `at`; null was not read."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="live_readings")
    at = models.DateTimeField()
    viewers = models.BigIntegerField(null=True)
    online = models.BigIntegerField(null=True)
    clicks = models.BigIntegerField(null=True)
    orders = models.BigIntegerField(null=True)
    paid = models.DecimalField(null=True, **AMOUNT)
    comments = models.BigIntegerField(null=True)
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "at"]),)
