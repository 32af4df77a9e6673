"""Lines of the operating file are added and never changed: the database itself refuses to change what they are read from.

Rows can still be deleted, so that a client can be forgotten.  The guards stand again after every change of the tables.
"""

TABLES = ("records_proposal", "records_approval", "records_attempt", "records_receipt", "records_workstep", "records_note",
          "records_patroltick", "records_measuredmove", "records_learnedlesson", "records_liveprompt",
          "records_switchback", "records_switchbackstop", "records_disputestep", "records_reviewmark",
          "records_eventstep", "records_eventplanline",
          "records_crowdout",
          "records_pagetest", "records_pageteststep", "records_designbrief", "records_designbriefstep",
          "records_spanword", "records_spanpromise", "records_creatorstep",
          "records_fileline")
REFUSED = "rows of the operating file are added and never changed"


def stand_guard() -> None:
    """Puts the guards up that do not stand; where all do, nothing is written and no table is locked."""
    from django.db import connection

    postgres = connection.vendor == "postgresql"
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger" if postgres else "SELECT name FROM sqlite_master WHERE type = 'trigger'")
        standing = {name for (name,) in cursor.fetchall()}
        wanting = [table for table in TABLES if table in there and f"{table}_added_only" not in standing]
        if wanting and postgres:
            cursor.execute("CREATE OR REPLACE FUNCTION daybook_added_only() RETURNS trigger AS $$ BEGIN "
                           f"RAISE EXCEPTION '{REFUSED}'; END $$ LANGUAGE plpgsql")
        for table in wanting:
            if postgres:
                cursor.execute(f"CREATE OR REPLACE TRIGGER {table}_added_only BEFORE UPDATE ON {table} "
                               "FOR EACH ROW EXECUTE FUNCTION daybook_added_only()")
            else:
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {table}_added_only BEFORE UPDATE ON {table} "
                               f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
