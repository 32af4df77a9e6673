"""Reviews that somebody saw to: who, when, and what was done; only ever added to."""

from django.db import models


class ReviewMark(models.Model):
    """One line of a person about one review, by the id under which the facts hold it; the last known one counts."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="review_marks")
    review = models.CharField(max_length=120)
    done = models.TextField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["shop", "review"], name="reviews_one_shop"),)
