"""Case files of disputes: what people ticked, handed in, decided and noted, and when mornings saw a case open and close."""

from django.db import models

from daybook.records.given_models import AMOUNT


class DisputeStep(models.Model):
    """纠纷案卷: one line of a case; only ever added to.  `path` is where a file of evidence lies sealed, "" for none."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="dispute_steps")
    case_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    piece = models.CharField(max_length=40, default="")
    text = models.TextField(default="")
    value = models.DecimalField(null=True, **AMOUNT)
    file = models.CharField(max_length=255, default="")
    path = models.CharField(max_length=400, default="")
    by = models.CharField(max_length=120, default="")
    at = models.DateTimeField()
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "case_id"]),)
        constraints = (models.UniqueConstraint(
            fields=["shop", "case_id", "kind"], condition=models.Q(kind__in=["opened", "closed"]),
            name="a_case_opens_and_closes_once"),)
