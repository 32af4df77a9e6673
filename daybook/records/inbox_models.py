"""The inbox as rows: signs by which a file's shop is told, questions that wait for a person, the files behind them."""

from django.db import models


class ShopSign(models.Model):
    """Something that says whose a file is, because a person said so once.

    Kinds: name (a shop name stated in the file), account, folder, file (a file name without its dates).
    """

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="signs")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=255)
    known_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "kind", "value"], name="one_sign_per_shop"),)


class Question(models.Model):
    """What a group of files needs to be told, asked once.  Kinds: shop, day.  Open while `answered_at` is null.

    `sign_kind` and `sign` become a `ShopSign` with the answer, so that it is not asked again.
    """

    key = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    choices = models.JSONField(default=list)
    sign_kind = models.CharField(max_length=20, default="")
    sign = models.CharField(max_length=255, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=120, default="")


class WaitingFile(models.Model):
    """One file behind a question: where it lies, and its name inside an archive where it lies in one."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="files")
    path = models.CharField(max_length=1000)
    inside = models.CharField(max_length=500, default="")
    place = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    shop = models.ForeignKey("records.Shop", models.CASCADE, null=True)
    known_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["sha256"]),)


class MailCursor(models.Model):
    """How far a mailbox was read: UIDs count only within one `uid_validity` (RFC 3501, 2.3.1.1)."""

    mailbox = models.CharField(max_length=255, unique=True)
    uid_validity = models.BigIntegerField()
    last_uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField()
