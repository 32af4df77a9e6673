"""Lines of the operating file are added and never changed: the database itself refuses to change what they are read from.

Rows can still be deleted, so that a client can be forgotten.  The guards stand again after every change of the tables.
"""

TABLES = ("records_proposal", "records_approval", "records_attempt", "records_receipt", "records_workstep", "records_note",
          "records_patroltick")
REFUSED = "rows of the operating file are added and never changed"


def stand_guard() -> None:
    """Puts the guards up; standing ones stay."""
    from django.db import connection

    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE OR REPLACE FUNCTION daybook_added_only() RETURNS trigger AS $$ BEGIN "
                           f"RAISE EXCEPTION '{REFUSED}'; END $$ LANGUAGE plpgsql")
        for table in (t for t in TABLES if t in there):
            if connection.vendor == "postgresql":
                cursor.execute(f"CREATE OR REPLACE TRIGGER {table}_added_only BEFORE UPDATE ON {table} "
                               "FOR EACH ROW EXECUTE FUNCTION daybook_added_only()")
            else:
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {table}_added_only BEFORE UPDATE ON {table} "
                               f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
