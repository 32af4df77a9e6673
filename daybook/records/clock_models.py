"""The clock as rows: what was due and what became of it, changes to the timetable, and places that are looked into."""

from django.db import models


class ScheduledRun(models.Model):
    """One due moment of a job in one zone, for all shops of that zone; the next one to come is a row already.

    `outcomes` holds what became of each subject: `done` {name: [seconds, note]}, `failed` {name: {reason, tries,
    again}}, `begun` {name: how often work on it began and left no outcome}.  `claims` counts claims and is the fence:
    a process whose claim is not the last one writes nothing any more.  States are those of domain.schedule.RunState.
    """

    job = models.CharField(max_length=40)
    zone = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    next_at = models.DateTimeField()
    claims = models.IntegerField(default=0)
    holder = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    missed = models.IntegerField(default=0)
    outcomes = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["job", "due_at", "zone"], name="one_run_per_due_moment"),)
        indexes = (models.Index(fields=["state", "next_at"]), models.Index(fields=["job", "zone", "due_at"]))


class JobChange(models.Model):
    """A job at another time of day, or not at all, for one shop or for all (`shop` null); the last known counts."""

    job = models.CharField(max_length=40)
    shop = models.ForeignKey("records.Shop", models.CASCADE, null=True, related_name="job_changes")
    at = models.TimeField(null=True)
    off = models.BooleanField(default=False)
    known_at = models.DateTimeField()


class LookedInto(models.Model):
    """A folder or mailbox that is looked into again and again; passwords are not kept here."""

    name = models.CharField(max_length=400, unique=True)
    kind = models.CharField(max_length=10)
    place = models.JSONField(default=dict)
    added_at = models.DateTimeField()
