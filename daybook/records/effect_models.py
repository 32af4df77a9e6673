"""What moves brought, as measured, and what was learned from it: rows that are only added to."""

from django.db import models

from daybook.records.action_models import Added


class MeasuredMove(Added):
    """One measurement of one done move.  `move` holds the move as it was done, `why` a sentence in any language."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="effects")
    ref = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    object_id = models.CharField(max_length=400)
    item_id = models.CharField(max_length=200, default="")
    category = models.CharField(max_length=200, default="")
    done_on = models.DateField()
    due_on = models.DateField()
    move = models.JSONField()
    told = models.CharField(max_length=20)
    measured_at = models.DateTimeField()
    first = models.DateField()
    last = models.DateField()
    currency = models.CharField(max_length=3)
    basis = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    share = models.FloatField(null=True)
    level = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    alone = models.FloatField(null=True)
    error = models.FloatField(null=True)
    own_value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    own_error = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    controls = models.IntegerField(default=0)
    expected = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    why = models.JSONField(default=str)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "ref"], name="one_measurement_of_a_move"),)
        indexes = (models.Index(fields=["shop", "measured_at"]), models.Index(fields=["kind"]))


class LearnedLesson(Added):
    """A lesson that changed: what a shop went by for a kind of move, what it goes by now, and its own measurements."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="lessons")
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    before = models.FloatField()
    now = models.FloatField()
    error = models.FloatField()
    own = models.IntegerField()
    moves = models.IntegerField()
    refs = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "kind", "at"], name="one_lesson_of_a_kind_at_a_moment"),)
        indexes = (models.Index(fields=["shop", "at"]),)
