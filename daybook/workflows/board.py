"""Lines of the agency's board: what a morning comes down to, kept beside it, so that a thousand shops are one short query."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from daybook.domain.brief import Brief, State
from daybook.domain.patrol import CheckState
from daybook.reports.agency_html import LEADING, at_risk, leading_tile
from daybook.reports.localise import in_language
from daybook.reports.wording import CATALOGS, translator
from daybook.workflows.kept import from_bytes, to_bytes

#: Standings that stay read: those of a large agency, today's and some of yesterday's.
KEPT = 5_000


@dataclass(frozen=True)
class Standing:
    """Where a shop stands on its last made morning: what lines are sorted and added up by.

    `leading` is, for each column of numbers, the metric with its Chinese name, None where the shop has none.
    """

    line: int
    on: date
    at_risk: Decimal
    tasks: int
    minutes: int
    waiting: int                                    # sources that are due and not in
    leading: tuple[tuple[str, str] | None, ...]
    numbers: tuple[Decimal | None, ...]             # of those metrics
    headline: Mapping[str, str]                     # language -> what happened first, in a sentence


def gist_of(brief: Brief) -> dict[str, Any]:
    """What lines of the agency's views are sorted and added up by."""
    leading = [leading_tile(brief, names) for names in LEADING]
    return {"at_risk": str(at_risk(brief)), "findings": len(brief.findings), "sources": len(brief.readiness),
            "sources_in": sum(1 for s in brief.readiness if s.state is State.IN), "capacity": brief.capacity_minutes,
            "red": [c.check for c in brief.patrol if c.by_facts is CheckState.UNCHECKED], "checks": len(brief.patrol),
            "tasks": len(brief.plan), "minutes": sum(p.minutes for p in brief.plan),
            "waiting": sum(1 for s in brief.readiness if s.state is not State.IN and s.due),
            "leading": [[t.metric, t.zh] if t is not None else None for t in leading],
            "numbers": [str(t.value) if t is not None and t.value is not None else None for t in leading],
            "headline": {lang: in_language(f.words, translator(lang)) for f in brief.findings[:1] for lang in CATALOGS}}


def cut_of(brief: Brief) -> Brief:
    """The brief with no more than its line says: the leading numbers, the first finding's sentence, the sources."""
    tiles = tuple(t for names in LEADING if (t := leading_tile(brief, names)) is not None)
    first = tuple(replace(f, causes=(), trend=(), band=(), events=()) for f in brief.findings[:1])
    return replace(brief, tiles=tiles, findings=first, must=(), movements=(), plan=(), left_out=(), yesterday=(), notes=(),
                   patrol=())


def keep_line(morning: Any, brief: Brief) -> None:
    """Keeps a stored morning's line beside it."""
    from daybook.records import models

    models.MorningLine.objects.update_or_create(morning=morning, defaults={
        "shop_id": morning.shop_id, "on": morning.on, "made_at": morning.made_at, "gist": gist_of(brief),
        "said": to_bytes(cut_of(brief))})


class LastLine(NamedTuple):
    """A shop's last kept line as it lies there, its gist as text; whatever changes in it shows in these."""

    shop: int
    line: int
    on: date
    gist: str
    length: int                                     # of what it says, in bytes


def last_lines(shops: Any, on: date) -> tuple[LastLine, ...]:
    """The line of the last made morning up to `on` of rows of shops; one query however many shops and mornings."""
    from django.db.models import OuterRef, Subquery, TextField
    from django.db.models.functions import Cast, Length

    from daybook.records import models

    last = models.MorningLine.objects.filter(shop=OuterRef("pk"), on__lte=on).order_by("-on", "-made_at", "-pk").values("pk")[:1]
    these = shops.order_by().annotate(last=Subquery(last)).values("last")
    rows = models.MorningLine.objects.filter(pk__in=these).order_by("pk")
    return tuple(LastLine(*row) for row in rows.values_list("shop_id", "pk", "on", Cast("gist", TextField()), Length("said")))


def standings(lines: Sequence[LastLine]) -> dict[int, Standing]:
    """shop -> where it stands; a line of older code is read from its whole brief, where this code can."""
    found = {line.shop: _read(line.line, line.on, line.gist) for line in lines}
    old = {line.line: line for line in lines if found[line.shop] is None}
    for pk, brief in _of_older_code(old).items():
        found[old[pk].shop] = _standing(pk, old[pk].on, gist_of(brief))
    return {shop: standing for shop, standing in found.items() if standing is not None}


@lru_cache(maxsize=KEPT)
def _read(line: int, on: date, gist: str) -> Standing | None:
    """A line's standing, read once for as long as its gist says the same; None for a gist of older code."""
    said = json.loads(gist)
    return _standing(line, on, said) if "tasks" in said else None


def _standing(line: int, on: date, gist: Mapping[str, Any]) -> Standing:
    return Standing(line, on, Decimal(gist["at_risk"]), gist["tasks"], gist["minutes"], gist["waiting"],
                    tuple((one[0], one[1]) if one else None for one in gist["leading"]),
                    tuple(None if one is None else Decimal(one) for one in gist["numbers"]), gist["headline"])


def said_lines(lines: Sequence[int]) -> dict[int, tuple[bytes, Mapping[str, Any]]]:
    """line -> the cut brief as bytes, and the gist of the whole one."""
    from daybook.records import models

    rows = models.MorningLine.objects.filter(pk__in=lines)
    found = {line: (bytes(said), gist) for line, said, gist in rows.values_list("pk", "said", "gist")}
    for line, brief in _of_older_code([line for line, (said, _) in found.items() if not said]).items():
        found[line] = to_bytes(cut_of(brief)), gist_of(brief)
    return found


def _of_older_code(lines: Collection[int]) -> dict[int, Brief]:
    """line -> the whole brief of its morning, where an older code kept it without what its line says."""
    from daybook.records import models

    rows = models.MorningLine.objects.filter(pk__in=lines).values_list("pk", "morning__said") if lines else ()
    found = {line: from_bytes(bytes(whole)) for line, whole in rows}
    return {line: brief for line, brief in found.items() if brief is not None}
