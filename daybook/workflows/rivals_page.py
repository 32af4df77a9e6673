"""The market and rivals page (S11): sets, looks with their pictures, changes, and what exports tell of the market."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from daybook.desks import market
from daybook.desks.market.board import DRAWN, LISTED, rival_board
from daybook.domain.errors import WrongUsage
from daybook.domain.given import latest
from daybook.domain.market import RivalBoard, RivalEvent
from daybook.domain.rivals import Rival, RivalSighting, by_rival, changes_of, watched_on
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.rulebook.rival_lines import change_lines
from daybook.sources.landing import keep, unseal
from daybook.sources.own.saved_page import LARGEST, read_page
from daybook.workflows.give import give
from daybook.workflows.given import SIGHTED, SetReport
from daybook.workflows.house import House
from daybook.workflows.products import seen_of
from daybook.workflows.rival_notes import change_words
from daybook.workflows.scratch import scratch_folder

#: How a picture begins, and what it then is.
PICTURES: Mapping[bytes, str] = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
LARGEST_PICTURE = 5 * 1024 * 1024
LARGEST_PAGE = LARGEST
SOURCE_FORM = "form"


def sightings_known(shop: Shop, since: datetime, as_of: datetime) -> tuple[RivalSighting, ...]:
    """What was seen of a shop's rivals since a moment as known at another, and nothing else that was given; two queries."""
    from daybook.records.given_rows import known_rows

    rows = [v for _, v in known_rows("sighting", [shop.client], as_of, since) if v.shop == shop.name]
    return tuple(sorted(latest(v for v in rows if isinstance(v, RivalSighting)), key=lambda s: (s.at, s.rival)))


def rivals_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> RivalBoard:
    """What the page shows on the morning of `on`, as known at nine of it or at a moment."""
    seen = seen_of(house, shop, on, as_of, (market.DESK,))
    looks = sightings_known(shop, seen.as_of - timedelta(days=DRAWN) - SIGHTED, seen.as_of)
    given = replace(seen.given, sightings=looks)
    return rival_board(replace(seen, given=given), looks, events_of(shop, given.rivals, looks, seen.on - timedelta(days=LISTED)))


def events_of(shop: Shop, rivals: Sequence[Rival], looks: Sequence[RivalSighting], since: date) -> list[RivalEvent]:
    """The changes of watched rivals since a day, the newest first."""
    found, known = [], {one.rival for one in rivals}
    for own in by_rival(look for look in looks if look.rival in known).values():
        for change in changes_of(own, change_lines()):
            day = shop.day_of(change.at)
            for item, watched in watched_on(rivals, day).items() if day >= since else ():
                found += [RivalEvent(change.at, item, r.name, change.kind, change_words(change, r.name, shop.currency),
                                     change.hurts) for r in watched if r.rival == change.rival]
    return sorted(found, key=lambda e: (e.at, e.item_id, e.rival, e.kind), reverse=True)


def keep_look(house: House, shop: Shop, said: Mapping[str, str], by: str, picture: Path | None = None) -> SetReport:
    """Keeps one look at a rival, with its picture where one is sent.  Raises WrongUsage with the reason where it is refused."""
    cells = {name: text for name, text in said.items() if text.strip()}
    cells.setdefault("at", house.now().isoformat())
    if picture is not None:
        cells["screenshot"] = keep_picture(house, shop, picture)
    return give(house, shop, "sighting", {**cells, "source": f"{SOURCE_FORM} {by}".strip()[:120]})


def page_cells(name: str, content: bytes) -> dict[str, str]:
    """What a saved page of a rival tells, as cells of a look.  Raises BrokenFile for what is no such page."""
    return read_page(name, content)


def keep_picture(house: House, shop: Shop, file: Path) -> str:
    """Keeps a screenshot sealed with the client's key, named by the hash of its content; gives its path.

    Raises WrongUsage for a file that is too large or, by its first bytes, no picture.
    """
    size = file.stat().st_size
    if not 0 < size <= LARGEST_PICTURE:
        raise WrongUsage(Said("a screenshot has at most {n} MB", n=LARGEST_PICTURE // 1024 // 1024), where=shop.name,
                         next_step="send a smaller picture")
    with file.open("rb") as opened:
        if kind_of(opened.read(12)) is None:
            raise WrongUsage("this is no picture (PNG, JPEG or WebP)", where=shop.name, next_step="send the screenshot itself")
    kept = keep(file, house.home, shop.client, shop.name, shop.day_of(house.now()), house.keys.of(shop.client))
    return kept.path


def kind_of(first: bytes) -> str | None:
    """What a picture is by its first bytes; None for anything else."""
    if first[:4] == b"RIFF" and first[8:12] != b"WEBP":
        return None
    return next((kind for magic, kind in PICTURES.items() if first.startswith(magic)), None)


def picture_of(house: House, shop: Shop, key: str) -> tuple[str, bytes] | None:
    """The kind and content of a kept screenshot by the name of its file; None where no look of the shop has it."""
    from daybook.records import models

    if not key.isalnum():
        return None
    row = models.RivalSighting.objects.filter(shop__name=shop.name, screenshot__endswith=f"/{key}.landing").first()
    if row is None or not (house.home / row.screenshot).is_file():
        return None
    with scratch_folder() as folder:
        plain = folder / "picture"
        unseal(house.home / row.screenshot, house.keys.of(shop.client), plain)
        content = plain.read_bytes()
    kind = kind_of(content[:12])
    return None if kind is None else (kind, content)
