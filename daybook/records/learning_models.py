"""Reviews that went out to clients, editions of the rulebook and who saw which, and what people learned; rows only added to."""

from django.db import models

from daybook.records.action_models import Added


class ReportSent(Added):
    """One step of sending a shop's review to one reader: `sending` before the mail server is asked, then `sent` or `failed`.

    `mark` is that of the signature under which it went out: a review that is signed anew may be sent anew.
    """

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="reports_sent")
    span = models.CharField(max_length=20)
    on = models.DateField()
    mark = models.CharField(max_length=64)
    reader = models.ForeignKey("records.User", models.CASCADE, related_name="reports_sent")
    state = models.CharField(max_length=20)
    detail = models.CharField(max_length=300, default="")
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["span", "on", "shop"], name="reports_sent_of_a_span"),)


class RuleEdition(Added):
    """The rulebook and the platforms' calendar as the house first went by them at a moment; `mark` is the content's hash."""

    at = models.DateTimeField(db_index=True)
    mark = models.CharField(max_length=64)
    content = models.JSONField()


class RulesSeen(Added):
    """A person has read what changed until a moment; the last row counts."""

    user = models.ForeignKey("records.User", models.CASCADE, related_name="rules_seen")
    at = models.DateTimeField()


class Training(Added):
    """A person took a course of the rulebook on a day; `score` is 0 to 100 where one was given.  A row with `dropped` takes
    the row `key` back."""

    key = models.CharField(max_length=20)
    person = models.CharField(max_length=120, db_index=True)
    course = models.CharField(max_length=60)
    on = models.DateField()
    minutes = models.IntegerField(null=True)
    score = models.IntegerField(null=True)
    note = models.CharField(max_length=400, default="")
    by = models.CharField(max_length=120)
    known_at = models.DateTimeField()
    dropped = models.BooleanField(default=False)
