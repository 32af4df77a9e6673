"""Proposals, approvals, attempts and receipts as rows: only added to.  Where a proposal stands is told from them."""

from typing import Any

from django.db import models


class Added(models.Model):
    """A row that is added and never changed."""

    class Meta:
        abstract = True

    def save(self, *arguments: Any, **named: Any) -> None:
        if self.pk is not None:
            raise AssertionError(f"{type(self).__name__} rows are only added, never changed")
        super().save(*arguments, **named)


class Proposal(Added):
    """待批动作: one move that waits, as it was seen and judged when it was proposed."""

    key = models.CharField(max_length=40, unique=True)
    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="proposals")
    fingerprint = models.CharField(max_length=64, db_index=True)
    move = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=200)
    item_id = models.CharField(max_length=200, default="")
    content = models.JSONField()
    seen = models.JSONField()
    way = models.CharField(max_length=20)
    evidence = models.JSONField()
    proposed_by = models.CharField(max_length=120)
    door = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    verdicts = models.JSONField()
    gain = models.JSONField(null=True)
    plan_line = models.CharField(max_length=200, default="")
    undo_of = models.CharField(max_length=40, default="", db_index=True)

    class Meta:
        indexes = (models.Index(fields=["shop", "proposed_at"]), models.Index(fields=["shop", "object_id"]))


class Approval(Added):
    """A person's yes or no to one fingerprint."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="approvals")
    fingerprint = models.CharField(max_length=64)
    person = models.CharField(max_length=120)
    roles = models.JSONField()
    yes = models.BooleanField()
    at = models.DateTimeField()
    why = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["proposal", "person", "yes"], name="one_answer_of_a_person"),)


class Attempt(Added):
    """A write that was begun; without a receipt its outcome is unknown."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="attempts")
    number = models.IntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    seen = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["proposal", "number"], name="one_attempt_of_a_number"),)


class Receipt(Added):
    """执行回执: what an attempt came to; of several of one attempt the latest counts."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="receipts")
    number = models.IntegerField()
    outcome = models.CharField(max_length=40)
    at = models.DateTimeField()
    before = models.JSONField()
    found = models.JSONField()
    note = models.JSONField()
    file = models.CharField(max_length=400, default="")
    verdicts = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["proposal", "number"]),)
