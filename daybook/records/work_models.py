"""Work items of stored mornings and the steps that people took with them; steps are only ever added.

`state`, `holder` and `until` of an item repeat what its last step says, so that a board of a thousand shops is one
query; they are written in the transaction of the step.
"""

from django.db import models


class WorkItem(models.Model):
    """One line of a morning's plan.  `words` are its sentences, to be said in any language."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="work_items")
    on = models.DateField()
    line = models.CharField(max_length=200)
    move = models.CharField(max_length=80)
    object = models.CharField(max_length=400)
    words = models.JSONField()
    owner = models.CharField(max_length=120)
    slot = models.CharField(max_length=20)
    minutes = models.IntegerField()
    gain = models.JSONField(null=True)
    how = models.CharField(max_length=40)
    check_on = models.DateField()
    deadline = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="open")
    holder = models.CharField(max_length=120)
    until = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "on", "line"], name="one_item_per_plan_line"),)
        indexes = (models.Index(fields=["shop", "state", "on"]),)


class WorkStep(models.Model):
    """One step: who did what with an item, when it happened and when it was told."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    known_at = models.DateTimeField()
    note = models.TextField(default="")
    person = models.CharField(max_length=120, default="")
    until = models.DateField(null=True)
    from_value = models.CharField(max_length=400, default="")
    to = models.CharField(max_length=400, default="")
    minutes = models.IntegerField(null=True)
    files = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["item", "known_at"]),)
