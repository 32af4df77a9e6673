"""What people add to reviews of weeks, months and quarters: words, promises, signatures; rows that are only added to."""

from django.db import models

from daybook.records.action_models import Added


class SpanWord(Added):
    """One part of a review in a person's words, or with kind `signed` a signature under what `mark` is the hash of.

    Of several rows of one part the last known counts; an empty text takes the draft back.
    """

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="span_words")
    span = models.CharField(max_length=20)
    on = models.DateField()
    kind = models.CharField(max_length=20)
    text = models.TextField(default="")
    mark = models.CharField(max_length=64, default="")
    by = models.CharField(max_length=120)
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "span", "on"], name="words_of_one_span"),)


class SpanPromise(Added):
    """A number that was promised over `first` to `last`, both in; of several rows of one key the last known counts."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="span_promises")
    key = models.CharField(max_length=20)
    span = models.CharField(max_length=20)
    on = models.DateField()
    metric = models.CharField(max_length=60)
    at_least = models.BooleanField()
    level = models.DecimalField(max_digits=18, decimal_places=6)
    first = models.DateField()
    last = models.DateField()
    text = models.CharField(max_length=400, default="")
    by = models.CharField(max_length=120)
    known_at = models.DateTimeField()
    dropped = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["shop", "last"], name="promises_of_a_shop"),)
