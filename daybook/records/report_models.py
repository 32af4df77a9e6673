"""How clients' reports look: only added to, the latest of a client counts."""

from django.db import models


class ClientBrand(models.Model):
    """A client's name, colour and logo on its reports."""

    client = models.ForeignKey("records.Client", models.CASCADE, related_name="brands")
    name = models.CharField(max_length=120, default="")
    colour = models.CharField(max_length=7, default="")
    logo = models.BinaryField(default=b"")
    media = models.CharField(max_length=40, default="")
    by = models.CharField(max_length=120, default="")
    known_at = models.DateTimeField()
