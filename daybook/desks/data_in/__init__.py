"""The data desk (数据就绪): exports that should be in by now and are not."""

from daybook.desks.data_in.findings import MISSING, find_missing_exports
from daybook.desks.data_in.moves import fetch_export
from daybook.desks.desk import Desk

DESK = Desk("data", "数据就绪", finds=(find_missing_exports,), moves={MISSING: fetch_export})
