"""Replay: past mornings again, each with only what was known then, held against what was stored at the time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daybook.domain.brief import Brief
from daybook.domain.shop import Shop
from daybook.reports.brief_json import brief_json_text
from daybook.workflows.house import House
from daybook.workflows.morning import mornings


@dataclass(frozen=True)
class Replayed:
    """One past morning.  `stored`: same, differs, none.  `difference` says what the difference comes from."""

    brief: Brief
    stored: str
    difference: str = ""


def replay(house: House, shop: Shop, days: Sequence[date]) -> tuple[Replayed, ...]:
    """The mornings of `days` as known at nine of each; nothing is stored."""
    found = []
    for day in days:
        brief = mornings(house, [shop], day, store=False)[0]
        found.append(_beside_stored(brief))
    return tuple(found)


def _beside_stored(brief: Brief) -> Replayed:
    from daybook.records import models

    rows = models.Morning.objects.filter(shop__name=brief.shop, on=brief.on, as_of=brief.as_of)
    row = rows.order_by("-made_at").first()
    if row is None:
        return Replayed(brief, "none")
    if row.content_hash == hashlib.sha256(brief_json_text(brief).encode()).hexdigest():
        return Replayed(brief, "same")
    if row.code_version != brief.code_version:
        why = f"made by {row.code_version}, now shown by {brief.code_version}"
    elif row.digest != brief.digest:
        why = "facts known by then were loaded after it was made, such as a backfill"
    else:
        why = "the same facts and the same code gave another page: report this"
    return Replayed(brief, "differs", why)
