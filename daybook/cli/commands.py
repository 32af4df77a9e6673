"""The commands, grouped in files by what they work on; importing this registers them.  One name a line: many add theirs."""

from daybook.cli import (
    actions,
    backups,
    bench,
    clock,
    demo,
    facts,
    files,
    given,
    inbox,
    live,
    notify,
    pulls,
    reports,
    shops,
    work,
    workbench,
)

__all__ = [
    "actions",
    "backups",
    "bench",
    "clock",
    "demo",
    "facts",
    "files",
    "given",
    "inbox",
    "live",
    "notify",
    "pulls",
    "reports",
    "shops",
    "work",
    "workbench",
]
