"""Reviews that somebody saw to, and the words that shops learnt from their buyers' texts; both only ever added to."""

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


class ShopWords(models.Model):
    """One try at learning the words of a shop's own buyers: numbers alone, no text.

    `content` is empty where the try was not good enough, and `refused` says why; `made_from` names the shipped file.
    """

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="own_words")
    on = models.DateField()
    as_of = models.DateTimeField()
    made_at = models.DateTimeField()
    made_from = models.CharField(max_length=16)
    texts = models.IntegerField()
    trial = models.JSONField()
    refused = models.CharField(max_length=80, default="")
    content = models.BinaryField(default=b"")

    class Meta:
        indexes = (models.Index(fields=["shop", "as_of"], name="words_of_one_shop"),)
