"""What no export has: taken in from a file or a command, only ever added to, and given back as known at a moment."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from daybook.domain import given as g
from daybook.domain.errors import WrongUsage
from daybook.domain.promises import WITHDRAWN, PricePromise
from daybook.domain.rivals import Rival, RivalSighting
from daybook.domain.shop import Shop
from daybook.sources.given_cells import bare_text, moment, name, one_of, refuse_formula, value_text, words
from daybook.sources.given_files import layout_of, read_given
from daybook.sources.given_layout import GivenFor, utc_of
from daybook.sources.reader import RejectedRow
from daybook.workflows.event_entries import held_by_entries
from daybook.workflows.house import House
from daybook.workflows.rival_notes import rival_notes

#: A morning knows what was seen of rivals in so many days; their pages read further back.
SIGHTED = timedelta(days=10)
#: So many rejected rows of a file are kept with the batch; all of them are shown when it is given.
REJECTED_KEPT = 1000


@dataclass(frozen=True)
class SetReport:
    """What became of one file: rows in it, rows stored, rows that say what was already known, rows left out."""

    kind: str
    file: str
    rows: int
    stored: int
    unchanged: int
    rejected: tuple[RejectedRow, ...]
    known_at: datetime

    @property
    def nothing_taken(self) -> bool:
        """Whether the file had rows and none of them could be used."""
        return bool(self.rejected) and not self.stored and not self.unchanged


def set_from_csv(house: House, kind: str, file: Path, *, client: str = "", shop: str = "",
                 known_at: datetime | None = None) -> SetReport:
    """Stores the values of a CSV file, all that are right or, when something breaks, none.

    A row that is wrong is listed and left out.  A row that says what is known already is not stored again.
    Raises WrongUsage for an unknown kind, shop or client, BrokenFile or NeedsPerson for a file that cannot be read.
    """
    layout = layout_of(kind)
    owner, shops = _whose(house, client, shop, wide=layout.wide)
    moment_known = known_at or house.now()
    with house.run("set", f"{layout.kind} {file.name}") as log:
        found = read_given(file, layout.kind, GivenFor(shops, moment_known, owner, shop))
        values = [line.value for line in found.lines]
        stored = _store(house, layout.kind, file.name, values, owner, shops, moment_known, found.rejected)
        log["rows"] = stored
    return SetReport(layout.kind, file.name, found.rows, stored, len(values) + found.again - stored, found.rejected,
                     moment_known)


def _whose(house: House, client: str, shop: str, wide: bool) -> tuple[str, dict[str, Shop]]:
    """Whose values a file gives, where the command says it or there is only one client, and the shops it may name."""
    if shop:
        owner = house.shop(shop).client
        if client and client != owner:
            raise WrongUsage(f"shop {shop} belongs to client {owner}, not to {client}", next_step="name one of them")
        return owner, _by_name(house.shops(owner))
    if client:
        mine = house.shops(client)
        if not mine:
            known = sorted({s.client for s in house.shops()})
            raise WrongUsage(f"no shop of a client {client} is registered", next_step="use one of: "
                             + ", ".join(known[:20]) if known else "register it with `daybook shop add`")
        return client, _by_name(mine)
    shops = house.shops()
    if not shops:
        raise WrongUsage("no shop is registered", next_step="register it with `daybook shop add`")
    only = {s.client for s in shops}
    return (only.pop() if wide and len(only) == 1 else ""), _by_name(shops)


def _by_name(shops: Iterable[Shop]) -> dict[str, Shop]:
    return {s.name: s for s in shops}


def _store(house: House, kind: str, source: str, values: Sequence[g.GivenValue], owner: str,
           shops: Mapping[str, Shop], known_at: datetime, rejected: Sequence[RejectedRow]) -> int:
    """Appends what is new in one transaction, a batch per client; gives how many rows were added."""
    from django.db import transaction

    from daybook.records import models
    from daybook.records.given_rows import append, known_rows

    by_client: dict[str, list[g.GivenValue]] = defaultdict(list)
    for value in values:
        by_client[shops[value.shop].client if value.shop else owner].append(value)
    listed = [{"line": r.line, "column": r.column, "reason": r.reason} for r in rejected[:REJECTED_KEPT]]
    stored = 0
    with transaction.atomic():
        for client, mine in by_client.items():
            since = min((v.at for v in mine if isinstance(v, RivalSighting)), default=None)
            new = _new(kind, mine, [v for _, v in known_rows(kind, [client], known_at, since)])
            batch = models.GivenBatch.objects.create(
                client=models.Client.objects.get(name=client), kind=kind, source=source[:255], known_at=known_at,
                received_at=house.now(), rows=len(new), unchanged=len(mine) - len(new), rejected=listed)
            stored += append(batch, new)
    return stored


def _new(kind: str, values: Sequence[g.GivenValue], known: Sequence[g.GivenValue]) -> list[g.GivenValue]:
    """The values that are not known already; an own event is, when all its days of the year are."""
    before = {g.content_of(v) for v in _settled(kind, known)}
    if kind != "calendar":
        return [v for v in values if g.content_of(v) not in before]
    days = _by_event(values)
    stands = _by_event(_settled(kind, known))
    return [v for event, group in days.items() if {g.content_of(v) for v in group}
            != {g.content_of(v) for v in stands.get(event, ())} for v in group]


def _by_event(values: Iterable[g.GivenValue]) -> dict[tuple[str, str, int], list[g.OwnEvent]]:
    found: dict[tuple[str, str, int], list[g.OwnEvent]] = defaultdict(list)
    for value in values:
        if isinstance(value, g.OwnEvent):
            found[value.shop, value.name, value.first.year].append(value)
    return found


def note(house: House, shop: str, at: str, object_: str, kind: str, from_: str, to: str, text: str,
         known_at: datetime | None = None) -> g.Note:
    """Keeps one thing that somebody did or saw.  `at` is the shop's own clock unless it has an offset.

    The same note twice changes nothing.  Raises WrongUsage for an unknown shop or kind, or text that cannot be kept.
    """
    owner = house.shop(shop)
    made = g.Note(
        shop, utc_of(_read("--at", moment, at), owner), _read("--object", name, object_),
        _read("--kind", one_of(g.NOTE_KINDS, "kind of note"), kind), _read("--from", value_text, from_),
        _read("--to", value_text, to), _read("the text", words, text), known_at or house.now())
    if not made.object:
        raise WrongUsage("a note is about something", next_step="name the item, SKU, keyword or shop with --object")
    _store(house, "notes", "daybook note", [made], owner.client, {shop: owner}, made.known_at, ())
    return made


def _read(what: str, parse: Any, text: str) -> Any:
    try:
        refuse_formula(text)
        return parse(text if parse is value_text else bare_text(text))
    except ValueError as problem:
        raise WrongUsage(f"{what} {text[:40]!r} {problem}", next_step="see `daybook note --help`") from None


def notes_of(house: House, shop: Shop, as_of: datetime | None = None) -> tuple[g.Note, ...]:
    """All notes of a shop known at a moment (None: now), in the order of time."""
    return tuple(given_of(house, [shop], as_of)[shop.name].notes)


def given_of(house: House, shops: Sequence[Shop], as_of: datetime | None = None) -> dict[str, g.Given]:
    """What was given of each shop as known at a moment (None: now); see `given_known`."""
    return given_known(shops, as_of or house.now())


def given_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, g.Given]:
    """shop -> what was given of it as known at `as_of`; two queries per kind of value for all shops, and one for
    entries in events that hold prices."""
    from daybook.records.given_rows import KEPT, known_rows

    wanted = {s.name for s in shops}
    clients = sorted({s.client for s in shops})
    found: dict[str, dict[str, list[g.GivenValue]]] = {}
    for kind in KEPT:
        by_shop: dict[str, list[g.GivenValue]] = defaultdict(list)
        wide: dict[str, list[g.GivenValue]] = defaultdict(list)
        since, of = (as_of - SIGHTED, _watched(found["rival"])) if kind == "sighting" else (None, None)
        for client, value in known_rows(kind, clients, as_of, since, of):
            if not value.shop:
                wide[client].append(value)
            elif value.shop in wanted:
                by_shop[value.shop].append(value)
        settled = {client: _settled(kind, values) for client, values in wide.items()}
        found[kind] = {s.name: [*settled.get(s.client, ()), *_settled(kind, by_shop[s.name])] for s in shops}
    for shop, filed in held_by_entries(shops, as_of).items():
        found["promise"][shop] += filed
    return {s.name: _given(s, as_of, {kind: by_shop[s.name] for kind, by_shop in found.items()}) for s in shops}


def _watched(rivals: Mapping[str, Sequence[g.GivenValue]]) -> set[str]:
    """The rivals that any of some shops ever watched; a list of a market's listings has thousands of others."""
    return {one.rival for mine in rivals.values() for one in mine if isinstance(one, Rival)}


