"""What is kept of buyers together: the weekly books, and each time that a crowd left the house or was refused."""

from django.db import models


class BuyerBookKept(models.Model):
    """买家簿: one shop's book as known at a moment; groups only, nobody by name or hash."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="buyer_books")
    on = models.DateField()
    as_of = models.DateTimeField()
    made_at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=["shop", "on"], name="books_of_one_shop"),)


class CrowdOut(models.Model):
    """人群导出: who asked for which crowd, how, how many buyers it held and how many lines left; only ever added to."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="crowds_out")
    kind = models.CharField(max_length=12)
    crowd = models.JSONField()
    size = models.IntegerField(null=True)
    rows = models.IntegerField(null=True)
    refused = models.TextField(default="")
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "at"], name="crowds_of_one_shop"),)


class ForgottenBuyer(models.Model):
    """被遗忘的买家: the hash that stood for a buyer, so that no file brings the buyer back; and the work that was done."""

    client = models.ForeignKey("records.Client", models.CASCADE, related_name="forgotten_buyers")
    buyer_hash = models.CharField(max_length=32)
    rows = models.IntegerField(default=0)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client", "buyer_hash"], name="a_buyer_is_forgotten_once"),)
