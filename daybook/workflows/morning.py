"""The morning: every shop's brief from one look at the lake, as known at nine o'clock or at a given moment."""

import hashlib
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from daybook import __version__
from daybook.domain.brief import Brief
from daybook.domain.shop import Shop
from daybook.workflows.board import keep_line
from daybook.workflows.house import House
from daybook.workflows.making import Group, Made, Wanted
from daybook.workflows.work import open_items

NINE = time(9)
#: A cluster, where one is set, makes the mornings of so many shops and more: it takes ten seconds to come.
SHOPS_FOR_A_CLUSTER = 20


def mornings(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None,
             *, store: bool = True) -> tuple[Brief, ...]:
    """The brief of each shop for the morning of `on`, in the order of `shops`; computed once for all of them.

    Without `as_of` each shop is seen at nine o'clock of `on` in its own zone.  Stored briefs can be shown again.
    """
    return tuple(one.brief for one in written_mornings(house, shops, on, as_of, store=store))


def written_mornings(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None, *, store: bool = True,
                     content: bool = False, page: str = "", processes: int = 0) -> tuple[Made, ...]:
    """The same with each brief's JSON (`content`) and its page in a language, where they are wanted.

    Many shops are made by several `processes` side by side (0: as many as pay), or by the cluster that DAYBOOK_ENGINE
    names; what comes out does not depend on it.
    """
    from daybook.workflows.case_files import keep_cases
    from daybook.workflows.on_cluster import make_on_cluster, the_cluster
    from daybook.workflows.side_by_side import make_all, processes_for

    with house.run("morning", f"{on} for {len(shops)} shops") as log:
        by_moment: dict[datetime, list[Shop]] = defaultdict(list)
        for shop in shops:
            by_moment[as_of or shop.moment(on, NINE)].append(shop)
        groups = [Group(moment, tuple(group)) for moment, group in by_moment.items()]
        wanted = Wanted(on, code_version(), content or store, store, page)
        if processes or len(shops) < SHOPS_FOR_A_CLUSTER:
            parts = make_all(house, groups, wanted, processes or processes_for(len(shops)))
        else:
            with the_cluster() as cluster:
                parts = make_on_cluster(cluster, house, groups, wanted) if cluster else make_all(
                    house, groups, wanted, processes_for(len(shops)))
        made = {one.brief.shop: one for one in parts}
        written = tuple(made[s.name] for s in shops)
        if store:
            for one in written:
                _store(house, one)
            for moment, group in by_moment.items():
                keep_cases(house, group, on, moment)
        log["rows"] = len(written)
        return written


@cache
def code_version() -> str:
    """The version, and where the code is a checkout, its commit."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return __version__
    asked = subprocess.run(["git", "-C", str(root), "rev-parse", "--short=12", "HEAD"],
                           capture_output=True, text=True, check=False)
    return f"{__version__}+{asked.stdout.strip()}" if asked.returncode == 0 else __version__


def _store(house: House, made: Made) -> None:
    """Keeps the brief by content with the work that its plan asks for; the same content again is not stored twice,
    but kept as this code reads it.
    """
    from django.db import transaction

    from daybook.records import models

    brief, content = made.brief, made.content.encode()
    mark = hashlib.sha256(content).hexdigest()
    shop = models.Shop.objects.get(name=brief.shop)
    with transaction.atomic():
        kept = models.Morning.objects.filter(shop=shop, on=brief.on, content_hash=mark).defer("content", "said").first()
        if kept is not None:
            kept.said = made.kept
            if models.Morning.objects.filter(shop=shop, on=brief.on, made_at__gt=kept.made_at).exists():
                kept.made_at = house.now()              # it is again what was made last
            kept.save(update_fields=["said", "made_at"])
            keep_line(kept, brief)
            return
        keep_line(models.Morning.objects.create(
            shop=shop, on=brief.on, as_of=brief.as_of, digest=brief.digest, content=content, content_hash=mark,
            code_version=brief.code_version, made_at=house.now(), said=made.kept), brief)
        open_items(house, shop, brief)
