"""Messages as rows: whom they reach how, what each person wants, what was written, sent, and taken."""

from django.db import models


class MessageChannel(models.Model):
    """One way to reach a person.  The address is a secret and is not kept here; `relay` is a host in its place."""

    user = models.ForeignKey("records.User", models.CASCADE, related_name="channels")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    relay = models.CharField(max_length=200, default="")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "name"], name="one_channel_per_name"),)


class MessageWish(models.Model):
    """What one person wants to be told and when; without a row the house's own default counts."""

    user = models.OneToOneField("records.User", models.CASCADE, related_name="wishes")
    zone = models.CharField(max_length=60)
    kinds = models.JSONField(default=list)
    quiet_from = models.TimeField()
    quiet_to = models.TimeField()
    urgent_through = models.BooleanField(default=False)
    digest_minutes = models.IntegerField(default=0)


class Pressing(models.Model):
    """Something of a shop that asks until it is taken: words by language, plan lines that stand for it, who was asked."""

    shop = models.ForeignKey("records.Shop", models.CASCADE, related_name="pressing")
    on = models.DateField()
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    words = models.JSONField()
    lines = models.JSONField(default=list)
    roles = models.JSONField()
    asked = models.IntegerField(default=0)
    raised_at = models.DateTimeField()
    ask_next_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=120, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "on", "key"], name="one_pressing_thing"),)


class Message(models.Model):
    """One message to one person, in their language; `key` makes it once.  States: waiting, sent, dropped."""

    user = models.ForeignKey("records.User", models.CASCADE, related_name="messages")
    key = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    shop = models.ForeignKey("records.Shop", models.CASCADE, null=True, related_name="messages")
    pressing = models.ForeignKey(Pressing, models.CASCADE, null=True)
    on = models.DateField(null=True)            # the morning that it is about
    title = models.CharField(max_length=255)
    body = models.TextField()
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="one_message_per_key"),)
        indexes = (models.Index(fields=["state", "not_before"]),)


class Delivery(models.Model):
    """One or several messages over one channel, with every attempt.  `reference` is the same in each of them."""

    reference = models.CharField(max_length=20, unique=True)
    channel = models.ForeignKey(MessageChannel, models.CASCADE, related_name="deliveries")
    messages = models.ManyToManyField(Message, related_name="deliveries")
    made_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    outcome = models.CharField(max_length=20, default="")
    detail = models.CharField(max_length=300, default="")
    tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["next_at"]),)
