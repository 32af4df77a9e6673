"""People: who signs in, what each may see of which client, invitations, API tokens, and who saw and did what."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class People(BaseUserManager):
    """Makes users; an address is kept in lower case, so that it is one person however it is written."""

    def create_user(self, email: str, password: str | None = None, **said: Any) -> "User":
        """A user with a password, or with none that could be entered."""
        user: User = self.model(email=self.normalize_email(email).lower(), **said)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person.  What they may see stands in their memberships and nowhere else."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, default="", blank=True)
    language = models.CharField(max_length=10, default="", blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = People()

    def __str__(self) -> str:
        return str(self.name or self.email)


class Membership(models.Model):
    """A role of a person for one client, or for every client where `client` is null; no `shops` means all of them.

    `ended_at` ends it; who had which role when stays readable.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    client = models.ForeignKey("records.Client", models.CASCADE, null=True, blank=True, related_name="memberships")
    shops = models.ManyToManyField("records.Shop", blank=True)
    role = models.CharField(max_length=40)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class Invitation(models.Model):
    """An open door for one person: good once, until `expires_at`.  Only a hash of its token is kept."""

    email = models.EmailField()
    client = models.ForeignKey("records.Client", models.CASCADE, null=True, blank=True)
    shops = models.ManyToManyField("records.Shop", blank=True)
    role = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)


class ApiToken(models.Model):
    """A token for scripts, with scopes; only its hash and its first characters are kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    scopes = models.JSONField(default=list)
    prefix = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Audit(models.Model):
    """One thing that somebody saw or did at the workbench: only added to.  `status` is what they were answered."""

    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True)
    token = models.ForeignKey(ApiToken, models.SET_NULL, null=True)
    client = models.ForeignKey("records.Client", models.SET_NULL, null=True)
    shop = models.ForeignKey("records.Shop", models.SET_NULL, null=True)
    what = models.CharField(max_length=80)
    method = models.CharField(max_length=8)
    object = models.CharField(max_length=300, default="")
    status = models.IntegerField()
