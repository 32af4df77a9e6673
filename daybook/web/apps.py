"""The workbench as a Django application: templates, static files and messages; it has no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The screens, under the label `web`."""

    name = "daybook.web"
    label = "web"

    def ready(self) -> None:
        """Signing in and out are written down like any other deed."""
        from daybook.web import audit

        audit.listen()
