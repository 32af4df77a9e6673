"""Tests of pages and briefs for the designer as rows: a plan, and what was added since; nothing is ever changed."""

from django.db import models

from daybook.records.action_models import Added


class PageTest(Added):
    """测试: a test of a page as it was planned.  `plan` holds what no query asks for."""

    key = models.CharField(max_length=40, unique=True)
    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="page_tests")
    item_id = models.CharField(max_length=120)
    plan = models.JSONField()
    first = models.DateField()
    last = models.DateField()
    planned_by = models.CharField(max_length=120)
    planned_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "item_id"]),)


class PageTestStep(Added):
    """One line of a test: started, noted, stopped, decided, archived."""

    test = models.ForeignKey(PageTest, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120, default="")
    text = models.TextField(default="")
    result = models.JSONField(null=True)


class DesignBrief(Added):
    """美工需求: one thing for the designer with its evidence."""

    key = models.CharField(max_length=40, unique=True)
    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="design_briefs")
    item_id = models.CharField(max_length=120)
    part = models.CharField(max_length=40)
    topic = models.CharField(max_length=60, default="")
    what = models.TextField()
    evidence = models.JSONField(default=list)
    due = models.DateField(null=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "item_id"]),)


class DesignBriefStep(Added):
    """A brief moved on: made, live, dropped, open again."""

    brief = models.ForeignKey(DesignBrief, models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120, default="")
    text = models.TextField(default="")
