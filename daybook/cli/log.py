"""The log of processes that stay: nothing but trouble by default, every request and run as lines of JSON where it is asked for."""

import logging
import os
import sys

from daybook.domain.errors import WrongUsage

#: What DAYBOOK_LOG may say.
TEXT, JSON = "text", "json"


def begin_log() -> None:
    """Sends the log to standard error as DAYBOOK_LOG says: unset, warnings as text; `text` or `json`, each request and run too.

    Raises WrongUsage for anything else.
    """
    said = os.environ.get("DAYBOOK_LOG", "").strip().lower()
    if said not in ("", TEXT, JSON):
        raise WrongUsage(f"DAYBOOK_LOG is {said}", next_step="write text or json, or leave it unset")
    handler = logging.StreamHandler(sys.stderr)
    if said == JSON:
        from pythonjsonlogger.json import JsonFormatter

        handler.setFormatter(JsonFormatter(
            "{asctime}{levelname}{name}{message}{exc_info}", style="{", json_ensure_ascii=False, datefmt="%Y-%m-%dT%H:%M:%S%z",
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger", "message": "event"}))
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("daybook").setLevel(logging.INFO if said else logging.WARNING)