def promises_known(shop: Shop, as_of: datetime) -> tuple[PricePromise, ...]:
    """What was promised on a shop's prices as known at a moment, and nothing else that was given; two queries."""
    from daybook.records.given_rows import known_rows

    rows = [v for _, v in known_rows("promise", [shop.client], as_of) if v.shop in ("", shop.name)]
    said = tuple(p for p in g.latest(p for p in rows if isinstance(p, PricePromise)) if p.kind != WITHDRAWN)
    return (*said, *held_by_entries([shop], as_of).get(shop.name, ()))


def links_known(client: str, as_of: datetime) -> dict[str, list[g.ProductLink]]:
    """shop -> which product each of its items is, of a client's shops, and nothing else that was given; two queries."""
    from daybook.records.given_rows import known_rows

    found: dict[str, list[g.ProductLink]] = defaultdict(list)
    for link in g.latest(v for _, v in known_rows("product-map", [client], as_of) if isinstance(v, g.ProductLink)):
        found[link.shop].append(link)
    return found


def _settled(kind: str, values: Iterable[g.GivenValue]) -> tuple[g.GivenValue, ...]:
    """What is left when superseded values are taken out."""
    if kind == "calendar":
        return g.latest_events([v for v in values if isinstance(v, g.OwnEvent)])
    return g.latest(values)


def _given(shop: Shop, as_of: datetime, by_kind: Mapping[str, Sequence[Any]]) -> g.Given:
    if not any(by_kind.values()):
        return g.Given(shop, as_of)
    said = [(kind, sorted(repr((g.content_of(v), v.known_at)) for v in by_kind[kind])) for kind in sorted(by_kind)]
    mark = hashlib.sha256(repr(said).encode())
    return g.Given(
        shop, as_of, by_kind["cost"], by_kind["terms"], by_kind["target"], by_kind["team"], by_kind["calendar"],
        by_kind["role"], by_kind["product-map"],
        {e.order_id: e for e in by_kind["exclusion"] if e.reason != g.COUNTS_AGAIN},
        sorted(by_kind["notes"], key=lambda n: (n.at, n.known_at)), mark.hexdigest(), by_kind["limit"],
        by_kind["fact"], [p for p in by_kind["promise"] if p.kind != WITHDRAWN], by_kind["coupon"],
        by_kind["lead-time"], by_kind["inbound"], by_kind["roster"], by_kind["script"], by_kind["rival"], by_kind["sighting"],
        rival_notes(shop, by_kind["rival"], by_kind["sighting"]))
