"""The one Django application of the house."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records, under the label `records`."""

    name = "daybook.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
