"""Lines that people write into the operating file: what no export, no list and no decision of the house says."""

import secrets
from collections.abc import Iterator
from datetime import datetime

from daybook.domain.errors import WrongUsage
from daybook.domain.file_page import TYPED, Claim
from daybook.domain.rights import Right
from daybook.domain.shop import Shop
from daybook.workflows.house import House

#: Sections whose lines only those see who see what the house itself writes there; others are for all who see the shop's work.
NEEDS = {"contract": Right.SEE_COSTS.value, "goals": Right.SEE_NUMBERS.value, "risks": Right.SEE_NUMBERS.value}

def add_line(house: House, shop: Shop, section: str, subject: str, text: str, by: str, source: str = "",
             lasts_days: int | None = None) -> str:
    """Adds one line to a section; gives its key.  Raises WrongUsage for a section that the house writes alone."""
    from daybook.records import models

    if section not in TYPED:
        raise WrongUsage(f"nobody writes into {section} by hand", next_step=f"name one of {', '.join(TYPED)}")
    if not subject.strip() or not text.strip():
        raise WrongUsage("nothing was said", where=shop.name, next_step="say what it is about, and what is to be known of it")
    row = models.Shop.objects.select_related("client").get(name=shop.name)
    key = secrets.token_hex(4)
    models.FileLine.objects.create(
        client=row.client, shop=row, key=key, section=section, subject=" ".join(subject.split())[:200], text=text.strip()[:4000],
        source=source.strip()[:400], lasts_days=lasts_days, by=by[:120], known_at=house.now())
    return key


def drop_line(house: House, shop: Shop, key: str, by: str) -> None:
    """Takes a line out again; its row stays.  Raises WrongUsage where there is none."""
    from daybook.records import models

    row = models.FileLine.objects.filter(client__name=shop.client, key=key).order_by("pk").last()
    if row is None or row.dropped:
        raise WrongUsage(f"there is no line {key}", where=shop.name, next_step="see the file's page")
    row.pk, row.dropped, row.by, row.known_at = None, True, by[:120], house.now()
    row.save()


def lines_known(shop: Shop, as_of: datetime) -> Iterator[Claim]:
    """The lines of a shop, and of all shops of its client, as known at a moment."""
    from django.db.models import Q

    from daybook.records import models

    rows = models.FileLine.objects.filter(Q(shop__name=shop.name) | Q(shop=None), client__name=shop.client, known_at__lte=as_of)
    last = {row.key: row for row in rows.order_by("pk")}
    for row in last.values():
        if not row.dropped:
            said = f"{row.text} ({row.source})" if row.source else row.text
            yield Claim(row.section, row.subject, said, f"line {row.key}", shop.day_of(row.known_at), row.lasts_days,
                        NEEDS.get(row.section, ""))
