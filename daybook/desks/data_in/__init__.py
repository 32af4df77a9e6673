"""The data desk (数据就绪): exports that should be in by now and are not."""

from daybook.desks.data_in.definitions import REDEFINED, find_changed_definition
from daybook.desks.data_in.findings import MISSING, find_missing_exports
from daybook.desks.data_in.moves import fetch_export, note_definition
from daybook.desks.desk import Desk

DESK = Desk("data", "数据就绪", finds=(find_missing_exports, find_changed_definition),
            moves={MISSING: fetch_export, REDEFINED: note_definition})
