"""The tables of records that are empty: made at once from the models as they are, each migration marked as done.

Going through every migration gives the same tables and takes seconds, since Django draws up all models anew for each
step.  A migration that writes rows or triggers must do so here too.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.migrations.executor import MigrationExecutor

APP = "records"


def make_first_tables(connection: "BaseDatabaseWrapper", executor: "MigrationExecutor") -> bool:
    """Makes all tables in one transaction where the database has none of them; False where it has some."""
    from django.apps import apps

    models = list(apps.get_app_config(APP).get_models())
    if _has_any(connection, models):
        return False
    executor.recorder.ensure_schema()
    with connection.schema_editor() as editor:
        if _has_any(connection, models):        # another process was faster
            return False
        for model in models:
            editor.create_model(model)
        for app, name in executor.loader.graph.nodes:
            if app == APP:
                executor.recorder.record_applied(app, name)
    return True


def _has_any(connection: "BaseDatabaseWrapper", models: list[Any]) -> bool:
    tables = set(connection.introspection.table_names())
    return any(model._meta.db_table in tables for model in models)
