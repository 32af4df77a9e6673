"""Decision memos about rivals: each version is kept, the last one counts, a signed one is changed no more."""

from django.db import models


class RivalMemo(models.Model):
    """One version of a memo of an item and day: what was found, what was decided, in whose words."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="rival_memos")
    item_id = models.CharField(max_length=120)
    on = models.DateField()
    decision = models.CharField(max_length=20)
    found = models.JSONField()
    text = models.TextField()
    by = models.CharField(max_length=120)
    signed = models.BooleanField(default=False)
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "item_id"], name="memos_one_shop"),)
