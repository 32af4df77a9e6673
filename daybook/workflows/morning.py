"""The morning: every shop's brief from one look at the lake, as known at nine o'clock or at a given moment."""

import hashlib
import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from daybook import __version__
from daybook.domain.brief import Brief
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.reports.brief_json import brief_json_text
from daybook.workflows.agency import gist_of
from daybook.workflows.brief import brief_of
from daybook.workflows.earlier import earlier_plans
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.judged import judge
from daybook.workflows.kept import to_bytes
from daybook.workflows.patrol import ticked
from daybook.workflows.planned import with_guards
from daybook.workflows.seeing import Looked, see, whose
from daybook.workflows.tomorrow import lists_of
from daybook.workflows.work import open_items

NINE = time(9)


def mornings(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None,
             *, store: bool = True) -> tuple[Brief, ...]:
    """The brief of each shop for the morning of `on`, in the order of `shops`; computed once for all of them.

    Without `as_of` each shop is seen at nine o'clock of `on` in its own zone.  Stored briefs can be shown again.
    """
    with house.run("morning", f"{on} for {len(shops)} shops") as log:
        by_moment: dict[datetime, list[Shop]] = defaultdict(list)
        for shop in shops:
            by_moment[as_of or shop.moment(on, NINE)].append(shop)
        made: dict[str, Brief] = {}
        for moment, group in by_moment.items():
            looked = reading(house.lake, house.books, whose(group), moment, ALL_TABLES,
                             _looking(group, on, moment))
            judged = judge({name: one.seen for name, one in looked.items()})
            before, ticks, lists = earlier_plans(group, on, moment), ticked(group, on, moment), lists_of(group, on, moment)
            made |= {name: with_guards(brief_of(replace(one.seen, judged=judged[name]), one.digest, code_version(),
                                                before.get(name, ()), ticks.get(name, {}), lists.get(name, ())), one.seen)
                     for name, one in looked.items()}
        briefs = tuple(made[s.name] for s in shops)
        if store:
            for brief in briefs:
                _store(house, brief)
        log["rows"] = len(briefs)
        return briefs


def _looking(shops: Sequence[Shop], on: date, as_of: datetime) -> Callable[[Session], dict[str, Looked]]:
    return lambda session: see(session, shops, on, as_of)


@cache
def code_version() -> str:
    """The version, and where the code is a checkout, its commit."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return __version__
    asked = subprocess.run(["git", "-C", str(root), "rev-parse", "--short=12", "HEAD"],
                           capture_output=True, text=True, check=False)
    return f"{__version__}+{asked.stdout.strip()}" if asked.returncode == 0 else __version__


def _store(house: House, brief: Brief) -> None:
    """Keeps the brief by content with the work that its plan asks for; the same content again is not stored twice,
    but kept as this code reads it.
    """
    from django.db import transaction

    from daybook.records import models

    content = brief_json_text(brief).encode()
    mark = hashlib.sha256(content).hexdigest()
    shop = models.Shop.objects.get(name=brief.shop)
    with transaction.atomic():
        if models.Morning.objects.filter(shop=shop, on=brief.on, content_hash=mark).update(
                said=to_bytes(brief), gist=gist_of(brief)):
            return
        models.Morning.objects.create(
            shop=shop, on=brief.on, as_of=brief.as_of, digest=brief.digest, content=content, content_hash=mark,
            code_version=brief.code_version, made_at=house.now(), said=to_bytes(brief), gist=gist_of(brief))
        open_items(house, shop, brief)
