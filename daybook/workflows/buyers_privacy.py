"""What the house keeps of buyers, where it came from, for how long, who took it out, and forgetting one of them."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from daybook.domain.buyers import CrowdOut
from daybook.domain.errors import WrongUsage
from daybook.domain.shop import Shop
from daybook.facts.forget_buyer import cut_links
from daybook.facts.tables import TABLES
from daybook.sources.keys import buyer_hasher
from daybook.workflows.crowds import taken_out
from daybook.workflows.house import House

#: Columns of facts that speak of one buyer, in the order in which the page names them.
OF_BUYERS = ("buyer_id", "place_id", "country", "province", "city", "device", "member", "reachable", "noted", "text")
#: The same word typed and as files write it: an account name as it is, an address in lower case, a number without its signs.
SHORTEST = 4


@dataclass(frozen=True)
class KeptOf:
    """One table of a shop that speaks of buyers: which of its columns do, from which files, rows and days."""

    table: str
    zh: str
    columns: tuple[str, ...]
    files: int
    readers: tuple[str, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Privacy:
    """The privacy page of a shop."""

    kept: tuple[KeptOf, ...]
    taken: tuple[CrowdOut, ...]
    forgotten: tuple[tuple[datetime, str, int], ...]
    books: int


def privacy_of(shop: Shop) -> Privacy:
    """What stands on the page now."""
    from django.db.models import Count, Max, Min

    from daybook.records import models

    named = {t.name: tuple(c for c in OF_BUYERS if c in t.names) for t in TABLES.values() if "buyer_id" in t.names}
    rows = models.LandedTable.objects.filter(landing__shop__name=shop.name, table__in=named).values("table").annotate(
        files=Count("landing", distinct=True), first=Min("first_day"), last=Max("last_day")).order_by("table")
    readers: dict[str, set[str]] = {}
    for table, reader in models.LandedTable.objects.filter(landing__shop__name=shop.name, table__in=named).values_list(
            "table", "landing__reader").distinct():
        readers.setdefault(table, set()).update(reader.split("+"))
    kept = tuple(KeptOf(r["table"], TABLES[r["table"]].zh, named[r["table"]], r["files"], tuple(sorted(readers[r["table"]])),
                        r["first"], r["last"]) for r in rows)
    gone = models.ForgottenBuyer.objects.filter(client__name=shop.client).order_by("-at").values_list("at", "by", "rows")
    books = models.BuyerBookKept.objects.filter(shop__name=shop.name).count()
    return Privacy(kept, taken_out(shop), tuple(gone), books)


def forget_buyer(house: House, client: str, said: str, by: str) -> int:
    """Cuts every link between a person and the client's rows, given the account name, address or number by which files know them.

    Gives how many rows were touched; 0: nobody of that name stood in the facts, and none will from now on.  Files read later leave
    the person out.  Raises WrongUsage where nothing that names anybody was given.
    """
    from daybook.records import models

    owner = models.Client.objects.filter(name=client, forgotten_at=None).first()
    if owner is None:
        raise WrongUsage(f"no client is called {client}", next_step="see `daybook shop list`")
    hashed = buyer_hasher(house.keys.of(client))
    marks = [hashed(one) for one in written(said)]
    if not marks:
        raise WrongUsage("that names nobody: too short, or masked",
                         next_step="give the whole account name, address of mail or number, as the buyer wrote it")
    with house.run("forget", "a buyer") as log:
        for mark in marks:
            models.ForgottenBuyer.objects.get_or_create(client=owner, buyer_hash=mark, defaults={"by": by[:120], "at": house.now()})
        touched = cut_links(house.lake, house.books, client, marks, secrets.token_hex(16))
        models.ForgottenBuyer.objects.filter(client=owner, buyer_hash=marks[0]).update(rows=touched)
        log["rows"] = touched
    return touched


def written(said: str) -> tuple[str, ...]:
    """The forms in which files may hold what a person typed; none where it is masked or too short.

    >>> written("Mei@Example.com"), written("+86 138-0013-8000"), written("张**")
    (('Mei@Example.com', 'mei@example.com'), ('+86 138-0013-8000', '8613800138000'), ())
    """
    text = said.strip()
    if len(text) < SHORTEST or "*" in text or "#" in text:
        return ()
    digits = re.sub(r"[^0-9]", "", text)
    forms = [text, text.lower()] if not re.fullmatch(r"[0-9+() .-]+", text) else [text, digits]
    return tuple(dict.fromkeys(forms))
