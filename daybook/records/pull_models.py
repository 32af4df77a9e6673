"""What is read over APIs: per shop and feed, until where, which pages wait to be loaded, what went wrong last."""

from django.db import models


class Pull(models.Model):
    """One feed of one shop; `span` is empty for the daily reading and `FROM..TO` for a backfill.

    `cursor` moves only after what it covers is published.  `asked`, `pieces`, `resume` and `reached` belong to a
    reading that is under way or was killed: `pieces` are kept landings of pages that are not loaded yet.
    """

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="pulls")
    feed = models.CharField(max_length=60)
    span = models.CharField(max_length=40, default="")
    cursor = models.DateTimeField(null=True)
    asked = models.JSONField(default=dict)
    pieces = models.JSONField(default=list)
    resume = models.TextField(default="")
    reached = models.DateTimeField(null=True)
    whole = models.BooleanField(default=False)
    tried_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(default="")
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "feed", "span"], name="one_pull_per_feed"),)
