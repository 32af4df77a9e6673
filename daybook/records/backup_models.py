"""Where backups of this data folder lie, so that forgetting a client reaches them too."""

from django.db import models


class BackupPlace(models.Model):
    """One folder that backups were written to.  `unforgotten` are clients' marks that could not be removed there yet."""

    path = models.CharField(max_length=1000, unique=True)
    last_at = models.DateTimeField(null=True)
    last_seconds = models.FloatField(null=True)
    last_bytes = models.BigIntegerField(null=True)
    unforgotten = models.JSONField(default=list)
