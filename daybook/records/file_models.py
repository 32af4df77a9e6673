"""Lines that people add to the operating file by hand; only ever added to."""

from django.db import models

from daybook.records.action_models import Added


class FileLine(Added):
    """One line of a section, such as who signed the contract; `shop` null is all shops of the client.

    Of several rows of one key the last known counts; `lasts_days` null: it does not grow old.
    """

    client = models.ForeignKey("records.Client", models.CASCADE, related_name="file_lines")
    shop = models.ForeignKey("records.Shop", models.CASCADE, null=True, related_name="file_lines")
    key = models.CharField(max_length=20)
    section = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    source = models.CharField(max_length=400, default="")
    lasts_days = models.IntegerField(null=True)
    by = models.CharField(max_length=120)
    known_at = models.DateTimeField()
    dropped = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["client", "section"], name="file_lines_of_a_client"),)
